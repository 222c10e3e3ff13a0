import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { releaseCreditBlock } from '../../tools/erp/release-credit-block.ts';
import { creditOf } from '../credit-hold/graph.ts';
import { decide } from './decide.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const order = await flow.read(financeDesk, getSalesOrder, { order: input.record.id });
  if (order.creditStatus !== 'blocked') return { kind: 'done', outcome: 'the credit check does not hold it' };
  const credit = await creditOf(flow, order.soldTo);
  if (!credit)
    return {
      kind: 'exception',
      code: 'data.missing',
      message: `Order ${order.id} is held for credit, but credit management does not know its customer; release it in the ERP`,
      details: { field: 'credit', order: order.id },
    };
  const invoices = await flow.read(financeDesk, listOpenInvoices, { customer: order.soldTo });
  const decision = decide(order, credit, invoices, flow.clock.now().toISOString().slice(0, 10));
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  return {
    kind: 'propose',
    identity: { order: order.id, held: true },
    facts: { order: order.id, reasons: [...decision.reasons], net: order.net },
    title: `Release order ${order.id} from its credit hold`,
    reasons: decision.reasons,
    evidence: [
      {
        label: `Sales order ${order.id}`,
        connection: flow.connectionName('erp'),
        type: 'A_SalesOrder',
        id: order.id,
        ...(order.ref.version === undefined ? {} : { version: order.ref.version }),
      },
    ],
    traits: { tags: [...decision.tags], amount: order.net },
    requestedBy: order.changedBy === undefined ? [] : [{ system: 'erp', user: order.changedBy }],
    slots: [{ slot: 'release', tool: releaseCreditBlock }],
    write: (draft) => draft.propose('release', releaseCreditBlock, { order: order.id }),
  };
}
