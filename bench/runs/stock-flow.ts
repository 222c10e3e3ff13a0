import { join } from 'node:path';
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { targetsOf } from '../../src/flow/targets.ts';
import type { RunnableConfig } from '@langchain/core/runnables';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { Gathered } from '../../graphs/order-status/gather.ts';
import type { Proposal } from '../../src/contracts/proposals.ts';
import type { Run } from '../../src/contracts/runs.ts';
import { accept } from '../../src/events/intake.ts';
import type { RunInput, Session } from '../../src/flow/parts.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { inLanes, type Contestant } from '../contestant.ts';
import { orderWorld } from './order-world.ts';
import { concurrency } from './plain-graph.ts';
import { openDesk, type Desk } from './stock-desk.ts';
import { commitStep, decideStep, gateStep, gatherStep, narrateStep, proposeStep, type Texts, type Update } from './stock-steps.ts';

const StockState = Annotation.Root({
  input: Annotation<RunInput>(),
  gathered: Annotation<Gathered>(),
  decision: Annotation<Update>(),
  texts: Annotation<Texts>(),
  proposal: Annotation<Proposal>(),
  allowed: Annotation<boolean>(),
  applied: Annotation<string[]>(),
});
type State = typeof StockState.State;
type Job = (session: Session) => Promise<readonly string[]>;

/** The same job on stock pieces: six LangGraph nodes, SqliteSaver, one transaction per change. */
export async function stockFlow(folder: string, synchronous: 'FULL' | 'NORMAL'): Promise<Contestant> {
  const saver = SqliteSaver.fromConnString(join(folder, 'checkpoints.db'));
  saver.db.pragma('journal_mode = WAL');
  // As on our side: checkpoints may lose the last moment to a power cut, what was done to other systems may not.
  saver.db.pragma('synchronous = NORMAL');
  const graph = stockGraph(saver);
  const job: Job = async (session) => {
    const config = { configurable: { thread_id: session.input.threadId, session }, durability: 'sync' as const };
    const end = await graph.invoke({ input: session.input }, config);
    return end.applied;
  };
  return contestant(folder, synchronous, job, () => saver.db.close());
}

/** The limit: the same steps called one after the other, no graph and no checkpoints. */
export async function functionFlow(folder: string, synchronous: 'FULL' | 'NORMAL'): Promise<Contestant> {
  const job: Job = async (session) => {
    const gathered = await gatherStep(session);
    const decision = await decideStep(session, gathered);
    const proposal = await proposeStep(session, gathered, decision, await narrateStep(session, gathered, decision));
    await gateStep(session, proposal);
    return commitStep(session, proposal);
  };
  return contestant(folder, synchronous, job, () => undefined);
}

function stockGraph(saver: SqliteSaver) {
  // Put there by the job above.
  const session = (config: RunnableConfig): Session => config.configurable?.['session'] as Session;
  return new StateGraph(StockState)
    .addNode('gather', async (_: State, config: RunnableConfig) => ({ gathered: await gatherStep(session(config)) }))
    .addNode('decide', async (state: State, config: RunnableConfig) => ({ decision: await decideStep(session(config), state.gathered) }))
    .addNode('narrate', async (state: State, config: RunnableConfig) => ({
      texts: await narrateStep(session(config), state.gathered, state.decision),
    }))
    .addNode('propose', async (state: State, config: RunnableConfig) => ({
      proposal: await proposeStep(session(config), state.gathered, state.decision, state.texts),
    }))
    .addNode('gate', async (state: State, config: RunnableConfig) => ({ allowed: await gateStep(session(config), state.proposal) }))
    .addNode('commit', async (state: State, config: RunnableConfig) => ({ applied: await commitStep(session(config), state.proposal) }))
    .addEdge(START, 'gather')
    .addEdge('gather', 'decide')
    .addEdge('decide', 'narrate')
    .addEdge('narrate', 'propose')
    .addEdge('propose', 'gate')
    .addEdge('gate', 'commit')
    .addEdge('commit', END)
    .compile({ checkpointer: saver });
}

function contestant(folder: string, synchronous: 'FULL' | 'NORMAL', job: Job, close: () => void): Contestant {
  const world = orderWorld();
  const desk = openDesk(folder, synchronous, world.connections);
  let started = 0;
  return {
    async round(runs) {
      const first = started;
      started += runs;
      await inLanes(runs, concurrency, async (n) => {
        const run = await taken(desk, `SO-${first + n}`);
        const applied = await job(sessionOf(desk, run));
        if (applied.length !== 4) throw new Error('the writes of a run are missing');
        const at = desk.parts.clock.now().toISOString();
        await desk.runs.finish(run.id, run.fence, { status: 'done', outcome: 'applied', at }, [
          {
            at,
            actor: 'system',
            action: 'run.done',
            runId: run.id,
            correlationId: run.threadId,
            subject: { type: run.record.type, id: run.record.id },
            body: { workflow: run.workflow, outcome: 'applied' },
          },
        ]);
      });
    },
    close() {
      close();
      desk.close();
    },
  };
}

/** Takes the event in and claims a run, each in its transaction. */
async function taken(desk: Desk, id: string): Promise<Run> {
  const { clock, ids } = desk.parts;
  const intake = {
    events: desk.events,
    vault: desk.vault,
    clock,
    ids,
    log: silentLog,
    workflows: () => [{ workflow: desk.workflow, version: '1' }],
    isHarmless: () => true,
    wake: () => undefined,
  };
  const record = { connection: 'erp', type: 'SalesOrder', id };
  await accept(
    intake,
    { source: 'bench', sourceId: `event-${id}`, type: 'sales-order.changed', record, hint: { status: 'SHIPPED' } },
    'service:erp',
    Buffer.from(JSON.stringify({ order: id })),
  );
  const now = clock.now();
  const [run] = await desk.runs.claim('bench', now.toISOString(), new Date(now.getTime() + 15_000).toISOString(), 1);
  if (!run) throw new Error('there was no run to claim');
  return run;
}

function sessionOf(desk: Desk, run: Run): Session {
  const { hint, receivedAt } = run.input as { hint: Record<string, string>; receivedAt: string };
  return {
    parts: desk.parts,
    workflow: desk.workflow,
    run: {
      runId: run.id,
      fence: { runId: run.id, token: run.fence },
      principal: { id: run.principal, name: 'erp', roles: ['source'] },
      signal: new AbortController().signal,
    },
    input: { runId: run.id, threadId: run.threadId, record: run.record, principal: run.principal, hint, receivedAt },
    pendingAudit: [],
    since: targetsOf(desk.parts.effects).moment,
    asked: new Map(),
  };
}
