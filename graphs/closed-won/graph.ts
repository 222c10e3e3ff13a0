import { CountersignError, type Opportunity } from 'countersign';
import { created, type Draft, type FlowContext, type Prepared, type ProposalPlan, type RunInput, type Stopped } from 'countersign/flow';
import { dealDesk } from '../../agents/deal-desk.ts';
import { orderEntry } from '../../agents/order-entry.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { getOpportunity } from '../../tools/crm/get-opportunity.ts';
import { linkDealToOrder } from '../../tools/crm/link-deal-to-order.ts';
import { listDealLines } from '../../tools/crm/list-deal-lines.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { createSalesOrder } from '../../tools/erp/create-sales-order.ts';
import { findMaterials } from '../../tools/erp/find-materials.ts';
import { getCreditStatus } from '../../tools/erp/get-credit-status.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listPrices } from '../../tools/erp/list-prices.ts';
import { rejectOrderItem } from '../../tools/erp/reject-order-item.ts';
import { simulateOrder } from '../../tools/erp/simulate-order.ts';
import { asException } from '../_shared/problem.ts';
import { blockedBy, nothingToDo, review, wantedOrder, type Answers, type Deal, type Review, type Wanted } from './decide.ts';
import { Mapping } from './mapping.ts';

/** Gather, decide, propose. The ERP is asked about stock, price and credit before anybody proposes an order. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const opportunity = await flow.read(dealDesk, getOpportunity, { opportunity: input.record.id });
  // Most changes of deals are not a win: nothing else is read for those.
  const reason = nothingToDo(opportunity);
  if (reason !== undefined) return { kind: 'done', outcome: reason };
  const deal = await gather(flow, opportunity);
  const today = flow.clock.now().toISOString().slice(0, 10);
  const ready = wantedOrder(deal, mapping, today);
  if (ready.kind === 'nothing') return { kind: 'done', outcome: ready.reason };
  if (ready.kind === 'problem') return asException(ready.problem, { opportunity: deal.opportunity.id });
  const { wanted } = ready;
  const [customer, materials] = await Promise.all([
    flow.read(orderEntry, getCustomerMaster, { customer: wanted.soldTo }),
    flow.read(orderEntry, findMaterials, { materials: wanted.lines.map((line) => line.material) }),
  ]);
  const blocked = blockedBy(wanted, customer, materials);
  if (blocked) return asException(blocked, { opportunity: deal.opportunity.id });
  const answers: Answers = { customer, materials, ...(await ask(flow, wanted, materials, today)) };
  const found = review(deal, wanted, answers, mapping);
  flow.audit('decision.made', { opportunity: deal.opportunity.id, tags: [...found.tags], reasons: [...found.reasons] });
  return plan(flow, { deal, wanted, found, mapping });
}

async function gather(flow: FlowContext, opportunity: Opportunity): Promise<Deal> {
  const [lines, account] = await Promise.all([
    flow.read(dealDesk, listDealLines, { opportunity: opportunity.id }),
    opportunity.accountId === undefined ? undefined : flow.read(dealDesk, getAccountMaster, { account: opportunity.accountId }),
  ]);
  flow.audit('records.read', { opportunity: { id: opportunity.id, version: opportunity.ref.version ?? '' }, lines: lines.length });
  return { opportunity, lines, account };
}

async function ask(flow: FlowContext, wanted: Wanted, materials: Answers['materials'], today: string) {
  const unit = (material: string): string => materials.find((one) => one.id === material)?.unit ?? '';
  const [credit, prices, simulation] = await Promise.all([
    creditOf(flow, wanted.soldTo),
    flow.read(orderEntry, listPrices, { materials: wanted.lines.map((line) => line.material), on: today }),
    flow.read(orderEntry, simulateOrder, {
      type: 'OR',
      soldTo: wanted.soldTo,
      currency: wanted.currency,
      requestedOn: wanted.requestedOn,
      items: wanted.lines.map(({ material, quantity, wantedOn }) => ({
        material,
        quantity,
        unit: unit(material),
        ...(wantedOn === undefined ? {} : { wantedOn }),
      })),
    }),
  ]);
  return { credit, prices, simulation };
}

/** A customer that credit management does not know is held by nothing; the simulation says what the check would do. */
async function creditOf(flow: FlowContext, customer: string): Promise<Answers['credit']> {
  try {
    return await flow.read(orderEntry, getCreditStatus, { customer });
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return undefined;
    throw error;
  }
}

function plan(
  flow: FlowContext,
  { deal, wanted, found, mapping }: { deal: Deal; wanted: Wanted; found: Review; mapping: Mapping },
): ProposalPlan {
  const { opportunity } = deal;
  const [erp, crm] = [flow.connectionName('erp'), flow.connectionName('crm')];
  const order = { connection: erp, type: 'SalesOrder', id: created('order') };
  const owner = { connection: crm, type: 'Opportunity', id: opportunity.id };
  return {
    kind: 'propose',
    // One order per deal, whatever its lines became in the meantime: what changes later is a change of the order.
    identity: { opportunity: opportunity.id },
    facts: JSON.parse(JSON.stringify({ wanted, tags: found.tags, mapping: mapping.version })),
    title: `Create the sales order of a won deal with ${wanted.lines.length} ${wanted.lines.length === 1 ? 'line' : 'lines'}`,
    reasons: found.reasons.length > 0 ? found.reasons : ['stock, price and credit allow it'],
    evidence: [
      {
        label: 'Won opportunity',
        connection: crm,
        type: 'Opportunity',
        id: opportunity.id,
        ...(opportunity.ref.version === undefined ? {} : { version: opportunity.ref.version }),
      },
    ],
    traits: { tags: ['order', ...found.tags], ...(opportunity.amount === undefined ? {} : { amount: opportunity.amount }) },
    requestedBy: opportunity.ownerId === undefined ? [] : [{ system: 'crm', user: opportunity.ownerId }],
    slots: [
      { slot: 'order', tool: createSalesOrder },
      { slot: 'opportunity', tool: linkDealToOrder },
      { slot: 'note', tool: postNote },
    ],
    links: [
      { left: order, right: owner, source: 'created from the deal' },
      { left: owner, right: order, source: 'created from the deal' },
    ],
    write: (draft) => write(draft, opportunity, { wanted, found, mapping }),
  };
}

async function write(
  draft: Draft,
  opportunity: Opportunity,
  { wanted, found, mapping }: { wanted: Wanted; found: Review; mapping: Mapping },
): Promise<void> {
  await draft.propose('order', createSalesOrder, {
    type: mapping.orderType,
    soldTo: wanted.soldTo,
    currency: wanted.currency,
    requestedOn: wanted.requestedOn,
    priceCondition: mapping.priceCondition,
    reference: opportunity.id,
    lines: wanted.lines.map((line) => ({
      material: line.material,
      quantity: line.quantity,
      ...(line.wantedOn === undefined ? {} : { wantedOn: line.wantedOn }),
      ...(line.unitPrice === undefined ? {} : { unitPrice: line.unitPrice }),
    })),
  });
  await draft.propose('opportunity', linkDealToOrder, {
    opportunity: opportunity.id,
    order: created('order'),
    status: 'Order created',
  });
  await draft.propose('note', postNote, {
    record: opportunity.id,
    text: `ERP order ${created('order')} was created from this deal${found.tags.length === 0 ? '' : ` after review (${found.tags.join(', ')})`}.`,
  });
}

/** The ERP said no: sales operations hear of it. The CRM said no after the order was there: people hear what stands, or it is cancelled again. */
export async function recover(flow: FlowContext, input: RunInput, stopped: Stopped): Promise<Omit<ProposalPlan, 'ends'>> {
  const mapping = flow.mapping(Mapping);
  const opportunity = await flow.read(dealDesk, getOpportunity, { opportunity: input.record.id });
  const order = orderOf(stopped);
  const cancelled =
    order !== undefined && mapping.whenCrmRefuses === 'cancel' ? await flow.read(orderEntry, getSalesOrder, { order }) : undefined;
  const items = (cancelled?.items ?? []).filter((item) => item.rejectionReason === undefined);
  const owner = mapping.salesOperations === '' ? opportunity.ownerId : mapping.salesOperations;
  return {
    kind: 'propose',
    identity: { opportunity: opportunity.id, refused: textOf(stopped.details['key']) },
    facts: { reason: stopped.message, order: order ?? null, cancels: items.length },
    title:
      order === undefined ? 'Tell sales operations that the ERP refused an order' : 'Tell sales operations what stands in which system',
    reasons: [stopped.message],
    evidence: [],
    traits: { tags: items.length > 0 ? ['refused', 'compensation'] : ['refused'] },
    requestedBy: [],
    slots: [...items.map((item) => ({ slot: `cancel-${item.id}`, tool: rejectOrderItem })), { slot: 'task', tool: createTask }],
    write: async (draft) => {
      for (const item of items)
        await draft.propose(`cancel-${item.id}`, rejectOrderItem, {
          order: cancelled?.id ?? '',
          item: item.id,
          reason: mapping.cancelReason,
        });
      await draft.propose('task', createTask, {
        about: opportunity.id,
        subject: order === undefined ? 'The ERP refused the order of this deal' : `Order ${order} was created, but not noted on this deal`,
        text: whatStands(stopped, order, items.length > 0),
        priority: 'High',
        dueOn: flow.clock.now().toISOString().slice(0, 10),
        ...(owner === undefined ? {} : { owner }),
      });
    },
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The number of the order where it was created before the rest was refused. */
function orderOf({ details }: Stopped): string | undefined {
  const made = details['created'];
  if (typeof made !== 'object' || made === null || Array.isArray(made)) return undefined;
  const id: unknown = Reflect.get(made, 'order');
  if (id !== undefined && typeof id !== 'string') throw new CountersignError('state.invalid', 'The created order has no number');
  return id;
}

function whatStands(stopped: Stopped, order: string | undefined, isCancelled: boolean): string {
  const reason = textOf(stopped.details['reason']) || 'no reason was given';
  if (order === undefined)
    return `${stopped.message}: ${reason}. Nothing was written. Correct the deal or the master data, then retry the exception.`;
  return isCancelled
    ? `${stopped.message}: ${reason}. Order ${order} stood in the ERP and its items were rejected again; nothing is left of it.`
    : `${stopped.message}: ${reason}. Order ${order} stands in the ERP; write its number to the deal, or cancel it in the ERP.`;
}
