import type { CompanySandbox, FaultSpec } from '../../src/sandbox/index.ts';
import { times } from './installation.ts';

/** What goes wrong between us and the systems while the engine dies, drawn from the sandbox's own seed. */
export function addFaults(sandbox: CompanySandbox): void {
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
}
