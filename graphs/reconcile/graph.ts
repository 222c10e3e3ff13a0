import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { asException } from '../_shared/problem.ts';
import { examine, orderOf, wonDealOf, type Examined } from './examine.ts';
import { Mapping } from './mapping.ts';
import { planFor } from './plan.ts';

/** More orders than this on one bill are a collective bill; each order is held against its own deal all the same. */
const mostOrders = 20;

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const bill = await flow.read(ledgerDesk, getInvoiceDetail, { invoice: input.record.id });
  const orders = [...new Set(bill.lines.map((line) => line.order))].filter((order) => order !== '-');
  if (orders.length > mostOrders)
    return asException(
      { code: 'data.invalid', field: 'to_Item', message: `Bill ${bill.id} bills ${orders.length} orders; reconcile it by hand` },
      { bill: bill.id },
    );
  const all: Examined[] = [];
  for (const order of orders) {
    const found = await wonDealOf(flow, order);
    if (found.kind === 'problem') return asException(found.problem, { order });
    if (found.kind === 'one') all.push(await examine(flow, { deal: found.deal, order: await orderOf(flow, order), named: 1 }, mapping));
  }
  return all.length === 0 ? { kind: 'done', outcome: 'no won deal names the order' } : planFor(flow, all, mapping);
}
