import { createLedger, groupKey, moneyOf, sizeOf, type Incoming, type Item, type Ledger, type Proposal } from './ledger.ts';
import { explainNamed, type NamedOutcome } from './named.ts';
import { referenceKey } from './references.ts';
import { book, settleRound } from './settle.ts';
import type { OpenItem, OpenPayment, OpenRest, Payment, ReconcileOptions, Reconciliation, ReviewReason } from './types.ts';
import { explainUnnamed, type Held, type UnnamedOutcome } from './unnamed.ts';

/**
 * Matches open items with payments. First what the remittance texts name, exact sums before differences and parts, each round with what
 * the last one left; then amounts without a name, by payer, where there is one explanation alone; last credit notes that take away
 * their invoice. Whatever has two explanations goes to a person. Sums are kept to the minor unit; the order of input changes nothing.
 */
export function reconcileOpenItems(
  items: readonly OpenItem[],
  payments: readonly Payment[],
  options: ReconcileOptions = {},
): Reconciliation {
  const ledger = createLedger(items, payments, options);
  const seen: Seen = { named: new Map(), unnamed: new Map() };
  let round = 0;
  for (;;) {
    round += 1;
    const named = namedRound(ledger, seen, round);
    if (named.booked > 0) continue;
    const unnamed = unnamedRound(ledger, named.silent, {
      seen,
      round,
      spokenFor: new Set([...named.holds.values()].flatMap(({ candidates }) => candidates)),
    });
    if (unnamed.booked > 0) continue;
    // Nothing moves any more: what is held now stays with a person.
    for (const [payment, held] of [...named.holds, ...unnamed.holds]) payment.held ??= held;
    break;
  }
  cancelled(ledger, round);
  return {
    matches: ledger.matches.toSorted((one, other) => compare(keyOf(one), keyOf(other))),
    openPayments: ledger.payments
      .filter(({ left }) => left !== 0n)
      .map((payment) => openPayment(ledger, payment))
      .toSorted((one, other) => compare(one.payment, other.payment)),
    openItems: openRests(ledger).toSorted((one, other) => compare(one.item, other.item)),
    refused: ledger.refused.toSorted((one, other) => compare(one.id, other.id)),
  };
}

function keyOf({ payments, items }: { readonly payments: readonly string[]; readonly items: readonly string[] }): string {
  return `${payments.toSorted().join(' ')} ${items.toSorted().join(' ')}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Books the lowest phase that has anything, and says which payments named nothing and which are held for now. */
/** What was found, and in which round. */
type Seen = {
  readonly named: Map<Incoming, { readonly round: number; readonly outcome: NamedOutcome }>;
  readonly unnamed: Map<string, { readonly round: number; readonly outcome: UnnamedOutcome }>;
};

function isCurrent({ changedIn }: Ledger, watched: readonly string[], round: number): boolean {
  return watched.every((key) => (changedIn.get(key) ?? -1) < round);
}

function namedRound(ledger: Ledger, seen: Seen, round: number): { booked: number; silent: Incoming[]; holds: Map<Incoming, Held> } {
  const phases: readonly Proposal[][] = [[], [], []];
  const holds = new Map<Incoming, Held>();
  const silent: Incoming[] = [];
  for (const payment of ledger.payments) {
    if (payment.left === 0n || payment.held) continue;
    const before = seen.named.get(payment);
    const isSame = before !== undefined && isCurrent(ledger, payment.watched, before.round);
    const outcome = isSame ? before.outcome : explainNamed(ledger, payment);
    if (!isSame) seen.named.set(payment, { round, outcome });
    switch (outcome.kind) {
      case 'proposal':
        phases[outcome.phase - 1]?.push(outcome.proposal);
        break;
      case 'hold':
        holds.set(payment, outcome);
        break;
      case 'nothing':
        silent.push(payment);
        break;
    }
  }
  const lowest = phases.find(({ length }) => length > 0) ?? [];
  return { booked: settleRound(ledger, lowest, round), silent, holds };
}

type UnnamedContext = { readonly seen: Seen; readonly round: number; readonly spokenFor: ReadonlySet<number> };

function unnamedRound(
  ledger: Ledger,
  silent: readonly Incoming[],
  { seen, round, spokenFor }: UnnamedContext,
): { booked: number; holds: Map<Incoming, Held> } {
  const groups = new Map<string, Incoming[]>();
  for (const payment of silent) {
    if (payment.account === undefined) continue;
    const key = groupKey(payment.account, payment.currency);
    const list = groups.get(key);
    if (list) list.push(payment);
    else groups.set(key, [payment]);
  }
  const proposals: Proposal[] = [];
  const holds = new Map<Incoming, Held>();
  for (const [key, list] of groups) {
    const before = seen.unnamed.get(key);
    const isSame = before !== undefined && isCurrent(ledger, [key], before.round);
    const outcome = isSame
      ? before.outcome
      : explainUnnamed(
          ledger,
          list.toSorted((one, other) => compare(one.given.id, other.given.id)),
          spokenFor,
        );
    if (!isSame) seen.unnamed.set(key, { round, outcome });
    proposals.push(...outcome.proposals);
    for (const [payment, held] of outcome.holds) holds.set(payment, held);
  }
  return { booked: settleRound(ledger, proposals, round), holds };
}

/** A credit note that names its invoice and has its amount, where nobody paid either. */
function cancelled(ledger: Ledger, round: number): void {
  const invoices = unpaidByNumber(ledger);
  const byInvoice = new Map<Item, Item[]>();
  for (const credit of ledger.items) {
    const meant = credit.open < 0n ? invoices.get(referenceKey(credit.given.creditFor ?? '')) : undefined;
    const [invoice] = meant?.length === 1 ? meant : [];
    if (invoice && cancels(credit, invoice)) byInvoice.set(invoice, [...(byInvoice.get(invoice) ?? []), credit]);
  }
  for (const [invoice, credits] of byInvoice) {
    const [credit] = credits;
    if (!credit || credits.length > 1) continue;
    const lines = [invoice, credit].map((item) => ({
      item,
      payment: undefined,
      settled: item.open,
      paid: item.open,
      discount: 0n,
      writtenOff: 0n,
    }));
    const evidence = [{ kind: 'reference', item: invoice.given.id, isExact: true } as const];
    book(ledger, { rule: 'cancelled', lines, evidence, confidence: 0.9999, isNamed: true }, round);
  }
}

function unpaidByNumber({ items }: Ledger): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = referenceKey(item.given.references[0] ?? '');
    if (item.open === item.original && item.open > 0n && key !== '') found.set(key, [...(found.get(key) ?? []), item]);
  }
  return found;
}

function cancels(credit: Item, invoice: Item): boolean {
  return invoice.account === credit.account && invoice.currency === credit.currency && invoice.open === -credit.open;
}

const says: Readonly<Record<ReviewReason, string>> = {
  'several-sets': 'more than one set of items comes to this amount',
  'several-payments': 'more payments want these items than are open, and none of them comes first',
  'part-of-several': 'less than the named items come to: which of them is paid in part has to be said',
  'more-than-named': 'more than the named items come to',
  'already-settled': 'what the text names is settled already: perhaps paid twice',
  'other-payer': 'the named items belong to another customer and the amount does not agree',
  'another-amount': 'the named items and the amount do not agree',
  'another-document': 'the text names a number that is not open',
  chance: 'the amount agrees, but may do so by accident',
  date: 'the amount agrees with an item that is younger than the payment',
  'payer-unknown': 'the text names nothing and the payer is not known',
  'nothing-fits': 'nothing of this payer comes to this amount',
  'no-rate': 'the named items are in another currency and no rate is given',
};

function openPayment(ledger: Ledger, payment: Incoming): OpenPayment {
  const reason = payment.held?.reason ?? (payment.account === undefined ? 'payer-unknown' : 'nothing-fits');
  const held = (payment.held?.candidates ?? []).flatMap((at) => ledger.items.slice(at, at + 1)).filter(({ open }) => open !== 0n);
  const candidates = held.length > 0 ? held : nearest(ledger, payment);
  return {
    payment: payment.given.id,
    left: moneyOf(payment.left, payment.currency),
    reason,
    says: says[reason],
    candidates: candidates.slice(0, 10).map(({ given }) => given.id),
  };
}

/** The payer's open items whose amounts are nearest. */
function nearest(ledger: Ledger, payment: Incoming): Item[] {
  const distance = ({ open }: Item): bigint => sizeOf(open - payment.left);
  return ledger
    .openOf(payment.account, payment.currency)
    .toSorted((one, other) => (distance(one) < distance(other) ? -1 : distance(one) > distance(other) ? 1 : 0))
    .slice(0, 5);
}

function openRests(ledger: Ledger): OpenRest[] {
  const looked = new Set(ledger.payments.flatMap(({ held, left }) => (held && left !== 0n ? held.candidates : [])));
  return ledger.items
    .filter(({ open }) => open !== 0n)
    .map(({ given, open, original, currency, position }) => ({
      item: given.id,
      left: moneyOf(sizeOf(open), currency),
      reason:
        open !== original ? 'partly-paid' : looked.has(position) ? 'in-review' : given.kind === 'creditNote' ? 'not-used' : 'not-paid',
    }));
}
