import { goldenRecord, type SourceRecord, type SurvivorshipRule } from 'countersign/matching';

/** Whose value counts where the kept record and the merged one say different things; `review` is nobody's. */
export type Winner = 'kept' | 'newest' | 'review';

type Fields<P extends string> = { readonly id: string; readonly ref: { readonly changedAt?: string | undefined } } & {
  readonly [K in P]?: string | undefined;
};

export type Golden = {
  /** What the kept record takes from the merged one. */
  readonly fields: Record<string, string>;
  /** Fields a person has to decide; what the kept record says stays. */
  readonly open: readonly string[];
  /** Fields it takes because it leaves them empty. */
  readonly taken: readonly string[];
  /** Fields in which both say something else and the mapping decides. */
  readonly differing: readonly string[];
};

export const isSaid = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

/** Whether a record was changed after another, as far as both tell. */
export const isNewer = (one: Fields<never>, other: Fields<never>): boolean => (one.ref.changedAt ?? '') > (other.ref.changedAt ?? '');

type Rules<P extends string> = {
  readonly parts: readonly P[];
  readonly winnerOf: (part: P) => Winner;
  /** Parts that were compared where their values are and say the same: the tokens of two records' names never do. */
  readonly same: ReadonlySet<string>;
};

/** The golden record of two, seen from the one that is kept. */
export function goldenFields<P extends string>(merged: Fields<P>, kept: Fields<P>, { parts, winnerOf, same }: Rules<P>): Golden {
  const ruleOf = (part: P): readonly SurvivorshipRule[] => {
    const winner = winnerOf(part);
    if (winner === 'review') return [{ by: 'review' }];
    return [{ by: 'trusted', systems: winner === 'newest' && isNewer(merged, kept) ? ['merged', 'kept'] : ['kept', 'merged'] }];
  };
  const sourceOf = (system: string, record: Fields<P>): SourceRecord => {
    const held = parts.flatMap((part): [string, { value: string }][] => {
      const own: string | undefined = record[part];
      const value = same.has(part) && isSaid(own) && isSaid(kept[part]) ? kept[part] : own;
      return value === undefined || !isSaid(value) ? [] : [[part, { value }]];
    });
    return { system, id: record.id, fields: Object.fromEntries(held) };
  };
  const golden = goldenRecord([sourceOf('kept', kept), sourceOf('merged', merged)], {
    fields: Object.fromEntries(parts.map((part) => [part, ruleOf(part)])),
    otherwise: [{ by: 'review' }],
  });
  const won = parts.filter((part) => golden.fields[part]?.from.system === 'merged' && isSaid(merged[part]));
  return {
    fields: Object.fromEntries(won.map((part) => [part, golden.fields[part]?.value ?? ''])),
    open: golden.open,
    taken: won.filter((part) => !isSaid(kept[part])),
    differing: golden.conflicts.map(({ field }) => field).filter((field) => !golden.open.includes(field)),
  };
}

/** In words, without a value of anybody. `kept` names the record that stays. */
export function goldenReasons({ open, taken, differing }: Golden, kept: string): readonly string[] {
  const differ = (fields: readonly string[]): string => `${fields.join(', ')} ${fields.length === 1 ? 'differs' : 'differ'}`;
  return [
    ...(taken.length > 0 ? [`it takes ${taken.join(', ')}, which it leaves empty`] : []),
    ...(differing.length > 0 ? [`${differ(differing)}; the mapping says whose counts`] : []),
    ...(open.length > 0 ? [`${differ(open)} and nobody is master; what the kept ${kept} says stays`] : []),
  ];
}
