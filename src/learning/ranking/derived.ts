import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';

/**
 * A quantity of two features that the trade knows to matter (power is torque times speed), declared up front. `scale` multiplies
 * the result; `per` divides it by a figure for each level of a category (a limit that depends on the product).
 */
export const Derived = z.object({
  name: z.string(),
  of: z.tuple([z.string(), z.string()]),
  by: z.enum(['product', 'difference', 'sum', 'ratio']),
  scale: z.number().optional(),
  per: z.object({ feature: z.string(), figures: z.record(z.string(), z.number()) }).optional(),
});
export type Derived = z.infer<typeof Derived>;

/**
 * The quantity for each row; missing where a part of it is, or where a ratio has nothing below the line. Throws `input.invalid`
 * for a feature the table has not.
 */
export function columnOf(derived: Derived, table: Table): Float64Array {
  const [first, second] = derived.of.map((name) => columnNamed(table, name));
  const figures = figuresOf(derived, table);
  return Float64Array.from({ length: table.rows }, (_, row) => {
    const value = joined(derived.by, first?.[row] ?? Number.NaN, second?.[row] ?? Number.NaN);
    const found = (value * (derived.scale ?? 1)) / (figures ? (figures[row] ?? Number.NaN) : 1);
    return Number.isFinite(found) ? found : Number.NaN;
  });
}

function joined(by: Derived['by'], one: number, other: number): number {
  switch (by) {
    case 'product':
      return one * other;
    case 'difference':
      return one - other;
    case 'sum':
      return one + other;
    case 'ratio':
      return one / other;
  }
}

function figuresOf({ per }: Derived, table: Table): Float64Array | undefined {
  if (!per) return undefined;
  const feature = table.features.find(({ name }) => name === per.feature);
  if (feature?.kind !== 'category')
    throw new CountersignError('input.invalid', `There is no category ${per.feature}`, { field: per.feature });
  const byLevel = feature.levels.map((level) => (Object.hasOwn(per.figures, level) ? (per.figures[level] ?? Number.NaN) : Number.NaN));
  return columnNamed(table, per.feature).map((code) => byLevel[code] ?? Number.NaN);
}

function columnNamed(table: Table, name: string): Float64Array {
  const column = table.columns[table.features.findIndex((feature) => feature.name === name)];
  if (!column) throw new CountersignError('input.invalid', `There is no feature ${name}`, { field: name });
  return column;
}
