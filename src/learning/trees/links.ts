import type { Link } from './ensemble.ts';

/** Turns the margins of one row into scores, in place. */
export function applyLink(link: Link, values: Float64Array, from: number, outputs: number): void {
  switch (link) {
    case 'identity':
      return;
    case 'logistic':
      for (let index = from; index < from + outputs; index += 1) values[index] = sigmoid(values[index] ?? 0);
      return;
    case 'exp':
      for (let index = from; index < from + outputs; index += 1) values[index] = Math.exp(values[index] ?? 0);
      return;
    case 'softmax':
      softmax(values, from, outputs);
      return;
    case 'share':
      share(values, from, outputs);
  }
}

/** 1 / (1 + e^-x) without overflow on either side. */
export function sigmoid(margin: number): number {
  if (margin >= 0) return 1 / (1 + Math.exp(-margin));
  const power = Math.exp(margin);
  return power / (1 + power);
}

/** Softmax of `outputs` values from `from` on, in place; the largest is taken off first so that nothing overflows. */
export function softmax(values: Float64Array, from: number, outputs: number): void {
  let largest = -Infinity;
  for (let index = from; index < from + outputs; index += 1) largest = Math.max(largest, values[index] ?? 0);
  let sum = 0;
  for (let index = from; index < from + outputs; index += 1) {
    const power = Math.exp((values[index] ?? 0) - largest);
    values[index] = power;
    sum += power;
  }
  for (let index = from; index < from + outputs; index += 1) values[index] = (values[index] ?? 0) / sum;
}

/** Shares of several outputs sum to one; one alone is kept from rounding past 0 or 1. */
function share(values: Float64Array, from: number, outputs: number): void {
  if (outputs === 1) {
    values[from] = Math.min(1, Math.max(0, values[from] ?? 0));
    return;
  }
  let sum = 0;
  for (let index = from; index < from + outputs; index += 1) sum += values[index] ?? 0;
  for (let index = from; index < from + outputs; index += 1) values[index] = sum > 0 ? (values[index] ?? 0) / sum : 1 / outputs;
}
