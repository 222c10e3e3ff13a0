import { CountersignError } from '../../contracts/errors.ts';
import { checkBinary, checkPaired } from './checks.ts';

/** Log loss of one row; a probability is kept 1e-15 away from 0 and 1, so one sure mistake costs 34.5 and not infinity. */
export function rowLogLoss(target: number, probability: number): number {
  const kept = Math.min(1 - 1e-15, Math.max(1e-15, probability));
  return -Math.log(target === 1 ? kept : 1 - kept);
}

/** Mean log loss (nats) of probabilities of class 1. */
export function logLoss(target: ArrayLike<number>, probability: ArrayLike<number>): number {
  return meanOver(target, probability, rowLogLoss);
}

/** Brier score: mean squared distance of the probability from what happened. */
export function brierScore(target: ArrayLike<number>, probability: ArrayLike<number>): number {
  return meanOver(target, probability, (happened, p) => (p - happened) * (p - happened));
}

/** Mean log loss of class probabilities: one array a row, `target` the class index. */
export function multiclassLogLoss(target: ArrayLike<number>, probabilities: ReadonlyArray<ArrayLike<number>>): number {
  if (probabilities.length !== target.length || target.length === 0) {
    throw new CountersignError('input.invalid', 'Targets and predictions differ in length');
  }
  let sum = 0;
  probabilities.forEach((row, index) => {
    const probability = row[target[index] ?? -1];
    if (probability === undefined || Number.isNaN(probability))
      throw new CountersignError('input.invalid', 'A row has no probability for its class');
    sum += rowLogLoss(1, probability);
  });
  return sum / target.length;
}

/** Share of rows whose predicted class is the true one. */
export function accuracy(target: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPaired(target, predicted);
  let right = 0;
  for (let row = 0; row < target.length; row += 1) if (target[row] === predicted[row]) right += 1;
  return right / target.length;
}

/** Mean over the classes that occur in target or prediction of their F1, each class counted alike. */
export function macroF1(target: ArrayLike<number>, predicted: ArrayLike<number>): number {
  checkPaired(target, predicted);
  const counts = new Map<number, { hit: number; either: number }>();
  const countOf = (label: number): { hit: number; either: number } => {
    const kept = counts.get(label) ?? { hit: 0, either: 0 };
    counts.set(label, kept);
    return kept;
  };
  for (let row = 0; row < target.length; row += 1) {
    const [actual, guess] = [target[row] ?? 0, predicted[row] ?? 0];
    countOf(actual).either += 1;
    countOf(guess).either += 1;
    if (actual === guess) countOf(actual).hit += 1;
  }
  let sum = 0;
  for (const { hit, either } of counts.values()) sum += (2 * hit) / either;
  return sum / counts.size;
}

function meanOver(target: ArrayLike<number>, probability: ArrayLike<number>, loss: (happened: number, p: number) => number): number {
  checkPaired(target, probability);
  checkBinary(target);
  let sum = 0;
  for (let row = 0; row < target.length; row += 1) {
    const p = probability[row] ?? 0;
    if (p < 0 || p > 1) throw new CountersignError('input.invalid', 'A probability lies between 0 and 1');
    sum += loss(target[row] ?? 0, p);
  }
  return sum / target.length;
}
