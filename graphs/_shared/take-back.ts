import type { EarlierProposal } from 'countersign/flow';

type Changes = EarlierProposal['writes'][number]['changes'];
export type Held = string | boolean | undefined;

/**
 * What takes a write back, field by field, seen from how the record is now: what still says what was written gets its value from before,
 * `null` where it had none; what somebody changed since is named and left alone; what is back already is no news.
 */
export function takeBack<K extends string>(
  changes: Changes,
  keys: ReadonlyMap<string, K>,
  now: (key: K) => Held,
): { readonly values: Partial<Record<K, string | boolean | null>>; readonly since: readonly K[] } {
  const values: Partial<Record<K, string | boolean | null>> = {};
  const since: K[] = [];
  for (const { field, before, after } of changes) {
    const key = keys.get(field);
    if (key === undefined) continue;
    if (same(now(key), after))
      values[key] = typeof before === 'boolean' ? before : typeof before === 'string' && before !== '' ? before : null;
    else if (!same(now(key), before)) since.push(key);
  }
  return { values, since };
}

/** Nothing, an empty text and a flag that is not set say the same. */
const same = (now: Held, held: unknown): boolean => plain(now) === plain(held);
const plain = (value: unknown): string => (typeof value === 'string' ? value : value === true ? 'true' : '');

/** Fields whose values were erased since: there is nothing to go back to. */
export const forgottenIn = (write: EarlierProposal['writes'][number] | undefined, keys: ReadonlyMap<string, string>): readonly string[] => {
  const names = (write?.forgotten ?? []).flatMap((field) => keys.get(field) ?? []);
  const many = names.length > 1;
  return names.length === 0
    ? []
    : [`${names.join(', ')} ${many ? 'were' : 'was'} erased since and ${many ? 'stay as they are' : 'stays as it is'}`];
};

export const changedSince = (whose: string, fields: readonly string[]): readonly string[] => {
  const many = fields.length > 1;
  return fields.length === 0 ? [] : [`${fields.join(', ')} of ${whose} changed since and ${many ? 'stay as they are' : 'stays as it is'}`];
};
