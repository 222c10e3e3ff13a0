import { table, type Figures } from '../claim.ts';
import {
  boosting,
  encodeTable,
  learnEncoding,
  linear,
  loadColumns,
  rocAuc,
  stratifiedSplits,
  takeRows,
  takeValues,
  timeSplit,
  type Candidate,
  type Fold,
  type Table,
} from '../../src/learning/index.ts';
import { latePayment, planOf, tables } from './data.ts';
import { askReference } from './reference.ts';

type Theirs = {
  readonly name: string;
  readonly xgb: readonly number[];
  readonly hist: readonly number[];
  readonly logistic: readonly number[];
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Five stratified 80/20 splits a table, the same rows on every side; nothing tuned on the rows kept aside. */
export async function quality(tell: (line: string) => void): Promise<Figures> {
  const files: Record<string, Float64Array> = {};
  const jobs: object[] = [];
  const ours: { name: string; trees: number[]; logistic: number[] }[] = [];
  for (const [at, each] of tables.entries()) {
    const { table: rows, target } = planOf(each);
    const splits = stratifiedSplits(target, { testShare: 0.2, repeats: 5, seed: 0 });
    files[String(at)] = rowMajor(rows);
    files[`${at}-target`] = target;
    const widths = splits.map((split, n) => design(rows, split, `${at}-design-${n}`, files));
    jobs.push({
      id: String(at),
      name: each.name,
      rows: rows.rows,
      width: rows.columns.length,
      splits: splits.map(({ train, test }, n) => ({ train: [...train], test: [...test], width: widths[n] })),
    });
    const trees: number[] = [];
    const logistic: number[] = [];
    for (const split of splits) {
      trees.push(await aucOf(boosting({ objective: 'logistic' }), rows, target, split));
      logistic.push(await aucOf(linear('binary'), rows, target, split));
    }
    ours.push({ name: each.name, trees, logistic });
  }
  // Written by reference.py.
  const theirs = askReference({ kind: 'auc', tables: jobs }, files) as Theirs[];
  const rows = ours.map(({ name, trees, logistic }, at) => {
    const other = theirs[at];
    return {
      name,
      trees: mean(trees),
      xgb: mean(other?.xgb ?? []),
      hist: mean(other?.hist ?? []),
      logistic: mean(logistic),
      line: mean(other?.logistic ?? []),
    };
  });
  const cells = rows.map((row) => [row.name, ...[row.trees, row.xgb, row.hist, row.logistic, row.line].map((value) => value.toFixed(4))]);
  for (const line of table(['AUC, 200 trees × 8 leaves', 'ours', 'XGBoost', 'HistGB', 'our logistic', "scikit-learn's"], cells)) tell(line);
  const deltas = rows.map(({ trees, xgb }) => trees - xgb);
  return {
    auc_mean_delta: mean(deltas),
    auc_worst_delta: Math.min(...deltas),
    auc_worst_delta_any: Math.min(...rows.map(({ trees, xgb, hist }) => trees - Math.max(xgb, hist))),
    logistic_delta: Math.max(...rows.map(({ logistic, line }) => Math.abs(logistic - line))),
  };
}

export async function latePaymentAuc(tell: (line: string) => void): Promise<Figures> {
  const { table: rows, target, times } = planOf(latePayment);
  const split = timeSplit(times ?? new Float64Array(0), 0.2);
  const logistic = await aucOf(linear('binary'), rows, target, split);
  const trees = await aucOf(boosting({ objective: 'logistic' }), rows, target, split);
  tell(
    `\nlate payment, last fifth by invoice date, without Disputed: logistic ${logistic.toFixed(4)}, boosting ${trees.toFixed(4)} (reference .868 and .855)`,
  );
  return { late_payment_auc: logistic, late_payment_auc_boosting: trees };
}

async function aucOf(candidate: Candidate, rows: Table, target: Float64Array, { train, test }: Fold): Promise<number> {
  const model = await candidate.fit(takeRows(rows, train), takeValues(target, train), { seed: 0, crew: undefined });
  return rocAuc(takeValues(target, test), loadColumns(model).margins(takeRows(rows, test)));
}

/** What logistic regression sees: learned from the training rows, written out for all. */
function design(rows: Table, { train }: Fold, name: string, files: Record<string, Float64Array>): number {
  const { design: encoded } = encodeTable(learnEncoding(takeRows(rows, train)), rows);
  files[name] = encoded.values;
  return encoded.width;
}

function rowMajor({ rows, columns }: Table): Float64Array {
  const values = new Float64Array(rows * columns.length);
  columns.forEach((column, feature) => {
    for (let row = 0; row < rows; row += 1) values[row * columns.length + feature] = column[row] ?? Number.NaN;
  });
  return values;
}
