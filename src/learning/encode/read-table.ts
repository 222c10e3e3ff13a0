import { CountersignError } from '../../contracts/errors.ts';
import type { Feature, Table } from '../core/table.ts';
import { otherLevel, readCell, type ReadNote } from './read-row.ts';
import { isBlank, levelFrom, looksLikeNumber } from './read-value.ts';

export type ReadOptions = {
  /** Fields that are no features: identifiers, the target. */
  readonly skip?: readonly string[];
  /** What a field is, where the values alone would say otherwise (a numeric code that is a category). */
  readonly kinds?: Readonly<Record<string, Feature['kind']>>;
  /** A level of fewer rows becomes `other`, so that no level of a single person is kept. 1 keeps all. Default 10. */
  readonly minLevelRows?: number;
};

/** How many cells of a field were treated how. */
export type ReadCount = Omit<ReadNote, 'usedAs'> & { readonly rows: number };

export type ReadTable = { readonly table: Table; readonly notes: readonly ReadCount[] };

/**
 * Columns of cells (as from a CSV) to a table of inferred features: a number where every cell that is not blank is one
 * (decimal text, boolean, ISO date as days since 1970), otherwise a category. Levels are in the order of their code units, so
 * the same data gives the same codes. Throws `input.invalid` where columns differ in length.
 */
export function readColumns(columns: Readonly<Record<string, readonly unknown[]>>, options: ReadOptions = {}): ReadTable {
  const names = Object.keys(columns).filter((name) => !options.skip?.includes(name));
  const cells = names.map((name) => columns[name] ?? []);
  const features = names.map((name, index) => infer(name, cells[index] ?? [], options));
  return read(features, cells);
}

/** Records to a table; the fields are those of all records, in the order in which they first appear. */
export function readRecords(records: ReadonlyArray<Readonly<Record<string, unknown>>>, options: ReadOptions = {}): ReadTable {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = Object.fromEntries(names.map((name) => [name, cellsOf(records, name)]));
  return readColumns(columns, options);
}

/** Records to a table of features that are known already: a test set, or a batch to be scored. */
export function readRecordsAs(features: readonly Feature[], records: ReadonlyArray<Readonly<Record<string, unknown>>>): ReadTable {
  return read(
    features,
    features.map((feature) => cellsOf(records, feature.name)),
  );
}

function cellsOf(records: ReadonlyArray<Readonly<Record<string, unknown>>>, name: string): unknown[] {
  return records.map((record) => (Object.hasOwn(record, name) ? record[name] : undefined));
}

function infer(name: string, cells: readonly unknown[], options: ReadOptions): Feature {
  const filled = cells.filter((cell) => !isBlank(cell));
  const stated = options.kinds && Object.hasOwn(options.kinds, name) ? options.kinds[name] : undefined;
  const kind = stated ?? (filled.every(looksLikeNumber) ? 'number' : 'category');
  if (kind === 'number') return { name, kind };
  const rows = new Map<string, number>();
  for (const cell of filled) {
    const level = levelFrom(cell);
    if (level !== undefined) rows.set(level, (rows.get(level) ?? 0) + 1);
  }
  return { name, kind, levels: keptLevels(rows, options.minLevelRows ?? 10) };
}

/** Levels of at least `minimum` rows in the order of their code units; `other` last, where rarer ones were pooled. */
export function keptLevels(rows: ReadonlyMap<string, number>, minimum: number): string[] {
  const kept = [...rows].filter(([level, count]) => count >= minimum && level !== otherLevel).map(([level]) => level);
  const pooled = [...rows].filter(([level, count]) => count < minimum || level === otherLevel);
  const pooledRows = pooled.reduce((sum, [, count]) => sum + count, 0);
  // A pool that is itself rarer than the minimum would say again what pooling hides.
  return [...kept.toSorted((left, right) => (left < right ? -1 : 1)), ...(pooledRows >= minimum ? [otherLevel] : [])];
}

function read(features: readonly Feature[], cells: ReadonlyArray<readonly unknown[]>): ReadTable {
  const rows = cells[0]?.length ?? 0;
  if (cells.some((column) => column.length !== rows))
    throw new CountersignError('input.invalid', 'The columns of a table have the same length');
  const notes: ReadCount[] = [];
  const columns = features.map((feature, index) => {
    const counts = new Map<ReadNote['treatment'], number>();
    const column = Float64Array.from(cells[index] ?? [], (cell) => {
      const { value, note } = readCell(feature, cell);
      if (note) counts.set(note.treatment, (counts.get(note.treatment) ?? 0) + 1);
      return value;
    });
    for (const [treatment, count] of counts) notes.push({ field: feature.name, treatment, rows: count });
    return column;
  });
  return { table: { rows, features, columns }, notes };
}
