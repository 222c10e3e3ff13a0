import { customerDesk } from '../../agents/customer-desk.ts';
import { orderDesk } from '../../agents/order-desk.ts';
import { decide, type Decision } from '../../graphs/order-status/decide.ts';
import { gather, type Gathered } from '../../graphs/order-status/gather.ts';
import { Mapping } from '../../graphs/order-status/mapping.ts';
import { headline, identityOf, orderWords } from '../../graphs/order-status/words.ts';
import { judge } from '../../src/approvals/policy.ts';
import type { AuditEntry } from '../../src/contracts/audit.ts';
import type { EffectState } from '../../src/contracts/effects.ts';
import { canonicalJson, type JsonObject } from '../../src/contracts/json.ts';
import type { FieldValue, WriteReceipt } from '../../src/contracts/ports.ts';
import type { PlannedWrite, Proposal } from '../../src/contracts/proposals.ts';
import { effectKey, identityHash } from '../../src/effects/key.ts';
import { flowContext } from '../../src/flow/context.ts';
import { note, takeAudit } from '../../src/flow/notes.ts';
import type { Session } from '../../src/flow/parts.ts';
import { describeWrite, hashWrites } from '../../src/flow/propose.ts';
import { sha256 } from '../../src/flow/sha256.ts';
import { createCase } from '../../tools/crm/create-case.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { updateOpportunity } from '../../tools/crm/update-opportunity.ts';

/**
 * The order status job as six steps of plain code, each handing JSON to the next: what one writes without our flow. Each
 * step stores what it did in one transaction; a write to the CRM takes two, one before it is sent and one after.
 */
export type Update = Extract<Decision, { kind: 'update' }>;
export type Texts = { readonly summary: string; readonly message: string };

export async function gatherStep(session: Session): Promise<Gathered> {
  const gathered = await gather(flowContext(session), session.input);
  if ('madeOf' in gathered) throw new Error('every order of this bench has its deal');
  await store(session);
  return gathered;
}

export async function decideStep(session: Session, gathered: Gathered): Promise<Update> {
  const flow = flowContext(session);
  const decision = decide({
    ...gathered,
    hint: session.input.hint,
    receivedAt: session.input.receivedAt,
    now: flow.clock.now(),
    mapping: flow.mapping(Mapping),
  });
  if (decision.kind !== 'update') throw new Error(`the bench expects an update, not ${decision.kind}`);
  note(session, 'decision.made', {
    status: decision.reading.status,
    stage: decision.stage ?? 'unchanged',
    tags: [...decision.tags],
    audience: decision.audience,
    locale: decision.locale,
  });
  await store(session);
  return decision;
}

export async function narrateStep(session: Session, gathered: Gathered, decision: Update): Promise<Texts> {
  const { sheet, required } = orderWords(gathered.picture, decision, { customer: gathered.customer, owner: gathered.owner?.name });
  const one = async (agent: string, prompt: string, locale: string): Promise<string> => {
    const narration = await session.parts.gateway.narrate({
      runId: session.run.runId,
      threadId: session.input.threadId,
      agent,
      prompt,
      locale,
      sheet,
      required,
    });
    const { id, version, hash } = narration.prompt;
    note(session, 'text.written', { prompt: `${id}@${version}#${hash}`, engine: narration.engine, model: narration.model });
    return narration.text;
  };
  const [summary, message] = await Promise.all([
    one(orderDesk.id, 'order-status.summary', 'en'),
    one(customerDesk.id, 'order-status.customer-update', decision.locale),
  ]);
  await store(session);
  return { summary, message };
}

export async function proposeStep(session: Session, gathered: Gathered, decision: Update, texts: Texts): Promise<Proposal> {
  const { parts, workflow, input } = session;
  const { picture, opportunity } = gathered;
  const identity = identityOf(picture, decision, opportunity);
  const scope = { workflow: workflow.id, connection: input.record.connection, record: `${input.record.type}/${input.record.id}` };
  const ordinal = await parts.effects.ordinal(scope, identityHash(identity));
  const writes: PlannedWrite[] = [];
  for (const { slot, tool, given } of inputs(gathered, decision, texts)) {
    const key = effectKey({ ...scope, tool, slot, identity, ordinal });
    const planned = await describeWrite(session, { slot, key, toolId: tool }, given);
    if (planned) writes.push(planned);
  }
  const proposal: Proposal = {
    id: parts.ids.next('prp'),
    hash: hashWrites(writes),
    factsHash: sha256(canonicalJson({ identity, ordinal, picture })),
    runId: session.run.runId,
    threadId: input.threadId,
    workflow: workflow.id,
    workflowVersion: workflow.version,
    record: input.record,
    requesters: [input.principal],
    title: headline(picture, decision),
    reasons: [`The ERP says the order is ${decision.reading.status}`],
    evidence: [{ label: `Sales order ${picture.order.id}`, connection: 'erp', type: 'A_SalesOrder', id: picture.order.id }],
    traits: { amount: picture.order.net, tags: [...decision.tags] },
    writes,
    createdAt: parts.clock.now().toISOString(),
  };
  await parts.proposals.save(proposal);
  const listed = writes.map(({ slot, tool, key, target, changes }) => ({ slot, tool, key, target, changes }));
  // Plain data throughout.
  note(session, 'proposal.made', {
    proposal: proposal.id,
    hash: proposal.hash,
    title: proposal.title,
    writes: listed,
  } as unknown as JsonObject);
  await store(session);
  return proposal;
}

export async function gateStep(session: Session, proposal: Proposal): Promise<boolean> {
  const verdict = judge(session.workflow.policy, await session.parts.phase(session.workflow.id), proposal, session.parts.assistedRole);
  if (verdict.kind !== 'allow') throw new Error(`the bench expects the policy to allow, not to ${verdict.kind}`);
  note(session, 'policy.allowed', { proposal: proposal.id, hash: proposal.hash, rule: verdict.rule });
  await store(session);
  return true;
}

export async function commitStep(session: Session, proposal: Proposal): Promise<string[]> {
  const { parts, run } = session;
  note(session, 'effects.reserved', { proposal: proposal.id, keys: proposal.writes.map((write) => write.key) });
  await parts.effects.reserve(
    proposal.writes.map((write) => ({
      key: write.key,
      proposalId: proposal.id,
      runId: run.runId,
      workflow: proposal.workflow,
      slot: write.slot,
      tool: write.tool,
      connection: write.connection,
      target: { type: write.target.type, ...(write.target.id === undefined ? {} : { id: write.target.id }) },
      requestHash: sha256(canonicalJson({ target: write.target, changes: write.changes, key: write.key })),
    })),
    run.fence,
    parts.clock.now().toISOString(),
    takeAudit(session),
  );
  const applied: string[] = [];
  for (const write of proposal.writes) {
    await send(session, proposal, write);
    applied.push(write.slot);
  }
  note(session, 'commit.done', { proposal: proposal.id, slots: applied });
  await store(session);
  return applied;
}

async function send(session: Session, proposal: Proposal, write: PlannedWrite): Promise<void> {
  const { parts, run } = session;
  const { reader, writer } = parts.connection(write.connection);
  const fields: Record<string, FieldValue> = Object.fromEntries(write.changes.map((change) => [change.field, change.after]));
  const { id, type } = write.target;
  const live = id === undefined ? undefined : await reader.read({ type, id }, Object.keys(fields));
  const request = {
    operation: write.operation,
    target: id === undefined ? { type } : { type, id },
    fields: await parts.privacy.restore(session.input.threadId, fields),
    key: write.key,
    ...(live?.version === undefined ? {} : { expectedVersion: live.version }),
  };
  await move(session, proposal, write, 'reserved', 'sending');
  const outcome = await writer.send(request, { signal: run.signal });
  if (outcome.kind !== 'applied') throw new Error(`the bench expects every write to be applied, not ${outcome.kind}`);
  await move(session, proposal, write, 'sending', 'applied', outcome.receipt);
}

async function move(
  session: Session,
  proposal: Proposal,
  write: PlannedWrite,
  from: EffectState,
  to: EffectState,
  receipt?: WriteReceipt,
): Promise<void> {
  const { parts, run } = session;
  const at = parts.clock.now().toISOString();
  const { key, slot, tool, connection } = write;
  const entry: AuditEntry = {
    at,
    actor: run.principal.id,
    action: `effect.${to}`,
    runId: run.runId,
    correlationId: proposal.id,
    subject: { type: write.target.type, id: write.target.id ?? receipt?.id ?? '(new)' },
    body: { key, slot, tool, connection, ...(receipt === undefined ? {} : { response: { ...receipt } }) },
  };
  const moved = await parts.effects.transition(
    [{ key, from: [from], to, at, ...(receipt === undefined ? {} : { receipt }), ...(to === 'sending' ? { countAttempt: true } : {}) }],
    run.fence,
    [entry],
  );
  if (!moved) throw new Error('an effect was moved by somebody else');
}

function inputs(gathered: Gathered, decision: Update, texts: Texts): { slot: string; tool: string; given: JsonObject }[] {
  const { picture, opportunity, owner } = gathered;
  const { reading } = decision;
  const tracking = reading.delivery?.goodsMovement === 'complete' ? reading.delivery.tracking : undefined;
  const contact = decision.contact === undefined ? {} : { contact: decision.contact.id };
  return [
    {
      slot: 'opportunity',
      tool: updateOpportunity.id,
      given: {
        opportunity: opportunity.id,
        erpStatus: decision.erpStatus,
        description: texts.summary,
        ...(tracking === undefined ? {} : { tracking }),
        ...(decision.stage === undefined ? {} : { stage: decision.stage }),
      },
    },
    {
      slot: 'task',
      tool: createTask.id,
      given: {
        about: opportunity.id,
        subject: `Tell the customer: order ${picture.order.id} is ${decision.erpStatus.toLowerCase()}`,
        text: texts.message,
        priority: 'Normal',
        ...(owner === undefined ? {} : { owner: owner.id }),
        ...contact,
      },
    },
    { slot: 'note', tool: postNote.id, given: { record: opportunity.id, text: headline(picture, decision) } },
    {
      slot: 'follow-up',
      tool: createCase.id,
      given: {
        order: picture.order.id,
        subject: `Delivery follow-up for order ${picture.order.id}`,
        text: texts.summary,
        priority: 'Medium',
        ...(opportunity.accountId === undefined ? {} : { account: opportunity.accountId }),
        ...contact,
      },
    },
  ];
}

/** One transaction for what a step has to say. */
async function store(session: Session): Promise<void> {
  await session.parts.audit.append(takeAudit(session));
}
