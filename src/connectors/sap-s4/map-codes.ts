import type { Progress, RecordRef, SalesOrder } from '../../contracts/business.ts';

/** SAP's document status codes. A code that is not in the table stays readable in `native` and counts as no progress. */
const steps: Readonly<Record<string, Progress>> = { '': 'none', A: 'not_started', B: 'partial', C: 'complete' };

export function progressOf(code: string | undefined): Progress {
  return steps[code ?? ''] ?? 'none';
}

/** CMGST: A checked and good, B checked and not good, C not good but partly released, D released by a person, '' not checked. */
const creditCodes: Readonly<Record<string, SalesOrder['creditStatus']>> = {
  '': 'not_checked',
  A: 'approved',
  B: 'blocked',
  C: 'blocked',
  D: 'released',
};

export function creditOf(code: string | undefined): SalesOrder['creditStatus'] {
  return creditCodes[code ?? ''] ?? 'unknown';
}

export type Source = { readonly __metadata?: { etag?: string | undefined } | undefined; readonly LastChangeDateTime?: string | undefined };

export function refOf(connection: string, type: string, id: string, row: Source): RecordRef {
  return {
    connection,
    type,
    id,
    ...(row.__metadata?.etag === undefined ? {} : { version: row.__metadata.etag }),
    ...(row.LastChangeDateTime === undefined ? {} : { changedAt: row.LastChangeDateTime }),
  };
}

/** An extension field's text; '' counts as nothing. */
export function extension(row: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = row[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `{ name: value }`, or nothing where there is no value. */
export function defined<N extends string, T>(name: N, value: T | undefined): { readonly [K in N]?: T } {
  // TypeScript types a computed key as string; the value under it is exactly the one named.
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: T };
}
