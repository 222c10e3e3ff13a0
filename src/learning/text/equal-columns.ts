import type { SparseRow } from './vocabulary.ts';

/** Rows over fewer columns, and the way back: `column[old]` is the new column of an old one, `share[old]` its part of it. */
export type Merged = {
  readonly rows: readonly SparseRow[];
  readonly width: number;
  readonly column: Int32Array;
  readonly share: Float64Array;
};

/**
 * Columns that are equal in every row become one, √k times as large for k of them. Inner products of rows stay what they were, so a
 * linear machine finds the same optimum, and each old weight is the new one times `share` = 1/√k. N-grams of a word that only ever
 * occur together make most columns equal, and training several times faster without them.
 */
export function mergeEqualColumns(rows: readonly SparseRow[], width: number): Merged {
  const cells: string[][] = Array.from({ length: width }, () => []);
  rows.forEach(({ indexes, values }, row) => {
    for (let at = 0; at < indexes.length; at += 1) cells[indexes[at] ?? 0]?.push(`${row}:${values[at] ?? 0}`);
  });
  const found = new Map<string, number>();
  const sizes: number[] = [];
  const column = Int32Array.from(cells, (list) => {
    const pattern = list.join(' ');
    const merged = found.get(pattern) ?? found.size;
    found.set(pattern, merged);
    sizes[merged] = (sizes[merged] ?? 0) + 1;
    return merged;
  });
  const share = Float64Array.from(column, (merged) => 1 / Math.sqrt(sizes[merged] ?? 1));
  return { rows: rows.map((row) => mergedRow(row, column, share)), width: sizes.length, column, share };
}

function mergedRow({ indexes, values }: SparseRow, column: Int32Array, share: Float64Array): SparseRow {
  const kept = new Map<number, number>();
  for (let at = 0; at < indexes.length; at += 1) {
    const index = indexes[at] ?? 0;
    // k equal values make √k times one of them.
    kept.set(column[index] ?? 0, (values[at] ?? 0) / (share[index] ?? 1));
  }
  const order = Int32Array.from(kept.keys()).toSorted();
  return { indexes: order, values: Float64Array.from(order, (index) => kept.get(index) ?? 0) };
}
