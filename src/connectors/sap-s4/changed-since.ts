import type { ChangePage } from '../../contracts/business.ts';
import type { CallOptions } from '../../contracts/ports.ts';
import { type Cursor, preciseInstant, readCursor, writeCursor } from './cursor.ts';
import { allOf, anyOf, instantLiteral, textLiteral, where } from './literals.ts';
import type { PortDeps } from './port-deps.ts';

type ChangeRow = {
  readonly __metadata?: { readonly etag?: string | undefined } | undefined;
  readonly LastChangeDateTime?: string | undefined;
} & Readonly<Record<string, unknown>>;

export type ChangeSource = {
  readonly service: string;
  readonly set: string;
  /** The field with the record's number. */
  readonly key: string;
  readonly read: (row: unknown) => ChangeRow;
  /** Where a row stands for another record: its number, and what has to be read for it. */
  readonly standsFor?: { readonly expand: string; readonly select: string; readonly idOf: (row: ChangeRow) => string | undefined };
};

/** Ids of what changed, in the order of the changes; for equal moments in the order of the numbers. */
export async function changedSince(
  { client }: PortDeps,
  source: ChangeSource,
  { position, limit }: { position: { since: string } | { cursor: string }; limit: number },
  options?: CallOptions,
): Promise<ChangePage> {
  const { key, read, standsFor } = source;
  const from: Cursor = 'since' in position ? { at: position.since, id: '' } : readCursor(position.cursor);
  const after = anyOf(
    where('LastChangeDateTime', 'gt', instantLiteral(from.at)),
    allOf(where('LastChangeDateTime', 'eq', instantLiteral(from.at)), where(key, 'gt', textLiteral(from.id))),
  );
  const query = {
    $filter: after.text,
    $orderby: `LastChangeDateTime,${key}`,
    $select: [key, 'LastChangeDateTime', ...(standsFor ? [standsFor.select] : [])].join(','),
    ...(standsFor ? { $expand: standsFor.expand } : {}),
    $top: limit + 1,
  };
  const page = await client.list({ service: source.service, path: source.set, query, signal: options?.signal }, limit + 1);
  const rows = page.rows.slice(0, limit).map(read);
  const last = rows.at(-1);
  const lastAt = last ? (preciseInstant(last.__metadata?.etag) ?? last.LastChangeDateTime) : undefined;
  return {
    changes: rows.flatMap((row) => {
      const id = standsFor ? standsFor.idOf(row) : String(row[key]);
      return row.LastChangeDateTime === undefined || id === undefined ? [] : [{ id, changedAt: row.LastChangeDateTime }];
    }),
    cursor: writeCursor(last && lastAt !== undefined ? { at: lastAt, id: String(last[key]) } : from),
    more: page.rows.length > limit,
  };
}
