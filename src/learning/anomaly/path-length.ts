/**
 * The average path length of an unsuccessful search among `size` rows in a binary search tree: what a leaf that still holds
 * several rows owes (Liu et al. 2008).
 */
export function expectedPath(size: number): number {
  if (size <= 1) return 0;
  if (size === 2) return 1;
  return 2 * harmonic(size - 1) - (2 * (size - 1)) / size;
}

/** Exact for what a subsample holds, Euler's approximation beyond. */
function harmonic(count: number): number {
  if (count > 4096) return Math.log(count) + 0.577_215_664_901_532_9 + 1 / (2 * count);
  let sum = 0;
  for (let term = count; term >= 1; term -= 1) sum += 1 / term;
  return sum;
}
