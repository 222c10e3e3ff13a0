import type { CategoryFeature, Feature } from '../core/table.ts';
import { isBlank, levelFrom, numberFrom } from './read-value.ts';

/** The level that stands for every level too rare to be kept. */
export const otherLevel = 'other';

export type Treatment = 'missing' | 'unknown-category' | 'not-a-number' | 'out-of-range';

/** What a cell could not be taken for, and what it counted as instead. Never the value: it may be personal. */
export type ReadNote = { readonly field: string; readonly treatment: Treatment; readonly usedAs: 'missing' | 'other' | 'bound' };

export type Ranges = Readonly<Record<string, { readonly min: number; readonly max: number }>>;

/**
 * One record as a row for a model, in the order of `features`. Every field that is absent, null, blank, of the wrong type, of
 * an unknown level or outside its range (`ranges`, where a field has one) is named in `notes` with how it was treated:
 * missing; the level `other` where training pooled rare levels into it; or the nearest bound of its range.
 */
export function readRow(
  features: readonly Feature[],
  record: Readonly<Record<string, unknown>>,
  ranges: Ranges = {},
): { readonly row: Float64Array; readonly notes: readonly ReadNote[] } {
  const row = new Float64Array(features.length);
  const notes: ReadNote[] = [];
  features.forEach((feature, index) => {
    // `hasOwn`, because a field named `constructor` is absent from a record that does not hold it.
    const cell = Object.hasOwn(record, feature.name) ? record[feature.name] : undefined;
    const read = readCell(feature, cell, Object.hasOwn(ranges, feature.name) ? ranges[feature.name] : undefined);
    row[index] = read.value;
    if (read.note) notes.push({ field: feature.name, ...read.note });
  });
  return { row, notes };
}

type Read = { readonly value: number; readonly note?: Omit<ReadNote, 'field'> };

export function readCell(feature: Feature, cell: unknown, range?: { readonly min: number; readonly max: number }): Read {
  if (isBlank(cell)) return { value: Number.NaN, note: { treatment: 'missing', usedAs: 'missing' } };
  if (feature.kind === 'category') return readLevel(feature, cell);
  const value = numberFrom(cell);
  if (Number.isNaN(value)) return { value, note: { treatment: 'not-a-number', usedAs: 'missing' } };
  if (range && (value < range.min || value > range.max)) {
    return { value: value < range.min ? range.min : range.max, note: { treatment: 'out-of-range', usedAs: 'bound' } };
  }
  return { value };
}

function readLevel(feature: CategoryFeature, cell: unknown): Read {
  const level = levelFrom(cell);
  const code = level === undefined ? -1 : feature.levels.indexOf(level);
  if (code >= 0) return { value: code };
  const other = level === undefined ? -1 : feature.levels.indexOf(otherLevel);
  if (other >= 0) return { value: other, note: { treatment: 'unknown-category', usedAs: 'other' } };
  return { value: Number.NaN, note: { treatment: 'unknown-category', usedAs: 'missing' } };
}
