import { judge, ruleFor, type Verdict } from '../approvals/policy.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Effect } from '../contracts/effects.ts';
import { canonicalJson, type Json } from '../contracts/json.ts';
import type { PlannedWrite, Proposal } from '../contracts/proposals.ts';
import { effectKey, identityHash } from '../effects/key.ts';
import { askAs } from './asking.ts';
import { replaceCreated } from './created.ts';
import { refuseUngranted, toolContext } from './context.ts';
import { note } from './notes.ts';
import { readLive, writeTool } from './live.ts';
import type { Draft, ProposalPlan, Session } from './parts.ts';
import { sha256 } from './sha256.ts';
import { notTouched } from './targets.ts';

export type Keyed = {
  readonly keys: ReadonlyMap<string, string>;
  readonly ordinal: number;
  readonly factsHash: string;
  readonly effects: ReadonlyMap<string, Effect>;
};

/** Gives every slot its key. What was applied under its key before will not be written again. */
export async function keySlots(session: Session, plan: ProposalPlan): Promise<Keyed> {
  const { parts, workflow, input } = session;
  const scope = { workflow: workflow.id, connection: input.record.connection, record: `${input.record.type}/${input.record.id}` };
  const ordinal = await parts.effects.ordinal(scope, identityHash(plan.identity));
  for (let again = 0; ; again += 1) {
    const identity = again === 0 ? plan.identity : { identity: plan.identity, again };
    const keys = new Map(
      plan.slots.map(({ slot, tool }) => [slot, effectKey({ ...scope, tool: tool.id, slot, identity, ordinal })] as const),
    );
    const known = await parts.effects.getMany([...keys.values()]);
    const effects = new Map(known.map((effect) => [effect.key, effect]));
    if (plan.repeats && known.length > 0 && known.every((effect) => effect.state === 'applied' && effect.runId !== session.run.runId))
      continue;
    return { keys, ordinal, effects, factsHash: sha256(canonicalJson({ identity, ordinal, facts: plan.facts })) };
  }
}

/** Nothing is left to write when the effect of each of these keys is applied already. */
export function isSettled(keyed: Keyed, keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => keyed.effects.get(key)?.state === 'applied');
}

/** `saved` is queued for storing; it has to be awaited before anybody is asked and before the step ends. */
export type Proposed = { readonly proposal: Proposal; readonly saved: Promise<unknown> };

/**
 * The proposal for this plan: the one made before from the same facts while the records still hold the same values,
 * otherwise a new one, with words from the gateway. The same facts never cost a second model call or a second approval.
 */
export async function propose(session: Session, plan: ProposalPlan, keyed: Keyed): Promise<Proposed> {
  const known = await session.parts.proposals.findByFacts(session.input.threadId, keyed.factsHash);
  if (known && (await stillHolds(session, known))) {
    note(session, 'proposal.reused', { proposal: known.id, hash: known.hash });
    return { proposal: known, saved: Promise.resolve(session.parts.probe('propose.saved')) };
  }
  const proposal = await compose(session, plan, keyed);
  const saved = session.parts.proposals.save(proposal).then(() => session.parts.probe('propose.saved'));
  // Whoever awaits it is told; until then a failure must not count as nobody's.
  saved.catch(() => undefined);
  // Parsed by their zod schemas, which allow JSON only.
  note(session, 'proposal.made', {
    proposal: proposal.id,
    hash: proposal.hash,
    title: proposal.title,
    writes: proposal.writes.map((write) => ({
      slot: write.slot,
      tool: write.tool,
      key: write.key,
      target: write.target,
      changes: write.changes,
    })) as unknown as Json,
  });
  return { proposal, saved };
}

async function compose(session: Session, plan: ProposalPlan, keyed: Keyed): Promise<Proposal> {
  const { parts, workflow, input, run } = session;
  const writes: PlannedWrite[] = [];
  await plan.write(draftOf(session, keyed, writes));
  const requesters = [
    input.principal,
    ...plan.requestedBy.flatMap(({ system, user }) =>
      [`${parts.connection(system).name}-user:${user}`, parts.personOf(system, user) ?? []].flat(),
    ),
  ];
  return {
    id: parts.ids.next('prp'),
    hash: hashWrites(writes),
    factsHash: keyed.factsHash,
    runId: run.runId,
    threadId: input.threadId,
    workflow: workflow.id,
    workflowVersion: workflow.version,
    record: input.record,
    requesters: [...new Set(requesters)],
    title: plan.title,
    reasons: [...plan.reasons],
    evidence: [...plan.evidence],
    traits: plan.traits,
    writes,
    ...(plan.links === undefined ? {} : { links: [...plan.links] }),
    ...(plan.quoting === undefined ? {} : { quoting: [...plan.quoting] }),
    // JSON by its own type; the schema's has no readonly arrays.
    ...(plan.ends === undefined ? {} : { ends: plan.ends as NonNullable<Proposal['ends']> }),
    createdAt: parts.clock.now().toISOString(),
  };
}

/** What an author writes with; whatever is proposed lands in `writes`. */
function draftOf(session: Session, keyed: Keyed, writes: PlannedWrite[]): Draft {
  const { parts, input, run } = session;
  return {
    narrate: async (request) => {
      const limits = askAs(session, request.agent, request.prompt);
      const narration = await parts.gateway.narrate({
        runId: run.runId,
        threadId: input.threadId,
        agent: request.agent.id,
        prompt: request.prompt,
        locale: request.locale,
        sheet: request.sheet,
        required: request.required,
        limits,
        signal: run.signal,
      });
      note(session, 'text.written', {
        prompt: `${narration.prompt.id}@${narration.prompt.version}#${narration.prompt.hash}`,
        engine: narration.engine,
        model: narration.model,
        ...(narration.fallback === undefined ? {} : { fallback: narration.fallback }),
      });
      return narration.text;
    },
    propose: async (slot, tool, given) => {
      const key = keyed.keys.get(slot);
      if (key === undefined) throw new CountersignError('state.invalid', `The plan has no slot ${slot}`, { field: slot });
      if (keyed.effects.get(key)?.state === 'applied') return;
      const planned = await describeWrite(session, { slot, key, toolId: tool.id }, replaceCreated(given, receiptOf(keyed)));
      if (planned) writes.push(notTouched(session, planned));
    },
  };
}

/** Ids of what slots of this transition have created already. */
const receiptOf =
  ({ keys, effects }: Keyed) =>
  (slot: string): string | undefined => {
    const effect = effects.get(keys.get(slot) ?? '');
    return effect?.state === 'applied' ? effect.receipt?.id : undefined;
  };

/** What an approval is bound to: tools, targets, versions, keys, before and after. */
export function hashWrites(writes: readonly PlannedWrite[]): string {
  return sha256(canonicalJson(writes.map(({ title: _title, input: _input, ...bound }) => bound)));
}

/** Validates the input, reads the live record and lets the tool say what it would change; undefined when nothing would. */
export async function describeWrite(
  session: Session,
  place: { slot: string; key: string; toolId: string },
  given: unknown,
): Promise<PlannedWrite | undefined> {
  refuseUngranted(session, place.toolId);
  const tool = writeTool(session, place.toolId);
  const parsed = tool.input.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CountersignError('input.invalid', `The input of ${tool.id} is not valid: ${issue?.message ?? 'unknown'}`, {
      field: issue?.path.join('.') ?? 'input',
    });
  }
  const connection = session.parts.connection(tool.system);
  const target = tool.target(parsed.data);
  const before = target.id === undefined ? undefined : await readLive(session, tool, { type: target.type, id: target.id }, tool.reads);
  if (target.id !== undefined && !before)
    throw new CountersignError('link.broken', `${target.type} ${target.id} is not there any more`, { field: target.type });
  const described = await tool.describe(toolContext(session, connection.ports), before, parsed.data);
  if (described.changes.length === 0) return undefined;
  return {
    slot: place.slot,
    tool: tool.id,
    connection: connection.name,
    operation: described.operation,
    target,
    ...(before?.version === undefined ? {} : { expectedVersion: before.version }),
    key: place.key,
    title: described.title,
    kind: tool.kind,
    changes: [...described.changes],
    // Parsed by the tool's own schema just now; what it allows is JSON.
    input: parsed.data as PlannedWrite['input'],
  };
}

/** True while every record the proposal would update still holds the before-values it shows. */
export async function stillHolds(session: Session, proposal: Proposal): Promise<boolean> {
  for (const write of proposal.writes) {
    if (write.operation !== 'update' || write.target.id === undefined) continue;
    const effect = await session.parts.effects.get(write.key);
    if (effect?.state === 'applied') continue;
    const live = await readLive(
      session,
      writeTool(session, write.tool),
      { type: write.target.type, id: write.target.id },
      write.changes.map((change) => change.field),
    );
    if (!live || write.changes.some((change) => canonicalJson(live.fields[change.field] ?? null) !== canonicalJson(change.before)))
      return false;
  }
  return true;
}

/** Policy's word on a proposal in the present phase of its workflow and rule. */
export async function judged(session: Session, proposal: Proposal): Promise<Verdict> {
  const { id, policy } = session.workflow;
  const phase = await session.parts.phase(id, ruleFor(policy, proposal));
  return judge(policy, phase, proposal, session.parts.assistedRole);
}
