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
  for (const one of unbilled) {
    if (all.length >= mapping.missingAtOnce) break;
    const examined = await examine(flow, one, mapping);
    const findings = examined.findings.filter(({ kind }) => kind === 'missing-invoice');
    if (findings.length > 0)
      all.push({ ...examined, findings, known: examined.known.filter(({ key }) => key.endsWith('/missing-invoice')) });
  }
  flow.audit('records.read', { deals: deals.length, unbilled: unbilled.length, missing: all.length });
  if (all.length > 0) return planFor(flow, all, mapping);
  return { kind: 'done', outcome: told > 0 ? 'no bill is missing that was not told of before' : 'every delivered order has its bill' };
}

type Named = { readonly deal: Opportunity; readonly named: number };

/** Won deals with an order nobody was told of, and how many others there are. Of several that name one order the last won speaks for all. */
async function untold(flow: FlowContext, deals: readonly Opportunity[]): Promise<{ news: readonly Named[]; told: number }> {
  const byOrder = new Map<string, Opportunity[]>();
  for (const deal of deals)
    if (deal.isWon && deal.erpOrderId !== undefined) byOrder.set(deal.erpOrderId, [...(byOrder.get(deal.erpOrderId) ?? []), deal]);
  const all = [...byOrder.values()].flatMap((named): Named[] => {
    const [deal] = named.toSorted((a, b) => (b.closeOn ?? '').localeCompare(a.closeOn ?? '') || a.id.localeCompare(b.id));
    return deal ? [{ deal, named: named.length }] : [];
  });
  const keyOfDeal = ({ deal: { erpOrderId = '' } }: Named): string => keyOf(erpOrderId, { kind: 'missing-invoice', documents: [] });
  const known = await flow.read(ledgerDesk, readMirrors, {
    object: 'ERP_Variance__c',
    keys: all.map(keyOfDeal),
    fields: ['Status__c'],
  });
  const told = new Set(known.filter(({ texts }) => texts['Status__c'] === open).map(({ key }) => key));
  return { news: all.filter((one) => !told.has(keyOfDeal(one))), told: told.size };
}

const atOnce = 8;

async function withoutBill(flow: FlowContext, deals: readonly Named[]): Promise<readonly (Named & { readonly order: SalesOrder })[]> {
  const found: (Named & { order: SalesOrder })[] = [];
  for (let from = 0; from < deals.length; from += atOnce) {
    const some = deals.slice(from, from + atOnce);
    const orders = await Promise.all(some.map(({ deal }) => knownOrder(flow, deal.erpOrderId ?? '')));
    for (const [at, order] of orders.entries()) {
      const one = some[at];
      if (one && order?.deliveryStatus === 'complete' && order.billingStatus !== 'complete') found.push({ ...one, order });
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
