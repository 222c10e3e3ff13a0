import { groupKey, moneyOf, sizeOf, type Incoming, type Item, type Ledger, type Proposal } from './ledger.ts';
import type { ReviewReason } from './types.ts';

/**
 * Books the proposals of one round that do not get in each other's way and answers how many. Where several want more of an item than is
 * open, the earliest named payment goes first and the others look again in the next round; without a name, or on one day, all of them
 * wait for a person. Decided over the whole round, so that the order of proposals does not matter.
 */
export function settleRound(ledger: Ledger, proposals: readonly Proposal[], round: number): number {
  const byItem = new Map<Item, Proposal[]>();
  const byPayment = new Map<Incoming, Proposal[]>();
  for (const proposal of proposals) {
    for (const item of new Set(proposal.lines.map((line) => line.item))) push(byItem, item, proposal);
    for (const payment of new Set(proposal.lines.flatMap((line) => line.payment ?? []))) push(byPayment, payment, proposal);
  }
  const [waiting, held] = [new Set<Proposal>(), new Map<Proposal, ReviewReason>()];
  for (const [item, wanted] of byItem) if (isTooMuch(item, wanted)) rank(wanted, waiting, held);
  for (const wanted of byPayment.values()) if (wanted.length > 1) for (const each of wanted) held.set(each, 'several-sets');
  let booked = 0;
  for (const proposal of proposals.toSorted(inOrder)) {
    const reason = held.get(proposal);
    if (reason !== undefined) hold(ledger, proposal, reason, round);
    else if (!waiting.has(proposal)) {
      book(ledger, proposal, round);
      booked += 1;
    }
  }
  // Holding is progress too: what others may still want is looked at again.
  return booked + held.size;
}

/** By day and then by id: what is left of an item after each part is told in this order. */
function inOrder(one: Proposal, other: Proposal): number {
  const [left, right] = [one.lines[0], other.lines[0]];
  const days = (left?.payment?.day ?? 0) - (right?.payment?.day ?? 0);
  if (days !== 0) return days;
  return (left?.payment?.given.id ?? '') < (right?.payment?.given.id ?? '') ? -1 : 1;
}

function push<K>(into: Map<K, Proposal[]>, key: K, proposal: Proposal): void {
  const list = into.get(key);
  if (list) list.push(proposal);
  else into.set(key, [proposal]);
}

function isTooMuch(item: Item, wanted: readonly Proposal[]): boolean {
  if (wanted.length < 2) return false;
  let sum = 0n;
  for (const { lines } of wanted) for (const line of lines) if (line.item === item) sum += line.settled;
  return sizeOf(sum) > sizeOf(item.open);
}

function rank(wanted: readonly Proposal[], waiting: Set<Proposal>, held: Map<Proposal, ReviewReason>): void {
  const days = wanted.map((proposal) => ({ proposal, day: proposal.lines[0]?.payment?.day ?? Number.NaN }));
  const first = Math.min(...days.map(({ day }) => day));
  const earliest = days.filter(({ day }) => day === first);
  const isClear = earliest.length === 1 && wanted.every(({ isNamed }) => isNamed);
  for (const { proposal, day } of days) {
    if (!isClear) held.set(proposal, 'several-payments');
    else if (day !== first) waiting.add(proposal);
  }
}

function hold({ changedIn }: Ledger, { lines }: Proposal, reason: ReviewReason, round: number): void {
  for (const { item, payment } of lines) {
    changedIn.set(groupKey(item.account, item.currency), round);
    if (payment) payment.held ??= { reason, candidates: lines.map((line) => line.item.position) };
  }
}

export function book(ledger: Ledger, { rule, lines, evidence, confidence }: Proposal, round: number): void {
  for (const { item, payment, settled, paid } of lines) {
    item.open -= settled;
    if (payment) payment.left -= paid;
    ledger.changedIn.set(groupKey(item.account, item.currency), round);
  }
  const items = [...new Set(lines.map(({ item }) => item))];
  const payments = [...new Set(lines.flatMap(({ payment }) => payment ?? []))];
  const currency = items[0]?.currency ?? '';
  let left = 0n;
  for (const { open } of items) left += open;
  ledger.matches.push({
    rule,
    items: items.map(({ given }) => given.id),
    payments: payments.map(({ given }) => given.id),
    allocations: lines.map(({ item, payment, settled, paid, discount, writtenOff }) => ({
      item: item.given.id,
      ...(payment ? { payment: payment.given.id } : {}),
      settled: moneyOf(settled, item.currency),
      paid: moneyOf(paid, payment?.currency ?? item.currency),
      discount: moneyOf(discount, item.currency),
      writtenOff: moneyOf(writtenOff, item.currency),
    })),
    evidence: [
      ...evidence,
      ...payments.flatMap(({ accountBy, account }) =>
        accountBy !== undefined && items.every((item) => item.account === account) ? [{ kind: 'payer', by: accountBy } as const] : [],
      ),
    ],
    left: moneyOf(left, currency),
    confidence,
  });
}
