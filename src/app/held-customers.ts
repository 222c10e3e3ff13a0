import type { CustomerMaster } from '../contracts/business-erp.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { CallOptions, Connection } from '../contracts/ports.ts';
import type { Clock } from '../contracts/time.ts';
import { customerProfile, linkRecords, type PartyRecord, type RecordPair } from '../matching/index.ts';

export type HeldParts = {
  readonly connection: (system: string) => Connection;
  readonly clock: Clock;
  /** Customers held for comparing at most. */
  readonly most?: number;
  /** How long they are held before all of them are read again. What was created meanwhile is read before every search. */
  readonly holdMs?: number;
};

export type Looked = { readonly pairs: readonly RecordPair[]; readonly compared: number; readonly isComplete: boolean };

const pageSize = 500;
/** A key that more customers share is an everyday one, 1 of 200 as in the engine: who is the same is found by another. */
const everydayOf = (records: number): number => Math.max(200, records / 200);
/** As the engine counts: what is assumed of a value's frequency weighs like this many records. */
const pseudoRecords = 1000;
/** Of accounts without a customer, the share that is one of the ERP's all the same. */
const expectedShare = 0.3;

/**
 * The customer master, read in pages, kept for a while and never beyond a bound. Keys and frequencies are worked out once when a page
 * is read; a search then compares the few customers that share a key, with the frequencies of all of them.
 */
export function holdCustomers({ connection, clock, most = 20_000, holdMs = 300_000 }: HeldParts) {
  let held = emptyShelf();
  let [readAt, isComplete] = [-Infinity, true];
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (options?: CallOptions): Promise<void> => {
    const port = connection('erp').ports.customerMasters;
    if (!port) throw new CountersignError('capability.missing', 'The ERP connection serves no customers', { field: 'customerMasters' });
    const now = clock.now().getTime();
    const isFresh = now - readAt < holdMs;
    const shelf = isFresh ? held : emptyShelf();
    // New customers have the highest numbers, so what came since the last search is behind what is held.
    for (let more = true; more && shelf.records.length < most;) {
      const after = shelf.records.at(-1)?.id;
      const asked = { limit: pageSize, ...(after === undefined ? {} : { after }) };
      // A supplier may be the account's company just as well.
      const page = await (port.partners ? port.partners(asked, options) : port.list(asked, options));
      page.items.slice(0, most - shelf.records.length).forEach((master) => shelve(shelf, partyOf(master)));
      more = page.more || page.items.length > pageSize;
      isComplete = !more;
    }
    held = shelf;
    if (!isFresh) readAt = now;
  };
  return {
    async like(account: PartyRecord, options?: CallOptions): Promise<Looked> {
      // One after the other: a search that waited for another's reading still looks for what came after it.
      const next = turn.then(
        () => read(options),
        () => read(options),
      );
      turn = next;
      await next;
      return { pairs: lookUp(held, account), compared: held.records.length, isComplete };
    },
  };
}

type Shelf = {
  readonly records: PartyRecord[];
  readonly byKey: Map<string, number[]>;
  readonly terms: Map<string, number>;
};

const emptyShelf = (): Shelf => ({ records: [], byKey: new Map(), terms: new Map() });

function shelve({ records, byKey, terms }: Shelf, record: PartyRecord): void {
  const prepared = customerProfile.prepare(record);
  for (const term of customerProfile.terms(prepared)) terms.set(term, (terms.get(term) ?? 0) + 1);
  for (const key of customerProfile.keys(prepared)) {
    const others = byKey.get(key);
    if (others) others.push(records.length);
    else byKey.set(key, [records.length]);
  }
  records.push(record);
}

function lookUp({ records, byKey, terms }: Shelf, account: PartyRecord): readonly RecordPair[] {
  const near = new Set<number>();
  const everyday = everydayOf(records.length);
  for (const key of customerProfile.keys(customerProfile.prepare(account))) {
    const holders = byKey.get(key) ?? [];
    if (holders.length <= everyday) for (const at of holders) near.add(at);
  }
  const few = [...near].toSorted((a, b) => a - b).flatMap((at) => records[at] ?? []);
  if (few.length === 0) return [];
  const profile: typeof customerProfile = {
    ...customerProfile,
    weigh: (prepared) =>
      customerProfile.weigh(
        prepared,
        (term, assumed) => ((terms.get(term) ?? 0) + pseudoRecords * assumed) / (records.length + pseudoRecords),
      ),
  };
  // The odds before anything is compared are those among all customers, not among the few that share a key.
  const share = (expectedShare * Math.max(100, few.length)) / Math.max(100, records.length);
  return linkRecords(profile, [account], few, { expectedShare: share }).pairs;
}

type Master = Pick<CustomerMaster, 'id' | 'name' | 'street' | 'city' | 'postalCode' | 'country' | 'phone' | 'email' | 'taxId'>;

export function partyOf(master: Master & { readonly website?: string | undefined }): PartyRecord {
  const { id, name, street, city, postalCode, country, phone, email, taxId, website } = master;
  return { id, name, street, city, postalCode, country, phone, email, taxId, website };
}
