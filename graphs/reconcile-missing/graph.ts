import { CountersignError, type Opportunity, type SalesOrder } from 'countersign';
import type { FlowContext, Prepared } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { allDeals } from '../_shared/all-deals.ts';
import { addTo } from '../_shared/figures.ts';
import { keyOf } from '../reconcile/decide.ts';
import { examine, orderOf, type Examined } from '../reconcile/examine.ts';
import { Mapping } from '../reconcile/mapping.ts';
import { open, planFor } from '../reconcile/plan.ts';

/** Nothing tells of a bill that was not written, so once a night won deals are looked through for it. */
export async function prepare(flow: FlowContext): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const today = flow.clock.now().toISOString().slice(0, 10);
  const deals = await allDeals(flow, ledgerDesk, {
    from: addTo(today, -mapping.missingWithinDays),
    to: addTo(today, -mapping.missingAfterDays - 1),
    isOpen: false,
  });
  const { news, told } = await untold(flow, deals);
  const unbilled = await withoutBill(flow, news);
  const all: Examined[] = [];
  for (const { deal, order } of unbilled) {
    if (all.length >= mapping.missingAtOnce) break;
    const examined = await examine(flow, deal, order, mapping);
    const findings = examined.findings.filter(({ kind }) => kind === 'missing-invoice');
    if (findings.length > 0)
      all.push({ ...examined, findings, known: examined.known.filter(({ key }) => key.endsWith('/missing-invoice')) });
  }
  flow.audit('records.read', { deals: deals.length, unbilled: unbilled.length, missing: all.length });
  if (all.length > 0) return planFor(flow, all, mapping);
  return { kind: 'done', outcome: told > 0 ? 'no bill is missing that was not told of before' : 'every delivered order has its bill' };
}

/** Won deals with an order nobody was told of, and how many others there are. Two deals of one order are told of by the first bill, and by integrity. */
async function untold(flow: FlowContext, deals: readonly Opportunity[]): Promise<{ news: readonly Opportunity[]; told: number }> {
  const won = deals.filter((deal) => deal.isWon && deal.erpOrderId !== undefined);
  const count = new Map<string, number>();
  for (const { erpOrderId = '' } of won) count.set(erpOrderId, (count.get(erpOrderId) ?? 0) + 1);
  const single = won.filter(({ erpOrderId = '' }) => count.get(erpOrderId) === 1);
  const keyOfDeal = ({ erpOrderId = '' }: Opportunity): string => keyOf(erpOrderId, { kind: 'missing-invoice', documents: [] });
  const known = await flow.read(ledgerDesk, readMirrors, {
    object: 'ERP_Variance__c',
    keys: single.map(keyOfDeal),
    fields: ['Status__c'],
  });
  const told = new Set(known.filter(({ texts }) => texts['Status__c'] === open).map(({ key }) => key));
  return { news: single.filter((deal) => !told.has(keyOfDeal(deal))), told: told.size };
}

const atOnce = 8;

async function withoutBill(
  flow: FlowContext,
  deals: readonly Opportunity[],
): Promise<readonly { readonly deal: Opportunity; readonly order: SalesOrder }[]> {
  const found: { deal: Opportunity; order: SalesOrder }[] = [];
  for (let from = 0; from < deals.length; from += atOnce) {
    const some = deals.slice(from, from + atOnce);
    const orders = await Promise.all(some.map((deal) => knownOrder(flow, deal.erpOrderId ?? '')));
    for (const [at, order] of orders.entries()) {
      const deal = some[at];
      if (deal && order?.deliveryStatus === 'complete' && order.billingStatus !== 'complete') found.push({ deal, order });
    }
  }
  return found;
}

/** A deal that names no order of the ERP is told of by integrity, and keeps nobody else's bill from being missed. */
async function knownOrder(flow: FlowContext, order: string): Promise<SalesOrder | undefined> {
  try {
    return await orderOf(flow, order);
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}
