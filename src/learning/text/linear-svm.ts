import { createRandom } from '../core/random.ts';
import type { SparseRow } from './vocabulary.ts';

// The two inner loops read typed arrays at indexes that are within bounds by construction (`starts` runs up to the length of
// `indexes`, and `indexes` stay below the width), hence `as number` there.

/** Weights of one class against the rest; the last one is the intercept. */
export type ClassWeights = Float64Array;

/** Rows end to end: row r is the entries from starts[r] to starts[r + 1]. */
export type SparseRows = {
  readonly rows: number;
  readonly width: number;
  readonly starts: Int32Array;
  readonly indexes: Int32Array;
  readonly values: Float64Array;
  /** Squared length of each row with its intercept. */
  readonly squares: Float64Array;
};

export function packRows(list: readonly SparseRow[], width: number): SparseRows {
  const starts = new Int32Array(list.length + 1);
  list.forEach((row, index) => {
    starts[index + 1] = (starts[index] ?? 0) + row.indexes.length;
  });
  const entries = starts[list.length] ?? 0;
  const [indexes, values] = [new Int32Array(entries), new Float64Array(entries)];
  list.forEach((row, index) => {
    indexes.set(row.indexes, starts[index] ?? 0);
    values.set(row.values, starts[index] ?? 0);
  });
  const squares = Float64Array.from(list, (row) => row.values.reduce((sum, value) => sum + value * value, 1));
  return { rows: list.length, width, starts, indexes, values, squares };
}

/**
 * L2-regularised squared-hinge SVM by dual coordinate descent with shrinking (Hsieh et al. 2008): least
 * ½|w|² + Σ cost·max(0, 1 − y·w·x)². `signs` holds y, `costs` the cost of each row. Rows are visited in a seeded
 * order, so the same rows give the same weights.
 */
export function fitOneAgainstRest(rows: SparseRows, signs: Int8Array, costs: Float64Array, seed: number): ClassWeights {
  const state: State = { rows, signs, costs, dual: new Float64Array(rows.rows), weights: new Float64Array(rows.width + 1) };
  const random = createRandom(seed);
  const every = Int32Array.from({ length: rows.rows }, (_, row) => row);
  let active: Int32Array = every;
  let bound = Number.POSITIVE_INFINITY;
  for (let epoch = 0; epoch < 40; epoch += 1) {
    const { kept, highest, lowest } = sweep(state, active, random.permutation(active.length), bound);
    const isDone = kept.length === 0 || highest - lowest <= tolerance;
    if (isDone && active.length === every.length) break;
    // Every row is checked once more before the answer counts.
    active = isDone ? every : kept;
    bound = isDone || highest <= 0 ? Number.POSITIVE_INFINITY : highest;
  }
  return state.weights;
}

type State = {
  readonly rows: SparseRows;
  readonly signs: Int8Array;
  readonly costs: Float64Array;
  readonly dual: Float64Array;
  readonly weights: ClassWeights;
};

type Sweep = { readonly kept: Int32Array; readonly highest: number; readonly lowest: number };

/** One pass over the active rows: moves their duals and the weights, and answers the spread of the projected gradient. */
function sweep({ rows, signs, costs, dual, weights }: State, active: Int32Array, order: Int32Array, bound: number): Sweep {
  let [highest, lowest, count] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  const kept = new Int32Array(active.length);
  for (let position = 0; position < order.length; position += 1) {
    const row = active[order[position] as number] as number;
    const sign = signs[row] as number;
    const alpha = dual[row] as number;
    const diagonal = 0.5 / (costs[row] as number);
    const gradient = sign * dot(rows, row, weights) - 1 + diagonal * alpha;
    // Far on the right side and without weight: it will very likely stay so, and is not looked at again until the end.
    if (alpha === 0 && gradient > bound) continue;
    kept[count] = row;
    count += 1;
    const projected = alpha === 0 && gradient > 0 ? 0 : gradient;
    if (projected > highest) highest = projected;
    if (projected < lowest) lowest = projected;
    if (projected > -1e-12 && projected < 1e-12) continue;
    const moved = Math.max(0, alpha - gradient / ((rows.squares[row] as number) + diagonal));
    dual[row] = moved;
    addTo(rows, row, weights, (moved - alpha) * sign);
  }
  return { kept: kept.slice(0, count).toSorted(), highest, lowest };
}

/** Margins are of the order of one; at this spread of the gradient (LIBLINEAR's default) the first class hardly changes any more. */
const tolerance = 0.1;

function dot({ starts, indexes, values }: SparseRows, row: number, weights: Float64Array): number {
  let sum = weights[weights.length - 1] as number;
  const end = starts[row + 1] as number;
  for (let at = starts[row] as number; at < end; at += 1) sum += (weights[indexes[at] as number] as number) * (values[at] as number);
  return sum;
}

function addTo({ starts, indexes, values }: SparseRows, row: number, weights: Float64Array, factor: number): void {
  const end = starts[row + 1] as number;
  for (let at = starts[row] as number; at < end; at += 1) {
    const index = indexes[at] as number;
    weights[index] = (weights[index] as number) + factor * (values[at] as number);
  }
  const last = weights.length - 1;
  weights[last] = (weights[last] as number) + factor;
}
