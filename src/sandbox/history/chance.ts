import { seededRandom } from '../core/ids.ts';

/** Draws of a domain. Nothing here needs more than the four operations, `exp` and `log`, so the same seed draws the same everywhere. */
export type Chance = {
  /** In [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** A whole number from 0 to `below` less one. */
  int(below: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  yes(probability: number): boolean;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** How often something happens that is expected `mean` times. */
  count(mean: number): number;
  /** A yes with these log-odds. */
  odds(logOdds: number): boolean;
};

export function createChance(seed: number, name: string): Chance {
  let mixed = seed >>> 0;
  for (const letter of name) mixed = Math.imul(mixed ^ (letter.codePointAt(0) ?? 0), 0x9e3779b1) >>> 0;
  const next = seededRandom(mixed);
  const int = (below: number): number => Math.floor(next() * below);
  const yes = (probability: number): boolean => next() < probability;
  return {
    next,
    int,
    yes,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => list[int(list.length)] ?? list[0],
    normal() {
      // Twelve even draws less six: a bell of spread 1.
      let sum = -6;
      for (let draw = 0; draw < 12; draw += 1) sum += next();
      return sum;
    },
    count(mean) {
      // Knuth's product of even draws; means here are small.
      const limit = Math.exp(-mean);
      let count = -1;
      for (let product = 1; product > limit; product *= next()) count += 1;
      return count;
    },
    odds: (logOdds) => yes(1 / (1 + Math.exp(-logOdds))),
  };
}

/** The year as a wave from −1 to 1, two parabolas in place of a sine; highest a quarter of a year after `phase` (a share of the year). */
export function season(day: number, phase = 0): number {
  const turn = day / 365.25 - phase;
  const place = turn - Math.floor(turn);
  return place < 0.5 ? 16 * place * (0.5 - place) : -16 * (place - 0.5) * (1 - place);
}

/** To so many places after the point; what a system would hold. */
export function rounded(value: number, places = 0): number {
  const unit = Number(`1e${places}`);
  return Math.round(value * unit) / unit;
}
