import { parse, route, type AgentServerRoute, type Given } from './route.ts';
import { cronChange, cronInput } from './run-request.ts';
import * as schemas from './schemas.ts';
import { threadId } from './thread-routes.ts';
import { cronView, pagination, selected } from './views.ts';

const tag = 'crons';
const cronId = (given: Pick<Given, 'params'>): string => parse(schemas.Uuid, given.params['cron_id'], 'path.cron_id');

export const cronRoutes: readonly AgentServerRoute[] = [
  route({
    method: 'POST',
    path: '/runs/crons',
    tag,
    summary: 'Runs at the moments of a calendar, each on a thread of its own',
    body: schemas.CronCreate,
    handle: async ({ body, serving, by }) => ({ body: cronView(await serving.crons.create(undefined, cronInput(body), by)) }),
  }),
  route({
    method: 'POST',
    path: '/threads/{thread_id}/runs/crons',
    tag,
    summary: 'Runs of a thread at the moments of a calendar',
    body: schemas.CronCreate,
    handle: async (given) => ({ body: cronView(await given.serving.crons.create(threadId(given), cronInput(given.body), given.by)) }),
  }),
  route({
    method: 'POST',
    path: '/runs/crons/search',
    tag,
    summary: 'Schedules that match',
    body: schemas.CronSearch,
    async handle({ body, serving, by }) {
      const {
        assistant_id: assistantId,
        thread_id: thread,
        enabled,
        metadata,
        limit = 10,
        offset = 0,
        sort_by: sortBy,
        sort_order: order,
      } = body;
      const page = { limit, offset, sortBy, ascending: order === 'asc' };
      const found = await serving.crons.search({ assistantId, threadId: thread, enabled, metadata }, page, by);
      return { headers: pagination(found, offset), body: found.rows.map((row) => selected(cronView(row), body.select)) };
    },
  }),
  route({
    method: 'POST',
    path: '/runs/crons/count',
    tag,
    summary: 'How many schedules match',
    body: schemas.CronCount,
    async handle({ body, serving, by }) {
      const filter = { assistantId: body.assistant_id, threadId: body.thread_id, metadata: body.metadata };
      return { body: (await serving.crons.search(filter, { limit: 1, offset: 0 }, by)).total };
    },
  }),
  route({
    method: 'PATCH',
    path: '/runs/crons/{cron_id}',
    tag,
    summary: 'Change a schedule',
    body: schemas.CronPatch,
    handle: async (given) => ({ body: cronView(await given.serving.crons.update(cronId(given), cronChange(given.body), given.by)) }),
  }),
  route({
    method: 'DELETE',
    path: '/runs/crons/{cron_id}',
    tag,
    summary: 'Delete a schedule',
    async handle(given) {
      await given.serving.crons.delete(cronId(given), given.by);
      return { status: 204 };
    },
  }),
];
