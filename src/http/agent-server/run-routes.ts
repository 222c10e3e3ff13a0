import type { RunRow } from '../../contracts/serving-store.ts';
import { parse, route, type AgentServerRoute, type Given, type Reply } from './route.ts';
import { runRequest } from './run-request.ts';
import * as schemas from './schemas.ts';
import { threadId } from './thread-routes.ts';
import { resultView, runView, selected } from './views.ts';

const tag = 'runs';
const runId = (given: Pick<Given, 'params'>): string => parse(schemas.Uuid, given.params['run_id'], 'path.run_id');

type Created = Given<undefined, schemas.RunCreate>;
type Line = 'stream' | 'wait' | 'none';
const create = (given: Created, thread: string | undefined, line: Line): Promise<RunRow> => {
  const request = runRequest(given.body);
  const isAttended = line !== 'none' && request.webhook === undefined && request.afterSeconds === undefined;
  // Who waits for the end and asked for no events is told the end; whoever joins its stream as well, too.
  const streamModes = request.streamModes?.length ? request.streamModes : line === 'wait' ? [] : undefined;
  return given.serving.runs.create(thread, { ...request, streamModes, isAttended }, given.viewer);
};

/** Where the run is to be found; the sdk reads its ids from the first and takes a broken stream up at the second. */
function places(run: RunRow, isStateless: boolean): Record<string, string> {
  const whole = `/threads/${run.threadId}/runs/${run.id}`;
  return { 'Content-Location': isStateless ? `/runs/${run.id}` : whole, Location: `${whole}/stream` };
}

/** Leaving a stream or a wait takes the run along only where the client said so. */
async function streamed(given: Created, thread: string | undefined): Promise<Reply> {
  const run = await create(given, thread, 'stream');
  const options = { signal: given.signal, cancelOnLeave: given.body.on_disconnect === 'cancel' };
  return { headers: places(run, thread === undefined), events: await given.serving.runs.follow(undefined, run.id, options, given.viewer) };
}

async function waited(given: Created, thread: string | undefined): Promise<Reply> {
  const run = await create(given, thread, 'wait');
  const { runs } = given.serving;
  let isOver = false;
  if (given.body.on_disconnect === 'cancel')
    given.signal.addEventListener('abort', () => {
      if (!isOver) void runs.cancel(run.threadId, run.id, { action: 'interrupt', wait: false }, given.by).catch(() => undefined);
    });
  const { ended } = await runs.join(undefined, run.id, given.viewer);
  const later = async (): Promise<unknown> => {
    const result = await ended;
    isOver = true;
    return resultView(result);
  };
  return { headers: places(run, thread === undefined), later };
}

async function started(given: Created, thread: string | undefined): Promise<Reply> {
  const run = await create(given, thread, 'none');
  return { headers: { 'Content-Location': places(run, thread === undefined)['Content-Location'] ?? '' }, body: runView(run) };
}

const beginnings: readonly AgentServerRoute[] = [
  { end: '', summary: 'Start a run in the background', begin: started },
  { end: '/stream', summary: 'Start a run and follow its events', begin: streamed },
  { end: '/wait', summary: 'Start a run and wait for its end', begin: waited },
].flatMap(({ end, summary, begin }) => [
  route({
    method: 'POST',
    path: `/runs${end}`,
    tag,
    summary: `${summary}, on a thread of its own`,
    body: schemas.RunCreate,
    handle: (given) => begin(given, undefined),
  }),
  route({
    method: 'POST',
    path: `/threads/{thread_id}/runs${end}`,
    tag,
    summary,
    body: schemas.RunCreate,
    handle: (given) => begin(given, threadId(given)),
  }),
]);

const follow = async (
  given: Given<{ cancel_on_disconnect?: boolean | undefined; stream_mode?: schemas.Mode[] | undefined; after?: string | undefined }>,
  thread: string | undefined,
) => {
  const { cancel_on_disconnect: cancelOnLeave, stream_mode: modes, after } = given.query;
  const options = { after: given.lastEventId ?? after, modes, cancelOnLeave, signal: given.signal };
  const id = runId(given);
  const place = thread === undefined ? `/runs/${id}` : `/threads/${thread}/runs/${id}`;
  return {
    headers: { 'Content-Location': place, Location: `${place}/stream` },
    events: await given.serving.runs.follow(thread, id, options, given.viewer),
  };
};

const known: readonly AgentServerRoute[] = [
  route({
    method: 'POST',
    path: '/runs/batch',
    tag,
    summary: 'Start several runs, each on a thread of its own',
    body: schemas.RunBatch,
    async handle({ body, serving, viewer }) {
      const views: unknown[] = [];
      for (const each of body) views.push(runView(await serving.runs.create(undefined, runRequest(each), viewer)));
      return { body: views };
    },
  }),
  route({
    method: 'POST',
    path: '/runs/cancel',
    tag,
    summary: 'Cancel several runs',
    query: schemas.CancelQuery,
    body: schemas.RunCancelMany,
    async handle({ body, query, serving, by }) {
      const { thread_id: thread, run_ids: runIds, status } = body;
      await serving.runs.cancelMany({ threadId: thread, runIds, status }, query.action ?? 'interrupt', by);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/runs',
    tag,
    summary: 'The runs of a thread, newest first',
    query: schemas.RunListQuery,
    async handle(given) {
      const { limit = 10, offset = 0, status, select } = given.query;
      const rows = await given.serving.runs.list(threadId(given), { status, limit, offset }, given.by);
      return { body: rows.map((row) => selected(runView(row), select)) };
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/runs/{run_id}',
    tag,
    summary: 'One run',
    handle: async (given) => ({ body: runView(await given.serving.runs.get(threadId(given), runId(given), given.by)) }),
  }),
  route({
    method: 'DELETE',
    path: '/threads/{thread_id}/runs/{run_id}',
    tag,
    summary: 'Delete a run that ended',
    async handle(given) {
      await given.serving.runs.delete(threadId(given), runId(given), given.by);
      return { status: 204 };
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/runs/{run_id}/join',
    tag,
    summary: 'Wait for the end of a run',
    query: schemas.FollowQuery,
    async handle(given) {
      const [thread, id] = [threadId(given), runId(given)];
      const { runs } = given.serving;
      const { ended } = await runs.join(thread, id, given.viewer);
      if (given.query.cancel_on_disconnect === true)
        given.signal.addEventListener('abort', () => {
          void runs.cancel(thread, id, { action: 'interrupt', wait: false }, given.by).catch(() => undefined);
        });
      return { later: async () => resultView(await ended) };
    },
  }),
  route({
    method: 'GET',
    path: '/threads/{thread_id}/runs/{run_id}/stream',
    tag,
    summary: 'The events of a run, from the last one that arrived',
    query: schemas.FollowQuery,
    handle: (given) => follow(given, threadId(given)),
  }),
  route({
    method: 'GET',
    path: '/runs/{run_id}/stream',
    tag,
    summary: 'The events of a run without a thread',
    query: schemas.FollowQuery,
    handle: (given) => follow(given, undefined),
  }),
  route({
    method: 'POST',
    path: '/threads/{thread_id}/runs/{run_id}/cancel',
    tag,
    summary: 'Stop a run, or take back what it did',
    query: schemas.CancelQuery,
    async handle(given) {
      const { wait = false, action = 'interrupt' } = given.query;
      await given.serving.runs.cancel(threadId(given), runId(given), { action, wait }, given.by);
      return { status: wait ? 204 : 202 };
    },
  }),
];

export const runRoutes: readonly AgentServerRoute[] = [...beginnings, ...known];
