import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { byScore, compareText, defaults, held, type RecordPair, type Thresholds } from './decide.ts';
import { toPair } from './link.ts';
import type { LinkageModel } from './model.ts';
import type { Profile } from './profile.ts';
import { logOddsOf } from './score.ts';

export type DedupeOptions = EngineOptions & Thresholds & { /** Records one cluster may hold (default 50). */ readonly largest?: number };

export type Duplicates = {
  /** Ids of records that are one thing, each list and the whole sorted; records that stand alone are not listed. */
  readonly clusters: readonly (readonly string[])[];
  /** Matches and pairs for review, best first; `left` is the earlier id. */
  readonly pairs: readonly RecordPair[];
  readonly model: LinkageModel;
  readonly compared: number;
  readonly droppedKeys: number;
};

/**
 * Finds the records of one list that are the same thing. A match joins two clusters only where every record of the one is at least worth
 * a look beside every record of the other and no guard speaks against it, so that two unlike records never meet over a third.
 */
export function dedupeRecords<Given extends { readonly id: string }, Prepared>(
  profile: Profile<Given, Prepared>,
  records: readonly Given[],
  options: DedupeOptions = {},
): Duplicates {
  const engine = createEngine(profile, records, undefined, options);
  const reviewAt = logOddsOf(options.reviewAt ?? defaults.reviewAt);
  const pairs: RecordPair[] = [];
  let compared = 0;
  for (const [at, record] of records.entries()) {
    const own = engine.indexed[at];
    if (!own) continue;
    engine.candidates(own, (index) => {
      const [partner, other] = [engine.indexed[index], records[index]];
      if (!partner || !other || compareText(record.id, other.id) >= 0) return;
      compared += 1;
      const score = engine.scorer.score(own, partner);
      if (score >= reviewAt) pairs.push(toPair(engine, own, partner, { ids: [record.id, other.id], score, options }));
    });
  }
  const positions = new Map(records.map(({ id }, at) => [id, at]));
  const { clusters, settled } = cluster(
    pairs.toSorted(byScore),
    (one, other) => isAcceptable(engine, positions, one, other, reviewAt),
    options.largest ?? 50,
  );
  return { clusters, pairs: settled, model: engine.model, compared, droppedKeys: engine.blocks.droppedKeys };
}

function isAcceptable<Given, Prepared>(
  { indexed, scorer }: Engine<Given, Prepared>,
  positions: ReadonlyMap<string, number>,
  one: string,
  other: string,
  least: number,
): boolean {
  const [left, right] = [indexed[positions.get(one) ?? -1], indexed[positions.get(other) ?? -1]];
  return (
    left !== undefined &&
    right !== undefined &&
    scorer.score(left, right) >= least &&
    scorer.guards(left, right).every(({ id }) => id === 'name-is-longer')
  );
}

/** Complete linkage from the best pair down. */
function cluster(
  pairs: readonly RecordPair[],
  mayMeet: (one: string, other: string) => boolean,
  largest: number,
): { clusters: string[][]; settled: RecordPair[] } {
  const clusterOf = new Map<string, string[]>();
  const settled = pairs.map((pair) => {
    if (pair.decision === 'review') return pair;
    const [one, other] = [clusterOf.get(pair.left) ?? [pair.left], clusterOf.get(pair.right) ?? [pair.right]];
    if (one === other) return pair;
    const isFitting = one.length + other.length <= largest && one.every((left) => other.every((right) => mayMeet(left, right)));
    if (!isFitting) return held(pair, 'chain');
    const joined = [...one, ...other];
    for (const id of joined) clusterOf.set(id, joined);
    return pair;
  });
  const clusters = [...new Set(clusterOf.values())].map((ids) => ids.toSorted(compareText));
  return { clusters: clusters.toSorted((one, other) => compareText(one[0] ?? '', other[0] ?? '')), settled };
}
