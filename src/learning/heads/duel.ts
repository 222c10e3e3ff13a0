import type { HeadReport } from '../../contracts/models.ts';
import { takeRows, takeValues, type Table } from '../core/table.ts';
import type { Fold } from '../folds/stratified.ts';
import { pairedFolds } from '../metrics/compare.ts';
import type { Crew } from '../trees/crew.ts';
import { loadColumns, type Candidate } from './candidate.ts';

/** What one candidate said of rows it was not trained on. */
export type OutOfFold = { readonly candidate: Candidate; readonly margins: Float64Array; readonly losses: readonly number[] };

export type Duel = {
  readonly winner: OutOfFold;
  readonly all: readonly OutOfFold[];
  readonly comparison: HeadReport['comparison'];
};

/** Of the two-sided interval: one chance in twenty that an even challenger is taken for the better one. */
const duelLevel = 0.9;

/**
 * Every candidate on the same folds. The first one, the plain one, stays champion unless another is better by a paired
 * comparison whose interval leaves no doubt: what is cheaper to explain and to audit wins a draw.
 */
export async function duel(
  candidates: readonly Candidate[],
  table: Table,
  target: Float64Array,
  options: {
    readonly folds: readonly Fold[];
    readonly loss: (target: Float64Array, margins: Float64Array) => number;
    readonly metric: string;
    readonly seed: number;
    readonly crew: Crew | undefined;
    readonly tell: (() => void) | undefined;
  },
): Promise<Duel> {
  const all: OutOfFold[] = [];
  for (const candidate of candidates) all.push(await outOfFold(candidate, table, target, options));
  const [plain, ...others] = all;
  if (!plain) throw new Error('a duel has at least one candidate');
  const rows = options.folds[0];
  let winner = plain;
  let comparison: Duel['comparison'];
  for (const other of others) {
    const differences = other.losses.map((loss, fold) => loss - (plain.losses[fold] ?? 0));
    const { estimate, low, high } = pairedFolds(differences, {
      trainRows: rows?.train.length ?? 0,
      testRows: rows?.test.length ?? 0,
      level: duelLevel,
    });
    const isFirst = comparison === undefined;
    if (isFirst || estimate < (comparison?.difference ?? 0)) comparison = { metric: options.metric, difference: estimate, low, high };
    if (high < 0 && mean(other.losses) < mean(winner.losses)) winner = other;
  }
  return { winner, all, comparison };
}

async function outOfFold(
  candidate: Candidate,
  table: Table,
  target: Float64Array,
  { folds, loss, seed, crew, tell }: Parameters<typeof duel>[3],
): Promise<OutOfFold> {
  const margins = new Float64Array(table.rows).fill(Number.NaN);
  const losses: number[] = [];
  for (const { train, test } of folds) {
    const scorer = loadColumns(await candidate.fit(takeRows(table, train), takeValues(target, train), { seed, crew }));
    const said = scorer.margins(takeRows(table, test));
    test.forEach((row, index) => {
      margins[row] = said[index] ?? Number.NaN;
    });
    losses.push(loss(takeValues(target, test), said));
    tell?.();
  }
  return { candidate, margins, losses };
}

/** The candidates as a report tells them. */
export const candidatesOf = ({ all }: Duel): HeadReport['candidates'] =>
  all.map(({ candidate, losses }) => ({ algorithm: candidate.name, folds: losses, mean: mean(losses) }));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
