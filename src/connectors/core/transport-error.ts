import { CountersignError } from '../../contracts/errors.ts';

/**
 * Why no answer came back.
 * before-send: not a byte of the request reached the other side, so nothing can have changed there
 * after-send: the request, or part of it, was handed to the socket, so it may have been carried out
 */
export type TransportPhase = 'before-send' | 'after-send';

export type TransportCode =
  | 'refused'
  | 'dns'
  | 'tls'
  | 'connect_timeout'
  | 'breaker_open'
  | 'busy'
  | 'paused'
  | 'deadline'
  | 'aborted'
  | 'reset'
  | 'too_large';

export type TransportErrorOptions = {
  readonly phase: TransportPhase;
  readonly code: TransportCode;
  readonly connection: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
};

const sentences: Readonly<Record<TransportCode, string>> = {
  refused: 'refused the connection',
  dns: 'has a host name that cannot be resolved',
  tls: 'showed a certificate that is not trusted',
  connect_timeout: 'did not accept the connection in time',
  breaker_open: 'failed too often and is left alone for a moment',
  busy: 'has too many requests waiting already',
  paused: 'asked us to wait longer than this request may take',
  deadline: 'did not answer before the deadline',
  aborted: 'was not waited for, because the caller gave up',
  reset: 'broke the connection before its answer was complete',
  too_large: 'answered with more data than is accepted',
};

/** A request without an answer. The message names the connection and the reason, never a payload. */
export class TransportError extends Error {
  readonly phase: TransportPhase;
  readonly code: TransportCode;
  readonly retryAfterMs: number | undefined;

  constructor(options: TransportErrorOptions) {
    super(`${options.connection} ${sentences[options.code]}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'TransportError';
    this.phase = options.phase;
    this.code = options.code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

const tlsCodes = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/;

/** Names a failure of the socket. `started` says whether the request had been handed to a connected socket. */
export function transportErrorFrom(cause: unknown, started: boolean, connection: string): TransportError {
  if (cause instanceof TransportError) return cause;
  const phase: TransportPhase = started ? 'after-send' : 'before-send';
  return new TransportError({ phase, code: started ? 'reset' : connectCode(codeOf(cause)), connection, cause });
}

function connectCode(code: string): TransportCode {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'connect_timeout';
  if (tlsCodes.test(code)) return 'tls';
  return 'refused';
}

function codeOf(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return '';
  return typeof cause.code === 'string' ? cause.code : '';
}

/** What a read port throws for it: the closed list's code and whether trying again helps. */
export function toConnectorError(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError) return thrown;
  if (!(thrown instanceof TransportError))
    return new CountersignError('internal', 'Something unexpected went wrong; the log has the details', { cause: thrown });
  const wait = thrown.retryAfterMs === undefined ? {} : { retryAfterMs: thrown.retryAfterMs };
  switch (thrown.code) {
    case 'deadline':
    case 'connect_timeout':
    case 'aborted':
      return new CountersignError('connector.timeout', thrown.message, { retry: 'now', cause: thrown });
    case 'paused':
      return new CountersignError('connector.rate_limited', thrown.message, { retry: 'later', cause: thrown, ...wait });
    case 'too_large':
      return new CountersignError('connector.invalid_reply', thrown.message, { retry: 'never', cause: thrown });
    case 'dns':
    case 'tls':
      return new CountersignError('connector.unavailable', thrown.message, { retry: 'never', cause: thrown });
    case 'refused':
    case 'reset':
    case 'busy':
    case 'breaker_open':
      return new CountersignError('connector.unavailable', thrown.message, { retry: 'later', cause: thrown, ...wait });
  }
}
