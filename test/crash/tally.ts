import { probeLabels, type ProbeLabel } from '../../src/flow/parts.ts';
import { faultKinds } from '../../src/sandbox/index.ts';
import type { FaultCounts } from './faults.ts';
import type { Findings } from './examine.ts';

/** How often the engine died at each boundary, and anywhere else. */
export type Tally = Record<ProbeLabel | 'moment', number>;

export function freshTally(): Tally {
  // Built from the closed list, so every label has a number.
  return Object.fromEntries([...probeLabels, 'moment' as const].map((label) => [label, 0])) as Tally;
}

export function add(left: Findings, right: Findings): Findings {
  return {
    lost: [...left.lost, ...right.lost],
    duplicated: [...left.duplicated, ...right.duplicated],
    broken: [...left.broken, ...right.broken],
    effects: left.effects + right.effects,
    faults: addCounts(left.faults, right.faults),
  };
}

function addCounts(left: FaultCounts, right: FaultCounts): FaultCounts {
  const sum = { ...left };
  for (const kind of faultKinds) if (right[kind] !== undefined) sum[kind] = (sum[kind] ?? 0) + right[kind];
  return sum;
}

export function addTallies(...tallies: readonly Tally[]): Tally {
  const sum = freshTally();
  for (const tally of tallies) for (const label of [...probeLabels, 'moment' as const]) sum[label] += tally[label];
  return sum;
}
