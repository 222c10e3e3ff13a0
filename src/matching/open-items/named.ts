import { toScaled } from '../../contracts/money.ts';
import { discountOf, exchangeTo, toleranceOf } from './amounts.ts';
import { fullLines, sizeOf, total, type Incoming, type Item, type Ledger, type Line, type Proposal } from './ledger.ts';
import { chanceOfSum, subsetSums, type Found, type SubsetSums } from './sums.ts';
import type { MatchEvidence, ReviewReason, Rule } from './types.ts';

/** What the numbers in a payment's text come to. Proposals of a lower phase are booked before any of a higher one. */
export type NamedOutcome =
  | { readonly kind: 'proposal'; readonly phase: 1 | 2 | 3; readonly proposal: Proposal }
  | { readonly kind: 'hold'; readonly reason: ReviewReason; readonly candidates: readonly number[] }
  | { readonly kind: 'nothing' };

const confidences: Readonly<Partial<Record<Rule, number>>> = {
  reference: 0.9999,
  discount: 0.9995,
  creditNote: 0.999,
  order: 0.999,
  slip: 0.999,
  tolerance: 0.998,
  exchange: 0.998,
  part: 0.998,
  sum: 0.999,
};

type Named = {
  readonly ledger: Ledger;
  readonly payment: Incoming;
  /** Open items that one number each stands for, and those that share a number with others. */
  readonly items: readonly Item[];
  readonly shared: readonly Item[];
  /** Open items of the same payer in the payment's currency. */
  readonly siblings: readonly Item[];
};

export function explainNamed(ledger: Ledger, payment: Incoming): NamedOutcome {
  const named = itemsNamed(ledger, payment);
  const all = [...named.items, ...named.shared];
  const { unknown, isStrange } = payment.quoted;
  if (payment.quoted.named.length === 0) return slipOf(named, unknown) ?? (isStrange ? hold('another-document', []) : { kind: 'nothing' });
  if (all.length === 0) return hold('already-settled', []);
  const currencies = new Set(all.map(({ currency }) => currency));
  if (currencies.size > 1) return hold('another-amount', named.items);
  if (!currencies.has(payment.currency)) return exchanged(named);
  const isForeign = payment.account !== undefined && all.some(({ account }) => account !== undefined && account !== payment.account);
  return isForeign ? explainForeign(named) : explainOwn(named);
}

function itemsNamed(ledger: Ledger, payment: Incoming): Named {
  const sets = payment.quoted.named.map((positions) => positions.flatMap((position) => ledger.items.slice(position, position + 1)));
  const single = [...new Set(sets.filter(({ length }) => length === 1).flat())];
  const items = byId(single.filter(({ open }) => open !== 0n));
  const shared = byId(
    [...new Set(sets.filter(({ length }) => length > 1).flat())].filter((item) => item.open !== 0n && !items.includes(item)),
  );
  return {
    ledger,
    payment,
    items,
    shared,
    siblings: ledger.openOf(payment.account ?? onlyAccount([...items, ...shared]), payment.currency),
  };
}

function explainOwn(named: Named): NamedOutcome {
  const whole = exactOf(named) ?? sharedOf(named) ?? withCredits(named) ?? someOf(named);
  if (whole) return { kind: 'proposal', phase: 1, proposal: whole };
  return slipOf(named, named.payment.quoted.unknown) ?? partOf(named);
}

/** Somebody else may pay what is named, but only exactly that; and a slip in the payer's own number may be the number of somebody else. */
function explainForeign(named: Named): NamedOutcome {
  const { ledger, payment, items, shared } = named;
  const whole = exactOf(named);
  // A slip can make the number of a stranger's item, whose round amount is then soon the same.
  const isTelling = chanceOfSum(payment.left, 1, [payment.left]) <= 0.01;
  if (whole) return isTelling ? { kind: 'proposal', phase: 1, proposal: whole } : hold('other-payer', items);
  const own = { ...named, items: items.filter(({ account }) => account === payment.account), shared: [] };
  return slipOf(own, ledger.references.written(payment.given.text ?? '')) ?? hold('other-payer', [...items, ...shared]);
}

function byId(items: readonly Item[]): Item[] {
  return items.toSorted((one, other) => (one.given.id < other.given.id ? -1 : 1));
}

function onlyAccount(items: readonly Item[]): string | undefined {
  const accounts = new Set(items.map(({ account }) => account));
  return accounts.size === 1 ? items[0]?.account : undefined;
}

function hold(reason: ReviewReason, items: readonly Item[]): NamedOutcome {
  return { kind: 'hold', reason, candidates: items.map(({ position }) => position) };
}

function propose(rule: Rule, lines: readonly Line[], { items, shared }: Named, more: readonly MatchEvidence[] = []): Proposal {
  const quoted = lines.map(({ item }) => item).filter((item) => items.includes(item) || shared.includes(item));
  const evidence: MatchEvidence[] = quoted.map((item) => ({ kind: 'reference', item: item.given.id, isExact: true }));
  return { rule, lines, evidence: [...evidence, ...more], confidence: confidences[rule] ?? 0.99, isNamed: true };
}

/** Everything that is named, to the cent or less cash discount. */
function exactOf(named: Named): Proposal | undefined {
  const { items, payment } = named;
  if (items.length === 0) return undefined;
  if (total(items) === payment.left) return propose('reference', fullLines(items, payment), named);
  const discounted = withDiscount(items, payment);
  return discounted && propose('discount', discounted, named);
}

/** A number that several items share, an order's: all of them, or the one set that comes to the sum. */
function sharedOf(named: Named): Proposal | undefined {
  const { items, payment, shared } = named;
  if (shared.length === 0) return undefined;
  const rest = payment.left - total(items);
  const found = subsetSums(
    shared.map(({ open }) => open),
    2000,
  ).find(rest);
  if (found.kind === 'several') return undefined;
  const chosen =
    rest === total(shared)
      ? shared
      : found.kind === 'one'
        ? found.positions.flatMap((position) => shared.slice(position, position + 1))
        : [];
  if (chosen.length > 0) return propose('order', fullLines([...items, ...chosen], payment), named);
  const all = withDiscount([...items, ...shared], payment);
  return all && propose('order', all, named);
}

/** Each item less its discount of that day; rounding of each invoice by itself may move the sum by a unit an item. */
function withDiscount(items: readonly Item[], payment: Incoming): Line[] | undefined {
  const own = items.map((item) => ({ item, discount: discountOf(item, payment.day) }));
  const able = own.filter(({ discount }) => discount !== 0n);
  if (able.length === 0) return undefined;
  const sum = total(items);
  const rest = sum - payment.left - able.reduce((all, { discount }) => all + discount, 0n);
  if (sizeOf(rest) <= BigInt(able.length)) return discountLines(items, payment, able, rest);
  const found = subsetSums(
    able.map(({ discount }) => discount),
    500,
  ).find(sum - payment.left);
  const taken = found.kind === 'one' ? found.positions.flatMap((position) => able.slice(position, position + 1)) : [];
  return taken.length > 0 ? discountLines(items, payment, taken, 0n) : undefined;
}

function discountLines(
  items: readonly Item[],
  payment: Incoming,
  taken: readonly { item: Item; discount: bigint }[],
  rounding: bigint,
): Line[] {
  const less = new Map(taken.map(({ item, discount }, at) => [item, { discount: at === 0 ? discount + rounding : discount }]));
  return fullLines(items, payment, less);
}

/** A payer who takes off what is owed to him does not always say so. */
function withCredits(named: Named): Proposal | undefined {
  const { items, payment } = named;
  const { credits, sums, found } = creditsIn(named);
  if (items.length === 0 || found.kind !== 'one') return undefined;
  // Where other payments name the items too, a part of them and the rest are as likely.
  if (items.some(({ position }) => (named.ledger.timesNamed.get(position) ?? 0) > 1)) return undefined;
  const chosen = found.positions.flatMap((position) => credits.slice(position, position + 1));
  const chance = chanceOfSum(
    total(chosen),
    sums.setsUpTo(chosen.length),
    items.map(({ open }) => open),
  );
  if (chance > maxChance(named.ledger)) return undefined;
  return propose('creditNote', fullLines([...items, ...chosen], payment), named, [
    { kind: 'chance', chance, sets: sums.setsUpTo(chosen.length) },
  ]);
}

function creditsIn({ items, payment, siblings }: Named): { credits: readonly Item[]; sums: SubsetSums; found: Found } {
  const credits = siblings.filter((item) => item.open < 0n && !items.includes(item));
  const sums = subsetSums(
    credits.map(({ open }) => open),
    200,
  );
  return { credits, sums, found: sums.find(payment.left - total(items)) };
}

/** Fewer than are named, or more: one set to the cent, where it can hardly be an accident. */
function someOf(named: Named): Proposal | undefined {
  const { items, payment, siblings, ledger, shared } = named;
  if (items.length === 0 || shared.length > 0) return undefined;
  const isLess = sizeOf(payment.left) < sizeOf(total(items));
  const from = isLess ? items : siblings.filter((item) => !items.includes(item));
  if (isLess && items.length < 2) return undefined;
  const sums = subsetSums(
    from.map(({ open }) => open),
    1000,
  );
  const found = sums.find(isLess ? payment.left : payment.left - total(items));
  if (found.kind !== 'one') return undefined;
  const chosen = found.positions.flatMap((position) => from.slice(position, position + 1));
  const sets = sums.setsUpTo(chosen.length);
  const chance = chanceOfSum(
    total(chosen),
    sets,
    (isLess ? items : from).map(({ open }) => open),
  );
  // Who names items and pays another sum pays in part or too much more often than not, so an accident has to be far less likely here.
  if (chance * 20 > maxChance(ledger)) return undefined;
  const rule = isLess ? 'reference' : 'sum';
  return propose(rule, fullLines(isLess ? chosen : [...items, ...chosen], payment), named, [{ kind: 'chance', chance, sets }]);
}

/** A number one character off, which counts only where the amount then agrees to the cent or less its discount. */
function slipOf(named: Named, words: readonly string[]): NamedOutcome | undefined {
  const { payment, items } = named;
  const meant = nearIn(named, words);
  if (meant.length === 0 || meant.length > 12) return undefined;
  const sums = subsetSums(
    meant.map(({ open }) => open),
    500,
  );
  const found = sums.find(payment.left - total(items));
  const chosen = found.kind === 'one' ? found.positions.flatMap((position) => meant.slice(position, position + 1)) : [];
  const both = [...items, ...(chosen.length > 0 ? chosen : meant)];
  const lines = chosen.length > 0 ? fullLines(both, payment) : withDiscount(both, payment);
  if (!lines || found.kind === 'several') return undefined;
  const slipped: MatchEvidence[] = both
    .filter((item) => !items.includes(item))
    .map((item) => ({ kind: 'reference', item: item.given.id, isExact: false }));
  return { kind: 'proposal', phase: 1, proposal: propose('slip', lines, named, slipped) };
}

function nearIn({ ledger, items, siblings }: Named, words: readonly string[]): Item[] {
  if (words.length === 0) return [];
  const near = new Set(
    ledger.references.slips(
      words,
      siblings.map(({ position }) => position),
    ),
  );
  return siblings.filter((item) => near.has(item.position) && !items.includes(item));
}

function partOf(named: Named): NamedOutcome {
  const { ledger, payment, items, shared, siblings } = named;
  if (items.length === 0) return hold('several-sets', shared);
  const difference = total(items) - payment.left;
  const other = siblings.find((item) => item.open === payment.left && !items.includes(item));
  if (other) return hold('another-amount', [other, ...items]);
  const meant = nearIn(named, payment.quoted.unknown);
  const isSettled = payment.quoted.named.flat().some((position) => ledger.items[position]?.open === 0n);
  // Another long number in the text may be a second document, garbled.
  const isDoubtful =
    payment.quoted.isStrange || payment.quoted.isRepeated || payment.quoted.unknown.some((word) => word.replace(/\D/g, '').length >= 7);
  if (meant.length > 0 || isDoubtful || isSettled) return hold('part-of-several', [...items, ...meant]);
  // Less a credit note that could also be an accident: neither this nor a part is certain.
  if (creditsIn(named).found.kind !== 'none') return hold('chance', items);
  if (difference !== 0n && sizeOf(difference) <= toleranceOf(ledger.options, total(items), payment.currency)) {
    const largest = items.reduce((most, item) => (sizeOf(item.open) > sizeOf(most.open) ? item : most));
    const lines = fullLines(items, payment, new Map([[largest, { writtenOff: difference }]]));
    return { kind: 'proposal', phase: 2, proposal: propose('tolerance', lines, named) };
  }
  const [item] = items;
  if (difference * payment.left < 0n) return hold('more-than-named', items);
  if (items.length > 1 || shared.length > 0 || !item || item.open * payment.left < 0n) return hold('part-of-several', items);
  const line: Line = { item, payment, settled: payment.left, paid: payment.left, discount: 0n, writtenOff: 0n };
  return { kind: 'proposal', phase: 3, proposal: propose('part', [line], named) };
}

export function maxChance({ options }: Ledger): number {
  return options.maxChance ?? 0.001;
}

/** All named items at the rate of the day; what each takes of the payment adds up to it. */
function exchanged(named: Named): NamedOutcome {
  const { ledger, payment, items } = named;
  const currency = items[0]?.currency;
  if (currency === undefined) return hold('several-sets', named.shared);
  const rate = exchangeTo(ledger.options.rates ?? [], currency, payment.currency, payment.day);
  if (!rate) return hold('no-rate', items);
  const worth = rate.convert(total(items));
  const limit = (sizeOf(worth) * toScaled(ledger.options.ratePercent ?? '1', 4)) / 1_000_000n;
  if (sizeOf(worth - payment.left) > limit) return hold('another-amount', items);
  let rest = payment.left;
  const lines = items.map((item, at): Line => {
    const paid = at === items.length - 1 ? rest : rate.convert(item.open);
    rest -= paid;
    return { item, payment, settled: item.open, paid, discount: 0n, writtenOff: 0n };
  });
  const evidence: MatchEvidence = { kind: 'rate', from: currency, to: payment.currency, rate: rate.rate };
  return { kind: 'proposal', phase: 2, proposal: propose('exchange', lines, named, [evidence]) };
}
