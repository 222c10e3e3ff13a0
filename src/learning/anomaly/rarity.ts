/** A category as the logarithm of its level's share, so that what is rare lies apart; a code without a share is as rare as can be. */
export function splittable(column: Float64Array, rarity: readonly number[]): Float64Array {
  if (rarity.length === 0) return column;
  const rarest = Math.min(...rarity);
  return column.map((code) => (Number.isNaN(code) ? code : (rarity[code] ?? rarest)));
}

/** The logarithm of each level's share. Half a row is added to every level, so that one that was never seen has a share too. */
export function raritiesOf(levels: number, column: Float64Array): number[] {
  const counts = new Float64Array(levels).fill(0.5);
  let total = levels / 2;
  for (const code of column)
    if (code >= 0 && code < levels) {
      counts[code] = (counts[code] ?? 0) + 1;
      total += 1;
    }
  return Array.from(counts, (count) => Math.log(count / total));
}
