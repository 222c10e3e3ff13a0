/** Every code Countersign answers with, and the HTTP status it maps to. The list is closed: a new failure gets a row here. */
export const errorStatus = {
  'input.malformed': 400,
  'input.invalid': 422,
  'input.too_large': 413,
  'input.too_deep': 400,
  'input.unmapped': 422,
  'input.unsupported_media': 415,
  'auth.missing': 401,
  'auth.invalid': 401,
  'auth.signature': 401,
  'auth.forbidden': 403,
  'resource.not_found': 404,
  'resource.method': 405,
  'approval.closed': 409,
  'approval.stale': 409,
  'approval.not_allowed': 403,
  'approval.invalid_edit': 422,
  'run.not_resumable': 409,
  'run.ambiguous_resume': 400,
  'run.limit': 409,
  'run.fenced': 409,
  'exception.closed': 409,
  'link.missing': 409,
  'link.ambiguous': 409,
  'link.broken': 409,
  'hint.disagrees': 409,
  'effect.refused': 409,
  'effect.conflict': 409,
  'effect.uncertain': 409,
  'state.invalid': 500,
  'state.too_large': 500,
  'privacy.leak': 500,
  'privacy.unknown_token': 422,
  'privacy.token_not_accepted': 422,
  'privacy.blocked': 422,
  'privacy.vault_unavailable': 503,
  'privacy.unclassified': 500,
  'privacy.unscannable': 422,
  'llm.unavailable': 503,
  'llm.budget': 429,
  'llm.invalid_output': 502,
  'prompt.invalid': 500,
  'connector.unauthorised': 502,
  'connector.rejected': 502,
  'connector.not_found': 404,
  'connector.rate_limited': 429,
  'connector.unavailable': 503,
  'connector.timeout': 504,
  'connector.invalid_reply': 502,
  'connector.forbidden_host': 500,
  'capability.missing': 501,
  'config.invalid': 500,
  'config.locked': 409,
  'storage.unavailable': 503,
  'storage.corrupt': 500,
  'audit.broken': 500,
  'service.draining': 503,
  internal: 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** Whether trying the same thing again can help: `now` (transient), `later` (after a wait), `never`. */
export type Retry = 'now' | 'later' | 'never';

export type ErrorOptions = { readonly retry?: Retry; readonly field?: string; readonly retryAfterMs?: number; readonly cause?: unknown };

/** The only error type thrown on purpose. `message` is a sentence a person can act on and holds no personal data. */
export class CountersignError extends Error {
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.field = options.field;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return errorStatus[this.code];
  }
}

/** Narrows an unknown thrown value; anything that is not ours becomes `internal` with a fixed sentence, so nothing leaks. */
export function asCountersignError(thrown: unknown): CountersignError {
  if (thrown instanceof CountersignError) return thrown;
  return new CountersignError('internal', 'Something unexpected went wrong; the log has the details', { cause: thrown });
}
