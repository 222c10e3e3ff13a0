import type { Paint } from './paint.ts';
import { safeLine } from './safe.ts';
import { clip, pad, width, wrap } from './width.ts';

/** `keep` marks what must never be cut: ids and keys that a person copies. `under` puts a long text on a line of its own. */
export type Column<T> = {
  readonly head: string;
  readonly value: (row: T) => unknown;
  readonly keep?: boolean;
  readonly right?: boolean;
  readonly under?: boolean;
  readonly colour?: (row: T) => keyof Paint | undefined;
};

const gap = 2;
const leastWidth = 8;

/** A table that fits the terminal: long texts are cut, ids never; where even that is too wide, one block a row. */
export function table<T>(rows: readonly T[], all: readonly Column<T>[], terminalColumns: number, paint: Paint): string {
  const columns = all.filter((column) => !column.under);
  const under = all.filter((column) => column.under);
  const cells = rows.map((row) => columns.map((column) => safeLine(column.value(row))));
  const natural = columns.map((column, index) => Math.max(width(column.head), ...cells.map((row) => width(row[index] ?? ''))));
  const widths = fit(natural, columns, terminalColumns);
  if (!widths) return blocks(rows, all, terminalColumns, paint);
  const line = (texts: readonly string[], colours: readonly (keyof Paint | undefined)[]): string =>
    texts
      .map((text, index) => {
        const columnWidth = widths[index] ?? 0;
        const cell = pad(clip(text, columnWidth), columnWidth, columns[index]?.right);
        const colour = colours[index];
        return colour ? paint[colour](cell) : cell;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const head = paint.dim(
    line(
      columns.map((column) => column.head),
      [],
    ),
  );
  const body = cells.flatMap((texts, index) => {
    const row = rows[index];
    if (row === undefined) return [];
    const below = under.map((column) => safeLine(column.value(row))).filter((text) => text !== '');
    return [
      line(
        texts,
        columns.map((column) => column.colour?.(row)),
      ),
      ...below.flatMap((text) => wrap(text, terminalColumns - 4)).map((text) => `    ${text}`),
    ];
  });
  return `${[head, ...body].join('\n')}\n`;
}

/** Takes from the widest column that may be cut until all fit; undefined when none can give any more. */
function fit<T>(natural: readonly number[], columns: readonly Column<T>[], terminalColumns: number): number[] | undefined {
  const widths = [...natural];
  let over = widths.reduce((sum, each) => sum + each, 0) + gap * (widths.length - 1) - terminalColumns;
  while (over > 0) {
    let widest = -1;
    widths.forEach((each, index) => {
      if (!columns[index]?.keep && each > leastWidth && each > (widths[widest] ?? 0)) widest = index;
    });
    const current = widths[widest];
    if (current === undefined) return undefined;
    widths[widest] = current - 1;
    over -= 1;
  }
  return widths;
}

function blocks<T>(rows: readonly T[], columns: readonly Column<T>[], terminalColumns: number, paint: Paint): string {
  return rows
    .map((row) =>
      fields(
        columns.map((column) => [column.head, column.value(row)] as const),
        terminalColumns,
        paint,
      ),
    )
    .join('\n');
}

/** Names and values, one a line; an undefined or empty value leaves its line out. Long values wrap under themselves. */
export function fields(pairs: readonly (readonly [string, unknown])[], terminalColumns: number, paint: Paint): string {
  const shown = pairs.map(([name, value]) => [name, safeLine(value)] as const).filter(([, value]) => value !== '');
  const nameWidth = Math.max(0, ...shown.map(([name]) => width(name)));
  return shown
    .map(([name, value]) => {
      const lines = wrap(value, terminalColumns - nameWidth - gap);
      return lines.map((text, index) => `${paint.dim(pad(index === 0 ? name : '', nameWidth))}${' '.repeat(gap)}${text}\n`).join('');
    })
    .join('');
}
