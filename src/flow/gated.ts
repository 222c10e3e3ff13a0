import type { RunnableConfig } from '@langchain/core/runnables';
import { Annotation, Command, END, START, StateGraph, interrupt, type BaseCheckpointSaver } from '@langchain/langgraph';
import type { GraphBuilder, Workflow } from '../contracts/authoring.ts';
import type { Effect } from '../contracts/effects.ts';
import { CountersignError } from '../contracts/errors.ts';
import { canonicalJson } from '../contracts/json.ts';
import type { Proposal } from '../contracts/proposals.ts';
import { commit, settleDoubts } from './commit.ts';
import { flowContext } from './context.ts';
import { note, takeAudit } from './notes.ts';
import { closedResult, openGate } from './gate.ts';
import {
  LookAgain,
  type FlowContext,
  type FlowParts,
  type FlowResult,
  type Prepared,
  type ProposalPlan,
  type RunContext,
  type RunInput,
  type Session,
  type Stopped,
} from './parts.ts';
import { isSettled, judged, keySlots, propose } from './propose.ts';
import { halfDone } from './half-done.ts';
import { sha256 } from './sha256.ts';
import { targetsOf } from './targets.ts';

/** The whole state of a gated workflow: ids and small facts; bulk lies in the proposals table and the vault. */
export const GatedState = Annotation.Root({
  input: Annotation<RunInput>(),
  proposalId: Annotation<string | null>(),
  approvalId: Annotation<string | null>(),
  /** The proposal whose evidence was read again after its approval, so that it is not read a third time. */
  recheckedProposal: Annotation<string | null>(),
  /** What stopped the commit, while something is proposed because of it. */
  stopped: Annotation<Stopped | null>(),
  /** What stands already of a proposal that is decided anew, should nothing come of it. */
  half: Annotation<Stopped | null>(),
  result: Annotation<FlowResult | null>(),
});
type State = typeof GatedState.State;

/** What a new run on a thread starts from: nothing of an older run's state stays. */
export function freshState(input: RunInput): State {
  return { input, proposalId: null, approvalId: null, recheckedProposal: null, stopped: null, half: null, result: null };
}

export type GatedDefinition = {
  /** Gathers, scores, decides; reads only. The one interesting step of a workflow. */
  prepare(flow: FlowContext, input: RunInput): Promise<Prepared>;
  /**
   * What to propose once a system refused a write of a proposal for good: tell somebody, take back what was done before.
   * The run ends with the refusal as its exception, whatever becomes of it. Undefined proposes nothing.
   */
  recover?(flow: FlowContext, input: RunInput, stopped: Stopped): Promise<Omit<ProposalPlan, 'ends'> | undefined>;
};

export type CompiledGraph = ReturnType<typeof gatedGraph>;

/**
 * propose → gate → commit as three nodes.
 * - prepare reads, decides and proposes in one step (a superstep costs 0.35 ms before any work)
 * - gate holds the only interrupt and has no side effect, because it runs again on resume
 * - commit holds the only writer
 */
export function gatedGraph(
  workflow: Workflow,
  definition: GatedDefinition,
  parts: FlowParts,
  checkpointer: BaseCheckpointSaver | undefined,
) {
  const session = (state: State, config: RunnableConfig): Session => ({
    parts,
    workflow,
    run: runContext(config),
    input: state.input,
    pendingAudit: [],
    since: targetsOf(parts.effects).moment,
    asked: new Map(),
  });
  return new StateGraph(GatedState)
    .addNode('prepare', (state: State, config: RunnableConfig) => prepareNode(session(state, config), definition, state), {
      ends: ['gate', 'commit', END],
    })
    .addNode('gate', (state: State, config: RunnableConfig) => gateNode(session(state, config), state), { ends: ['commit', END] })
    .addNode('commit', (state: State, config: RunnableConfig) => commitNode(session(state, config), state, definition), {
      ends: ['prepare', END],
    })
    .addEdge(START, 'prepare')
    .compile({ name: workflow.id, ...(checkpointer === undefined ? {} : { checkpointer }) });
}

/** What a workflow names as its `graph`. */
export function gated(definition: GatedDefinition): GraphBuilder {
  return {
    kind: 'gated',
    build: (workflow, parts: FlowParts, checkpointer: BaseCheckpointSaver | undefined) =>
      gatedGraph(workflow, definition, parts, checkpointer),
  };
}

/** Version, nodes, edges and policy: what a parked run must find unchanged to go on. */
export function workflowVersion(workflow: Workflow, graph: CompiledGraph): string {
  const drawn = graph.getGraph();
  const shape = {
    nodes: Object.keys(drawn.nodes).toSorted(),
    edges: drawn.edges.map((edge) => `${edge.source}>${edge.target}`).toSorted(),
    policy: workflow.policy.version,
  };
  return `${workflow.version}+${sha256(canonicalJson(shape)).slice(0, 8)}`;
}

function runContext(config: RunnableConfig): RunContext {
  // Put there by the worker that invokes the graph; see src/runs/execute.ts.
  const run = config.configurable?.['__run'] as RunContext | undefined;
  if (!run) throw new CountersignError('state.invalid', 'The graph was started without a run');
  return run;
}

async function prepareNode(session: Session, definition: GatedDefinition, { stopped, half }: State): Promise<Command> {
  const inDoubt = await settleDoubts(session);
  if (inDoubt) return finish(session, inDoubt);
  if (stopped) return afterStop(session, definition, stopped);
  const prepared = await definition.prepare(flowContext(session), session.input);
  await session.parts.probe('prepare.gathered');
  switch (prepared.kind) {
    case 'done':
      // Nothing is left to do, and something was done: whoever reads the books has to hear of it.
      return half ? afterStop(session, definition, half) : finish(session, prepared);
    case 'exception':
      return finish(session, prepared);
    case 'look-again':
      await session.parts.audit.append(takeAudit(session));
      throw new LookAgain(new Date(session.parts.clock.now().getTime() + prepared.inMs).toISOString(), prepared.reason);
    case 'propose':
      return proposeAndRoute(session, prepared);
  }
}

/** Ends with what stopped it, once the workflow has told people or taken back what it can. */
async function afterStop(session: Session, definition: GatedDefinition, stopped: Stopped): Promise<Command> {
  const plan = await definition.recover?.(flowContext(session), session.input, stopped);
  const { kind: _kind, ...ends } = stopped;
  return plan ? proposeAndRoute(session, { ...plan, ends }) : finish(session, stopped);
}

async function proposeAndRoute(session: Session, plan: ProposalPlan): Promise<Command> {
  const keyed = await keySlots(session, plan);
  await session.parts.probe('propose.keyed');
  const unchanged = endOf(plan) ?? { kind: 'done', outcome: 'unchanged' };
  if (isSettled(keyed, [...keyed.keys.values()])) return finish(session, unchanged);
  const { proposal, saved } = await propose(session, plan, keyed);
  const verdict = await judged(session, proposal);
  // Where policy allows it, the proposal and the entries that say so share a transaction; everything else comes after it.
  if (verdict.kind !== 'allow' || proposal.writes.length === 0) await saved;
  // A slot that needed no write has no effect: what counts is whether everything the proposal holds was applied before.
  const keys = proposal.writes.map((write) => write.key);
  if (keys.length === 0 || isSettled(keyed, keys)) return finish(session, unchanged);
  const opened = await openGate(session, proposal, verdict);
  await Promise.all([saved, flushAudit(session)]);
  await session.parts.probe('gate.opened');
  switch (opened.kind) {
    case 'end':
      return finish(session, endOf(plan) ?? opened.result);
    case 'pass':
      return new Command({ goto: 'commit', update: { proposalId: proposal.id, approvalId: null } });
    case 'wait':
      return new Command({ goto: 'gate', update: { proposalId: proposal.id, approvalId: opened.approvalId } });
  }
}

async function gateNode(session: Session, state: State): Promise<Command> {
  for (;;) {
    const approval = !state.approvalId ? undefined : await session.parts.approvals.get(state.approvalId);
    if (!approval) throw new CountersignError('resource.not_found', 'The approval this run waits for is not there');
    if (approval.status === 'waiting') {
      await session.parts.probe('gate.parked');
      // Parks the thread. What it is resumed with does not matter: the table says what was decided.
      interrupt({ approvalId: approval.id, proposalId: approval.proposalId, hash: approval.proposalHash });
      continue;
    }
    await session.parts.probe('gate.passed');
    const result = closedResult(approval);
    if (!result) return new Command({ goto: 'commit', update: { proposalId: approval.proposalId } });
    const proposal = await session.parts.proposals.get(approval.proposalId);
    return finish(session, (proposal && endOf(proposal)) ?? result);
  }
}

async function commitNode(session: Session, state: State, definition: GatedDefinition): Promise<Command> {
  const proposal = !state.proposalId ? undefined : await session.parts.proposals.get(state.proposalId);
  if (!proposal) throw new CountersignError('resource.not_found', 'The proposal to commit is not there');
  const stopped = await refuseUnapproved(session, state, proposal);
  if (stopped) return finish(session, endOf(proposal) ?? stopped);
  if (await mustGatherAgain(session, state, proposal)) {
    note(session, 'commit.evidence_moved', { proposal: proposal.id });
    await flushAudit(session);
    return new Command({ goto: 'prepare', update: { recheckedProposal: proposal.id } });
  }
  const committed = await commit(session, proposal);
  if (committed.kind === 'exception' && committed.code === 'effect.refused' && definition.recover && !state.stopped) {
    await flushAudit(session);
    return new Command({ goto: 'prepare', update: { proposalId: null, approvalId: null, stopped: committed } });
  }
  if (committed.kind !== 'conflict') return finish(session, endOf(proposal) ?? committed);
  note(session, 'commit.conflict', { proposal: proposal.id, reason: committed.reason });
  await flushAudit(session);
  const half = (await halfDone(session, proposal, committed.reason)) ?? null;
  return new Command({ goto: 'prepare', update: { proposalId: null, approvalId: null, half } });
}

const endOf = ({ ends }: { readonly ends?: Omit<Stopped, 'kind'> | undefined }): FlowResult | undefined =>
  ends === undefined ? undefined : { kind: 'exception', ...ends };

/**
 * Belt and braces: without a matching decision on record nothing is sent, whatever led here. A workflow that became read-only
 * since the decision sends nothing either; a proposal whose writes have begun is finished, so that no half of it stays.
 */
async function refuseUnapproved(session: Session, state: State, proposal: Proposal): Promise<FlowResult | undefined> {
  const verdict = await judged(session, proposal);
  if (verdict.kind === 'stop' && !(await hasBegun(session, proposal))) {
    note(session, 'policy.stopped', { proposal: proposal.id, hash: proposal.hash, rule: verdict.rule, reason: verdict.reason });
    return { kind: 'done', outcome: 'proposed only: read-only phase' };
  }
  if (!state.approvalId) {
    if (verdict.kind === 'allow' || verdict.kind === 'stop') return undefined;
    throw new CountersignError('approval.not_allowed', 'Policy no longer allows this without a person');
  }
  const approval = await session.parts.approvals.get(state.approvalId);
  if (approval?.status !== 'approved' || approval.proposalHash !== proposal.hash)
    throw new CountersignError('approval.stale', 'There is no approval for exactly this proposal');
  return undefined;
}

async function hasBegun(session: Session, proposal: Proposal): Promise<boolean> {
  return begun(session, await session.parts.effects.getMany(proposal.writes.map(({ key }) => key)));
}

const begun = (session: Session, effects: readonly Effect[]): boolean =>
  effects.some(({ state, runId }) => runId === session.run.runId && state !== 'reserved');

/** Not once its writes have begun: what was sent cannot be decided anew, and half of a proposal is worse than all of an old one. */
async function mustGatherAgain(session: Session, state: State, proposal: Proposal): Promise<boolean> {
  if (state.recheckedProposal === proposal.id) return false;
  const effects = await session.parts.effects.getMany(proposal.writes.map(({ key }) => key));
  const isRepeat = effects.some(({ state: at, attempts }) => at === 'reserved' && attempts > 0);
  // Without a person nothing has passed since it was gathered, unless a system asked to wait.
  if ((!state.approvalId && !isRepeat) || begun(session, effects)) return false;
  return evidenceMoved(session, proposal);
}

/**
 * Time passed while people decided. When a record the proposal rests on has another version now, everything is gathered
 * again: the same facts lead back to the same approved proposal, other facts to a new question.
 */
async function evidenceMoved(session: Session, proposal: Proposal): Promise<boolean> {
  for (const item of proposal.evidence) {
    if (item.version === undefined) continue;
    const live = await session.parts
      .connection(item.connection)
      .reader.read({ type: item.type, id: item.id }, [], { signal: session.run.signal });
    if (live?.version !== item.version) return true;
  }
  return false;
}

async function finish(session: Session, result: FlowResult): Promise<Command> {
  await flushAudit(session);
  return new Command({ goto: END, update: { result } });
}

async function flushAudit(session: Session): Promise<void> {
  const entries = takeAudit(session);
  if (entries.length > 0) await session.parts.audit.append(entries);
}
