import { CountersignError } from '../../contracts/errors.ts';
import { fromScaled, scaleOf, toScaled, type Money } from '../../contracts/money.ts';
import { companyName } from '../normalise/index.ts';
import { indexReferences, type Quoted, type ReferenceIndex } from './references.ts';
import type { MatchEvidence, OpenItem, OpenItemMatch, Payment, ReconcileOptions, ReviewReason, Rule } from './types.ts';

/** An item while it is worked on; amounts in minor units, credit notes below zero. */
export type Item = {
  readonly position: number;
  readonly given: OpenItem;
  readonly currency: string;
  readonly original: bigint;
  open: bigint;
  readonly account: string | undefined;
  readonly day: number | undefined;
};

/** A payment while it is worked on; refunds below zero. */
export type Incoming = {
  readonly position: number;
  readonly given: Payment;
  readonly currency: string;
  left: bigint;
  readonly account: string | undefined;
  readonly accountBy: 'account' | 'name' | undefined;
  readonly day: number | undefined;
  readonly quoted: Quoted;
  /** Payers whose items what it says depends on. */
  readonly watched: readonly string[];
  held: { readonly reason: ReviewReason; readonly candidates: readonly number[] } | undefined;
};

/** One line of a match. `settled` is what comes off the item: paid, discount and written off (of one currency, they add up). */
export type Line = {
  readonly item: Item;
  readonly payment: Incoming | undefined;
  readonly settled: bigint;
  readonly paid: bigint;
  readonly discount: bigint;
  readonly writtenOff: bigint;
};

export type Proposal = {
  readonly rule: Rule;
  readonly lines: readonly Line[];
  readonly evidence: readonly MatchEvidence[];
  readonly confidence: number;
  /** Named by the text: an earlier payment goes before a later one. Where nothing is named, two that want one item are a question. */
  readonly isNamed: boolean;
};

export type Ledger = {
  readonly items: readonly Item[];
  readonly payments: readonly Incoming[];
  readonly references: ReferenceIndex;
  /** Items of one payer in one currency that are not settled. */
  openOf(account: string | undefined, currency: string): readonly Item[];
  /** For each payer and currency the round in which an item of theirs was last booked; what saw nothing change need not look again. */
  readonly changedIn: Map<string, number>;
  /** How many payments name an item by a number that is its own. */
  readonly timesNamed: ReadonlyMap<number, number>;
  readonly options: ReconcileOptions;
  readonly matches: OpenItemMatch[];
  readonly refused: { readonly id: string; readonly says: string }[];
};

export function createLedger(items: readonly OpenItem[], payments: readonly Payment[], options: ReconcileOptions): Ledger {
  refuseDoubles(items);
  refuseDoubles(payments);
  const refused: { id: string; says: string }[] = [];
  const read = items.flatMap((given, position): Item[] => {
    const currency = given.open.currency;
    const open = toScaled(given.open.amount, scaleOf(currency));
    if (open > 0n && /^[A-Z]{3}$/.test(currency))
      return [
        {
          position,
          given,
          currency,
          original: signed(given, open),
          open: signed(given, open),
          account: given.account,
          day: dayOf(given.date),
        },
      ];
    refused.push({
      id: given.id,
      says: open > 0n ? 'the currency is no ISO code' : 'an open amount has to be above zero; a credit note says so by its kind',
    });
    return [];
  });
  const renumbered = read.map((item, position) => ({ ...item, position }));
  const references = indexReferences(renumbered.map(({ given }) => given.references));
  const accountOf = accountsByName(renumbered);
  const incoming = payments.flatMap((given, position): Incoming[] => {
    const currency = given.amount.currency;
    const left = toScaled(given.amount.amount, scaleOf(currency));
    if (left === 0n || !/^[A-Z]{3}$/.test(currency)) {
      refused.push({ id: given.id, says: left === 0n ? 'the payment has no amount' : 'the currency is no ISO code' });
      return [];
    }
    const byName = given.account === undefined && given.payer !== undefined ? accountOf(given.payer) : undefined;
    const account = given.account ?? byName;
    const accountBy = given.account !== undefined ? 'account' : byName === undefined ? undefined : 'name';
    const quoted = references.read(given.text ?? '');
    const named = quoted.named.flat().flatMap((at) => renumbered.slice(at, at + 1));
    const watched = [...new Set([groupKey(account, currency), ...named.map((item) => groupKey(item.account, item.currency))])];
    return [{ position, given, currency, left, account, accountBy, day: dayOf(given.date), quoted, watched, held: undefined }];
  });
  const groups = groupItems(renumbered);
  return {
    items: renumbered,
    payments: incoming,
    references,
    openOf: (account, currency) =>
      account === undefined ? [] : (groups.get(groupKey(account, currency)) ?? []).filter(({ open }) => open !== 0n),
    changedIn: new Map(),
    timesNamed: countNamed(incoming),
    options,
    matches: [],
    refused,
  };
}

function countNamed(payments: readonly Incoming[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { quoted } of payments)
    for (const [position, ...others] of quoted.named)
      if (position !== undefined && others.length === 0) counts.set(position, (counts.get(position) ?? 0) + 1);
  return counts;
}

function signed({ kind }: OpenItem, open: bigint): bigint {
  return kind === 'creditNote' ? -open : open;
}

function refuseDoubles(list: readonly { readonly id: string }[]): void {
  if (new Set(list.map(({ id }) => id)).size !== list.length)
    throw new CountersignError('input.invalid', 'Two items or two payments have the same id', { field: 'id' });
}

/** Days since 1970; undefined where there is no date. */
export function dayOf(date: string | undefined): number | undefined {
  const days = date === undefined ? Number.NaN : Math.floor(Date.parse(date.slice(0, 10)) / 86_400_000);
  return Number.isNaN(days) ? undefined : days;
}

/** A payer's name means an account where the same name, legal form apart, is that of one account alone. */
function accountsByName(items: readonly Item[]): (name: string) => string | undefined {
  const byName = new Map<string, string | undefined>();
  const keyOf = (name: string): string => companyName(name).words.toSorted().join(' ');
  const seen = new Set<string>();
  for (const { given, account } of items) {
    if (given.name === undefined || account === undefined || seen.has(`${account} ${given.name}`)) continue;
    seen.add(`${account} ${given.name}`);
    const key = keyOf(given.name);
    byName.set(key, byName.has(key) && byName.get(key) !== account ? undefined : account);
  }
  return (name) => byName.get(keyOf(name));
}

export function groupKey(account: string | undefined, currency: string): string {
  return `${account ?? ''} ${currency}`;
}

function groupItems(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    if (item.account === undefined) continue;
    const key = groupKey(item.account, item.currency);
    const list = groups.get(key);
    if (list) list.push(item);
    else groups.set(key, [item]);
  }
  // The order of input decides nothing.
  for (const list of groups.values()) list.sort((one, other) => (one.given.id < other.given.id ? -1 : 1));
  return groups;
}

export function moneyOf(value: bigint, currency: string): Money {
  return { amount: fromScaled(value, scaleOf(currency)), currency };
}

/** Whole settlement of items by one payment: each takes what is open, less its discount and what is written off. */
export function fullLines(
  items: readonly Item[],
  payment: Incoming,
  less: ReadonlyMap<Item, { readonly discount?: bigint; readonly writtenOff?: bigint }> = new Map(),
): Line[] {
  return items.map((item) => {
    const { discount = 0n, writtenOff = 0n } = less.get(item) ?? {};
    return { item, payment, settled: item.open, paid: item.open - discount - writtenOff, discount, writtenOff };
  });
}

export function total(items: readonly Item[]): bigint {
  let sum = 0n;
  for (const { open } of items) sum += open;
  return sum;
}

export function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
