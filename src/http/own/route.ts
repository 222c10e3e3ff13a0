import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Services } from '../../contracts/services.ts';

export type HttpLimits = { readonly bodyLimitBytes: number; readonly depthLimit: number };

export type Given = {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly by: Principal;
  readonly services: Services;
  readonly limits: HttpLimits;
};

export type Answer = { readonly status: number; readonly body: unknown };

/** A route as data: the router, the OpenAPI document and the role matrix test read the same list. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** OpenAPI style: `/v1/runs/{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** `open` needs no key; `hook` checks the sender by itself; `vendor` does too, and its authorization is none of our keys. */
  readonly access: 'open' | 'hook' | 'vendor' | 'key';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly status?: number;
  handle(given: Given): Promise<Answer>;
};

export const PageInput = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), after: z.string().max(200).optional() });

/** Parses by a schema; the first thing wrong becomes a problem that names its field. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, place: string): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [place, ...(issue?.path ?? [])].join('.');
  throw new CountersignError('input.invalid', `The value at ${field} is not valid: ${issue?.message ?? 'unknown'}`, { field });
}
