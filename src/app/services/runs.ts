import type { AuditEntry } from '../../contracts/audit.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Run } from '../../contracts/runs.ts';
import type { RunService, RunView } from '../../contracts/services.ts';
import { pollOnce } from '../../events/poll.ts';
import type { Core } from '../core.ts';
import { authorise, page } from './authorise.ts';
import { intakeOf, startRun } from './start-run.ts';

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
    start: (workflow, record, by) => startRun(core, { workflow, record, source: 'command' }, by),
    async startSince(workflowId, since, by, onProgress) {
      authorise(core.roles, by, 'runs.start');
      const workflow = core.workflow(workflowId);
      const trigger = workflow?.triggers.find((each) => each.on === 'poll');
      if (!trigger)
        throw new CountersignError('input.invalid', `Workflow ${workflowId} does not follow a change cursor`, { field: 'workflow' });
      let seen = 0;
      const started = await pollOnce({ ...intakeOf(core, workflowId), connection: core.flow.connection }, trigger, {
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
