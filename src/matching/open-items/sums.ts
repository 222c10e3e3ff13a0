/** A set of positions that comes to a sum; `several` where more than one does. */
export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly positions: readonly number[] }
  | { readonly kind: 'several' };

export type SubsetSums = {
  find(target: bigint): Found;
  /** How many sets of up to so many positions were looked at. */
  setsUpTo(size: number): number;
};

const none: Found = { kind: 'none' };

/**
 * Every set of the values up to the size where there are no more than `most` of them, by its sum. More values allow smaller sets only,
 * so work and memory stay bounded; where even pairs are too many, single values remain.
 */
export function subsetSums(values: readonly bigint[], most: number): SubsetSums {
  const sets = cumulative(values.length, most);
  const size = sets.length;
  const bySum = new Map<bigint, readonly number[] | 'several'>();
  const chosen: number[] = [];
  const grow = (from: number, sum: bigint): void => {
    for (let at = from; at < values.length; at += 1) {
      const next = sum + (values[at] ?? 0n);
      chosen.push(at);
      bySum.set(next, bySum.has(next) ? 'several' : [...chosen]);
      if (chosen.length < size) grow(at + 1, next);
      chosen.pop();
    }
  };
  grow(0, 0n);
  return {
    find(target) {
      const found = bySum.get(target);
      if (found === undefined) return none;
      return found === 'several' ? { kind: 'several' } : { kind: 'one', positions: found };
    },
    setsUpTo: (length) => sets[Math.min(length, size) - 1] ?? 0,
  };
}

/** How many sets there are of up to 1, 2, … positions, as far as they stay within `most`. */
function cumulative(count: number, most: number): number[] {
  const found: number[] = [];
  let [binomial, total] = [1, 0];
  for (let size = 1; size <= count; size += 1) {
    binomial = (binomial * (count - size + 1)) / size;
    total += binomial;
    if (size > 1 && total > most) break;
    found.push(total);
  }
  return found.length === 0 ? [0] : found;
}

/**
 * How likely it is that one of so many sets has this sum by accident. Sums of sets lie somewhere between nothing and all there is; amounts
 * of single items crowd where most of them are, so the ones of about that size count too; round amounts lie on fewer places. An
 * estimate on the safe side, not a proof.
 */
export function chanceOfSum(target: bigint, sets: number, values: readonly bigint[]): number {
  let [all, near] = [0n, 0];
  const size = sizeOf(target);
  for (const value of values) {
    const own = sizeOf(value);
    all += own;
    if (own * 2n >= size && own <= size * 2n) near += 1;
  }
  let step = 1n;
  while (step < 100_000n && target % (step * 10n) === 0n) step *= 10n;
  const over = (count: number, width: bigint): number => (count * Number(step)) / Math.max(1, Number(width));
  return Math.min(1, Math.max(over(sets, all), over(near, (size * 3n) / 2n)));
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}
