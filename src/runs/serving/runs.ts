import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ServedGraph } from '../../contracts/served.ts';
import type { AssistantRow, Members, RunRow, ServedRunStatus, ThreadRow } from '../../contracts/serving-store.ts';
import type { RunRequest, RunResult, ServingRuns, Viewer } from '../../contracts/serving.ts';
import { assistantFor, graphFor, graphOf, maySee, mustUse, threadFor } from './access.ts';
import type { Engine } from './engine.ts';
import { stateOf } from './drivable.ts';
import { Exit } from './exit.ts';
import { followRun } from './follow.ts';
import { Live } from './live.ts';
import { limitsOf } from './parts.ts';
import { keptRequest } from './prepare.ts';
import { checkedCommand } from './resume.ts';
import { taken, threadRow } from './threads.ts';
import { refuseUnlistedHost } from './webhooks.ts';

export function runService(own: Engine): ServingRuns {
  const { parts, lives, runner } = own;
  return {
    create: (threadId, request, viewer) => createRun(own, threadId, request, viewer.by),
    async list(threadId, { status, metadata, limit, offset }, by) {
      await threadFor(parts, threadId, by);
      return parts.stores.runs.list({ threadId, statuses: statusesOf(status), metadata, limit, offset });
    },
    get: (threadId, runId, by) => runFor(own, threadId, runId, by),
    async delete(threadId, runId, by) {
      await runFor(own, threadId, runId, by);
      const live = lives.get(runId);
      if (live && live.result === undefined)
        throw new CountersignError('run.limit', 'The run is still at work; cancel it first', { field: 'run_id', retry: 'later' });
      await parts.stores.runs.delete(runId);
      if (live) lives.forget(live);
    },
    join: (threadId, runId, viewer) => joinRun(own, threadId, runId, viewer),
    async follow(threadId, runId, options, viewer) {
      const { live, ownerId } = await liveFor(own, threadId, runId, viewer.by);
      return followRun(own, live, ownerId, options, viewer);
    },
    async cancel(threadId, runId, { action, wait }, by) {
      await runFor(own, threadId, runId, by);
      const live = lives.get(runId);
      if (!live) return;
      const stopped = runner.stop(live, action);
      if (wait) await stopped;
    },
    async cancelMany({ threadId, runIds, status }, action, by) {
      mustUse(parts, by);
      if (threadId !== undefined) await threadFor(parts, threadId, by);
      const chosen = lives
        .active()
        .filter(
          (live) =>
            maySee(parts, live.row.by.id, by) &&
            (threadId === undefined || live.row.threadId === threadId) &&
            (runIds === undefined || runIds.includes(live.row.id)) &&
            (status === undefined || status === 'all' || (status === 'running') === live.isAtWork),
        );
      if (chosen.length === 0 && runIds !== undefined)
        throw new CountersignError('resource.not_found', 'None of these runs is waiting or at work', { field: 'run_ids' });
      for (const live of chosen) void runner.stop(live, action);
      return chosen.length;
    },
  };
}

/** A run that waits for a person is `success` at the edge, and is found as `interrupted` too. */
function statusesOf(status: string | undefined): readonly ServedRunStatus[] | undefined {
  switch (status) {
    case undefined:
      return undefined;
    case 'interrupted':
      return ['interrupted', 'awaiting_approval'];
    case 'success':
      return ['success', 'awaiting_approval'];
    case 'pending':
    case 'running':
    case 'error':
    case 'timeout':
      return [status];
    default:
      throw new CountersignError('input.invalid', 'There is no such run status', { field: 'query.status' });
  }
}

async function runFor(own: Engine, threadId: string, runId: string, by: Principal): Promise<RunRow> {
  await threadFor(own.parts, threadId, by);
  const row = await own.parts.stores.runs.get(runId);
  if (!row || row.threadId !== threadId) throw noRun();
  return row;
}

const noRun = (): CountersignError => new CountersignError('resource.not_found', 'There is no run of this id', { field: 'run_id' });

/** A run with its events; of one that ended long ago only the row is left. */
async function liveFor(
  own: Engine,
  threadId: string | undefined,
  runId: string,
  by: Principal,
): Promise<{ live: Live | undefined; ownerId: string }> {
  mustUse(own.parts, by);
  const live = own.lives.get(runId);
  if (live) {
    if (!maySee(own.parts, live.row.by.id, by) || (threadId !== undefined && live.row.threadId !== threadId)) throw noRun();
    // A manager may run somebody else's thread; what it says is still the owner's alone.
    return { live, ownerId: live.ownerId };
  }
  const row = await own.parts.stores.runs.get(runId);
  if (!row || (threadId !== undefined && row.threadId !== threadId)) throw noRun();
  const thread = await threadFor(own.parts, row.threadId, by);
  return { live: undefined, ownerId: thread.owner.id };
}

async function joinRun(own: Engine, threadId: string | undefined, runId: string, viewer: Viewer): Promise<{ ended: Promise<RunResult> }> {
  const { live, ownerId } = await liveFor(own, threadId, runId, viewer.by);
  if (live) {
    const exit = new Exit(live.served, live.row.threadId, ownerId, viewer);
    const ended = live.ended.then((result) => exit.result(result));
    ended.catch(() => undefined);
    return { ended };
  }
  const row = await runFor(own, threadId ?? '', runId, viewer.by);
  const thread = await threadFor(own.parts, row.threadId, viewer.by);
  const interrupts = Object.values(thread.interrupts).flatMap((each) => (Array.isArray(each) ? each : []));
  const result: RunResult = {
    status: row.status,
    values: thread.values,
    interrupts: row.status === 'awaiting_approval' ? interrupts : [],
    ...(row.status === 'error' && thread.error !== undefined
      ? { error: { error: 'Error', message: 'A step of the run failed; the log has the details', code: thread.error } }
      : {}),
  };
  return { ended: new Exit(graphOf(own.parts, thread), thread.id, thread.owner.id, viewer).result(result) };
}

/** Checks everything a client can get wrong before anything is stored, then admits the run. */
export async function createRun(own: Engine, threadId: string | undefined, request: RunRequest, by: Principal): Promise<RunRow> {
  const { parts, locks } = own;
  mustUse(parts, by);
  if (own.runner.isStopping)
    throw new CountersignError('service.draining', 'The server is shutting down; send it again in a moment', {
      retry: 'later',
      retryAfterMs: 5000,
    });
  if (request.webhook !== undefined) refuseUnlistedHost(parts.webhooks, request.webhook);
  const assistant = await assistantFor(parts, request.assistantId);
  const served = graphFor(parts, assistant.graphId);
  const id = threadId ?? parts.uuid();
  return locks.run(id, async () => {
    const { thread, isNew } = await threadOf(own, id, threadId === undefined, request, by);
    refuseOtherGate(graphOf(parts, thread), served);
    return admit(own, { thread, isNew, assistant, served, request, by });
  });
}

/** A thread with a gate is run by its own graph alone: another one would write past what the gate guards. */
function refuseOtherGate(before: ServedGraph | undefined, served: ServedGraph): void {
  if (!before || before.id === served.id || (!before.hooks.decide && !served.hooks.decide)) return;
  throw new CountersignError('run.limit', 'The thread belongs to another graph; begin a new one', { field: 'assistant_id' });
}

/** The thread there is, or one that is made when the run is admitted, so that a run that is refused leaves none. */
async function threadOf(
  { parts }: Engine,
  id: string,
  isTemporary: boolean,
  request: RunRequest,
  by: Principal,
): Promise<{ thread: ThreadRow; isNew: boolean }> {
  const made = (): ThreadRow => threadRow(parts, { id, by, isTemporary, metadata: request.metadata ?? {} });
  if (isTemporary) return { thread: made(), isNew: true };
  if (request.ifNotExists === 'create' && !(await parts.stores.threads.get(id))) return { thread: made(), isNew: true };
  return { thread: await threadFor(parts, id, by), isNew: false };
}

type Asked = {
  readonly thread: ThreadRow;
  readonly isNew: boolean;
  readonly assistant: AssistantRow;
  readonly served: ServedGraph;
  readonly request: RunRequest;
  readonly by: Principal;
};

async function admit(own: Engine, { thread, isNew, assistant, served, request, by }: Asked): Promise<RunRow> {
  const { parts, lives } = own;
  const limits = limitsOf(parts);
  const others = lives.activeOn(thread.id);
  if (others.length > 0 && (request.multitaskStrategy ?? 'reject') === 'reject') throw busy();
  if (others.length >= limits.runsPerThread)
    throw new CountersignError('run.limit', `At most ${limits.runsPerThread} runs may wait for one thread`, { retry: 'later' });
  const draft = draftOf(own, thread, assistant, served, request, by);
  const command = request.command && (await commandOf(served, draft, request, others.length > 0));
  const kwargs = await keptRequest(served, draft.servedRun, request, command, limits);
  return enqueue(own, draft, kwargs, others, { newThread: isNew ? thread : undefined, isAttended: request.isAttended });
}

/** Resumes what waits with nothing, past the check of clients' resumes: the graph's node looks at the decisions by itself. */
export async function admitResume(
  own: Engine,
  thread: ThreadRow,
  assistant: AssistantRow,
  served: ServedGraph,
  resume: Members,
  by: Principal,
): Promise<RunRow> {
  const request: RunRequest = { assistantId: assistant.id, streamModes: ['values', 'updates', 'messages-tuple', 'custom'] };
  const draft = draftOf(own, thread, assistant, served, request, by);
  const kwargs = await keptRequest(served, draft.servedRun, request, { resume }, limitsOf(own.parts));
  return enqueue(own, draft, kwargs, [], {});
}

async function enqueue(
  { parts, lives, runner }: Engine,
  draft: Live,
  kwargs: Members,
  others: readonly Live[],
  { newThread, isAttended }: { readonly newThread?: ThreadRow | undefined; readonly isAttended?: boolean | undefined },
): Promise<RunRow> {
  const { row, served } = draft;
  const base = others.length > 0 || newThread ? undefined : parts.stores.checkpoints.newest(row.threadId);
  const isDue = row.availableAt <= row.createdAt;
  const asked: RunRow = {
    ...row,
    kwargs,
    status: isDue && runner.hasRoom ? 'running' : 'pending',
    ...(base === undefined ? {} : { base }),
  };
  const admitted = await parts.stores.runs.admit(asked, {
    rejectBusy: row.multitask === 'reject',
    metadata: { graph_id: served.id, assistant_id: row.assistantId },
    newThread,
    isAttended,
  });
  if (!admitted.isAdmitted) throw newThread ? taken() : busy();
  draft.row = { ...asked, status: admitted.isRunning ? 'running' : 'pending', attempts: admitted.isRunning ? 1 : 0 };
  lives.add(draft);
  if (row.multitask === 'interrupt' || row.multitask === 'rollback') for (const live of others) void runner.stop(live, row.multitask);
  if (admitted.isRunning) runner.begin(draft);
  else runner.wakeAt(draft.row);
  // A run is answered as it was taken, before anything happened to it.
  return { ...asked, status: 'pending' };
}

const busy = (): CountersignError =>
  new CountersignError('input.invalid', 'The thread is at work on another run; wait for it, or choose another multitask_strategy', {
    field: 'multitask_strategy',
    retry: 'later',
  });

async function commandOf(served: ServedGraph, draft: Live, request: RunRequest, isBusy: boolean) {
  if (!request.command) return undefined;
  if (isBusy && request.command.resume !== undefined)
    throw new CountersignError('run.not_resumable', 'The thread is at work; it can be answered when it waits', {
      field: 'command.resume',
      retry: 'later',
    });
  const state = await stateOf(served, { configurable: { thread_id: draft.row.threadId } });
  return checkedCommand(served, draft.servedRun, request.command, state);
}

function draftOf(
  { parts, lives }: Engine,
  thread: ThreadRow,
  assistant: AssistantRow,
  served: ServedGraph,
  request: RunRequest,
  by: Principal,
): Live {
  const now = parts.clock.now();
  const row: RunRow = {
    id: parts.uuid(),
    threadId: thread.id,
    assistantId: assistant.id,
    by: { id: by.id, roles: by.roles },
    status: 'pending',
    kwargs: {},
    metadata: { ...request.metadata, graph_id: served.id, assistant_id: assistant.id },
    multitask: request.multitaskStrategy ?? 'reject',
    attempts: 0,
    availableAt: new Date(now.getTime() + (request.afterSeconds ?? 0) * 1000).toISOString(),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
  };
  const { isTemporary, owner } = thread;
  return new Live({ row, served, by, log: lives.newLog(), isTemporary, ownerId: owner.id, epoch: parts.uuid() });
}
