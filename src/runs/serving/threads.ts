import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { ServedGraph, ServedRun } from '../../contracts/served.ts';
import type { Members, ThreadRow } from '../../contracts/serving-store.ts';
import type { CheckpointRef, CheckpointView, ServingThreads, StateView, StateWrite, Superstep, Viewer } from '../../contracts/serving.ts';
import { graphOf, maySee, mustUse, ownerFilter, threadFor } from './access.ts';
import { placeOf } from './debug-view.ts';
import { drivable, interruptsByTask, parkedIn, type Snapshot, stateOf } from './drivable.ts';
import { Exit } from './exit.ts';
import { followThread } from './follow.ts';
import { nowOf, type ServingParts } from './parts.ts';
import { plain } from './plain.ts';
import { checkpointConfig } from './prepare.ts';
import { forgetThread } from './runner.ts';
import type { Engine } from './engine.ts';
import { stateView } from './state-view.ts';

export function threadService(own: Engine): ServingThreads {
  const { parts } = own;
  const shown = (thread: ThreadRow, viewer: Viewer): Promise<ThreadRow> =>
    new Exit(graphOf(parts, thread), thread.id, thread.owner.id, viewer).thread(thread);
  return {
    create: async (input, viewer) => shown(await createThread(own, input, viewer.by), viewer),
    get: async (id, viewer) => shown(await threadFor(parts, id, viewer.by), viewer),
    async patch(id, metadata, viewer) {
      const thread = await threadFor(parts, id, viewer.by);
      await parts.stores.threads.patch(id, { metadata: { ...thread.metadata, ...metadata, ...graphIn(thread) } }, nowOf(parts));
      return shown(await threadFor(parts, id, viewer.by), viewer);
    },
    async delete(id, by) {
      await deleteThread(own, await threadFor(parts, id, by));
    },
    async search(filter, page, viewer) {
      mustUse(parts, viewer.by);
      const found = await parts.stores.threads.search({ ...filter, owner: ownerFilter(parts, viewer.by) }, page);
      const rows: ThreadRow[] = [];
      for (const row of found.rows) rows.push(await shown(row, viewer));
      return { rows, total: found.total };
    },
    async copy(id, viewer) {
      const thread = await threadFor(parts, id, viewer.by);
      // Tokens belong to the thread they were made for; a copy for somebody else would be a copy of nothing.
      if (thread.owner.id !== viewer.by.id)
        throw new CountersignError('auth.forbidden', 'Only its own user may copy a thread', { field: 'thread_id' });
      return shown(await copyThread(own, thread, viewer.by), viewer);
    },
    prune: (ids, strategy, by) => pruneThreads(own, ids, strategy, by),
    state: (id, at, subgraphs, viewer) => readState(parts, id, at, subgraphs, viewer),
    update: (id, write, by) => updateState(own, id, write, by),
    async history(id, { limit, before, metadata, checkpoint }, by) {
      const thread = await threadFor(parts, id, by);
      const served = graphOf(parts, thread);
      if (!served) return [];
      const options = {
        limit,
        ...(before === undefined ? {} : { before: { configurable: { thread_id: id, checkpoint_id: before } } }),
        ...(metadata === undefined ? {} : { filter: metadata }),
      };
      const states: StateView[] = [];
      for await (const state of drivable(served).getStateHistory(configAt(id, checkpoint), options)) states.push(stateView(state));
      return states;
    },
    async follow(id, options, viewer) {
      const thread = await threadFor(parts, id, viewer.by);
      return followThread(own, id, thread.owner.id, options, viewer);
    },
  };
}

/** Which graph a thread belongs to is known from its runs; once it has one, nobody says otherwise. */
function graphIn(thread: ThreadRow): Members {
  const { graph_id: graphId, assistant_id: assistantId } = thread.metadata;
  return graphId === undefined ? {} : { graph_id: graphId, ...(assistantId === undefined ? {} : { assistant_id: assistantId }) };
}

type Making = { readonly id: string; readonly by: Principal; readonly isTemporary: boolean; readonly metadata: Members };

export function threadRow(parts: ServingParts, made: Making): ThreadRow {
  const at = nowOf(parts);
  return {
    id: made.id,
    owner: { id: made.by.id, roles: made.by.roles },
    status: 'idle',
    metadata: made.metadata,
    config: {},
    values: null,
    interrupts: {},
    isTemporary: made.isTemporary,
    createdAt: at,
    updatedAt: at,
  };
}

async function newThread(parts: ServingParts, made: Making): Promise<ThreadRow> {
  const row = threadRow(parts, made);
  if (!(await parts.stores.threads.add(row))) throw taken();
  return row;
}

export const taken = (): CountersignError =>
  new CountersignError('run.limit', 'There is a thread of this id already', { field: 'thread_id' });

async function createThread(
  own: Engine,
  input: {
    id?: string | undefined;
    metadata?: Members | undefined;
    ifExists?: 'raise' | 'do_nothing' | undefined;
    supersteps?: readonly Superstep[] | undefined;
  },
  by: Principal,
): Promise<ThreadRow> {
  const { parts } = own;
  mustUse(parts, by);
  const id = input.id ?? parts.uuid();
  const found = await parts.stores.threads.get(id);
  if (found && input.ifExists === 'do_nothing') return threadFor(parts, id, by);
  const thread = await newThread(parts, { id, by, isTemporary: false, metadata: input.metadata ?? {} });
  if (!input.supersteps?.length) return thread;
  const served = graphOf(parts, thread);
  if (!served) throw new CountersignError('input.invalid', 'Supersteps need metadata.graph_id', { field: 'metadata.graph_id' });
  const run = outsideRun(own, thread, by);
  const steps: object[] = [];
  for (const step of input.supersteps) {
    const updates: object[] = [];
    for (const { values, asNode } of step.updates) {
      await served.hooks.mayUpdate?.(run, [], values, asNode);
      updates.push({ values: values === undefined || values === null ? values : await served.hooks.enter(run, values), asNode });
    }
    steps.push({ updates });
  }
  await onGraph(() => drivable(served).bulkUpdateState(configAt(id, undefined), steps));
  await refresh(parts, thread, served);
  return threadFor(parts, id, by);
}

async function pruneThreads(own: Engine, ids: readonly string[], strategy: 'delete' | 'keep_latest', by: Principal): Promise<number> {
  const { parts } = own;
  mustUse(parts, by);
  let pruned = 0;
  for (const id of new Set(ids)) {
    const thread = await parts.stores.threads.get(id);
    if (!thread || !maySee(parts, thread.owner.id, by)) continue;
    if (strategy === 'delete') await deleteThread(own, thread);
    else if (thread.status !== 'busy') await parts.saver.prune(id);
    else continue;
    pruned += 1;
  }
  return pruned;
}

async function deleteThread(own: Engine, thread: ThreadRow): Promise<void> {
  for (const live of own.lives.activeOn(thread.id)) await own.runner.stop(live, 'interrupt');
  for (const live of own.lives.on(thread.id)) own.lives.forget(live);
  const assistantId = thread.metadata['assistant_id'];
  await forgetThread(own.parts, thread.id, typeof assistantId === 'string' ? assistantId : undefined);
}

async function copyThread({ parts }: Engine, thread: ThreadRow, by: Principal): Promise<ThreadRow> {
  const served = graphOf(parts, thread);
  const made = await newThread(parts, { id: parts.uuid(), by, isTemporary: false, metadata: { ...thread.metadata, thread_id: undefined } });
  await parts.stores.checkpoints.copy(thread.id, made.id);
  await parts.stores.threads.patch(made.id, { values: thread.values, config: thread.config }, nowOf(parts));
  if (served) await refresh(parts, made, served);
  return threadFor(parts, made.id, by);
}

async function readState(
  parts: ServingParts,
  id: string,
  at: CheckpointRef | undefined,
  subgraphs: boolean,
  viewer: Viewer,
): Promise<StateView> {
  const thread = await threadFor(parts, id, viewer.by);
  const served = graphOf(parts, thread);
  if (!served) return stateView({ values: {}, next: [], tasks: [], config: {} });
  const state: Snapshot = await onGraph(() => stateOf(served, configAt(id, at), { subgraphs }));
  return new Exit(served, id, thread.owner.id, viewer).state(stateView(state));
}

async function updateState(own: Engine, id: string, write: StateWrite, by: Principal): Promise<CheckpointView | null> {
  const { parts, lives, locks } = own;
  const thread = await threadFor(parts, id, by);
  const served = graphOf(parts, thread);
  if (!served)
    throw new CountersignError('input.invalid', 'The thread has no graph yet; set metadata.graph_id or run it once', {
      field: 'thread_id',
    });
  return locks.run(id, async () => {
    if (lives.activeOn(id).length > 0)
      throw new CountersignError('run.limit', 'The thread is at work; its state can be changed afterwards', {
        field: 'thread_id',
        retry: 'later',
      });
    const graph = drivable(served);
    const run = outsideRun(own, thread, by);
    const parked = parkedIn(await stateOf(served, configAt(id, undefined)));
    await served.hooks.mayUpdate?.(run, parked, write.values, write.asNode);
    const values = write.values === undefined || write.values === null ? write.values : await served.hooks.enter(run, write.values);
    const config = await onGraph(() => graph.updateState(configAt(id, write.checkpoint), values, write.asNode));
    await refresh(parts, thread, served);
    return placeOf(config);
  });
}

/** A change of state that is no run still has somebody who makes it. */
function outsideRun({ parts }: Engine, thread: ThreadRow, by: Principal): ServedRun {
  return { runId: parts.uuid(), threadId: thread.id, by, signal: new AbortController().signal };
}

/** The thread shows what its state says now. */
async function refresh(parts: ServingParts, thread: ThreadRow, served: ServedGraph): Promise<void> {
  const state = await stateOf(served, configAt(thread.id, undefined));
  await parts.stores.threads.patch(
    thread.id,
    {
      values: plain(state.values),
      interrupts: plain(interruptsByTask(state)) as Members,
      status: state.next.length > 0 ? 'interrupted' : 'idle',
    },
    nowOf(parts),
  );
}

/** LangGraph refuses unknown nodes, checkpoints and values with errors of its own; for the sender they are all input. */
async function onGraph<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof CountersignError) throw cause;
    throw new CountersignError('input.invalid', 'The graph does not take this: check as_node, the values and the checkpoint', {
      field: 'body',
      cause,
    });
  }
}

function configAt(threadId: string, at: CheckpointRef | undefined): object {
  return { configurable: { checkpoint_ns: '', ...checkpointConfig(at), thread_id: threadId } };
}
