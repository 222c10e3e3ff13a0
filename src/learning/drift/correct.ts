/** Bonferroni: each p times the number of tests, at most 1. Holds the chance of any false alarm. */
export function bonferroni(p: readonly number[]): number[] {
  return p.map((value) => Math.min(1, value * p.length));
}

/** Benjamini and Hochberg (1995): adjusted p that hold the expected share of false alarms among the alarms. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = Array.from(p.keys()).toSorted((left, right) => (p[right] ?? 0) - (p[left] ?? 0) || right - left);
  const adjusted = p.map(() => 1);
  let smallest = 1;
  order.forEach((index, fromLargest) => {
    const rank = p.length - fromLargest;
    smallest = Math.min(smallest, ((p[index] ?? 0) * p.length) / rank);
    adjusted[index] = smallest;
  });
  return adjusted;
}
