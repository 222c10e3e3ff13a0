import { discountOf } from './amounts.ts';
import { fullLines, sizeOf, total, type Incoming, type Item, type Ledger, type Line, type Proposal } from './ledger.ts';
import { maxChance } from './named.ts';
import { chanceOfSum, subsetSums, type Found, type SubsetSums } from './sums.ts';
import type { ReviewReason, Rule } from './types.ts';

/** More sets than this are never looked at for one payer. */
const mostSets = 20_000;

export type Held = { readonly reason: ReviewReason; readonly candidates: readonly number[] };
export type UnnamedOutcome = { readonly proposals: readonly Proposal[]; readonly holds: ReadonlyMap<Incoming, Held> };

/**
 * What payments of one payer and currency that name nothing come to: one set of open items with the amount to the cent, or one set of
 * payments that comes to an item. An explanation counts only where it is the only one and hardly an accident, and where no payment
 * that waits for a person names one of its items (`spokenFor`).
 */
export function explainUnnamed(ledger: Ledger, payments: readonly Incoming[], spokenFor: ReadonlySet<number>): UnnamedOutcome {
  const [first] = payments;
  const items = first ? ledger.openOf(first.account, first.currency) : [];
  const holds = new Map<Incoming, Held>();
  if (items.length === 0) return { proposals: [], holds };
  const proposals: Proposal[] = [];
  for (const payment of payments) {
    const outcome = outcomeOf(ledger, payment, items);
    if (!outcome) continue;
    if ('reason' in outcome) holds.set(payment, outcome);
    else proposals.push(outcome);
  }
  const explained = new Set(proposals.flatMap(({ lines }) => lines.map(({ payment }) => payment)));
  proposals.push(
    ...instalments(
      ledger,
      payments.filter((payment) => !explained.has(payment) && !holds.has(payment)),
      items,
    ),
  );
  const free = proposals.filter((proposal) => {
    const taken = proposal.lines.filter(({ item }) => spokenFor.has(item.position));
    for (const { payment } of proposal.lines)
      if (payment && taken.length > 0)
        holds.set(payment, { reason: 'several-payments', candidates: proposal.lines.map(({ item }) => item.position) });
    return taken.length === 0;
  });
  return { proposals: free, holds };
}

type Sums = { readonly values: readonly bigint[]; readonly sums: SubsetSums };

const cache = new WeakMap<readonly Item[], Map<string, Sums>>();

/** Far more sets than could be told from an accident: the larger ones show that a smaller one is not the only explanation. */
function sumsOf(values: readonly bigint[], ledger: Ledger): Sums {
  let all = 0n;
  for (const value of values) all += sizeOf(value);
  const useful = Math.ceil(maxChance(ledger) * Number(all));
  return { values, sums: subsetSums(values, Math.min(mostSets, Math.max(4000, values.length, useful * 4))) };
}

function cached(items: readonly Item[], key: string, make: () => Sums): Sums {
  const own = cache.get(items) ?? new Map<string, Sums>();
  cache.set(items, own);
  const held = own.get(key);
  if (held) return held;
  const made = make();
  own.set(key, made);
  return made;
}

function outcomeOf(ledger: Ledger, payment: Incoming, items: readonly Item[]): Proposal | Held | undefined {
  const plain = cached(items, 'plain', () =>
    sumsOf(
      items.map(({ open }) => open),
      ledger,
    ),
  );
  const discounts = items.map((item) => discountOf(item, payment.day));
  const hasDiscount = discounts.some((discount) => discount !== 0n);
  const less = hasDiscount
    ? cached(items, `until ${discounts.join(' ')}`, () =>
        sumsOf(
          items.map(({ open }, at) => open - (discounts[at] ?? 0n)),
          ledger,
        ),
      )
    : undefined;
  const whole = plain.sums.find(payment.left);
  const reduced = less?.sums.find(payment.left) ?? { kind: 'none' as const };
  const isReduced = whole.kind === 'none';
  const chosen = isReduced ? reduced : whole;
  if (chosen.kind === 'none') return balanceOf(payment, items);
  if (chosen.kind === 'several' || (!isReduced && takesDiscount(reduced, discounts))) return holdBack(payment, 'several-sets', items);
  const set = chosen.positions.flatMap((at) => items.slice(at, at + 1));
  const sets = plain.sums.setsUpTo(set.length) * (less ? 2 : 1);
  const chance = chanceOfSum(payment.left, sets, plain.values);
  // Several items are less likely to be meant than one, and still larger sets were not looked at.
  if (chance * (set.length > 1 ? 4 : 1) > maxChance(ledger)) return holdBack(payment, 'chance', set);
  if (set.some((item) => isTooEarly(ledger, payment, item))) return holdBack(payment, 'date', set);
  const taken = new Map(isReduced ? set.map((item) => [item, { discount: discountOf(item, payment.day) }] as const) : []);
  return unnamed(set.length === 1 ? 'amount' : 'sum', fullLines(set, payment, taken), chance, sets);
}

/** A second explanation: one that is not the first without any discount. */
function takesDiscount(found: Found, discounts: readonly bigint[]): boolean {
  return found.kind === 'several' || (found.kind === 'one' && found.positions.some((at) => discounts[at] !== 0n));
}

function balanceOf(payment: Incoming, items: readonly Item[]): Proposal | undefined {
  if (items.length < 2 || total(items) !== payment.left) return undefined;
  return unnamed(
    'balance',
    fullLines(items, payment),
    chanceOfSum(
      payment.left,
      1,
      items.map(({ open }) => open),
    ),
    1,
  );
}

function unnamed(rule: Rule, lines: readonly Line[], chance: number, sets: number): Proposal {
  return { rule, lines, evidence: [{ kind: 'chance', chance, sets }], confidence: 1 - chance, isNamed: false };
}

function holdBack(payment: Incoming, reason: ReviewReason, items: readonly Item[]): Held {
  return {
    reason,
    candidates: items.filter(({ open }) => reason !== 'several-sets' || open === payment.left).map(({ position }) => position),
  };
}

function isTooEarly({ options }: Ledger, payment: Incoming, item: Item): boolean {
  return payment.day !== undefined && item.day !== undefined && item.day > payment.day + (options.daysBefore ?? 5);
}

/** Several payments that come to one item. */
function instalments(ledger: Ledger, payments: readonly Incoming[], items: readonly Item[]): Proposal[] {
  if (payments.length < 2) return [];
  const sums = subsetSums(
    payments.map(({ left }) => left),
    2000,
  );
  return items.flatMap((item) => {
    const found = sums.find(item.open);
    if (found.kind !== 'one' || found.positions.length < 2) return [];
    const chosen = found.positions.flatMap((at) => payments.slice(at, at + 1));
    const sets = sums.setsUpTo(chosen.length) * items.length;
    const chance = chanceOfSum(
      item.open,
      sets,
      payments.map(({ left }) => left),
    );
    const isLikely = chance <= maxChance(ledger) && !chosen.some((payment) => isTooEarly(ledger, payment, item));
    const lines = chosen.map((payment): Line => ({
      item,
      payment,
      settled: payment.left,
      paid: payment.left,
      discount: 0n,
      writtenOff: 0n,
    }));
    return isLikely ? [unnamed('instalments', lines, chance, sets)] : [];
  });
}
