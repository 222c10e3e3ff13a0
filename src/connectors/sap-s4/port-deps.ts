import type { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import type { SapClient } from './client.ts';
import type { SapS4Config } from './config.ts';

export type PortDeps = { readonly name: string; readonly client: SapClient; readonly config: SapS4Config; readonly clock: Clock };

/** A row checked against what we read of it; the message names the field, never its value. */
export function parsed<T extends z.ZodType>(name: string, schema: T, row: unknown): z.output<T> {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join('.') ?? '';
  throw new CountersignError('connector.invalid_reply', `${name} answered a record that cannot be read`, { field });
}
