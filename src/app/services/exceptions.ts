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
      return close(core, item, { status: 'retried', by: by.id, reason: 'tried again', rerun: { runId: item.runId, how: 'start' } });
    },
    async edit(id, event, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await load(core, id);
      refuseClosed(item);
      // Taken in before it closes: a crash between the two leaves it open, and the same event twice has the effect of one.
      const accepted = await accept(core.intake, event, by.id, undefined);
      await close(core, item, { status: 'resolved', by: by.id, reason: 'edited and taken in' });
      return accepted;
    },
    async discard(id, reason, by) {
      authorise(core.roles, by, 'exceptions.handle');
      return close(core, await load(core, id), { status: 'discarded', by: by.id, reason });
    },
    async link(id, target, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await load(core, id);
      const { runId } = item;
      if (!item.code.startsWith('link.') || !item.record || runId === undefined)
        throw new CountersignError('input.invalid', 'This exception is not about a link', { field: 'id' });
      refuseClosed(item);
      await relink(core, item.record, target, by.id);
      return close(core, item, {
        status: 'resolved',
        by: by.id,
        reason: `linked to ${target.type} ${target.id}`,
        rerun: { runId, how: 'start' },
      });
    },
    async resolveEffect(id, found, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await load(core, id);
      const key = item.details['key'];
      if (item.runId === undefined || typeof key !== 'string')
        throw new CountersignError('input.invalid', 'This exception is not about an uncertain effect', { field: 'id' });
      await core.resolveEffect(item.runId, key, found, by.id);
      const reason = found.verdict === 'applied' ? `found as ${found.recordId}` : 'not there: send again';
      return close(core, item, { status: 'resolved', by: by.id, reason, rerun: { runId: item.runId, how: 'continue' } });
    },
  };
}

/** What the person says replaces what the link table held; the record has to be there. */
async function relink(
  core: Core,
  left: NonNullable<ExceptionItem['record']>,
  target: { type: string; id: string },
  by: string,
): Promise<void> {
  const crm = core.flow.connection('crm');
  const live = await crm.reader.read(target, []);
  if (!live) throw new CountersignError('link.broken', `${crm.name} has no ${target.type} ${target.id}`, { field: 'id' });
  const at = core.clock.now().toISOString();
  const { links } = core.storage;
  const entry = (action: string, body: AuditEntry['body']): AuditEntry => ({
    at,
    actor: by,
    action,
    subject: { type: left.type, id: left.id },
    body,
  });
  for (const old of await links.find(left, target.type))
    await links.remove(old.id, [entry('link.removed', { link: old.id, record: old.right.id })]);
  const right = { connection: crm.name, type: target.type, id: live.id };
  await links.add({ id: core.ids.next('lnk'), left, right, source: by, createdAt: at }, [
    entry('link.added', { record: live.id, source: by }),
  ]);
}

async function load(core: Core, id: string): Promise<ExceptionItem> {
  const item = await core.storage.exceptions.get(id);
  if (!item) throw new CountersignError('resource.not_found', `There is no exception ${id}`, { field: 'id' });
  return item;
}

function refuseClosed(item: ExceptionItem): void {
  if (item.status !== 'open')
    throw new CountersignError('exception.closed', `Exception ${item.id} is already ${item.status}`, { field: 'id' });
}

type Closing = {
  readonly status: Exclude<ExceptionItem['status'], 'open'>;
  readonly by: string;
  readonly reason: string;
  /** The run goes back through the queue, like everything else: the same limits and the same ordering key apply. */
  readonly rerun?: { readonly runId: string; readonly how: 'start' | 'continue' };
};

async function close(core: Core, item: ExceptionItem, { status, by, reason, rerun }: Closing): Promise<ExceptionItem> {
  refuseClosed(item);
  const { exceptions, runs } = core.storage;
  const at = core.clock.now().toISOString();
  const audit: AuditEntry = {
    at,
    actor: by,
    action: `exception.${status}`,
    ...(item.runId === undefined ? {} : { runId: item.runId }),
    body: { exception: item.id, reason },
  };
  // Asked for in the same turn, the two share one transaction: no crash closes the exception and leaves its run behind.
  const [closed] = await Promise.all([
    exceptions.close(item.id, status, by, reason, at, [audit]),
    rerun &&
      runs.requeue(rerun.runId, ['exception', 'done', 'cancelled'], rerun.how, at, [
        { at, actor: by, action: 'run.requeued', runId: rerun.runId, body: { how: rerun.how } },
      ]),
  ]);
  const now = await load(core, item.id);
  if (!closed) refuseClosed(now);
  if (rerun) core.wake();
  return now;
}
