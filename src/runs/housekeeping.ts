import type { ApprovalStore } from '../contracts/approvals.ts';
import type { AuditEntry } from '../contracts/audit.ts';
import type { RunStore } from '../contracts/runs.ts';
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

/** Takes back runs whose worker is dead or whose lease ran out; see RunStore.sweep. */
export async function sweepRuns(parts: {
  runs: RunStore;
  clock: Clock;
  cap: number;
  deadOwners: (owners: readonly string[]) => readonly string[];
}): Promise<{ requeued: readonly string[]; exhausted: readonly string[] }> {
  const dead = parts.deadOwners(await parts.runs.owners());
  return parts.runs.sweep(parts.clock.now().toISOString(), dead, parts.cap);
}
