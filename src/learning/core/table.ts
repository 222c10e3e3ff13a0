/**
 * A table of features, column by column. A number is itself, a category is the position of its level; NaN is missing in
 * both. Training and serving read rows into the same features, so a code always means the level it meant in training.
 */
export type NumberFeature = { readonly name: string; readonly kind: 'number' };
export type CategoryFeature = { readonly name: string; readonly kind: 'category'; readonly levels: readonly string[] };
export type Feature = NumberFeature | CategoryFeature;

export type Table = {
  readonly rows: number;
  readonly features: readonly Feature[];
  /** One array of `rows` values a feature, in the order of `features`. */
  readonly columns: readonly Float64Array[];
};

/** The named rows in the named order; a row may be named more than once. */
export function takeRows(table: Table, rows: ArrayLike<number>): Table {
  return { rows: rows.length, features: table.features, columns: table.columns.map((column) => takeValues(column, rows)) };
}

export function takeValues(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const taken = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index += 1) taken[index] = values[rows[index] ?? 0] ?? Number.NaN;
  return taken;
}

/** Row `row` across all columns, written into `into` (one value a feature). */
export function rowOf(table: Table, row: number, into: Float64Array = new Float64Array(table.columns.length)): Float64Array {
  table.columns.forEach((column, feature) => {
    into[feature] = column[row] ?? Number.NaN;
  });
  return into;
}
