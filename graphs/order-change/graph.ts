import { compareDecimal, CountersignError, type OrderSimulation, type SalesOrder } from 'countersign';
import type { Draft, FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { dealDesk } from '../../agents/deal-desk.ts';
import { orderEntry } from '../../agents/order-entry.ts';
import { getOpportunity } from '../../tools/crm/get-opportunity.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { addOrderItem } from '../../tools/erp/add-order-item.ts';
import { changeOrderItem } from '../../tools/erp/change-order-item.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listDeliveries } from '../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../tools/erp/list-invoices.ts';
import { rejectOrderItem } from '../../tools/erp/reject-order-item.ts';
import { setItemDate } from '../../tools/erp/set-item-date.ts';
import { setRequestedDate } from '../../tools/erp/set-requested-date.ts';
import { simulateOrder } from '../../tools/erp/simulate-order.ts';
import { asException } from '../_shared/problem.ts';
import { afterwards, decide, requestedAfter, wordsFor, type Change, type Situation } from './decide.ts';
import { Mapping } from './mapping.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const opportunity = await flow.read(dealDesk, getOpportunity, { opportunity: input.record.id });
  if (opportunity.erpOrderId === undefined) return { kind: 'done', outcome: 'no order yet' };
  const id = opportunity.erpOrderId;
  const [lines, order, deliveries, invoices] = await Promise.all([
    flow.read(dealDesk, listDealLines, { opportunity: opportunity.id }),
    flow.read(orderEntry, getSalesOrder, { order: id }),
    flow.read(orderEntry, listDeliveries, { order: id }),
    flow.read(orderEntry, listInvoices, { order: id }),
  ]);
  const situation: Situation = { opportunity, lines, order, deliveries, invoices, today: flow.clock.now().toISOString().slice(0, 10) };
  const decision = decide(situation, mapping);
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  if (decision.kind === 'problem') return asException(decision.problem, { opportunity: opportunity.id, order: id });
  const simulation = decision.isCancellation ? undefined : await simulate(flow, order, decision.changes);
  flow.audit('decision.made', { order: id, changes: decision.changes.map(wordsFor), tags: [...decision.tags] });
  return plan(flow, situation, decision, { simulation, mapping });
}

/** What the ERP would say of the order as it would be, with the day each part of it is wanted on. */
type Simulated = { readonly answer: OrderSimulation; readonly days: readonly (string | undefined)[] } | string;

/** An order the ERP would not take at all is a reason for the reviewer, not a failure. */
async function simulate(flow: FlowContext, order: SalesOrder, changes: readonly Change[]): Promise<Simulated> {
  const items = afterwards(order, changes).slice(0, 50);
  if (items.length === 0) return 'nothing would be left of the order';
  const requestedOn = requestedAfter(order, changes);
  try {
    const answer = await flow.read(orderEntry, simulateOrder, {
      type: order.type,
      soldTo: order.soldTo,
      currency: order.net.currency,
      items: [...items],
      ...(requestedOn === undefined ? {} : { requestedOn }),
    });
    return { answer, days: items.map((item) => item.wantedOn ?? requestedOn) };
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'connector.rejected') return 'the ERP would not take the order like this';
    throw error;
  }
}

function effects(simulated: Simulated | undefined): readonly string[] {
  if (simulated === undefined) return ['the whole order is cancelled'];
  if (typeof simulated === 'string') return [simulated];
  const { answer, days } = simulated;
  const short = answer.items.filter(
    (item, at) => compareDecimal(item.confirmed, item.requested.value) < 0 || (item.confirmedOn ?? '') > (days[at] ?? '9999'),
  );
  return [
    answer.creditStatus === 'blocked' ? 'credit: the check would hold the changed order' : 'credit: the check would let it pass',
    short.length === 0
      ? 'availability: everything can be confirmed in time'
      : `availability: ${short.map((item) => `${item.material} ${item.confirmed} of ${item.requested.value}${item.confirmedOn === undefined ? '' : ` by ${item.confirmedOn}`}`).join(', ')}`,
  ];
}

function plan(
  flow: FlowContext,
  { opportunity, order }: Situation,
  decision: Extract<ReturnType<typeof decide>, { kind: 'change' }>,
  known: { simulation: Simulated | undefined; mapping: Mapping },
): ProposalPlan {
  const { changes } = decision;
  const words = changes.map(wordsFor);
  const slots = changes.flatMap((change, at) => slotsOf(change, at));
  return {
    kind: 'propose',
    identity: { order: order.id, changes: words },
    facts: JSON.parse(JSON.stringify({ changes, mapping: known.mapping.version })),
    title: decision.isCancellation
      ? `Cancel order ${order.id}`
      : `Change order ${order.id}: ${words.length} ${words.length === 1 ? 'change' : 'changes'}`,
    reasons: [...words, ...effects(known.simulation)],
    evidence: [
      {
        label: `Sales order ${order.id}`,
        connection: flow.connectionName('erp'),
        type: 'A_SalesOrder',
        id: order.id,
        ...(order.ref.version === undefined ? {} : { version: order.ref.version }),
      },
    ],
    traits: { tags: [...decision.tags], ...(opportunity.amount === undefined ? {} : { amount: opportunity.amount }) },
    requestedBy: opportunity.ownerId === undefined ? [] : [{ system: 'crm', user: opportunity.ownerId }],
    slots: [...slots, { slot: 'note', tool: postNote }],
    write: async (draft) => {
      for (const [at, change] of changes.entries()) await write(draft, order, change, at, known.mapping);
      await draft.propose('note', postNote, { record: opportunity.id, text: `ERP order ${order.id} was changed: ${words.join('; ')}.` });
    },
  };
}

function slotsOf(change: Change, at: number): ProposalPlan['slots'] {
  switch (change.kind) {
    case 'quantity':
      return [{ slot: `change-${at}`, tool: changeOrderItem }];
    case 'price':
      return [
        { slot: `change-${at}`, tool: rejectOrderItem },
        { slot: `again-${at}`, tool: addOrderItem },
      ];
    case 'add':
      return [{ slot: `change-${at}`, tool: addOrderItem }];
    case 'remove':
      return [{ slot: `change-${at}`, tool: rejectOrderItem }];
    case 'date':
      return [{ slot: `change-${at}`, tool: setRequestedDate }];
    case 'item-date':
      return [{ slot: `change-${at}`, tool: setItemDate }];
  }
}

async function write(draft: Draft, order: SalesOrder, change: Change, at: number, mapping: Mapping): Promise<void> {
  const slot = `change-${at}`;
  const common = { order: order.id, currency: order.net.currency, priceCondition: mapping.priceCondition };
  switch (change.kind) {
    case 'quantity':
      return draft.propose(slot, changeOrderItem, { order: order.id, item: change.item, quantity: change.to });
    case 'price':
      await draft.propose(slot, rejectOrderItem, { order: order.id, item: change.item, reason: mapping.cancelReason });
      return draft.propose(`again-${at}`, addOrderItem, { ...common, ...enteredAs(change) });
    case 'add':
      return draft.propose(slot, addOrderItem, { ...common, ...enteredAs(change) });
    case 'remove':
      return draft.propose(slot, rejectOrderItem, { order: order.id, item: change.item, reason: mapping.cancelReason });
    case 'date':
      return draft.propose(slot, setRequestedDate, { order: order.id, on: change.to });
    case 'item-date': {
      const { item, scheduleLine, to: on } = change;
      return draft.propose(slot, setItemDate, { order: order.id, item, scheduleLine, on });
    }
  }
}

const enteredAs = ({ material, quantity, unitPrice, wantedOn }: Extract<Change, { kind: 'price' | 'add' }>) => ({
  material,
  quantity,
  ...(unitPrice === undefined ? {} : { unitPrice }),
  ...(wantedOn === undefined ? {} : { wantedOn }),
});
