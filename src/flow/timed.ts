import { asCountersignError } from '../contracts/errors.ts';
import type { TracedSpan } from '../contracts/trace.ts';
import type { Session } from './parts.ts';

/** Traces a call to a connection, where anybody listens; `told` adds what its answer says. */
export async function timed<T>(
  { parts, run }: Session,
  name: string,
  attributes: TracedSpan['attributes'],
  call: () => Promise<T>,
  told: (answer: T) => TracedSpan['attributes'] = () => ({}),
): Promise<T> {
  const { trace, clock } = parts;
  if (!trace) return call();
  const from = clock.now();
  const span = { runId: run.runId, name, kind: 'client', from } as const;
  try {
    const answer = await call();
    trace({ ...span, to: clock.now(), attributes: { ...attributes, ...told(answer) } });
    return answer;
  } catch (thrown) {
    trace({ ...span, to: clock.now(), attributes, error: asCountersignError(thrown).code });
    throw thrown;
  }
}
