import type { AuditEntry } from '../../contracts/audit.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { ExceptionItem } from '../../contracts/runs.ts';
import type { ExceptionService } from '../../contracts/services.ts';
import { accept } from '../../events/intake.ts';
import type { Core } from '../core.ts';
import { authorise, page } from './authorise.ts';

export function exceptionService(core: Core): ExceptionService {
  const { exceptions } = core.storage;
  return {
    async list(query, by) {
      authorise(core.roles, by, 'exceptions.read');
      return page(await exceptions.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async get(id, by) {
      authorise(core.roles, by, 'exceptions.read');
      return load(core, id);
    },
    async retry(id, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await load(core, id);
      if (item.runId === undefined)
        throw new CountersignError('input.invalid', 'This exception has no run; edit it or discard it', { field: 'id' });
      const closed = await close(core, item, 'retried', by.id, 'tried again');
      await rerun(core, item.runId, 'start', by.id);
      return closed;
    },
    async edit(id, event, by) {
      authorise(core.roles, by, 'exceptions.handle');
      await close(core, await load(core, id), 'resolved', by.id, 'edited and taken in');
      return accept(core.intake, event, by.id, undefined);
    },
    async discard(id, reason, by) {
      authorise(core.roles, by, 'exceptions.handle');
      return close(core, await load(core, id), 'discarded', by.id, reason);
    },
    async resolveEffect(id, found, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await load(core, id);
      const key = item.details['key'];
      if (item.runId === undefined || typeof key !== 'string')
        throw new CountersignError('input.invalid', 'This exception is not about an uncertain effect', { field: 'id' });
      await core.resolveEffect(item.runId, key, found, by.id);
      const closed = await close(
        core,
        item,
        'resolved',
        by.id,
        found.verdict === 'applied' ? `found as ${found.recordId}` : 'not there: send again',
      );
      await rerun(core, item.runId, 'continue', by.id);
      return closed;
    },
  };
}

async function load(core: Core, id: string): Promise<ExceptionItem> {
  const item = await core.storage.exceptions.get(id);
  if (!item) throw new CountersignError('resource.not_found', `There is no exception ${id}`, { field: 'id' });
  return item;
}

async function close(
  core: Core,
  item: ExceptionItem,
  status: 'retried' | 'discarded' | 'resolved',
  by: string,
  reason: string,
): Promise<ExceptionItem> {
  const at = core.clock.now().toISOString();
  const audit: AuditEntry = {
    at,
    actor: by,
    action: `exception.${status}`,
    ...(item.runId === undefined ? {} : { runId: item.runId }),
    body: { exception: item.id, reason },
  };
  if (!(await core.storage.exceptions.close(item.id, status, by, reason, at, [audit]))) {
    throw new CountersignError('exception.closed', `Exception ${item.id} is already ${item.status}`, { field: 'id' });
  }
  return load(core, item.id);
}

/** Back through the queue, like everything else: the same limits and the same ordering key apply. */
async function rerun(core: Core, runId: string, how: 'start' | 'continue', by: string): Promise<void> {
  const at = core.clock.now().toISOString();
  await core.storage.runs.requeue(runId, ['exception', 'done', 'cancelled'], how, at, [
    { at, actor: by, action: 'run.requeued', runId, body: { how } },
  ]);
  core.wake();
}
