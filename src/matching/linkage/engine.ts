import { CountersignError } from '../../contracts/errors.ts';
import { createBlocks, type Blocks } from './blocking.ts';
import { createTally, hashText, type Tally } from './key-table.ts';
import { createPatterns, estimateModel, type LinkageModel, type Patterns } from './model.ts';
import type { Profile, ShareOf } from './profile.ts';
import { createScorer, type Scorer, type Weighed } from './score.ts';

export type EngineOptions = {
  /** Compared pairs for each record of the longer side, on average and at most (default 12). Bounds the time. */
  readonly pairsPerRecord?: number;
  /** Draws the sample that m and u are estimated from (default 1). */
  readonly seed?: number;
  /** Share of the shorter side that has its like on the other, where it cannot be estimated (default 0.3). */
  readonly expectedShare?: number;
  /** Estimated earlier; nothing is estimated then. */
  readonly model?: LinkageModel;
};

export type Engine<Given, Prepared> = {
  readonly model: LinkageModel;
  readonly scorer: Scorer<Prepared>;
  readonly blocks: Blocks;
  /** The indexed side, in its order. */
  readonly indexed: readonly Weighed<Prepared>[];
  weigh(record: Given): Weighed<Prepared>;
  /** Records that share a key and are not hopeless. */
  candidates(record: Weighed<Prepared>, found: (index: number) => void): void;
};

/**
 * Prepares and indexes one side, reads the other once for frequencies, and estimates the model from a sample. Only the indexed side and
 * the tables of hashes stay in memory; the other side is prepared again record by record when it is compared. Without `streamed` the
 * indexed side is compared with itself.
 */
export function createEngine<Given extends { readonly id: string }, Prepared>(
  profile: Profile<Given, Prepared>,
  indexed: readonly Given[],
  streamed: readonly Given[] | undefined,
  options: EngineOptions,
): Engine<Given, Prepared> {
  for (const side of [indexed, streamed ?? []]) refuseDoubles(side);
  const tally = createTally();
  const builder = createBlocks();
  const prepared = indexed.map((record) => profile.prepare(record));
  const read = (each: Prepared): void => {
    for (const term of profile.terms(each)) tally.add(term);
  };
  for (const each of prepared) {
    read(each);
    builder.index(profile.keys(each));
  }
  for (const each of prepared) if (!streamed) builder.count(profile.keys(each));
  for (const record of streamed ?? []) {
    const each = profile.prepare(record);
    read(each);
    builder.count(profile.keys(each));
  }
  const other = streamed ?? indexed;
  const shareOf = sharesIn(tally, indexed.length + (streamed?.length ?? 0));
  const blocks = builder.build(Math.max(200_000, (options.pairsPerRecord ?? 12) * Math.max(indexed.length, other.length)));
  const weighed = prepared.map((each) => ({ prepared: each, shares: profile.weigh(each, shareOf) }));
  const weigh = (record: Given): Weighed<Prepared> => {
    const each = profile.prepare(record);
    return { prepared: each, shares: profile.weigh(each, shareOf) };
  };
  const candidates = (record: Weighed<Prepared>, found: (index: number) => void): void =>
    blocks.candidates(profile.keys(record.prepared), (index) => {
      const partner = prepared[index];
      if (partner !== undefined && !profile.isHopeless(record.prepared, partner)) found(index);
    });
  const model = options.model ?? learn({ profile, indexed, other, weighed, weigh, candidates }, options, streamed === undefined);
  if (model.profile !== profile.name)
    throw new CountersignError('input.invalid', 'The model was estimated for another kind of record', { field: 'model' });
  return { model, scorer: createScorer(profile, model), blocks, indexed: weighed, weigh, candidates };
}

function refuseDoubles(side: readonly { readonly id: string }[]): void {
  if (new Set(side.map(({ id }) => id)).size !== side.length)
    throw new CountersignError('input.invalid', 'Two records of one list have the same id', { field: 'id' });
}

/** What is assumed counts like this many records, so that in a short list one equal value is not taken for a common one. */
const pseudoRecords = 1000;

/** Others with the same value, over all: the record itself says nothing about how common its value is. */
function sharesIn(tally: Tally, records: number): ShareOf {
  return (term, assumed) => (Math.max(0, tally.countOf(term) - 1) + pseudoRecords * assumed) / (records + pseudoRecords);
}

type Sides<Given, Prepared> = {
  readonly profile: Profile<Given, Prepared>;
  readonly indexed: readonly Given[];
  readonly other: readonly Given[];
  readonly weighed: readonly Weighed<Prepared>[];
  readonly weigh: (record: Given) => Weighed<Prepared>;
  readonly candidates: (record: Weighed<Prepared>, found: (index: number) => void) => void;
};

const sampleSize = { candidates: 4000, random: 320 };

function learn<Given extends { readonly id: string }, Prepared>(
  { profile, indexed, other, weighed, weigh, candidates }: Sides<Given, Prepared>,
  { seed = 1, expectedShare = 0.3 }: EngineOptions,
  isSelf: boolean,
): LinkageModel {
  // The scorer is used for its agreements alone here.
  const scorer = createScorer(profile, {
    profile: profile.name,
    source: 'defaults',
    prior: 0,
    fields: profile.fields.map(({ id }) => ({ id, levels: [] })),
  });
  const [random, near] = [createPatterns(), createPatterns()];
  const positions = new Map(indexed.map(({ id }, at) => [id, at]));
  const sample = drawn(other, seed, sampleSize.candidates);
  const partners = drawn(indexed, seed + 1, sampleSize.random).map((record) => ({ id: record.id, at: positions.get(record.id) ?? 0 }));
  let found = 0;
  for (const [turn, record] of sample.entries()) {
    const left = weigh(record);
    candidates(left, (index) => {
      if (isSelf && indexed[index]?.id === record.id) return;
      found += 1;
      observe(near, scorer, left, weighed[index]);
    });
    if (turn >= sampleSize.random) continue;
    for (const { id, at } of partners) if (!isSelf || id !== record.id) observe(random, scorer, left, weighed[at]);
  }
  const perRecord = sample.length === 0 ? 0 : found / sample.length;
  return estimateModel(profile, {
    random,
    candidates: near,
    candidateShare: perRecord / Math.max(1, indexed.length),
    assumedPrior: expectedShare / Math.max(100, indexed.length, other.length),
  });
}

function observe<Prepared>(into: Patterns, scorer: Scorer<Prepared>, left: Weighed<Prepared>, right: Weighed<Prepared> | undefined): void {
  if (!right) return;
  const { agreements, isHeld } = scorer.observe(left, right);
  into.add(agreements, isHeld);
}

/** The records whose hashed ids come first: the same ones whatever their order. */
function drawn<Given extends { readonly id: string }>(records: readonly Given[], seed: number, most: number): Given[] {
  return records
    .map((record) => ({ record, hash: hashText(`${seed} ${record.id}`) }))
    .toSorted((one, other) => one.hash - other.hash || (one.record.id < other.record.id ? -1 : 1))
    .slice(0, most)
    .map(({ record }) => record);
}
