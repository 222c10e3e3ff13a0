import type { Example, InputNote, ModelFeature, ModelValues } from '../../contracts/models.ts';
import type { Feature, Table } from '../core/table.ts';
import { readRow, type Ranges } from '../encode/read-row.ts';
import { readRecords } from '../encode/read-table.ts';

/** Features a head reads as columns: numbers and categories it may use, never protected ones. */
export function columnsOf(features: readonly ModelFeature[], uses?: readonly string[]): readonly ModelFeature[] {
  return features.filter(
    ({ name, kind, class: shown }) =>
      (kind === 'number' || kind === 'category') && shown !== 'protected' && (uses === undefined || uses.includes(name)),
  );
}

/** Examples as a table whose levels are those of at least ten rows. */
export function tableOf(examples: readonly Example[], columns: readonly ModelFeature[]): Table {
  const records = examples.map(({ values }) => Object.fromEntries(columns.map(({ name }) => [name, values[name] ?? null])));
  const kinds = Object.fromEntries(columns.map(({ name, kind }) => [name, kind === 'category' ? 'category' : 'number'] as const));
  return readRecords(records, { kinds }).table;
}

/**
 * Where training values lay, told when a value lies outside. The bounds are the outer percentiles of the column, rounded
 * outwards to two figures, so that no single row can be read from them.
 */
export function rangesOf(table: Table): Ranges {
  const ranges: Record<string, { min: number; max: number }> = {};
  table.features.forEach(({ name, kind }, index) => {
    if (kind !== 'number') return;
    const values = (table.columns[index] ?? new Float64Array(0)).filter((value) => !Number.isNaN(value)).toSorted();
    if (values.length < 20) return;
    const low = values[Math.floor(values.length * 0.005)] ?? 0;
    const high = values[Math.ceil(values.length * 0.995) - 1] ?? 0;
    const reach = (high - low) * 0.1;
    ranges[name] = { min: rounded(low - reach, Math.floor), max: rounded(high + reach, Math.ceil) };
  });
  return ranges;
}

function rounded(value: number, towards: (value: number) => number): number {
  if (value === 0) return 0;
  const digits = Math.floor(Math.log10(Math.abs(value))) - 1;
  const unit = Number(`1e${digits}`);
  return Number((towards(value / unit) * unit).toPrecision(12));
}

/** A body's values as a row of the trained features, with what had to be treated and how. */
export function rowFor(
  features: readonly Feature[],
  values: ModelValues,
  ranges: Ranges,
): { readonly row: Float64Array; readonly notes: readonly InputNote[] } {
  const { row, notes } = readRow(features, values, ranges);
  return {
    row,
    notes: notes.map(({ field, treatment, usedAs }) => ({ field, treatment, usedAs })),
  };
}

/** The named target of every example as numbers; NaN where it is none. */
export function targetOf(examples: readonly Example[], name: string): Float64Array {
  return Float64Array.from(examples, ({ targets }) => {
    const value = targets[name];
    if (typeof value === 'boolean') return value ? 1 : 0;
    return typeof value === 'number' ? value : Number.NaN;
  });
}
