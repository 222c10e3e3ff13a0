import type { CustomerEntry, Material } from '../../contracts/business.ts';
import { asCountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Connection } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { createNameIndex, type NamedEntry, type NameIndex } from '../../matching/names.ts';
import { isOrdinary } from '../../privacy/known/index.ts';
import type { Directory, Mention } from './parts.ts';

export type DirectoryParts = {
  readonly connection: (system: string) => Connection;
  readonly clock: Clock;
  readonly log: Log;
  /** Words of the assistant's own language: they are never a misspelt name. */
  readonly isOwnWord: (word: string) => boolean;
  /** How long a list is good for. */
  readonly freshMs?: number;
};

type Loaded = {
  readonly customers: NameIndex;
  readonly materials: NameIndex;
  /** Whole names of one everyday word, as they are written. */
  readonly plain: ReadonlyMap<string, string>;
  readonly accountOf: ReadonlyMap<string, string>;
  readonly customerOf: ReadonlyMap<string, string>;
  readonly at: number;
};

const pageSize = 200;
/** More names than this are not held in memory; beyond it a customer is found by number. */
const most = 50_000;

/**
 * Names of customers and materials with their ids, read from both systems and held in memory for a few minutes. A name in a
 * question is looked up here before anything of it leaves the house; what comes out is ids.
 */
export function createDirectory(parts: DirectoryParts): Directory {
  let loaded: Promise<Loaded> | undefined;
  let at = Number.NEGATIVE_INFINITY;
  const current = (signal: AbortSignal): Promise<Loaded> => {
    const now = parts.clock.now().getTime();
    if (!loaded || now - at > (parts.freshMs ?? 300_000)) {
      at = now;
      loaded = load(parts, signal);
      // The next question tries again.
      loaded.catch(() => {
        at = Number.NEGATIVE_INFINITY;
      });
    }
    return loaded;
  };
  return {
    async find(text, signal) {
      const { customers, materials, plain } = await current(signal);
      const named: Mention[] = [
        ...customers.find(text).map((each) => ({ kind: 'customer' as const, keys: each.keys, start: each.start, end: each.end })),
        ...materials.find(text).map((each) => ({ kind: 'material' as const, keys: each.keys, start: each.start, end: each.end })),
        ...plainlyNamed(text, plain),
      ];
      return withoutOverlaps(named);
    },
    accountOf: async (customer, signal) => (await current(signal)).accountOf.get(customer),
    customerOf: async (account, signal) => (await current(signal)).customerOf.get(account),
  };
}

async function load(parts: DirectoryParts, signal: AbortSignal): Promise<Loaded> {
  const [customers, accounts, materials] = await Promise.all([
    all(parts, 'erp', (connection) => connection.ports.customers?.directory.bind(connection.ports.customers), signal),
    all(parts, 'crm', (connection) => connection.ports.accounts?.directory.bind(connection.ports.accounts), signal),
    all(parts, 'erp', (connection) => connection.ports.materials?.list.bind(connection.ports.materials), signal),
  ]);
  const common = (word: string): boolean => isOrdinary(word) || parts.isOwnWord(word);
  const named: NamedEntry[] = customers.flatMap(({ id, name }) => [
    { key: id, name },
    { key: id, name: id },
  ]);
  // An account that stands for a customer lends him its name; what the CRM alone knows is a lead, not yet a customer.
  for (const { erpCustomer, name } of accounts) if (erpCustomer !== undefined) named.push({ key: erpCustomer, name });
  return {
    customers: createNameIndex(named, common),
    materials: createNameIndex(
      materials.map(({ id, description }) => ({ key: id, name: description })),
      common,
    ),
    plain: new Map(
      materials.filter(({ description }) => /^\p{Lu}\p{L}{3,}$/u.test(description)).map(({ id, description }) => [description, id]),
    ),
    accountOf: new Map(accounts.flatMap(({ id, erpCustomer }) => (erpCustomer === undefined ? [] : [[erpCustomer, id] as const]))),
    customerOf: new Map(accounts.flatMap(({ id, erpCustomer }) => (erpCustomer === undefined ? [] : [[id, erpCustomer] as const]))),
    at: parts.clock.now().getTime(),
  };
}

/** `Chang` inside a sentence is the product, though `change` begins so too; in small letters it is not. */
function plainlyNamed(text: string, plain: ReadonlyMap<string, string>): readonly Mention[] {
  return [...text.matchAll(/(?<=\s)\p{Lu}\p{L}{3,}(?![\p{L}\p{N}])/gu)].flatMap(({ 0: word, index }) => {
    const id = plain.get(word);
    return id === undefined ? [] : [{ kind: 'material' as const, keys: [id], start: index, end: index + word.length }];
  });
}

type Pages<T> = (
  position: { after?: string; limit: number },
  options: { signal: AbortSignal },
) => Promise<{ readonly items: readonly T[]; readonly more: boolean }>;

/** Every page of a list; a system that is away or serves none answers with nothing, so that ids still work. */
async function all<T extends CustomerEntry | Material>(
  { connection, log }: DirectoryParts,
  system: string,
  portOf: (connection: Connection) => Pages<T> | undefined,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = [];
  try {
    const pages = portOf(connection(system));
    if (!pages) return [];
    for (;;) {
      const last = found.at(-1)?.id;
      const { items, more } = await pages({ limit: pageSize, ...(last === undefined ? {} : { after: last }) }, { signal });
      found.push(...items);
      if (!more || items.length === 0 || found.length >= most) return found;
    }
  } catch (thrown) {
    signal.throwIfAborted();
    log.warn({ system, code: asCountersignError(thrown).code, read: found.length }, 'a list of names could not be read to its end');
    return found;
  }
}

/** The longer of two that overlap; of equal ones the customer. */
function withoutOverlaps(mentions: readonly Mention[]): readonly Mention[] {
  const kept: Mention[] = [];
  for (const each of mentions.toSorted((a, b) => b.end - b.start - (a.end - a.start)))
    if (!kept.some((other) => other.start < each.end && each.start < other.end)) kept.push(each);
  return kept.toSorted((a, b) => a.start - b.start);
}
