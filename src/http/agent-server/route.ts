import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { EventBatches, Serving, Viewer } from '../../contracts/serving.ts';

export type Given<Q = unknown, B = unknown> = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
  readonly lastEventId: string | undefined;
  readonly by: Principal;
  readonly viewer: Viewer;
  readonly serving: Serving;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
};

/** JSON, events, or JSON that is written when it is there, with white space before it so that the connection stays open. */
export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly events?: EventBatches;
  readonly later?: () => Promise<unknown>;
};

/** A route as data: the router and the OpenAPI document read the same list. */
export type AgentServerRoute = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI style: `/threads/{thread_id}`. */
  readonly path: string;
  readonly tag: 'assistants' | 'threads' | 'runs' | 'crons' | 'store' | 'meta';
  readonly summary: string;
  readonly access: 'open' | 'key';
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly handle: (given: Given) => Promise<Reply>;
};

type Typed<Q extends z.ZodType, B extends z.ZodType> = Omit<AgentServerRoute, 'query' | 'body' | 'handle' | 'access'> & {
  readonly query?: Q;
  readonly body?: B;
  readonly handle: (given: Given<z.output<Q>, z.output<B>>) => Promise<Reply>;
};

/** A route whose handler is given what its schemas make of query and body. */
export function route<Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined>(made: Typed<Q, B>): AgentServerRoute {
  const { query, body, handle, ...rest } = made;
  return {
    ...rest,
    access: 'key',
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    handle: (given) =>
      handle({
        ...given,
        // Without a schema the type is undefined, and so is the value.
        query: (query === undefined ? undefined : parse(query, given.query, 'query')) as z.output<Q>,
        body: (body === undefined ? undefined : parse(body, given.body, 'body')) as z.output<B>,
      }),
  };
}

/** Parses by a schema; the first thing wrong becomes a problem that names its field. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, place: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [place, ...(issue?.path ?? []).map(String)].join('.').slice(0, 200);
  throw new CountersignError('input.invalid', `The value at ${field} is not valid: ${issue?.message ?? 'unknown'}`, { field });
}
