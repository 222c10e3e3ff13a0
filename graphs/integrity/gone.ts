import type { Difference, Snapshot } from './decide.ts';
import { keyOf } from './decide.ts';

/** A difference that stands on record in the CRM. */
export type OnRecord = { readonly id: string; readonly key: string };

type Place = { readonly kind: Difference['kind']; readonly record: string };

/** What a key of ours is about; undefined of keys other workflows write. */
export function placeOf(key: string): Place | undefined {
  const [kind, record, field, ...more] = key.split('/');
  if (record === undefined || field === undefined || more.length > 0) return undefined;
  return kind === 'account' || kind === 'deal' || kind === 'case' ? { kind, record } : undefined;
}

/** Open ones whose deal or case was not compared: it may have moved out of sight, or be linked no more. */
export function unseen(open: readonly OnRecord[], snapshot: Snapshot): readonly Place[] {
  const places = open
    .flatMap(({ key }) => placeOf(key) ?? [])
    .filter(({ kind, record }) => kind !== 'account' && !sees(snapshot, kind, record));
  return [...new Map(places.map((place) => [`${place.kind}/${place.record}`, place])).values()];
}

/**
 * Differences on record that are gone: their record was compared and they were not found, or it is linked no more (`unlinked`, as
 * `deal/ID`). What was not compared stays as it is; pure.
 */
export function gone(
  open: readonly OnRecord[],
  { snapshot, found, unlinked }: { snapshot: Snapshot; found: readonly Difference[]; unlinked: ReadonlySet<string> },
): readonly OnRecord[] {
  const current = new Set(found.map(keyOf));
  return open.filter(({ key }) => {
    const place = placeOf(key);
    if (!place || current.has(key)) return false;
    const { kind, record } = place;
    if (sees(snapshot, kind, record)) return true;
    // All accounts are read every night: one that is missing stands for no customer any more.
    return kind === 'account' ? snapshot.isComplete : unlinked.has(`${kind}/${record}`);
  });
}

function sees({ accounts, deals, cases }: Snapshot, kind: Difference['kind'], record: string): boolean {
  switch (kind) {
    case 'account':
      return accounts.some(({ account }) => account.id === record);
    case 'deal':
      return deals.some(({ deal }) => deal.id === record);
    case 'case':
      return cases.some(({ one }) => one.id === record);
  }
}
