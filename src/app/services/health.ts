import type { Readiness } from '../../contracts/services.ts';
import type { Core } from '../core.ts';

/** Counters of this process; the durable figures are counted in the database when asked. */
export type Meters = { readonly runsFinished: Map<string, number>; runMilliseconds: number; readonly startedAt: Date };

export const createMeters = (startedAt: Date): Meters => ({ runsFinished: new Map(), runMilliseconds: 0, startedAt });

export async function readiness(core: Core, draining: boolean): Promise<Readiness> {
  const checks: { name: string; ok: boolean; detail?: string }[] = [];
  for (const [name, db] of Object.entries(core.storage.databases)) {
    try {
      db.prepare('SELECT 1').get();
      checks.push({ name: `storage.${name}`, ok: true });
    } catch {
      checks.push({ name: `storage.${name}`, ok: false, detail: 'the database does not answer' });
    }
  }
  try {
    await core.vault.entries('readiness');
    checks.push({ name: 'vault', ok: true });
  } catch {
    checks.push({ name: 'vault', ok: false, detail: 'the vault does not answer' });
  }
  return { ready: !draining && checks.every((check) => check.ok), draining, checks };
}

/** OpenMetrics text. Labels are workflow ids, statuses and states: nothing personal, nothing unbounded. */
export async function renderMetrics(core: Core, meters: Meters): Promise<string> {
  const [counts, approvals, exceptions] = await Promise.all([
    core.storage.runs.counts(),
    core.storage.approvals.list({ status: 'waiting', limit: 10_000 }),
    core.storage.exceptions.list({ status: 'open', limit: 10_000 }),
  ]);
  const lines = [
    '# TYPE countersign_runs gauge',
    ...Object.entries(counts).map(([status, n]) => `countersign_runs{status="${status}"} ${n}`),
    '# TYPE countersign_approvals_waiting gauge',
    `countersign_approvals_waiting ${approvals.length}`,
    '# TYPE countersign_exceptions_open gauge',
    `countersign_exceptions_open ${exceptions.length}`,
    '# TYPE countersign_runs_finished counter',
    ...[...meters.runsFinished].map(([status, n]) => `countersign_runs_finished_total{status="${status}"} ${n}`),
    '# TYPE countersign_run_seconds counter',
    `countersign_run_seconds_total ${(meters.runMilliseconds / 1000).toFixed(3)}`,
    '# TYPE process_resident_memory_bytes gauge',
    `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
    '# TYPE process_start_time_seconds gauge',
    `process_start_time_seconds ${Math.floor(meters.startedAt.getTime() / 1000)}`,
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}
