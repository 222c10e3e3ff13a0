import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { RunResult } from '../../contracts/serving.ts';

/** LangGraph's own, whose sentences hold nothing but numbers and names of nodes. */
const harmless = new Set(['GraphRecursionError', 'InvalidUpdateError', 'NodeTimeoutError', 'EmptyInputError']);

/** What may be said of an error: our own sentences and LangGraph's; of any other only that it happened. */
export function shownError(thrown: unknown): NonNullable<RunResult['error']> {
  if (thrown instanceof CountersignError) return { error: thrown.name, message: thrown.message, code: thrown.code };
  if (thrown instanceof Error && harmless.has(thrown.name))
    return { error: thrown.name, message: (thrown.message.split('\n')[0] ?? '').slice(0, 300), code: 'run.limit' };
  return {
    error: thrown instanceof Error ? thrown.name : 'Error',
    message: 'A step of the run failed; the log has the details',
    code: asCountersignError(thrown).code,
  };
}

/** For the log: kind and where, never the text. */
export function tracedError(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return {};
  const frame = thrown.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return { cause: thrown.name, at: frame?.trim().replace(/\(?(?:file:\/\/)?\/[^()]*\/([^/()]+)\)?$/, '$1') };
}
