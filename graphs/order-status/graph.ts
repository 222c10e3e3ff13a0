import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { customerDesk } from '../../agents/customer-desk.ts';
import { orderDesk } from '../../agents/order-desk.ts';
import { createCase } from '../../tools/crm/create-case.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { updateOpportunity } from '../../tools/crm/update-opportunity.ts';
import { notifyTeam } from '../../tools/notify/team-channel.ts';
import { decide, patience, type Decision } from './decide.ts';
import { gather, type Gathered } from './gather.ts';
import { Mapping } from './mapping.ts';
import { headline, identityOf, orderWords } from './words.ts';

type Update = Extract<Decision, { kind: 'update' }>;

/** Gather, decide, propose: one step, because a superstep costs more than all the reading of facts in it. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const gathered = await gather(flow, input);
  if ('madeOf' in gathered) return awaited(flow, input, gathered.madeOf);
  const decision = decide({ ...gathered, hint: input.hint, receivedAt: input.receivedAt, now: flow.clock.now(), mapping });
  switch (decision.kind) {
    case 'look-again':
      flow.audit('hint.ahead', { reason: decision.reason });
      return { kind: 'look-again', inMs: decision.inMs, reason: decision.reason };
    case 'disagrees':
      return {
        kind: 'exception',
        code: 'hint.disagrees',
        message: `The sender says ${decision.claimed}, the ERP still says ${decision.actual}`,
        details: { claimed: decision.claimed, actual: decision.actual },
      };
    case 'update':
      flow.audit('decision.made', {
        status: decision.reading.status,
        stage: decision.stage ?? 'unchanged',
        tags: [...decision.tags],
        audience: decision.audience,
        locale: decision.locale,
      });
      return plan(flow, gathered, decision, mapping);
  }
}

/** Between the order in the ERP and its number on the deal lies a moment; longer than that, somebody has to look. */
function awaited(flow: FlowContext, input: RunInput, deal: string): Prepared {
  const wait = patience(flow.clock.now(), input.receivedAt);
  if (wait !== undefined) return { kind: 'look-again', inMs: wait, reason: `deal ${deal} does not bear the number of the order yet` };
  return {
    kind: 'exception',
    code: 'link.missing',
    message: `Order ${input.record.id} was made of deal ${deal}, which does not bear its number; write it there, then retry`,
    details: { field: 'link', opportunity: deal },
  };
}

function plan(flow: FlowContext, gathered: Gathered, decision: Update, mapping: Mapping): ProposalPlan {
  const { picture, opportunity } = gathered;
  const line = headline(picture, decision);
  const words = orderWords(picture, decision, { customer: gathered.customer, owner: gathered.owner?.name });
  const erp = flow.connectionName('erp');
  return {
    kind: 'propose',
    identity: identityOf(picture, decision, opportunity),
    facts: JSON.parse(
      JSON.stringify({
        facts: words.sheet.facts,
        view: words.sheet.view,
        stage: decision.stage ?? null,
        locale: decision.locale,
        mapping: mapping.version,
      }),
    ),
    title: line,
    reasons: reasonsOf(decision),
    evidence: [
      {
        label: `Sales order ${picture.order.id}`,
        connection: erp,
        type: 'A_SalesOrder',
        id: picture.order.id,
        ...(picture.order.ref.version === undefined ? {} : { version: picture.order.ref.version }),
      },
      ...picture.deliveries.map((each) => ({ label: `Delivery ${each.id}`, connection: erp, type: 'A_OutbDeliveryHeader', id: each.id })),
    ],
    traits: { amount: picture.order.net, tags: [...decision.tags] },
    requestedBy: picture.order.changedBy === undefined ? [] : [{ system: 'erp', user: picture.order.changedBy }],
    slots: [
      { slot: 'opportunity', tool: updateOpportunity },
      { slot: 'task', tool: createTask },
      { slot: 'note', tool: postNote },
      ...(decision.opensFollowUp ? [{ slot: 'follow-up', tool: createCase }] : []),
      ...(mapping.teamChannel === '' ? [] : [{ slot: 'team', tool: notifyTeam }]),
    ],
    write: (draft) => write(draft, gathered, decision, mapping, { line, words }),
  };
}

async function write(
  draft: Parameters<ProposalPlan['write']>[0],
  gathered: Gathered,
  decision: Update,
  mapping: Mapping,
  given: { line: string; words: ReturnType<typeof orderWords> },
): Promise<void> {
  const { picture, opportunity, owner } = gathered;
  const { sheet, required } = given.words;
  const { reading } = decision;
  const [summary, message] = await Promise.all([
    draft.narrate({ agent: orderDesk, prompt: 'order-status.summary', locale: 'en', sheet, required }),
    draft.narrate({ agent: customerDesk, prompt: 'order-status.customer-update', locale: decision.locale, sheet, required }),
  ]);
  const left = reading.delivery?.goodsMovement === 'complete' ? reading.delivery.tracking : undefined;
  await draft.propose('opportunity', updateOpportunity, {
    opportunity: opportunity.id,
    erpStatus: decision.erpStatus,
    description: summary,
    ...(left === undefined ? {} : { tracking: left }),
    ...(decision.stage === undefined ? {} : { stage: decision.stage }),
  });
  await draft.propose('task', createTask, {
    about: opportunity.id,
    subject: `Tell the customer: order ${picture.order.id} is ${decision.erpStatus.toLowerCase()}`,
    text: message,
    priority: reading.isDelayed || reading.status === 'rejected' ? 'High' : 'Normal',
    ...(owner === undefined ? {} : { owner: owner.id }),
    ...(decision.contact === undefined ? {} : { contact: decision.contact.id }),
  });
  await draft.propose('note', postNote, { record: opportunity.id, text: given.line });
  if (decision.opensFollowUp) {
    await draft.propose('follow-up', createCase, {
      order: picture.order.id,
      subject: `Delivery follow-up for order ${picture.order.id}`,
      text: summary,
      priority: reading.isDelayed ? 'High' : 'Medium',
      ...(opportunity.accountId === undefined ? {} : { account: opportunity.accountId }),
      ...(decision.contact === undefined ? {} : { contact: decision.contact.id }),
    });
  }
  if (mapping.teamChannel !== '') await draft.propose('team', notifyTeam, { channel: mapping.teamChannel, text: given.line });
}

function reasonsOf(decision: Update): string[] {
  const { reading } = decision;
  return [
    `The ERP says the order is ${reading.status.replaceAll('_', ' ')}`,
    ...(reading.isDelayed ? [`It is expected ${reading.delayDays} days after the requested date`] : []),
    ...(reading.rejectionReason === undefined ? [] : [`Rejection reason ${reading.rejectionReason}`]),
    ...(decision.stage === undefined ? ['The stage stays as it is'] : [`The mapping moves the stage to ${decision.stage}`]),
    ...reading.lines
      .filter((line) => line.status === 'partial')
      .map((line) => `Line ${line.item.id}: ${line.shipped} of ${line.item.ordered.value} ${line.item.ordered.unit} shipped`),
  ];
}
