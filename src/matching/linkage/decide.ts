import type { FieldEvidence } from './score.ts';

/** Two records and what is to become of them. `left` and `right` are ids. */
export type RecordPair = {
  readonly left: string;
  readonly right: string;
  /** log2 of the odds that both are one thing: the prior and every field's weight. */
  readonly logOdds: number;
  readonly probability: number;
  /** `match` needs nobody; `review` a person. Pairs below are not listed. */
  readonly decision: 'match' | 'review';
  /** Why a pair that scores as a match is one for review: ids of guards, `ambiguous` (another is about as good), `taken` (better matched), `chain` (unlike another of its cluster). */
  readonly held: readonly string[];
  readonly fields: readonly FieldEvidence[];
};

export type Thresholds = {
  /** Probability from which a pair is a match (default 0.99). */
  readonly matchAt?: number;
  /** Probability from which a pair is worth a person's look (default 0.2). */
  readonly reviewAt?: number;
  /** Two candidates closer than this many bits are equally good (default 4). */
  readonly margin?: number;
};

export const defaults = { matchAt: 0.99, reviewAt: 0.2, margin: 4 } as const;

export type Resolution = 'one-to-one' | 'many-to-one' | 'all';

/** Best first; equal scores by id, so that the order of records decides nothing. */
export function byScore(one: RecordPair, other: RecordPair): number {
  return other.logOdds - one.logOdds || compareText(one.left, other.left) || compareText(one.right, other.right);
}

export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Leaves each record of the left side (and of the right side too where `one-to-one`) in one match at most. Where the runner-up would be
 * a match as well and is within the margin, neither is one without a person.
 */
export function resolvePairs(pairs: readonly RecordPair[], by: Resolution, margin: number): RecordPair[] {
  if (by === 'all') return pairs.toSorted(byScore);
  const sorted = pairs.toSorted(byScore);
  const matches = sorted.filter(({ decision }) => decision === 'match');
  const [lefts, rights] = [rivals(matches, ({ left }) => left), rivals(matches, ({ right }) => right)];
  const [takenLeft, takenRight] = [new Set<string>(), new Set<string>()];
  return sorted.map((pair) => {
    if (pair.decision === 'review') return pair;
    const isTaken = takenLeft.has(pair.left) || (by === 'one-to-one' && takenRight.has(pair.right));
    if (isTaken) return held(pair, 'taken');
    takenLeft.add(pair.left);
    takenRight.add(pair.right);
    const isClose =
      isRivalled(pair, lefts.get(pair.left), margin) || (by === 'one-to-one' && isRivalled(pair, rights.get(pair.right), margin));
    return isClose ? held(pair, 'ambiguous') : pair;
  });
}

function rivals(matches: readonly RecordPair[], keyOf: (pair: RecordPair) => string): ReadonlyMap<string, readonly RecordPair[]> {
  const found = new Map<string, RecordPair[]>();
  for (const pair of matches) {
    const list = found.get(keyOf(pair));
    if (list) list.push(pair);
    else found.set(keyOf(pair), [pair]);
  }
  return found;
}

function isRivalled(pair: RecordPair, all: readonly RecordPair[] | undefined, margin: number): boolean {
  return all?.some((other) => other !== pair && pair.logOdds - other.logOdds < margin) ?? false;
}

export function held(pair: RecordPair, why: string): RecordPair {
  return { ...pair, decision: 'review', held: [...pair.held, why] };
}
