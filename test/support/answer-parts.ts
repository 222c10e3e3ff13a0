import { sum } from '../../src/contracts/money.ts';
import type { CompanySeed, SeedInvoice, SeedOrder } from '../../src/sandbox/company/seed.ts';
import type { Turn } from './chat-rig.ts';

/** Cells of the answer's only or first table, row by row, as they are read. */
export function rowsOf({ blocks }: Turn): readonly Readonly<Record<string, string>>[] {
  const table = blocks.find((block) => block.type === 'table');
  if (table?.type !== 'table') return [];
  return table.rows.map(({ cells }) => Object.fromEntries(Object.entries(cells).map(([key, { text }]) => [key, text])));
}

export function chartOf({ blocks }: Turn) {
  const chart = blocks.find((block) => block.type === 'chart');
  return chart?.type === 'chart' ? chart : undefined;
}

export function proposalOf({ blocks }: Turn) {
  const proposal = blocks.find((block) => block.type === 'proposal');
  return proposal?.type === 'proposal' ? proposal : undefined;
}

/** An amount as an English answer writes it. */
export function shown(amounts: readonly string[], currency: string): string {
  const { amount } = sum(
    amounts.map((each) => ({ amount: each, currency })),
    currency,
  );
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount as `${number}`);
}

export function orderIn(seed: CompanySeed, id: string): SeedOrder {
  const order = seed.orders.find((each) => each.id === id);
  if (!order) throw new Error(`the company has no order ${id}`);
  return order;
}

/** Invoices of a customer that nobody paid by their day, longest overdue first. */
export function overdueIn(seed: CompanySeed, customer: string, today: string): readonly SeedInvoice[] {
  return seed.orders
    .filter((order) => order.customer === customer)
    .flatMap(({ invoices }) => invoices.filter(({ cleared, dueOn }) => !cleared && dueOn < today))
    .toSorted((a, b) => a.dueOn.localeCompare(b.dueOn));
}

/** Orders of one currency with goods still to go, the largest first. */
export function largestIn(seed: CompanySeed, currency: string): readonly SeedOrder[] {
  return seed.orders
    .filter(
      (order) =>
        order.currency === currency && order.invoices.length === 0 && order.items.some((item) => item.rejectionReason === undefined),
    )
    .toSorted((a, b) => Number(b.net) - Number(a.net));
}
