import type { Members, Page } from '../../contracts/serving-store.ts';

/** Whether a value holds everything a filter names: objects by member, arrays and scalars as a whole. */
export function holds(value: unknown, wanted: unknown): boolean {
  if (wanted === null || typeof wanted !== 'object') return value === wanted;
  if (value === null || typeof value !== 'object' || Array.isArray(value) !== Array.isArray(wanted)) return false;
  if (Array.isArray(wanted)) return JSON.stringify(value) === JSON.stringify(wanted);
  return Object.entries(wanted).every(([key, member]) => Object.hasOwn(value, key) && holds(Reflect.get(value, key), member));
}

export const isEmpty = (wanted: Members | undefined): boolean => wanted === undefined || Object.keys(wanted).length === 0;

/** An ORDER BY of known columns only; the row number breaks ties, so that pages do not overlap. */
export function orderBy(page: Page, columns: readonly string[], otherwise: string): string {
  const column = page.sortBy !== undefined && columns.includes(page.sortBy) ? page.sortBy : otherwise;
  const direction = page.ascending === true ? 'ASC' : 'DESC';
  return `ORDER BY ${column} ${direction}, seq ${direction}`;
}

/** The page of what a predicate lets through, and how many it let through in all. */
export function pageOf<T>(rows: Iterable<T>, page: Page, lets: (row: T) => boolean): { rows: T[]; total: number } {
  const found: T[] = [];
  let total = 0;
  for (const row of rows) {
    if (!lets(row)) continue;
    if (total >= page.offset && found.length < page.limit) found.push(row);
    total += 1;
  }
  return { rows: found, total };
}

/** WHERE of the conditions that were asked for. */
export function where(conditions: Readonly<Record<string, string | number | undefined>>): { sql: string; values: (string | number)[] } {
  const given = Object.entries(conditions).flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return { sql: given.length === 0 ? '' : `WHERE ${given.map((each) => each.sql).join(' AND ')}`, values: given.map((each) => each.value) };
}
