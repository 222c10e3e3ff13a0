import type { MirrorValues, Opportunity, SalesOrder } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listOrderBills } from '../../tools/erp/list-order-bills.ts';
import { listReceivables } from '../../tools/erp/list-receivables.ts';
import type { Problem } from '../_shared/problem.ts';
import { decide, keyOf, kinds, type Books, type Finding } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** A deal held against its order's bills: what is wrong, and what was recorded of it before. */
export type Examined = {
  readonly deal: Opportunity;
  readonly order: SalesOrder;
  readonly findings: readonly Finding[];
  readonly known: readonly MirrorValues[];
};

export type FoundDeal =
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'one'; readonly deal: Opportunity };

/** The one won deal of an order. A deal that is still open has nothing to be held against. */
export async function wonDealOf(flow: FlowContext, order: string): Promise<FoundDeal> {
  const won = (await flow.read(ledgerDesk, findOpportunitiesByOrder, { order })).filter((deal) => deal.isWon);
  const [deal] = won;
  if (!deal) return { kind: 'none' };
  if (won.length === 1 && deal.amount) return { kind: 'one', deal };
  if (won.length === 1)
    return {
      kind: 'problem',
      problem: {
        code: 'data.missing',
        field: 'Amount',
        message: `The won deal of ERP order ${order} has no amount to hold its bills against; enter what was agreed, then retry`,
      },
    };
  return {
    kind: 'problem',
    problem: {
      code: 'link.ambiguous',
      field: 'ERP_Order_Id__c',
      message: `${won.length} won deals name ERP order ${order}; leave it on the one it belongs to, then retry`,
    },
  };
}

/** `named` is how many won deals name the order. */
export async function examine(
  flow: FlowContext,
  { deal, order, named }: Pick<Books, 'deal' | 'order' | 'named'>,
  mapping: Mapping,
): Promise<Examined> {
  const bills = await flow.read(ledgerDesk, listOrderBills, { order: order.id });
  const inParts = bills.filter((bill) => bill.cleared === 'partial' && !bill.isCancelled);
  const journal = (await Promise.all(inParts.map((bill) => flow.read(ledgerDesk, listReceivables, { invoice: bill.id })))).flat();
  const books: Books = { deal, order, bills, journal, named };
  const findings = decide(books, mapping, flow.clock.now().toISOString().slice(0, 10));
  const keys = new Set([
    ...findings.map((finding) => keyOf(order.id, finding)),
    ...kinds.filter((kind) => kind !== 'partial-payment').map((kind) => keyOf(order.id, { kind, documents: [] })),
    ...bills.map((bill) => keyOf(order.id, { kind: 'partial-payment', documents: [bill.id] })),
  ]);
  const known = await flow.read(ledgerDesk, readMirrors, {
    object: 'ERP_Variance__c',
    keys: [...keys],
    fields: ['Status__c', 'ERP_Amount__c', 'CRM_Amount__c'],
  });
  return { deal, order, findings, known };
}

export const orderOf = (flow: FlowContext, order: string): Promise<SalesOrder> => flow.read(ledgerDesk, getSalesOrder, { order });
