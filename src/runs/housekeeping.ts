import type { ApprovalStore } from '../contracts/approvals.ts';
import type { AuditEntry } from '../contracts/audit.ts';
import { asCountersignError } from '../contracts/errors.ts';
import type { ExceptionStore, RunStore } from '../contracts/runs.ts';
import type { Clock } from '../contracts/time.ts';
import { age } from '../approvals/settle.ts';

/** Escalates and expires approvals whose moment has come. Compare-and-set: a decision that was faster stands. */
export async function ageApprovals(parts: {
  approvals: ApprovalStore;
  clock: Clock;
  escalateTo: (workflow: string, rule: string) => string | undefined;
}): Promise<number> {
  const at = parts.clock.now().toISOString();
  let changed = 0;
  for (const approval of await parts.approvals.due(at, 200)) {
    const aged = age(approval, at, parts.escalateTo(approval.workflow, approval.asked.rule));
    if (!aged) continue;
    const audit: AuditEntry = {
      at,
      actor: 'system',
      action: aged.action,
      runId: approval.runId,
      correlationId: approval.threadId,
      body: { approval: approval.id, ...(aged.next.escalatedTo === undefined ? {} : { to: aged.next.escalatedTo }) },
    };
    if (await parts.approvals.replace(approval.id, approval.revision, aged.next, aged.next.status !== 'waiting', [audit])) changed += 1;
  }
  return changed;
}

/**
 * Takes back runs whose worker is dead or whose lease ran out. One that stopped too many workers goes to a person; see
 * RunStore.sweep.
 */
export async function sweepRuns(parts: {
  runs: RunStore;
  exceptions: ExceptionStore;
  clock: Clock;
  cap: number;
  deadOwners: (owners: readonly string[]) => readonly string[];
}): Promise<{ requeued: readonly string[]; exhausted: readonly string[] }> {
  const at = parts.clock.now().toISOString();
  const swept = await parts.runs.sweep(at, parts.deadOwners(await parts.runs.owners()), parts.cap);
  for (const id of swept.exhausted) await reportExhausted(parts, id, at);
  return swept;
}

async function reportExhausted(parts: { runs: RunStore; exceptions: ExceptionStore }, runId: string, at: string): Promise<void> {
  const run = await parts.runs.get(runId);
  if (!run) return;
  const message = 'Several workers stopped while they carried this run; look at it before it runs again';
  const id = `exc_${runId.slice(4)}`;
  const audit: AuditEntry = {
    at,
    actor: 'system',
    action: 'exception.opened',
    runId,
    correlationId: run.threadId,
    body: { exception: id, code: 'run.limit', message },
  };
  await parts.exceptions.open(
    { id, code: 'run.limit', message, status: 'open', runId, record: run.record, details: { recoveries: run.recoveries }, createdAt: at },
    [audit],
  );
  try {
    await parts.runs.finish(runId, run.fence, { status: 'exception', outcome: 'recovery limit reached', at }, [
      { at, actor: 'system', action: 'run.exception', runId, correlationId: run.threadId, body: { outcome: 'recovery limit reached' } },
    ]);
  } catch (thrown) {
    // Its worker was slow, not dead, and ended it in the meantime: what it did stands.
    if (asCountersignError(thrown).code !== 'run.fenced') throw thrown;
  }
}
