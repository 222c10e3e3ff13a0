import { levels, type Agreement, type Guard, type Profile } from './profile.ts';
import { weightTable, type LinkageModel } from './model.ts';

/** A record ready to be compared: prepared, and how common its values are. */
export type Weighed<Prepared> = { readonly prepared: Prepared; readonly shares: Float64Array };

/** What a field says about a pair. The values stay in the records; the ids say where. */
export type FieldEvidence = {
  readonly field: string;
  readonly level: Agreement;
  /** Bits (log2 of the likelihood ratio) after frequency and group; the prior and all of them make the score. */
  readonly weight: number;
};

export type Scorer<Prepared> = {
  /** log2 of the odds that both are one thing. */
  score(left: Weighed<Prepared>, right: Weighed<Prepared>): number;
  agreements(left: Weighed<Prepared>, right: Weighed<Prepared>): readonly Agreement[];
  evidence(left: Weighed<Prepared>, right: Weighed<Prepared>): readonly FieldEvidence[];
  guards(left: Weighed<Prepared>, right: Weighed<Prepared>): readonly Guard[];
};

/** How much each further field of a group counts beside the strongest: they are hardly independent, and the sum would overstate. */
const dampened = [1, 0.75, 0.6, 0.5];

/** Levels whose weight follows how common the value is, and how far. */
const byFrequency: Readonly<Record<Agreement, number>> = { exact: 1, close: 1, far: 0.5, weak: 0, different: 0, missing: 0 };

export function createScorer<Given, Prepared>(profile: Profile<Given, Prepared>, model: LinkageModel): Scorer<Prepared> {
  const { fields } = profile;
  const table = weightTable(model);
  const exactU = Float64Array.from(model.fields, ({ levels: own }) => own[0]?.u ?? 1);
  const groups = [...new Set(fields.flatMap(({ group }) => group ?? []))].map((group) =>
    fields.flatMap((field, at) => (field.group === group ? [at] : [])),
  );
  const agreed: Agreement[] = fields.map(() => 'missing');
  const bits = new Float64Array(fields.length);
  const compare = (left: Weighed<Prepared>, right: Weighed<Prepared>): void => {
    for (const [at, field] of fields.entries()) {
      const agreement = field.compare(left.prepared, right.prepared);
      agreed[at] = agreement;
      bits[at] = agreement === 'missing' ? 0 : (table[at * 6 + levels.indexOf(agreement)] ?? 0);
      const share = Math.max(left.shares[at] ?? 0, right.shares[at] ?? 0);
      if (byFrequency[agreement] === 0 || share === 0) continue;
      const rarer = Math.log2((exactU[at] ?? 1) / share);
      bits[at] = Math.max(-2, Math.min(18, (bits[at] ?? 0) + byFrequency[agreement] * rarer));
    }
    for (const group of groups) dampen(bits, group);
  };
  return {
    score(left, right) {
      compare(left, right);
      let sum = model.prior;
      for (const each of bits) sum += each;
      return sum;
    },
    agreements(left, right) {
      compare(left, right);
      return agreed;
    },
    evidence(left, right) {
      compare(left, right);
      return fields.map(({ id }, at) => ({ field: id, level: agreed[at] ?? 'missing', weight: bits[at] ?? 0 }));
    },
    guards(left, right) {
      compare(left, right);
      const of = (id: string): Agreement => agreed[fields.findIndex((field) => field.id === id)] ?? 'missing';
      const isSound = profile.isSound(left.prepared, right.prepared);
      return profile.guards.filter((guard) => guard.holds(of, isSound));
    },
  };
}

/** What speaks for a match and what speaks against it, each from the strongest field of the group down. */
function dampen(bits: Float64Array, group: readonly number[]): void {
  for (const sign of [1, -1]) {
    const own = group.filter((at) => (bits[at] ?? 0) * sign > 0).toSorted((one, other) => sign * ((bits[other] ?? 0) - (bits[one] ?? 0)));
    for (const [rank, at] of own.entries()) bits[at] = (bits[at] ?? 0) * (dampened[rank] ?? 0.5);
  }
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + 2 ** -logOdds);
}

export function logOddsOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}
