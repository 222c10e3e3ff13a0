import { CountersignError } from '../../contracts/errors.ts';
import { byFallingScore, checkBinary, checkBothClasses, checkPaired } from './checks.ts';

export type Confusion = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** 0 where nothing was alerted. */
  readonly precision: number;
  /** 0 where nothing was there to find. */
  readonly recall: number;
  readonly f1: number;
  readonly accuracy: number;
};

/** What alerting at or above `threshold` finds and costs. `target` is 0/1. */
export function confusionAt(target: ArrayLike<number>, score: ArrayLike<number>, threshold: number): Confusion {
  checkPaired(target, score);
  checkBinary(target);
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (let row = 0; row < target.length; row += 1) {
    const alerted = (score[row] ?? 0) >= threshold;
    if (target[row] === 1 && alerted) truePositives += 1;
    else if (target[row] === 1) falseNegatives += 1;
    else if (alerted) falsePositives += 1;
    else trueNegatives += 1;
  }
  const ratio = (top: number, bottom: number): number => (bottom === 0 ? 0 : top / bottom);
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    accuracy: (truePositives + trueNegatives) / target.length,
  };
}

/**
 * Precision and recall of the `alerts` highest scores. Rows that tie at the cut count with the share of them that fits, which is
 * the expected value over every order of the tied rows; so two models are compared without luck.
 */
export function alertsAt(target: ArrayLike<number>, score: ArrayLike<number>, alerts: number): { precision: number; recall: number } {
  checkPaired(target, score);
  const { positives } = checkBothClasses(target);
  const found = foundIn(score, target, alerts);
  return { precision: found / alerts, recall: found / positives };
}

/**
 * Share of the worth of all positives (`weight`: an amount, days lost) that the `alerts` highest scores hold. Two models
 * are compared at the same number of alerts, because that is what people have time for.
 */
export function weightedRecallAt(target: ArrayLike<number>, score: ArrayLike<number>, weight: ArrayLike<number>, alerts: number): number {
  checkPaired(target, score, weight);
  checkBothClasses(target);
  const worth = Float64Array.from({ length: target.length }, (_, row) => (target[row] === 1 ? (weight[row] ?? 0) : 0));
  let total = 0;
  for (const value of worth) {
    if (value < 0) throw new CountersignError('input.invalid', 'The weight of a row is not below zero');
    total += value;
  }
  return total === 0 ? 0 : foundIn(score, worth, alerts) / total;
}

/** Average precision: Σ (recall step × precision), one step a distinct score (no interpolation). */
export function averagePrecision(target: ArrayLike<number>, score: ArrayLike<number>): number {
  checkPaired(target, score);
  const { positives } = checkBothClasses(target);
  const order = byFallingScore(score);
  let [hits, counted, sum] = [0, 0, 0];
  for (let index = 0; index < order.length; index += 1) {
    const row = order[index] ?? 0;
    hits += target[row] ?? 0;
    if (index + 1 < order.length && score[order[index + 1] ?? 0] === score[row]) continue;
    sum += ((hits - counted) / positives) * (hits / (index + 1));
    counted = hits;
  }
  return sum;
}

function foundIn(score: ArrayLike<number>, worth: ArrayLike<number>, alerts: number): number {
  if (!(alerts > 0 && alerts <= score.length))
    throw new CountersignError('input.invalid', 'The number of alerts lies between 1 and the number of rows');
  const order = byFallingScore(score);
  let found = 0;
  for (let start = 0; start < alerts;) {
    let end = start + 1;
    let tied = worth[order[start] ?? 0] ?? 0;
    while (end < order.length && score[order[end] ?? 0] === score[order[start] ?? 0]) {
      tied += worth[order[end] ?? 0] ?? 0;
      end += 1;
    }
    found += tied * (Math.min(alerts, end) - start) * (1 / (end - start));
    start = end;
  }
  return found;
}
