import { asCountersignError } from '../../contracts/errors.ts';
import type { WriteOutcome } from '../../contracts/ports.ts';
import { TransportError } from '../core/index.ts';

/** A step before the write failed. Whatever it was, the write itself was not sent. */
export function beforeSending(thrown: unknown): Extract<WriteOutcome, { kind: 'deferred' | 'refused' }> {
  if (thrown instanceof TransportError) return { kind: 'deferred', retryAfterMs: thrown.retryAfterMs ?? 1_000 };
  const error = asCountersignError(thrown);
  if (error.retry === 'never') return { kind: 'refused', status: 0, code: error.code, reason: error.message };
  return { kind: 'deferred', retryAfterMs: error.retryAfterMs ?? 1_000 };
}
