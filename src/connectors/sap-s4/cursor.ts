import { CountersignError } from '../../contracts/errors.ts';
import { memberOf } from './client.ts';

/** A change's place in the order of all changes: when, and for equal moments which record. */
export type Cursor = { readonly at: string; readonly id: string };

/**
 * The ETag holds the change stamp with all seven digits, `/Date(ms)/` only three. With the short one a cursor would stay
 * before its own record and hand it out for ever.
 */
export function preciseInstant(etag: string | undefined): string | undefined {
  return /datetimeoffset'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d))'/.exec(decoded(etag ?? ''))?.[1];
}

function decoded(etag: string): string {
  try {
    return decodeURIComponent(etag);
  } catch {
    return etag;
  }
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url');
}

export function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const at = memberOf(value, '0');
    const id = memberOf(value, '1');
    if (typeof at === 'string' && typeof id === 'string') return { at, id };
  } catch {
    // Falls through to the one sentence below: a cursor that cannot be read is not one of ours.
  }
  throw new CountersignError('input.invalid', 'The cursor was not made by this connection', { field: 'cursor' });
}
