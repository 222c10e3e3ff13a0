import type { Random } from '../core/random.ts';
import { normalQuantile } from '../metrics/normal-quantile.ts';

/** Draws how many of `rows` rows fall into each bin of chance `shares` (they sum to one), bin by bin. */
export function drawCounts(random: Random, rows: number, shares: Float64Array, into: Float64Array): void {
  let [left, chance] = [rows, 1];
  for (let bin = 0; bin < shares.length; bin += 1) {
    const share = shares[bin] ?? 0;
    const drawn = bin === shares.length - 1 || share >= chance ? left : drawBinomial(random, left, share / chance);
    into[bin] = drawn;
    left -= drawn;
    chance -= share;
  }
}

/**
 * Successes in `trials` of `chance`: exact by inversion where they are few on either side; otherwise the normal distribution, rounded,
 * which at a variance above 100 is off by less than a simulation can see.
 */
function drawBinomial(random: Random, trials: number, chance: number): number {
  if (trials === 0 || chance <= 0) return 0;
  if (chance > 0.5) return trials - drawBinomial(random, trials, 1 - chance);
  const variance = trials * chance * (1 - chance);
  if (variance > 100) {
    // Half a step keeps the drawn number off 0 and 1.
    const z = normalQuantile(random.next() + 0.5 / 4_294_967_296);
    return Math.min(trials, Math.max(0, Math.round(trials * chance + z * Math.sqrt(variance))));
  }
  const odds = chance / (1 - chance);
  let probability = Math.exp(trials * Math.log1p(-chance));
  let rest = random.next() - probability;
  let successes = 0;
  while (rest > 0 && successes < trials) {
    successes += 1;
    probability *= (odds * (trials - successes + 1)) / successes;
    rest -= probability;
  }
  return successes;
}
