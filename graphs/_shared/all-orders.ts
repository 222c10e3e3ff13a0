import { CountersignError, type Agent, type InvoiceDetail, type SalesOrder } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { listIssuedInvoices } from '../../tools/erp/list-issued-invoices.ts';
import { listOrders } from '../../tools/erp/list-orders.ts';

const limit = 200;

/** Every order created on these days. The ERP gives 200 at a time in the order of days; the next reading begins at the last one. */
export async function allOrders(
  flow: FlowContext,
  agent: Agent,
  { from, to }: { from: string; to: string },
): Promise<readonly SalesOrder[]> {
  const found = new Map<string, SalesOrder>();
  for (let start = from; start <= to;) {
    const page = { createdFrom: start, createdTo: to, sort: 'created' as const, descending: false, limit };
    const { items, more } = await flow.read(agent, listOrders, page);
    for (const order of items) found.set(order.id, order);
    const last = items.at(-1)?.createdOn;
    if (!more || last === undefined) break;
    if (last === start)
      throw new CountersignError('input.too_large', `More than ${limit} orders were created on ${start}; this day has to be read by hand`, {
        field: 'CreationDate',
      });
    start = last;
  }
  return [...found.values()];
}

/** Every bill issued on these days, of one payer where it is named. */
export async function allBills(
  flow: FlowContext,
  agent: Agent,
  asked: { from: string; to: string; payer?: string },
): Promise<readonly InvoiceDetail[]> {
  const found: InvoiceDetail[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const { items, more } = await flow.read(agent, listIssuedInvoices, { ...asked, ...(after === undefined ? {} : { after }), limit: 500 });
    found.push(...items);
    if (!more || items.length === 0) return found;
  }
}
