import { CountersignError, type CreditStatus } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { getCreditStatus } from '../../tools/erp/get-credit-status.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { addTo } from '../_shared/figures.ts';
import { oneAccount } from '../_shared/one-account.ts';
import { decide } from './decide.ts';
import { Mapping } from './mapping.ts';
import { taskSubject, taskText } from './words.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const order = await flow.read(financeDesk, getSalesOrder, { order: input.record.id });
  const credit = await creditOf(flow, order.soldTo);
  if (!credit) return { kind: 'done', outcome: 'no credit account' };
  const today = flow.clock.now().toISOString().slice(0, 10);
  const invoices = await flow.read(financeDesk, listOpenInvoices, { customer: order.soldTo });
  const decision = decide(order, credit, invoices, mapping, today);
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  const [deals, accounts] = await Promise.all([
    flow.read(financeDesk, findOpportunitiesByOrder, { order: order.id }),
    flow.read(financeDesk, findAccountByCustomer, { customer: order.soldTo }),
  ]);
  const account = oneAccount(order.soldTo, accounts);
  // The deal the order belongs to is where its owner looks first; without exactly one, the account is.
  const [deal] = deals.length === 1 ? deals : [];
  const owner = deal?.ownerId ?? account.ownerId;
  flow.audit('decision.made', { order: order.id, decision: decision.kind, suggestion: decision.suggestion });
  return {
    kind: 'propose',
    // A hold, a release and a second hold are two holds; a new suggestion for the same hold is not.
    identity: { order: order.id, state: decision.kind },
    facts: { order: order.id, state: decision.kind, suggestion: decision.suggestion, overdue: [...decision.receivables.overdueIds] },
    title: taskSubject(order, decision),
    reasons: [`the credit check says ${order.creditStatus}`, `suggested: ${decision.suggestion}`],
    evidence: [{ label: `Sales order ${order.id}`, connection: flow.connectionName('erp'), type: 'A_SalesOrder', id: order.id }],
    traits: { tags: ['task', decision.kind], amount: order.net },
    requestedBy: [],
    slots: [{ slot: 'task', tool: createTask }],
    write: (draft) =>
      draft.propose('task', createTask, {
        about: deal?.id ?? account.id,
        subject: taskSubject(order, decision),
        text: taskText(order, decision),
        priority: decision.kind === 'hold' ? 'High' : 'Normal',
        dueOn: addTo(today, decision.kind === 'hold' ? mapping.holdDueDays : mapping.nearDueDays),
        ...(owner === undefined ? {} : { owner }),
      }),
  };
}

/** A customer that credit management does not know is held by nothing. */
export async function creditOf(flow: FlowContext, customer: string): Promise<CreditStatus | undefined> {
  try {
    return await flow.read(financeDesk, getCreditStatus, { customer });
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}
