import type { RunResult, Serving } from '../../contracts/serving.ts';
import { assistantFor, graphFor, graphOf } from './access.ts';
import { assistantService, ensureDefaults } from './assistants.ts';
import { Crons } from './crons.ts';
import { parkedIn, stateOf } from './drivable.ts';
import type { Engine } from './engine.ts';
import { tracedError } from './errors.ts';
import { itemService } from './items.ts';
import { Live, Lives } from './live.ts';
import { Locks } from './locks.ts';
import { limitsOf, type ServingParts } from './parts.ts';
import { forgetThread, Runner } from './runner.ts';
import { admitResume, runService } from './runs.ts';
import { threadService } from './threads.ts';
import { takeTurn } from './turn.ts';
import { Webhooks } from './webhooks.ts';

/** The engine behind the Agent Server protocol and every other face of the served graphs. */
export function createServing(parts: ServingParts): Serving {
  const lives = new Lives(limitsOf(parts));
  const webhooks = new Webhooks(parts);
  const runner = new Runner(parts, lives, (live, result) => announce(parts, webhooks, live, result));
  const own: Engine = { parts, lives, runner, locks: new Locks() };
  const crons = new Crons(own);
  return {
    graphs: parts.graphs.map(({ id, description }) => ({ id, description })),
    assistants: assistantService(own),
    threads: threadService(own),
    runs: runService(own),
    crons: crons.service(),
    items: itemService(parts),
    turn: (request, viewer) => takeTurn(own, request, viewer),
    followUp: (threadId) => followUp(own, threadId),
    async start() {
      await ensureDefaults(parts);
      await takeUp(own);
      await webhooks.start();
      await crons.start();
      await runner.pump();
    },
    async stop(graceMs) {
      crons.stop();
      await runner.shutDown(graceMs);
      webhooks.stop();
    },
  };
}

function announce(parts: ServingParts, webhooks: Webhooks, live: Live, result: RunResult): void {
  const url = live.row.kwargs['webhook'];
  if (typeof url !== 'string') return;
  webhooks
    .announce(live.row, url, result.values, result.error?.message)
    .catch((thrown: unknown) => parts.log.error({ runId: live.row.id, ...tracedError(thrown) }, 'a webhook could not be queued'));
}

/** What an earlier process left: waiting runs wait on, runs at work are begun again from their checkpoint. */
async function takeUp({ parts, lives, runner }: Engine): Promise<void> {
  const at = parts.clock.now().toISOString();
  for (const { id, assistantId } of await parts.stores.threads.leftBehind()) await forgetThread(parts, id, assistantId);
  for (const row of await parts.stores.runs.active()) {
    if (lives.get(row.id)) continue;
    const graphId = (await parts.stores.assistants.get(row.assistantId))?.graphId;
    const served = parts.graphs.find((graph) => graph.id === graphId);
    if (!served) {
      parts.log.error({ runId: row.id }, 'a served run was left whose graph is not installed');
      await parts.stores.runs.finish(row.id, { status: 'error', at, thread: { status: 'error', error: 'capability.missing' } });
      continue;
    }
    if (row.status === 'running') await parts.stores.runs.release(row.id, at, true);
    const thread = await parts.stores.threads.get(row.threadId);
    const by = parts.principal(row.by);
    const live = new Live({
      row: { ...row, status: 'pending' },
      served,
      by,
      log: lives.newLog(),
      isTemporary: thread?.isTemporary ?? false,
      ownerId: thread?.owner.id ?? row.by.id,
      epoch: parts.uuid(),
    });
    live.hadToWait = row.status === 'pending';
    lives.add(live);
    runner.wakeAt(live.row);
  }
}

async function followUp(own: Engine, threadId: string): Promise<string | undefined> {
  const { parts } = own;
  const thread = await parts.stores.threads.get(threadId);
  const served = thread && graphOf(parts, thread);
  if (!thread || !served) return undefined;
  return own.locks.run(threadId, async () => {
    // A run at work sees the decision by itself when it comes to its gate.
    if (own.lives.activeOn(threadId).length > 0) return undefined;
    const state = await stateOf(served, { configurable: { thread_id: threadId } });
    const parked = parkedIn(state);
    if (parked.length === 0) return undefined;
    const assistantId = thread.metadata['assistant_id'];
    const assistant = await assistantFor(parts, typeof assistantId === 'string' ? assistantId : served.id);
    const resume = Object.fromEntries(parked.map((each) => [each.id, null]));
    const run = await admitResume(own, thread, assistant, graphFor(parts, assistant.graphId), resume, parts.principal(thread.owner));
    return run.id;
  });
}
