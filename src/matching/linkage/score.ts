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
  /** Levels of all fields, and whether a guard holds the pair; the list is used again by the next call. */
  observe(left: Weighed<Prepared>, right: Weighed<Prepared>): { readonly agreements: readonly Agreement[]; readonly isHeld: boolean };
  evidence(left: Weighed<Prepared>, right: Weighed<Prepared>): readonly FieldEvidence[];
  guards(left: Weighed<Prepared>, right: Weighed<Prepared>): readonly Guard[];
};

/** How much each further field of a group counts beside the strongest: they are hardly independent, and the sum would overstate. */
const dampened = [1, 0.75, 0.6, 0.5];

/**
 * How far a level's weight follows how common the value is, and the most it can come to: the rarest word says much where it is the same
 * and less where it is nearly the same, because a misspelt word is rare too.
 */
const byFrequency: Readonly<Record<Agreement, { readonly share: number; readonly most: number }>> = {
  exact: { share: 1, most: 18 },
  close: { share: 0.6, most: 12 },
  far: { share: 0.5, most: 9 },
  weak: { share: 0, most: 0 },
  different: { share: 0, most: 0 },
  missing: { share: 0, most: 0 },
};

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
    for (let at = 0; at < fields.length; at += 1) {
      const agreement = fields[at]?.compare(left.prepared, right.prepared) ?? 'missing';
      agreed[at] = agreement;
      bits[at] = agreement === 'missing' ? 0 : (table[at * 6 + levels.indexOf(agreement)] ?? 0);
      const share = Math.max(left.shares[at] ?? 0, right.shares[at] ?? 0);
      const rule = byFrequency[agreement];
      if (rule.share === 0 || share === 0) continue;
      const rarer = Math.log2((exactU[at] ?? 1) / share);
      bits[at] = Math.max(-2, Math.min(rule.most, (bits[at] ?? 0) + rule.share * rarer));
    }
    for (const group of groups) dampen(bits, group);
  };
  const of = (id: string): Agreement => agreed[fields.findIndex((field) => field.id === id)] ?? 'missing';
  const guardsOf = (left: Weighed<Prepared>, right: Weighed<Prepared>): readonly Guard[] => {
    const isSound = profile.isSound(left.prepared, right.prepared);
    return profile.guards.filter((guard) => guard.holds(of, isSound));
  };
  return {
    score(left, right) {
      compare(left, right);
      let sum = model.prior;
      for (const each of bits) sum += each;
      return sum;
    },
    observe(left, right) {
      compare(left, right);
      return { agreements: agreed, isHeld: guardsOf(left, right).length > 0 };
    },
    evidence(left, right) {
      compare(left, right);
      return fields.map(({ id }, at) => ({ field: id, level: agreed[at] ?? 'missing', weight: bits[at] ?? 0 }));
    },
    guards(left, right) {
      compare(left, right);
      return guardsOf(left, right);
    },
  };
}

/** What speaks for a match and what speaks against it, each from the strongest field of the group down. */
function dampen(bits: Float64Array, group: readonly number[]): void {
  for (const at of group) rankOf[at] = rankIn(bits, group, at);
  for (const at of group) bits[at] = (bits[at] ?? 0) * (dampened[rankOf[at] ?? 0] ?? 0.5);
}

const rankOf = new Int32Array(64);

/** How many fields of the group say the same louder; of two equal ones the first is the louder. */
function rankIn(bits: Float64Array, group: readonly number[], at: number): number {
  const own = bits[at] ?? 0;
  let rank = 0;
  for (const other of group) {
    const each = bits[other] ?? 0;
    if (each * own > 0 && (Math.abs(each) > Math.abs(own) || (each === own && other < at))) rank += 1;
  }
  return rank;
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + 2 ** -logOdds);
}

export function logOddsOf(probability: number): number {
  return Math.log2(probability / (1 - probability));
}
