import { scaleOf, toScaled, type Money } from '../../contracts/money.ts';
import { toleranceOf } from './amounts.ts';
import { moneyOf, sizeOf } from './ledger.ts';
import { reconcileOpenItems } from './reconcile.ts';
import { indexReferences } from './references.ts';
import type { ReconcileOptions, Rule } from './types.ts';

export type WonOpportunity = {
  readonly id: string;
  readonly amount: Money;
  readonly account?: string | undefined;
  /** Numbers an invoice may carry: the sales order, the quote, the customer's purchase order. */
  readonly references: readonly string[];
  readonly closedOn?: string | undefined;
};

export type BilledInvoice = {
  readonly id: string;
  readonly kind: 'invoice' | 'creditNote';
  readonly amount: Money;
  readonly account?: string | undefined;
  readonly references: readonly string[];
  readonly date?: string | undefined;
};

/**
 * invoiced: what was won is billed · partlyInvoiced: less so far · overInvoiced: more, a price difference or somebody else's invoice ·
 * notInvoiced: nothing found · review: billed in another currency, or an invoice names several opportunities.
 */
export type OpportunityState = 'invoiced' | 'partlyInvoiced' | 'overInvoiced' | 'notInvoiced' | 'review';

export type OpportunityFinding = {
  readonly opportunity: string;
  readonly state: OpportunityState;
  readonly invoices: readonly string[];
  readonly billed: Money;
  /** Billed less won; below zero where something is missing. */
  readonly difference: Money;
  /** How the invoices were found. */
  readonly by: 'reference' | Rule | undefined;
};

export type OpportunityReconciliation = {
  readonly findings: readonly OpportunityFinding[];
  /** Invoices that belong to no opportunity. */
  readonly otherInvoices: readonly string[];
};

/**
 * Holds won opportunities against what was billed. A number both carry links them whatever the amounts are, and the amounts are
 * compared then; an opportunity that no number links is found by its account and exact amount, where there is one way alone.
 */
export function reconcileOpportunities(
  opportunities: readonly WonOpportunity[],
  invoices: readonly BilledInvoice[],
  options: ReconcileOptions = {},
): OpportunityReconciliation {
  const index = indexReferences(opportunities.map(({ references }) => references));
  const linked = new Map<WonOpportunity, BilledInvoice[]>(opportunities.map((opportunity) => [opportunity, []]));
  const unclear = new Set<WonOpportunity>();
  const free: BilledInvoice[] = [];
  for (const invoice of invoices) {
    const named = [...new Set(index.read(invoice.references.join(' ; ')).named.flat())].flatMap((at) => opportunities.slice(at, at + 1));
    const [one, ...others] = named;
    if (!one) free.push(invoice);
    else if (others.length > 0) for (const each of named) unclear.add(each);
    else linked.get(one)?.push(invoice);
  }
  const alone = opportunities.filter((opportunity) => linked.get(opportunity)?.length === 0 && !unclear.has(opportunity));
  const byAmount = foundByAmount(alone, free, options);
  const taken = new Set([...byAmount.values()].flatMap((found) => found.invoices));
  return {
    findings: opportunities.map((opportunity) => {
      const own = linked.get(opportunity) ?? [];
      if (own.length === 0 && byAmount.has(opportunity.id)) return byAmount.get(opportunity.id) ?? compared(opportunity, own, options);
      const finding = compared(opportunity, own, options);
      return unclear.has(opportunity) ? { ...finding, state: 'review' as const } : finding;
    }),
    otherInvoices: free.filter(({ id }) => !taken.has(id)).map(({ id }) => id),
  };
}

function compared({ id, amount }: WonOpportunity, invoices: readonly BilledInvoice[], options: ReconcileOptions): OpportunityFinding {
  const scale = scaleOf(amount.currency);
  const isForeign = invoices.some((invoice) => invoice.amount.currency !== amount.currency);
  const won = toScaled(amount.amount, scale);
  let billed = 0n;
  for (const invoice of isForeign ? [] : invoices)
    billed += toScaled(invoice.amount.amount, scale) * (invoice.kind === 'creditNote' ? -1n : 1n);
  const tolerated = toleranceOf(options, won, amount.currency);
  const difference = billed - won;
  const state = isForeign
    ? 'review'
    : billed === 0n
      ? 'notInvoiced'
      : sizeOf(difference) <= tolerated
        ? 'invoiced'
        : difference < 0n
          ? 'partlyInvoiced'
          : 'overInvoiced';
  return {
    opportunity: id,
    state,
    invoices: invoices.map((invoice) => invoice.id),
    billed: moneyOf(billed, amount.currency),
    difference: moneyOf(difference, amount.currency),
    by: invoices.length > 0 ? 'reference' : undefined,
  };
}

/** Opportunities as open items and invoices as what comes in for them. */
function foundByAmount(
  opportunities: readonly WonOpportunity[],
  invoices: readonly BilledInvoice[],
  options: ReconcileOptions,
): ReadonlyMap<string, OpportunityFinding> {
  const { matches } = reconcileOpenItems(
    opportunities.map(({ id, amount, account, closedOn }) => ({
      id,
      kind: 'invoice',
      open: amount,
      account,
      references: [],
      date: closedOn,
    })),
    invoices.map(({ id, kind, amount, account, date }) => ({
      id,
      amount: kind === 'creditNote' ? { ...amount, amount: `-${amount.amount}` } : amount,
      account,
      date,
    })),
    options,
  );
  const amounts = new Map(opportunities.map(({ id, amount }) => [id, amount]));
  return new Map(
    matches.flatMap(({ rule, items, payments }) =>
      items.flatMap((id): [string, OpportunityFinding][] => {
        const amount = amounts.get(id);
        if (!amount) return [];
        const difference = moneyOf(0n, amount.currency);
        return [[id, { opportunity: id, state: 'invoiced', invoices: payments, billed: amount, difference, by: rule }]];
      }),
    ),
  );
}
