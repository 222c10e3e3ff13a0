import type { SerializerProtocol } from '@langchain/langgraph-checkpoint';
import { CountersignError } from '../contracts/errors.ts';

/** The most a channel may hold; bulk lives beside the state and is referenced. */
export const maxStateBytes = 256 * 1024;

/**
 * Turns a state value into text and back. Plain JSON goes straight through JSON.stringify (`j…`); LangChain messages and
 * the library's own objects go through its serialiser (`p<type>:…`). Values that would come back changed are refused with
 * their path, because the stock savers corrupt them without a word.
 */
export class StateCodec {
  readonly #serde: SerializerProtocol;

  constructor(serde: SerializerProtocol) {
    this.#serde = serde;
  }

  /** At once for plain JSON, which nearly all state is: a promise for every value of every step would cost more than its text. */
  encode(value: unknown, path: string): string | Promise<string> {
    if (value === undefined) return 'u';
    if (isPlain(value) || inspect(value, path)) return withinLimit(`j${JSON.stringify(value)}`, path);
    return this.#dump(value).then((encoded) => withinLimit(encoded, path));
  }

  decode(text: string): unknown {
    if (text === 'u') return undefined;
    if (text.startsWith('j')) return JSON.parse(text.slice(1));
    const colon = text.indexOf(':');
    return this.#serde.loadsTyped(text.slice(1, colon), text.slice(colon + 1));
  }

  async #dump(value: unknown): Promise<string> {
    const [type, bytes] = await this.#serde.dumpsTyped(value);
    return `p${type}:${typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes)}`;
  }
}

function withinLimit(encoded: string, path: string): string {
  if (encoded.length <= maxStateBytes) return encoded;
  throw new CountersignError('state.too_large', `State value ${path} has ${encoded.length} characters; the limit is ${maxStateBytes}`, {
    field: path,
  });
}

/** The quick answer for nearly everything; only where it says no is the value walked again for what is wrong and where. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === undefined || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || 'lc' in value) return false;
  for (const key of Object.keys(value)) if (!isPlain(Reflect.get(value, key))) return false;
  return true;
}

/** True for plain JSON, false where the library's serialiser is needed; throws for what neither brings back. */
function inspect(value: unknown, path: string): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true;
    case 'number':
      if (!Number.isFinite(value)) refuse(path, String(value));
      return true;
    case 'bigint':
      return refuse(path, 'BigInt');
    case 'symbol':
    case 'function':
      return refuse(path, typeof value);
    case 'object':
      return value === null || inspectObject(value, path);
  }
}

function inspectObject(value: object, path: string): boolean {
  if (Array.isArray(value)) {
    let plain = true;
    for (const [index, item] of value.entries()) plain = inspect(item, `${path}[${index}]`) && plain;
    return plain;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    let plain = true;
    for (const [key, item] of Object.entries(value)) plain = inspect(item, `${path}.${key}`) && plain;
    // An object that names itself a LangChain constructor would be revived into one by the library's loader only.
    return plain && !('lc' in value);
  }
  if (isLibraryObject(value)) return false;
  return refuse(path, value.constructor.name);
}

/** LangChain messages and LangGraph's own Send, Command and Interrupt packets survive the library's serialiser. */
function isLibraryObject(value: object): boolean {
  return 'lc_serializable' in value || 'lg_name' in value || ('toJSON' in value && 'lc_namespace' in value);
}

function refuse(path: string, kind: string): never {
  throw new CountersignError('state.invalid', `State value ${path} is a ${kind}, which would not survive a checkpoint; use JSON`, {
    field: path,
  });
}
