import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asCountersignError, type CountersignError } from '../../contracts/errors.ts';

/** RFC 9457 with three members of ours: a code from the closed list, the field it is about, whether trying again helps. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly field?: string;
  readonly retry: string;
  readonly requestId: string;
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Internal error',
  501: 'Not available',
  502: 'Bad gateway',
  503: 'Unavailable',
  504: 'Timed out',
};

/** The answer to anything that went wrong. What is not ours becomes `internal` with a fixed sentence: no stack, no value. */
export function problemResponse(c: Context, thrown: unknown, requestId: string): Response {
  const error: CountersignError = asCountersignError(thrown);
  const problem: Problem = {
    type: `urn:countersign:error:${error.code}`,
    title: titles[error.status] ?? 'Error',
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(error.field === undefined ? {} : { field: error.field }),
    retry: error.retry,
    requestId,
  };
  c.header('content-type', 'application/problem+json');
  if (error.retryAfterMs !== undefined) c.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
  if (error.status === 401) c.header('www-authenticate', 'Bearer realm="countersign"');
  // Every status in the table is one that may carry a body.
  return c.body(JSON.stringify(problem), error.status as ContentfulStatusCode);
}
