import type { ThreadRow } from '../../contracts/serving-store.ts';
import * as schemas from './schemas.ts';
import { parse, route, type AgentServerRoute, type Given } from './route.ts';
import { checkpointRef } from './run-request.ts';
import { pagination, selected, stateView, threadView } from './views.ts';

const tag = 'threads';
/** Ids are UUIDs; anything else is told so before it is looked for. */
export const threadId = (given: Pick<Given, 'params'>): string => parse(schemas.Uuid, given.params['thread_id'], 'path.thread_id');

const shown = (row: ThreadRow): { body: unknown } => ({ body: threadView(row) });

const threads: readonly AgentServerRoute[] = [
  route({
    method: 'POST',
    path: '/threads',
    tag,
    summary: 'Create a thread',
    body: schemas.ThreadCreate,
    async handle({ body, serving, viewer }) {
      const supersteps = body.supersteps?.map((step) => ({
        updates: step.updates.map((update) => ({ values: update.values, asNode: update.as_node })),
      }));
      const input = { id: body.thread_id, metadata: body.metadata, ifExists: body.if_exists, supersteps };
      return shown(await serving.threads.create(input, viewer));
    },
  }),
  route({
    method: 'POST',
    path: '/threads/search',
    tag,
    summary: 'Threads that match',
    body: schemas.ThreadSearch,
    async handle({ body, serving, viewer }) {
      const { ids, metadata, values, status, limit = 10, offset = 0, sort_by: sort, sort_order: order, select } = body;
      const sortBy = sort === 'thread_id' ? 'id' : sort === 'state_updated_at' ? 'updated_at' : sort;
      const page = { limit, offset, sortBy, ascending: order === 'asc' };
      const found = await serving.threads.search({ ids, metadata, values, status }, page, viewer);
      return { headers: pagination(found, offset), body: found.rows.map((row) => selected(threadView(row), select)) };
    },
  }),
  route({
    method: 'POST',
    path: '/threads/count',
    tag,
    summary: 'How many threads match',
    body: schemas.ThreadCount,
    handle: async ({ body, serving, viewer }) => ({ body: (await serving.threads.search(body, { limit: 1, offset: 0 }, viewer)).total }),
  }),
  route({
    method: 'POST',
    path: '/threads/prune',
    tag,
    summary: 'Delete threads, or all but their newest state',
    body: schemas.ThreadPrune,
    handle: async ({ body, serving, by }) => ({
      body: { pruned_count: await serving.threads.prune(body.thread_ids, body.strategy ?? 'delete', by) },
    }),
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}',
    tag,
    summary: 'One thread',
    handle: async (given) => shown(await given.serving.threads.get(threadId(given), given.viewer)),
  }),
  route({
    method: 'PATCH',
    path: '/threads/{thread_id}',
    tag,
    summary: 'Merge metadata into a thread',
    body: schemas.ThreadPatch,
    handle: async (given) => shown(await given.serving.threads.patch(threadId(given), given.body.metadata ?? {}, given.viewer)),
  }),
  route({
    method: 'DELETE',
    path: '/threads/{thread_id}',
    tag,
    summary: 'Delete a thread with its runs and its state',
    async handle(given) {
      await given.serving.threads.delete(threadId(given), given.by);
      return { status: 204 };
    },
  }),
  route({
    method: 'POST',
    path: '/threads/{thread_id}/copy',
    tag,
    summary: 'A new thread with the same state',
    handle: async (given) => shown(await given.serving.threads.copy(threadId(given), given.viewer)),
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/stream',
    tag,
    summary: 'Events of whatever runs on the thread',
    query: schemas.ThreadFollowQuery,
    handle: async (given) => ({
      events: await given.serving.threads.follow(threadId(given), { after: given.lastEventId, signal: given.signal }, given.viewer),
    }),
  }),
];

const state: readonly AgentServerRoute[] = [
  route({
    method: 'GET',
    path: '/threads/{thread_id}/state',
    tag,
    summary: 'The newest state',
    query: schemas.StateQuery,
    async handle(given) {
      const { subgraphs = false, select } = given.query;
      return { body: selected(stateView(await given.serving.threads.state(threadId(given), undefined, subgraphs, given.viewer)), select) };
    },
  }),
  route({
    method: 'POST',
    path: '/threads/{thread_id}/state',
    tag,
    summary: 'Write state as a node would',
    body: schemas.StateUpdate,
    async handle(given) {
      const { values, as_node: asNode, checkpoint, checkpoint_id: id } = given.body;
      const write = { values, asNode, checkpoint: checkpointRef(checkpoint, id) };
      const at = await given.serving.threads.update(threadId(given), write, given.by);
      return { body: { checkpoint: at, configurable: at } };
    },
  }),
  route({
    method: 'POST',
    path: '/threads/{thread_id}/state/checkpoint',
    tag,
    summary: 'The state at a checkpoint, with its namespace',
    body: schemas.StateAt,
    async handle(given) {
      const { checkpoint, subgraphs = false, select } = given.body;
      const view = await given.serving.threads.state(threadId(given), checkpointRef(checkpoint), subgraphs, given.viewer);
      return { body: selected(stateView(view), select) };
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/state/{checkpoint_id}',
    tag,
    summary: 'The state at a checkpoint',
    query: schemas.StateQuery,
    async handle(given) {
      const { subgraphs = false, select } = given.query;
      const at = { checkpointId: parse(schemas.Uuid, given.params['checkpoint_id'], 'path.checkpoint_id') };
      return { body: selected(stateView(await given.serving.threads.state(threadId(given), at, subgraphs, given.viewer)), select) };
    },
  }),
  ...(['GET', 'POST'] as const).map((method) =>
    route({
      method,
      path: '/threads/{thread_id}/history',
      tag,
      summary: 'The states of a thread, newest first',
      ...(method === 'POST' ? { body: schemas.History } : { query: schemas.History }),
      async handle(given) {
        const { limit = 10, before, metadata, checkpoint } = given.body ?? given.query ?? {};
        const options = { limit, before, metadata, checkpoint: checkpointRef(checkpoint) };
        return { body: (await given.serving.threads.history(threadId(given), options, given.by)).map(stateView) };
      },
    }),
  ),
];

export const threadRoutes: readonly AgentServerRoute[] = [...threads, ...state];
