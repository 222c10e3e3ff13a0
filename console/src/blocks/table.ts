import type { Cell, ColumnKind, TableBlock } from '../../../src/contracts/answer.ts';

export type Sort = { readonly key: string; readonly isDescending: boolean };

const figures: readonly ColumnKind[] = ['money', 'quantity', 'count', 'percent'];
/** Figures stand right, so that their digits stand below each other. */
export const isFigure = (kind: ColumnKind): boolean => figures.includes(kind);

/** Rows by the value of a column, not by how it reads; rows without a value stand last whichever way it is sorted. */
export function sortRows({ rows, columns }: TableBlock, sort: Sort | undefined): TableBlock['rows'] {
  const column = sort && columns.find(({ key }) => key === sort.key);
  if (!column) return rows;
  const sign = sort.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a.cells[column.key]), valueOf(b.cells[column.key])];
    if (left === '' || right === '') return Number(left === '') - Number(right === '');
    return sign * compare(left, right, column.kind);
  });
}

const valueOf = (cell: Cell | undefined): string => cell?.value ?? '';
const words = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(left: string, right: string, kind: ColumnKind): number {
  if (kind === 'date') return left < right ? -1 : Number(left > right);
  const [a, b] = [Number(left), Number(right)];
  return isFigure(kind) && !Number.isNaN(a) && !Number.isNaN(b) ? a - b : words.compare(left, right);
}

/** RFC 4180, with the values a program reads. A text that a spreadsheet would run as a formula gets an apostrophe in front. */
export function toCsv({ columns, rows }: Pick<TableBlock, 'columns' | 'rows'>): string {
  const cells = (row: TableBlock['rows'][number]): string[] =>
    columns.map(({ key, kind }) => (isFigure(kind) ? field(valueOf(row.cells[key])) : field(harmless(valueOf(row.cells[key])))));
  return [columns.map(({ label }) => field(harmless(label))), ...rows.map(cells)].map((line) => line.join(',')).join('\r\n');
}

const harmless = (value: string): string => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const field = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
