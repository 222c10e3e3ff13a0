/** Wilson's 95 % interval of a share; 0 of 0 is anything. */
export function wilson95(passed: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959963984540054;
  const share = passed / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [round(Math.max(0, middle - half)), round(Math.min(1, middle + half))];
}

/**
 * Exact one-sided McNemar test of paired majorities: how likely at least so many of the pairs that differ went from pass to
 * fail, if either way were as likely. 1 where none differ.
 */
export function mcnemar(lost: number, won: number): number {
  const pairs = lost + won;
  let chance = 0;
  for (let k = lost; k <= pairs; k += 1) chance += Math.exp(logChoose(pairs, k) - pairs * Math.LN2);
  return Math.min(1, chance);
}

function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let at = 1; at <= k; at += 1) sum += Math.log(n - k + at) - Math.log(at);
  return sum;
}

/** The value that `share` of them do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
