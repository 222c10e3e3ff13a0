import { createEngine, type Engine, type EngineOptions } from './engine.ts';
import { compareText, defaults, resolvePairs, type RecordPair, type Resolution, type Thresholds } from './decide.ts';
import type { LinkageModel } from './model.ts';
import type { Profile } from './profile.ts';
import { logOddsOf, probabilityOf, type Weighed } from './score.ts';

export type LinkOptions = EngineOptions &
  Thresholds & {
    /** Default `many-to-one`: several accounts may be one customer. */
    readonly resolve?: Resolution;
    /** Candidates kept for each record of the longer side (default 5). */
    readonly keep?: number;
  };

export type Linkage = {
  /** Matches and pairs for review, best first. */
  readonly pairs: readonly RecordPair[];
  readonly model: LinkageModel;
  /** Pairs that were looked at, and all there are. */
  readonly compared: number;
  readonly possible: number;
  /** Keys that were left out because too many records share them. */
  readonly droppedKeys: number;
};

/**
 * Finds for the records of one list those of another that are the same thing. The shorter list is held in memory, the longer one read
 * record by record. The order of records changes nothing, and linking the other way round gives the same pairs. Synchronous: lists
 * of tens of thousands belong into a worker.
 */
export function linkRecords<Given extends { readonly id: string }, Prepared>(
  profile: Profile<Given, Prepared>,
  left: readonly Given[],
  right: readonly Given[],
  options: LinkOptions = {},
): Linkage {
  const isTurned = left.length < right.length || (left.length === right.length && compareText(first(left), first(right)) > 0);
  const [streamed, indexed] = isTurned ? [right, left] : [left, right];
  const engine = createEngine(profile, indexed, streamed, options);
  const reviewAt = logOddsOf(options.reviewAt ?? defaults.reviewAt);
  const pairs: RecordPair[] = [];
  let compared = 0;
  for (const record of streamed) {
    const own = engine.weigh(record);
    const found: { index: number; score: number }[] = [];
    engine.candidates(own, (index) => {
      compared += 1;
      const partner = engine.indexed[index];
      const score = partner ? engine.scorer.score(own, partner) : -Infinity;
      if (score >= reviewAt) found.push({ index, score });
    });
    found.sort((one, other) => other.score - one.score || compareText(idAt(indexed, one.index), idAt(indexed, other.index)));
    for (const { index, score } of found.slice(0, options.keep ?? 5)) {
      const partner = engine.indexed[index];
      if (partner) pairs.push(toPair(engine, own, partner, { ids: turn(record.id, idAt(indexed, index), isTurned), score, options }));
    }
  }
  return {
    pairs: resolvePairs(pairs, options.resolve ?? 'many-to-one', options.margin ?? defaults.margin),
    model: engine.model,
    compared,
    possible: left.length * right.length,
    droppedKeys: engine.blocks.droppedKeys,
  };
}

/** One pair by a model that is known: why two records are, or are not, the same. Below review it still answers `review`, with its odds. */
export function compareRecords<Given extends { readonly id: string }, Prepared>(
  profile: Profile<Given, Prepared>,
  left: Given,
  right: Given,
  options: EngineOptions & Thresholds = {},
): RecordPair {
  const engine = createEngine(profile, [right], [left], options);
  const partner = engine.indexed[0] ?? engine.weigh(right);
  const own = engine.weigh(left);
  return toPair(engine, own, partner, { ids: [left.id, right.id], score: engine.scorer.score(own, partner), options });
}

type PairContext = { readonly ids: readonly [string, string]; readonly score: number; readonly options: Thresholds };

export function toPair<Given, Prepared>(
  { scorer }: Engine<Given, Prepared>,
  left: Weighed<Prepared>,
  right: Weighed<Prepared>,
  { ids, score, options }: PairContext,
): RecordPair {
  const isMatch = probabilityOf(score) >= (options.matchAt ?? defaults.matchAt);
  const held = isMatch ? scorer.guards(left, right).map(({ id }) => id) : [];
  return {
    left: ids[0],
    right: ids[1],
    logOdds: score,
    probability: probabilityOf(score),
    decision: isMatch && held.length === 0 ? 'match' : 'review',
    held,
    fields: scorer.evidence(left, right),
  };
}

function turn(streamed: string, indexed: string, isTurned: boolean): readonly [string, string] {
  return isTurned ? [indexed, streamed] : [streamed, indexed];
}

function first(records: readonly { readonly id: string }[]): string {
  return records.reduce((least, { id }) => (least === '' || id < least ? id : least), '');
}

function idAt(records: readonly { readonly id: string }[], index: number): string {
  return records[index]?.id ?? '';
}
