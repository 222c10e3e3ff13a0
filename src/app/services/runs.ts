import type { AuditEntry } from '../../contracts/audit.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { ExceptionItem, Run } from '../../contracts/runs.ts';
import type { ExceptionService, RunService, RunView } from '../../contracts/services.ts';
import { accept } from '../../events/intake.ts';
import { pollOnce } from '../../events/poll.ts';
import type { Core } from '../core.ts';
import { authorise, page } from './authorise.ts';

export function runService(core: Core): RunService {
  const { runs } = core.storage;
  return {
    async list(query, by) {
      authorise(core.roles, by, 'runs.read');
      return page(await runs.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async get(id, by) {
      authorise(core.roles, by, 'runs.read');
      return viewRun(core, await load(core, id));
    },
    async start(workflowId, recordId, by) {
      authorise(core.roles, by, 'runs.start');
      const workflow = core.workflow(workflowId);
      if (!workflow) throw new CountersignError('resource.not_found', `There is no workflow ${workflowId}`, { field: 'workflow' });
      const trigger = workflow.triggers.find((each) => each.on === 'event');
      const poll = workflow.triggers.find((each) => each.on === 'poll');
      if (!trigger)
        throw new CountersignError('input.invalid', `Workflow ${workflowId} cannot be started on a record`, { field: 'workflow' });
      const connection = core.flow.connection(poll?.connection ?? 'erp').name;
      return accept(
        core.intake,
        { source: 'command', type: trigger.types[0] ?? '', record: { connection, type: workflow.recordType, id: recordId }, hint: {} },
        by.id,
        undefined,
      );
    },
    async startSince(workflowId, since, by, onProgress) {
      authorise(core.roles, by, 'runs.start');
      const workflow = core.workflow(workflowId);
      const trigger = workflow?.triggers.find((each) => each.on === 'poll');
      if (!trigger)
        throw new CountersignError('input.invalid', `Workflow ${workflowId} does not follow a change cursor`, { field: 'workflow' });
      let seen = 0;
      const started = await pollOnce({ ...core.intake, connection: core.flow.connection }, trigger, {
        since,
        principal: by.id,
        onPage: (count, total) => {
          seen = count;
          onProgress?.(count, total);
        },
      });
      return { seen, started };
    },
    async cancel(id, reason, by) {
      authorise(core.roles, by, 'runs.cancel');
      const run = await load(core, id);
      const at = core.clock.now().toISOString();
      const audit: AuditEntry = { at, actor: by.id, action: 'run.cancelled', runId: id, correlationId: run.threadId, body: { reason } };
      if (!(await runs.cancel(id, at, [audit])))
        throw new CountersignError('run.not_resumable', `Run ${id} is ${run.status} and cannot be cancelled`, { field: 'id' });
      await closeApproval(core, run, by.id, reason, at);
      return load(core, id);
    },
    async counts(by) {
      authorise(core.roles, by, 'runs.read');
      return runs.counts();
    },
  };
}

async function load(core: Core, id: string): Promise<Run> {
  const run = await core.storage.runs.get(id);
  if (!run) throw new CountersignError('resource.not_found', `There is no run ${id}`, { field: 'id' });
  return run;
}

/** A cancelled run leaves no question open. */
async function closeApproval(core: Core, run: Run, by: string, reason: string, at: string): Promise<void> {
  const open = await core.storage.approvals.openForThread(run.threadId);
  if (!open || open.runId !== run.id || open.status !== 'waiting') return;
  const audit: AuditEntry = {
    at,
    actor: by,
    action: 'approval.withdrawn',
    runId: run.id,
    correlationId: run.threadId,
    body: { approval: open.id, reason },
  };
  await core.storage.approvals.replace(
    open.id,
    open.revision,
    { ...open, status: 'withdrawn', closedAt: at, closedBy: by, reason },
    false,
    [audit],
  );
}

async function viewRun(core: Core, run: Run): Promise<RunView> {
  const [records, effects, exceptions] = await Promise.all([
    core.storage.audit.list({ runId: run.id, limit: 500 }),
    core.storage.effects.list({ runId: run.id, limit: 200 }),
    core.storage.exceptions.list({ runId: run.id, limit: 1 }),
  ]);
  const open = await core.storage.approvals.openForThread(run.threadId);
  return {
    run,
    steps: records.map(({ at, action, actor, body }) => ({ at, action, actor, body })),
    effects,
    ...(open?.runId === run.id ? { approval: open } : {}),
    ...(exceptions[0] ? { exception: exceptions[0] } : {}),
  };
}

function alreadyClosed(item: ExceptionItem): CountersignError {
  return new CountersignError('exception.closed', `Exception ${item.id} is already ${item.status}`, { field: 'id' });
}

async function loadException(core: Core, id: string): Promise<ExceptionItem> {
  const item = await core.storage.exceptions.get(id);
  if (!item) throw new CountersignError('resource.not_found', `There is no exception ${id}`, { field: 'id' });
  return item;
}

async function loadOpen(core: Core, id: string): Promise<ExceptionItem> {
  const item = await loadException(core, id);
  if (item.status !== 'open') throw alreadyClosed(item);
  return item;
}

type Closing = {
  readonly status: Exclude<ExceptionItem['status'], 'open'>;
  readonly by: string;
  readonly reason: string;
  readonly rerun?: { readonly runId: string; readonly how: 'start' | 'continue' };
};

async function close(core: Core, id: string, { status, by, reason, rerun }: Closing): Promise<ExceptionItem> {
  const { exceptions, runs } = core.storage;
  const at = core.clock.now().toISOString();
  const item = await loadOpen(core, id);
  const audit: AuditEntry = {
    at,
    actor: by,
    action: `exception.${status}`,
    ...(item.runId === undefined ? {} : { runId: item.runId }),
    body: { exception: id, reason },
  };
  // Asked for in the same turn, the two share one transaction: no crash closes the exception and leaves its run behind.
  const [closed] = await Promise.all([
    exceptions.close(id, status, by, reason, at, [audit]),
    rerun &&
      runs.requeue(rerun.runId, ['exception', 'done', 'cancelled'], rerun.how, at, [
        { at, actor: by, action: 'run.requeued', runId: rerun.runId, body: { how: rerun.how } },
      ]),
  ]);
  if (!closed) throw alreadyClosed(await loadException(core, id));
  if (rerun) core.wake();
  return loadException(core, id);
}

export function exceptionService(core: Core): ExceptionService {
  const { exceptions } = core.storage;
  return {
    async list(query, by) {
      authorise(core.roles, by, 'exceptions.read');
      return page(await exceptions.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async get(id, by) {
      authorise(core.roles, by, 'exceptions.read');
      return loadException(core, id);
    },
    async retry(id, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await loadException(core, id);
      if (item.runId === undefined)
        throw new CountersignError('input.invalid', 'This exception has no run; edit it or discard it', { field: 'id' });
      return close(core, id, { status: 'retried', by: by.id, reason: 'tried again', rerun: { runId: item.runId, how: 'start' } });
    },
    async edit(id, event, by) {
      authorise(core.roles, by, 'exceptions.handle');
      await loadOpen(core, id);
      // Taken in before it closes: a crash between the two leaves it open, and the same event twice has the effect of one.
      const accepted = await accept(core.intake, event, by.id, undefined);
      await close(core, id, { status: 'resolved', by: by.id, reason: 'edited and taken in' });
      return accepted;
    },
    async discard(id, reason, by) {
      authorise(core.roles, by, 'exceptions.handle');
      return close(core, id, { status: 'discarded', by: by.id, reason });
    },
    async resolveEffect(id, found, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const item = await loadException(core, id);
      const key = item.details['key'];
      if (item.runId === undefined || typeof key !== 'string')
        throw new CountersignError('input.invalid', 'This exception is not about an uncertain effect', { field: 'id' });
      await core.resolveEffect(item.runId, key, found, by.id);
      const reason = found.verdict === 'applied' ? `found as ${found.recordId}` : 'not there: send again';
      return close(core, id, { status: 'resolved', by: by.id, reason, rerun: { runId: item.runId, how: 'continue' } });
    },
  };
}
