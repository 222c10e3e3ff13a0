import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { CategoryFeature, Feature, Table } from '../core/table.ts';
import { otherLevel } from './read-row.ts';
import { keptLevels } from './read-table.ts';

const NumberPart = z.object({
  kind: z.literal('number'),
  name: z.string(),
  mean: z.number(),
  /** Standard deviation of the training rows; 1 for a constant column. */
  scale: z.number().positive(),
  /** Whether missing occurred in training and has a column of its own. */
  missing: z.boolean(),
});
const CategoryPart = z.object({ kind: z.literal('category'), name: z.string(), levels: z.array(z.string()), missing: z.boolean() });

/**
 * A design encoding: how a row of features becomes a row of numbers for a linear model. Numbers are standardised, categories
 * one-hot without a dropped level (the penalty makes them identifiable). JSON; it holds means and levels, never a row.
 */
export const Encoding = z.object({ parts: z.array(z.discriminatedUnion('kind', [NumberPart, CategoryPart])) });
export type Encoding = z.infer<typeof Encoding>;
type Part = Encoding['parts'][number];

/** Row after row, `width` values each. */
export type Design = { readonly rows: number; readonly width: number; readonly values: Float64Array };

/** Learns the encoding of `table`. A level of fewer than `minLevelRows` rows (default 10) is pooled into `other`. */
export function learnEncoding(table: Table, options: { readonly minLevelRows?: number } = {}): Encoding {
  if (table.rows === 0) throw new CountersignError('input.invalid', 'An encoding is learned from at least one row');
  return {
    parts: table.features.map((feature, index) => {
      const column = table.columns[index] ?? new Float64Array();
      return feature.kind === 'number' ? numberPart(feature.name, column) : categoryPart(feature, column, options.minLevelRows ?? 10);
    }),
  };
}

/** A parsed artefact as an encoding; `state.invalid` where it is none. */
export function loadEncoding(value: unknown): Encoding {
  const parsed = Encoding.safeParse(value);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored encoding is damaged or of another version', { cause: parsed.error });
  return parsed.data;
}

/** The features a serving row is read into (`readRow`), with the levels that were kept. */
export function encodedFeatures(encoding: Encoding): Feature[] {
  return encoding.parts.map((part) =>
    part.kind === 'number' ? { name: part.name, kind: 'number' } : { name: part.name, kind: 'category', levels: part.levels },
  );
}

/** The columns of the design in order, each with the index of the feature it came from. */
export function encodedColumns(encoding: Encoding): { readonly name: string; readonly feature: number }[] {
  return encoding.parts.flatMap((part, feature) => {
    const own = part.kind === 'number' ? [part.name] : part.levels.map((level) => `${part.name} = ${level}`);
    return [...own, ...(part.missing ? [`${part.name} is missing`] : [])].map((name) => ({ name, feature }));
  });
}

/**
 * A table with the same features (its levels may be other ones: they are matched by name). A level the encoding does not know is
 * `other` where there is one, otherwise all zeros; `unknown` counts those rows by field.
 */
export function encodeTable(
  encoding: Encoding,
  table: Table,
): { readonly design: Design; readonly unknown: readonly { readonly field: string; readonly rows: number }[] } {
  const width = widthOf(encoding);
  const values = new Float64Array(table.rows * width);
  const unknown: { field: string; rows: number }[] = [];
  let offset = 0;
  encoding.parts.forEach((part, index) => {
    const feature = table.features[index];
    const column = table.columns[index];
    if (!feature || !column || feature.name !== part.name || feature.kind !== part.kind) {
      throw new CountersignError('input.invalid', 'The table does not have the features the encoding was learned from', {
        field: part.name,
      });
    }
    const codes = part.kind === 'category' && feature.kind === 'category' ? codesByName(part.levels, feature) : undefined;
    let strangers = 0;
    for (let row = 0; row < table.rows; row += 1) {
      const value = column[row] ?? Number.NaN;
      const code = codes && !Number.isNaN(value) ? (codes.known[value] ?? -1) : value;
      if (codes && codes.strange[value] === true) strangers += 1;
      encodeCell(part, code, values, row * width + offset);
    }
    if (strangers > 0) unknown.push({ field: part.name, rows: strangers });
    offset += widthOfPart(part);
  });
  return { design: { rows: table.rows, width, values }, unknown };
}

/** One row coded by `encodedFeatures` (as `readRow` answers it), written into `into`. A code out of bounds is all zeros. */
export function encodeRow(
  encoding: Encoding,
  row: ArrayLike<number>,
  into: Float64Array = new Float64Array(widthOf(encoding)),
): Float64Array {
  into.fill(0);
  let offset = 0;
  for (let index = 0; index < encoding.parts.length; index += 1) {
    const part = encoding.parts[index];
    if (!part) break;
    encodeCell(part, row[index] ?? Number.NaN, into, offset);
    offset += widthOfPart(part);
  }
  return into;
}

export function widthOf(encoding: Encoding): number {
  return encoding.parts.reduce((sum, part) => sum + widthOfPart(part), 0);
}

/** Writes into zeros. */
function encodeCell(part: Part, value: number, into: Float64Array, at: number): void {
  if (part.kind === 'number') {
    // The mean stands for a missing number: it is zero once standardised.
    if (Number.isFinite(value)) into[at] = (value - part.mean) / part.scale;
    else if (part.missing) into[at + 1] = 1;
  } else if (Number.isNaN(value)) {
    if (part.missing) into[at + part.levels.length] = 1;
  } else if (value >= 0 && value < part.levels.length) into[at + value] = 1;
}

function widthOfPart(part: Part): number {
  return (part.kind === 'number' ? 1 : part.levels.length) + (part.missing ? 1 : 0);
}

function codesByName(levels: readonly string[], feature: CategoryFeature): { known: number[]; strange: boolean[] } {
  const found = feature.levels.map((level) => levels.indexOf(level));
  const other = levels.indexOf(otherLevel);
  return { known: found.map((code) => (code >= 0 ? code : other)), strange: found.map((code) => code < 0) };
}

function numberPart(name: string, column: Float64Array): Part {
  let [sum, count] = [0, 0];
  for (const value of column) {
    if (Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) throw new CountersignError('input.invalid', 'A number of the training table is infinite', { field: name });
    sum += value;
    count += 1;
  }
  const mean = count === 0 ? 0 : sum / count;
  let squares = 0;
  for (const value of column) if (!Number.isNaN(value)) squares += (value - mean) * (value - mean);
  const deviation = count === 0 ? 0 : Math.sqrt(squares / count);
  // A constant column leaves rounding error instead of zero.
  const scale = deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 1;
  return { kind: 'number', name, mean, scale, missing: count < column.length };
}

function categoryPart(feature: CategoryFeature, column: Float64Array, minimum: number): Part {
  const counts = new Map<string, number>();
  let missing = false;
  for (const value of column) {
    const level = feature.levels[value];
    if (level !== undefined) counts.set(level, (counts.get(level) ?? 0) + 1);
    else if (Number.isNaN(value)) missing = true;
    else throw new CountersignError('input.invalid', 'A category code has no level', { field: feature.name });
  }
  return { kind: 'category', name: feature.name, levels: keptLevels(counts, minimum), missing };
}
