import type { CompanySandbox, FaultKind, FaultSpec } from '../../src/sandbox/index.ts';
import { times } from './installation.ts';

/** What goes wrong between us and the systems while the engine dies, drawn from the sandbox's own seed. */
export function addFaults(sandbox: CompanySandbox): FaultCounts {
  const writes = { face: 'salesforce', path: /\/(composite|sobjects)\b/ } as const;
  const faults: FaultSpec[] = [
    ...(['POST', 'PATCH'] as const).flatMap((method): FaultSpec[] => [
      { kind: 'lost-after-commit', probability: 0.06, ...writes, method },
      { kind: 'commit-later', probability: 0.04, ms: times.heldMs, ...writes, method },
      { kind: 'reset-before', probability: 0.02, ...writes, method },
      { kind: 'rate-limit', probability: 0.02, retryAfterSeconds: 0, ...writes, method },
      { kind: 'server-error', probability: 0.02, status: 500, ...writes, method },
    ]),
    { kind: 'reset-before', probability: 0.002, method: 'GET' },
    { kind: 'server-error', probability: 0.002, method: 'GET' },
  ];
  for (const fault of faults) sandbox.faults.add(fault);
  return countStrikes(sandbox);
}

export type FaultCounts = Partial<Record<FaultKind, number>>;

/** Listens in on the sandbox's dice, so that the report can say what really happened. */
function countStrikes({ faults }: CompanySandbox): FaultCounts {
  const counts: FaultCounts = {};
  const strike = faults.strike.bind(faults);
  faults.strike = (request, kinds) => {
    const struck = strike(request, kinds);
    for (const { kind } of struck) counts[kind] = (counts[kind] ?? 0) + 1;
    return struck;
  };
  return counts;
}
