import { CountersignError } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { integrityDesk } from '../../agents/integrity-desk.ts';
import { listLinkedAccounts } from '../../tools/crm/list-linked-accounts.ts';
import { listLinkedCases } from '../../tools/crm/list-linked-cases.ts';
import { listLinkedDeals } from '../../tools/crm/list-linked-deals.ts';
import { getReturn } from '../../tools/erp/get-return.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { getServiceOrder } from '../../tools/erp/get-service-order.ts';
import { listCustomerFacts } from '../../tools/erp/list-customer-facts.ts';
import { listDeliveries } from '../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../tools/erp/list-invoices.ts';
import { listProduction } from '../../tools/erp/list-production.ts';
import { readOrder } from '../order-status/status.ts';
import type { DocumentFacts, OrderFacts, Snapshot } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** Both systems, page by page, up to the bounds of the mapping. Nothing of it is kept beside the differences. */
export async function gather(flow: FlowContext, mapping: Mapping): Promise<Snapshot> {
  const { most } = mapping;
  const since = new Date(flow.clock.now().getTime() - mapping.lookbackDays * 86_400_000).toISOString();
  const accounts = await pages(most.accounts, (after) =>
    flow.read(integrityDesk, listLinkedAccounts, { limit: 200, ...position('after', after) }),
  );
  // Beside every account's own customer there may be others that no account names; they are no difference.
  const customers = await pages(most.accounts * 2, (after) =>
    flow.read(integrityDesk, listCustomerFacts, { limit: 200, ...position('after', after) }),
  );
  const deals = await pages(most.deals, (cursor) =>
    flow.read(integrityDesk, listLinkedDeals, { since, limit: 10, ...position('cursor', cursor) }),
  );
  const cases = await pages(most.cases, (cursor) =>
    flow.read(integrityDesk, listLinkedCases, { since, limit: 10, ...position('cursor', cursor) }),
  );
  const known = new Map(customers.items.map((customer) => [customer.id, customer]));
  return {
    accounts: accounts.items
      // Where not all customers were read, one that is missing here may be there.
      .filter(({ customer }) => customers.isWhole || known.has(customer))
      .map((account) => ({ account, customer: known.get(account.customer) })),
    deals: await few(deals.items, async (deal) => ({ deal, order: await orderOf(flow, deal.order) })),
    cases: await few(cases.items, async (one) => ({ one, document: await documentOf(flow, one.document) })),
    isComplete: [accounts, customers, deals, cases].every(({ isWhole }) => isWhole),
  };
}

const position = <N extends string>(name: N, value: string | undefined): Partial<Record<N, string>> =>
  // One member of the name given, or none.
  (value === undefined ? {} : { [name]: value }) as Partial<Record<N, string>>;

type PageOf<T> = { readonly items: readonly T[]; readonly next?: string | undefined };

async function pages<T>(most: number, read: (at: string | undefined) => Promise<PageOf<T>>): Promise<{ items: T[]; isWhole: boolean }> {
  const items: T[] = [];
  let at: string | undefined;
  do {
    const page: PageOf<T> = await read(at);
    items.push(...page.items);
    at = page.next;
  } while (at !== undefined && items.length < most);
  return { items: items.slice(0, most), isWhole: at === undefined && items.length <= most };
}

/** Three at a time, each with three reads of its own: a nightly look is not to crowd out the day's work. */
async function few<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += 3) done.push(...(await Promise.all(items.slice(at, at + 3).map(work))));
  return done;
}

async function orderOf(flow: FlowContext, order: string): Promise<OrderFacts | undefined> {
  const found = await orNothing(flow.read(integrityDesk, getSalesOrder, { order }));
  if (!found) return undefined;
  const [deliveries, invoices, production] = await Promise.all([
    flow.read(integrityDesk, listDeliveries, { order }),
    flow.read(integrityDesk, listInvoices, { order }),
    flow.read(integrityDesk, listProduction, { order }),
  ]);
  const { status } = readOrder({ order: found, deliveries, invoices, production });
  const { net, ref, changedBy, crmDealId, customerReference } = found;
  return { net, status, changedAt: ref.changedAt, changedBy, deal: crmDealId, reference: customerReference };
}

/** A service order says whether it is completed; a return does not. */
async function documentOf(flow: FlowContext, id: string): Promise<DocumentFacts | undefined> {
  const order = await orNothing(flow.read(integrityDesk, getServiceOrder, { order: id }));
  if (order) return { isCompleted: order.isCompleted };
  return (await orNothing(flow.read(integrityDesk, getReturn, { return: id }))) && { isCompleted: undefined };
}

async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}
