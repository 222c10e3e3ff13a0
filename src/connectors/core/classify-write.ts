import { CountersignError } from '../../contracts/errors.ts';
import type { WriteOutcome } from '../../contracts/ports.ts';
import type { HttpReply } from './reply.ts';
import { retryAfterMs } from './retry-after.ts';
import { TransportError } from './transport-error.ts';

/** How long a write waits when nothing said how long. */
const defaultDeferMs = 1_000;

/** A write that got no answer: nothing was sent, so it waits; or something was, so nobody knows. */
export function classifyTransport(thrown: unknown): WriteOutcome {
  // Our own checks (host list, path, token) speak before anything is sent; only an unreadable answer speaks after.
  if (thrown instanceof CountersignError && thrown.code !== 'connector.invalid_reply') {
    if (thrown.retry !== 'never') return { kind: 'deferred', retryAfterMs: thrown.retryAfterMs ?? defaultDeferMs };
    return { kind: 'refused', status: 0, code: thrown.code, reason: thrown.message };
  }
  if (!(thrown instanceof TransportError)) return { kind: 'uncertain', reason: 'The connector failed in a way it does not know' };
  if (thrown.phase === 'before-send') return { kind: 'deferred', retryAfterMs: thrown.retryAfterMs ?? defaultDeferMs };
  return { kind: 'uncertain', reason: thrown.message };
}

/**
 * The part of an answer's meaning that is the same for every vendor: wait (429), conflict (409, 412, 428), nobody knows
 * (408, 5xx). Undefined for the rest: a success or a refusal is the vendor's to read from the body.
 */
export function classifyWrite(reply: HttpReply, connection: string, now: Date): WriteOutcome | undefined {
  const { status } = reply;
  if (status === 429) return { kind: 'deferred', retryAfterMs: retryAfterMs(reply.headers['retry-after'], now) ?? defaultDeferMs };
  if (status === 409 || status === 412 || status === 428)
    return { kind: 'conflict', status, reason: `${connection} says the record changed since it was read` };
  if (status === 408 || status >= 500)
    return { kind: 'uncertain', reason: `${connection} failed with status ${status} after the request was sent` };
  return undefined;
}
