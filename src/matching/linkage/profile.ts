export const levels = ['exact', 'close', 'far', 'weak', 'different'] as const;
export type Level = (typeof levels)[number];
/** A level, or that one side or both say nothing. */
export type Agreement = Level | 'missing';

/**
 * How likely a level is where two records are the same thing (`m`) and where they are not (`u`): what is assumed where the data is
 * too little to tell, and what an estimate starts from.
 */
export type LevelOdds = { readonly level: Level; readonly m: number; readonly u: number };

export type Field<Prepared> = {
  readonly id: string;
  readonly odds: readonly LevelOdds[];
  /** Fields that stand for one circumstance (a site has one street, place and telephone) count less than each by itself. */
  readonly group?: string;
  compare(left: Prepared, right: Prepared): Agreement;
};

/** Holds a pair back from a match without a person, whatever its score. */
export type Guard = {
  readonly id: string;
  readonly says: string;
  holds(agreementOf: (field: string) => Agreement, isSound: boolean): boolean;
};

/** How common a value is among all records, from 0 (hardly anybody has it) to 1. */
export type ShareOf = (term: string, assumed: number) => number;

/** Everything the engine has to know about a kind of record. */
export type Profile<Given, Prepared> = {
  readonly name: string;
  readonly fields: readonly Field<Prepared>[];
  readonly guards: readonly Guard[];
  prepare(record: Given): Prepared;
  /** Values whose frequency matters. */
  terms(prepared: Prepared): readonly string[];
  /** Called once frequencies are known: weighs words and answers for every field how common this record's value is (0: not known). */
  weigh(prepared: Prepared, shareOf: ShareOf): Float64Array;
  /** Records that share one of these are compared. */
  keys(prepared: Prepared): readonly string[];
  /** True where a look at the names and the identifiers is enough to see that nothing agrees. Most pairs that share a key are of this kind. */
  isHopeless(left: Prepared, right: Prepared): boolean;
  /** False where a contradiction between identifiers may be a mistyped one. */
  isSound(left: Prepared, right: Prepared): boolean;
};
