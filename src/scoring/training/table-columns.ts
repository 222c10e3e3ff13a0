import { CountersignError } from '../../contracts/errors.ts';

/** Columns of cells as they stand in a file, by name. */
export type Columns = ReadonlyMap<string, readonly string[]>;

/** A condition on a column, or the column itself: `DaysLate>0`, `Churn`, `IsWon=1`. */
export type TargetRule = { readonly column: string; readonly test?: (cell: string) => string };

const blank = /^\s*(?:na|n\/a|nan|null|none|\?)?\s*$/i;
export const isBlankCell = (cell: string): boolean => blank.test(cell);

export function targetRule(text: string, columns: Columns): TargetRule {
  if (columns.has(text)) return { column: text };
  const parts = /^(.+?)\s*(>=|<=|!=|>|<|=)\s*(.+)$/.exec(text);
  const column = parts?.[1] ?? text;
  const [operator, against] = [parts?.[2], parts?.[3] ?? ''];
  if (!columns.has(column) || operator === undefined) throw unknownColumn(column, columns, 'target');
  return { column, test: (cell) => (isBlankCell(cell) ? '' : holds(cell.trim(), operator, against.trim()) ? '1' : '0') };
}

function holds(cell: string, operator: string, against: string): boolean {
  const [left, right] = [Number(cell), Number(against)];
  const isNumeric = Number.isFinite(left) && Number.isFinite(right);
  switch (operator) {
    case '=':
      return isNumeric ? left === right : cell === against;
    case '!=':
      return isNumeric ? left !== right : cell !== against;
    case '>':
      return left > right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    default:
      return left <= right;
  }
}

export function unknownColumn(column: string, columns: Columns, field: string): CountersignError {
  const names = [...columns.keys()];
  const shown = names.length > 30 ? `${names.slice(0, 30).join(', ')} and ${names.length - 30} more` : names.join(', ');
  return new CountersignError('input.invalid', `There is no column ${column.slice(0, 60)}; there are ${shown}`, { field });
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const dayMs = 86_400_000;
const anyDate = /^(\d{1,4})([-/.])(\d{1,2}|[A-Za-z]{3})\2(\d{1,4})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Days since 1970 where every cell that is not blank is a date: year first, or day and month in the order that fits all
 * cells of the column (month first where both do, as tables with slashes mostly have it; day first with dots). Undefined
 * for a column of anything else.
 */
export function datesIn(cells: readonly string[]): Float64Array | undefined {
  const parts = cells.map((cell) => (isBlankCell(cell) ? undefined : anyDate.exec(cell.trim())));
  if (!parts.some((part) => part) || parts.some((part) => part === null)) return undefined;
  const filled = parts.flatMap((part) => (part ? [part] : []));
  const isYearFirst = filled.every(([, first]) => first?.length === 4);
  if (!isYearFirst && !filled.every(([, , , , last]) => last?.length === 4)) return undefined;
  const firstIsDay = filled.some(([, first]) => Number(first) > 12) || filled.every(([, , separator]) => separator === '.');
  const days = new Float64Array(cells.length).fill(Number.NaN);
  for (const [row, part] of parts.entries()) {
    if (!part) continue;
    const [, first = '', , middle = '', last = ''] = part;
    const day = isYearFirst ? dayNumber(first, middle, last) : firstIsDay ? dayNumber(last, middle, first) : dayNumber(last, first, middle);
    if (day === undefined) return undefined;
    days[row] = day;
  }
  return days;
}

function dayNumber(year: string, month: string, day: string): number | undefined {
  const named = months.indexOf(month.toLowerCase());
  const [y, m, d] = [Number(year), named >= 0 ? named + 1 : Number(month), Number(day)];
  const at = Date.UTC(y, m - 1, d);
  const read = new Date(at);
  return read.getUTCMonth() === m - 1 && read.getUTCDate() === d ? at / dayMs : undefined;
}

/** Numbers, with thousands as `1,234.5` or currency signs left as they are: what is no plain number makes a category. */
export function numbersIn(cells: readonly string[]): Float64Array | undefined {
  const values = Float64Array.from(cells, (cell) => (isBlankCell(cell) ? Number.NaN : Number(cell)));
  return cells.every((cell, row) => isBlankCell(cell) || Number.isFinite(values[row])) && values.some(Number.isFinite) ? values : undefined;
}
