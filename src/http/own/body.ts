import { CountersignError } from '../../contracts/errors.ts';

/** Reads a request body up to `limit` bytes. Stops reading at the first byte too many, so a sender cannot fill the memory. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  // The parser of HTTP lets no more through than was declared, and the adapter reads such a body without a web stream.
  if (declared > 0 && !request.headers.has('transfer-encoding')) {
    const whole = new Uint8Array(await request.arrayBuffer());
    if (whole.byteLength > limit) throw tooLarge(limit);
    return whole;
  }
  if (!request.body) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limit: number): CountersignError {
  return new CountersignError('input.too_large', `The body is larger than ${limit} bytes`, { field: 'body' });
}

/**
 * Parses JSON after counting how deep it nests: a body of 100,000 brackets parses, but everything that walks it later
 * overflows the stack. `__proto__` keys are refused; they would set a prototype when copied.
 */
export function parseJson(body: Uint8Array, depthLimit: number): unknown {
  const text = decode(body);
  refuseDeep(text, depthLimit);
  try {
    // Looking at every key makes parsing ten times slower; without these letters, written out or escaped, there is no such key.
    if (!text.includes('__proto__') && !text.includes('\\u')) return JSON.parse(text);
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new CountersignError('input.invalid', 'A key named __proto__ is not accepted', { field: '__proto__' });
      return value;
    });
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('input.malformed', 'The body is not valid JSON', { field: 'body' });
  }
}

function decode(body: Uint8Array): string {
  if (body.byteLength === 0) throw new CountersignError('input.malformed', 'The body is empty; send JSON', { field: 'body' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new CountersignError('input.malformed', 'The body is not valid UTF-8', { field: 'body' });
  }
}

function refuseDeep(text: string, limit: number): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      if (depth > limit) throw new CountersignError('input.too_deep', `The JSON nests deeper than ${limit} levels`, { field: 'body' });
    } else if (char === 0x5d || char === 0x7d) depth -= 1;
  }
}
