import { CountersignError } from '../../contracts/errors.ts';
import { readColumns, rocAuc, takeValues, type Table } from '../../learning/index.ts';
import { datesIn, isBlankCell, numbersIn, targetRule, unknownColumn, type Columns } from './table-columns.ts';

export type TableOptions = {
  readonly target: string;
  /** Rows are ordered by it, and the last fifth is kept aside. */
  readonly time?: string;
  readonly drop?: readonly string[];
  /** Column → the column that says when it became known. */
  readonly knownAt?: Readonly<Record<string, string>>;
  /** Train although a column tells the target by itself. */
  readonly allow?: boolean;
  readonly seed: number;
};

export type Task = 'binary' | 'amount' | 'multiclass';

/** What is learned from what. `classes` in the order of their codes. */
export type TablePlan = {
  readonly task: Task;
  readonly table: Table;
  readonly target: Float64Array;
  readonly classes: readonly string[];
  readonly times: Float64Array | undefined;
  /** Columns that are not used, and why. */
  readonly left: readonly { readonly column: string; readonly why: string }[];
};

const mostClasses = 200;
const fewestRows = 50;

export function planTable(columns: Columns, options: TableOptions): TablePlan {
  for (const [field, names] of Object.entries({ drop: options.drop ?? [], time: options.time === undefined ? [] : [options.time] }))
    for (const name of names) if (!columns.has(name)) throw unknownColumn(name, columns, field);
  const rule = targetRule(options.target, columns);
  const raw = (columns.get(rule.column) ?? []).map((cell) => rule.test?.(cell) ?? cell.trim());
  const rows = Int32Array.from([...raw.keys()].filter((row) => !isBlankCell(raw[row] ?? '')));
  if (rows.length < fewestRows)
    throw new CountersignError(
      'input.invalid',
      `The target ${options.target} has ${rows.length} rows with a value; it takes at least ${fewestRows}`,
      { field: 'target' },
    );
  const { task, target, classes } = targetOf(
    [...rows].map((row) => raw[row] ?? ''),
    options.target,
  );
  const times = options.time === undefined ? undefined : timesOf(columns, options.time, rows);
  const left = [{ column: rule.column, why: 'the target' }, ...(options.drop ?? []).map((column) => ({ column, why: 'dropped as asked' }))];
  if (options.time !== undefined) left.push({ column: options.time, why: 'orders the rows' });
  refuseLater(columns, options, rows, times);
  const table = featuresOf(columns, rows, times, left);
  if (table.features.length === 0) throw new CountersignError('input.invalid', 'No column is left to learn from', { field: 'drop' });
  if (task === 'binary' && options.allow !== true) refuseTelling(table, target);
  return { task, table, target, classes, times, left };
}

function targetOf(cells: readonly string[], name: string): Pick<TablePlan, 'task' | 'target' | 'classes'> {
  const levels = [...new Set(cells)].toSorted();
  const numbers = numbersIn(cells);
  if (levels.length < 2)
    throw new CountersignError('input.invalid', `The target ${name} has one value alone; there is nothing to learn`, { field: 'target' });
  if (levels.length === 2) {
    const yes = positiveOf(levels);
    return {
      task: 'binary',
      target: Float64Array.from(cells, (cell) => (cell === yes ? 1 : 0)),
      classes: levels.filter((level) => level !== yes).concat(yes),
    };
  }
  if (numbers && (levels.length > 20 || [...numbers].some((value) => !Number.isInteger(value))))
    return { task: 'amount', target: numbers, classes: [] };
  if (levels.length > mostClasses)
    throw new CountersignError(
      'input.invalid',
      `The target ${name} has ${levels.length} different texts; at most ${mostClasses} can be told apart`,
      { field: 'target' },
    );
  return { task: 'multiclass', target: Float64Array.from(cells, (cell) => levels.indexOf(cell)), classes: levels };
}

/** Which of two answers is the yes: by its word, otherwise the second in order. */
function positiveOf(levels: readonly string[]): string {
  const yes = /^(?:1(?:\.0+)?|yes|y|true|t|won|late|bad|churned|left|positive)$/i;
  return levels.find((level) => yes.test(level)) ?? levels[1] ?? '';
}

function timesOf(columns: Columns, name: string, rows: Int32Array): Float64Array {
  const cells = columns.get(name) ?? [];
  const times = datesIn(cells) ?? numbersIn(cells);
  if (times && [...rows].every((row) => Number.isFinite(times[row]))) return takeValues(times, rows);
  throw new CountersignError(
    'input.invalid',
    `The column ${name} does not hold a date or a number in every row; rows cannot be ordered by it`,
    { field: 'time' },
  );
}

/** Columns whose stamp lies after the row's own moment in at least a twentieth of the rows were not known yet. */
function refuseLater(columns: Columns, { knownAt = {}, time }: TableOptions, rows: Int32Array, times: Float64Array | undefined): void {
  const late = Object.entries(knownAt).flatMap(([column, stamp]) => {
    if (!columns.has(column)) throw unknownColumn(column, columns, 'knownAt');
    if (!times)
      throw new CountersignError('input.invalid', 'When a column became known is compared with the time of the row; name it with --time', {
        field: 'time',
      });
    const stamps = timesOfAny(columns, stamp);
    const after = [...rows].filter((row, index) => (stamps[row] ?? Number.NaN) > (times[index] ?? Infinity)).length;
    return after / rows.length >= 0.05 ? [column] : [];
  });
  if (late.length > 0)
    throw new CountersignError(
      'input.invalid',
      `${late.join(', ')} became known only after ${time ?? 'the moment of the row'}; leave out with --drop ${late.join(',')}`,
      { field: late[0] ?? '' },
    );
}

function timesOfAny(columns: Columns, name: string): Float64Array {
  const cells = columns.get(name);
  if (!cells) throw unknownColumn(name, columns, 'knownAt');
  const times = datesIn(cells) ?? numbersIn(cells);
  if (times) return times;
  throw new CountersignError('input.invalid', `The column ${name} holds no dates`, { field: 'knownAt' });
}

function featuresOf(columns: Columns, rows: Int32Array, times: Float64Array | undefined, left: { column: string; why: string }[]): Table {
  const used: Record<string, readonly unknown[]> = {};
  const kinds: Record<string, 'number' | 'category'> = {};
  for (const [name, cells] of columns) {
    if (left.some(({ column }) => column === name)) continue;
    const own = [...rows].map((row) => (isBlankCell(cells[row] ?? '') ? '' : (cells[row] ?? '').trim()));
    const why = useless(name, own);
    if (why !== undefined) {
      left.push({ column: name, why });
      continue;
    }
    const dates = numbersIn(own) ? undefined : datesIn(own);
    // A date says little by itself and drifts; how far it lies from the moment of the row does not.
    const values = dates && times ? dates.map((day, row) => day - (times[row] ?? 0)) : (dates ?? numbersIn(own));
    used[name] = values ? Array.from(values, (value) => (Number.isNaN(value) ? null : value)) : own;
    kinds[name] = values ? 'number' : 'category';
  }
  return readColumns(used, { kinds }).table;
}

function useless(name: string, cells: readonly string[]): string | undefined {
  const filled = cells.filter((cell) => cell !== '');
  const different = new Set(filled).size;
  if (filled.length === 0) return 'empty';
  if (different === 1 && filled.length === cells.length) return 'the same in every row';
  const looksLikeId =
    /(?:^|[\s_-])(?:id|udi|uid|uuid|guid|key|number|no|nr|#)$|(?:Id|ID|Number|No|Key)$/.test(name) ||
    /^(?:id|udi|uid|index|rownum)$/i.test(name);
  if (different === filled.length && (numbersIn(filled) === undefined || looksLikeId)) return 'different in every row: an identifier';
  if (looksLikeId && different > 0.9 * filled.length) return 'different in nearly every row: an identifier';
  return undefined;
}

/** One column that ranks the rows nearly perfectly arrived with the outcome or after it. */
const telling = 0.995;

function refuseTelling(table: Table, target: Float64Array): void {
  const names = table.features.flatMap(({ name, kind }, index) => {
    const column = table.columns[index] ?? new Float64Array(0);
    const rows = [...column.keys()].filter((row) => Number.isFinite(column[row]));
    const [own, truth] = [Float64Array.from(rows, (row) => column[row] ?? 0), Float64Array.from(rows, (row) => target[row] ?? 0)];
    if (rows.length < 0.5 * table.rows || !truth.includes(0) || !truth.includes(1)) return [];
    const score = kind === 'number' ? own : rates(own, truth);
    const auc = rocAuc(truth, score);
    return Math.max(auc, 1 - auc) >= telling ? [name] : [];
  });
  if (names.length > 0)
    throw new CountersignError(
      'input.invalid',
      `${names.join(', ')} ${names.length === 1 ? 'tells' : 'tell'} the target alone and so ${names.length === 1 ? 'arrives' : 'arrive'} with it or after it; leave out with --drop ${names.join(',')}, or keep with --allow`,
      { field: names[0] ?? 'target' },
    );
}

/** The share of yes among the rows of each level. */
function rates(codes: Float64Array, truth: Float64Array): Float64Array {
  const sums = new Map<number, { yes: number; rows: number }>();
  codes.forEach((code, row) => {
    const sum = sums.get(code) ?? { yes: 0, rows: 0 };
    sums.set(code, { yes: sum.yes + (truth[row] ?? 0), rows: sum.rows + 1 });
  });
  return codes.map((code) => (sums.get(code)?.yes ?? 0) / (sums.get(code)?.rows ?? 1));
}
