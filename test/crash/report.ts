import { probeLabels } from '../../src/flow/parts.ts';
import type { FaultCounts } from './faults.ts';
import type { CrashReport } from './in-process.ts';
import type { KillReport } from './kills.ts';
import { add, type Tally } from './tally.ts';

/** From so many points on, every boundary must have been crashed at at least `enoughPerLabel` times. */
const fullRun = 2000;
const enoughPerLabel = 20;
/** From so many kills on, at least this many must have hit an effect that was being sent. */
const fullKills = 60;
const enoughWhileSending = 10;

export type Report = {
  readonly seed: number;
  readonly points: number;
  readonly kills: number;
  readonly seconds: number;
  readonly effects: number;
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  /** Anything else that must always hold: runs that never end, the audit chain, approvals, the ledger's own word. */
  readonly broken: readonly string[];
  readonly killsWhileSending: number;
  readonly crashesAt: Tally;
  readonly killsAt: Tally;
  readonly faults: FaultCounts;
  /** What a full run has to have done and this one did not. */
  readonly tooFew: readonly string[];
  readonly red: boolean;
};

export function verdict(given: { seed: number; seconds: number; killed: KillReport; crashed: CrashReport }): Report {
  const { killed, crashed } = given;
  const { lost, duplicated, broken, effects, faults } = add(crashed, killed);
  const tooFew = [
    ...probeLabels
      .filter((label) => crashed.points >= fullRun && crashed.tally[label] < enoughPerLabel)
      .map((label) => `fewer than ${enoughPerLabel} crashes at ${label}`),
    ...(killed.kills >= fullKills && killed.whileSending < enoughWhileSending
      ? [`fewer than ${enoughWhileSending} kills while sending`]
      : []),
  ];
  return {
    seed: given.seed,
    points: crashed.points,
    kills: killed.kills,
    seconds: Math.round(given.seconds),
    effects,
    lost,
    duplicated,
    broken,
    killsWhileSending: killed.whileSending,
    crashesAt: crashed.tally,
    killsAt: killed.tally,
    faults,
    tooFew,
    red: lost.length + duplicated.length + broken.length + tooFew.length > 0,
  };
}

export function printReport(report: Report): string {
  const row = (name: string, crashes: unknown, kills: unknown): string =>
    `${name.padEnd(20)}${String(crashes).padStart(10)}${String(kills).padStart(8)}`;
  const findings = [
    ...report.lost.map((found) => `lost: ${found}`),
    ...report.duplicated.map((found) => `duplicated: ${found}`),
    ...report.broken.map((found) => `broken: ${found}`),
    ...report.tooFew,
  ];
  return [
    row('boundary', 'crashes', 'kills'),
    ...[...probeLabels, 'moment' as const].map((label) => row(label, report.crashesAt[label], report.killsAt[label])),
    row('all', report.points, report.kills),
    '',
    `kills while an effect was being sent: ${report.killsWhileSending}`,
    `faults: ${Object.entries(report.faults)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    `effects: ${report.effects}  lost: ${report.lost.length}  duplicated: ${report.duplicated.length}  other: ${report.broken.length}`,
    `seed: ${report.seed}  seconds: ${report.seconds}`,
    ...findings.slice(0, 50),
    report.red ? 'RED' : 'green',
  ].join('\n');
}
