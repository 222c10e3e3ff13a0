import {
  accuracy,
  averagePrecision,
  boosting,
  brierScore,
  likeliest,
  linear,
  loadColumns,
  logLoss,
  macroF1,
  meanAbsoluteError,
  multiclassLogLoss,
  rocAuc,
  rootMeanSquaredError,
  sigmoid,
  takeRows,
  takeValues,
  trainClasses,
  type Candidate,
  type Fold,
} from '../../learning/index.ts';
import type { TablePlan, Task } from './table-plan.ts';

export type Measured = Readonly<Record<string, number>>;

/** Something that learns a table and is measured on rows kept aside. */
export type Contender = {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly candidate?: Candidate;
  measure(fold: Fold, seed: number): Promise<Measured>;
};

/** Which metric decides, and whether more of it is better. */
export const leading: Readonly<Record<Task, { readonly metric: string; readonly isMoreBetter: boolean }>> = {
  binary: { metric: 'auc', isMoreBetter: true },
  amount: { metric: 'rmse', isMoreBetter: false },
  multiclass: { metric: 'accuracy', isMoreBetter: true },
};

/** Small trees for tables of this size, and larger ones for what small ones cannot reach. */
const larger = { trees: 100, learningRate: 0.1, maxLeaves: 31 } as const;

export function contenders(plan: TablePlan): Contender[] {
  if (plan.task === 'multiclass') return [classesContender(plan), majority(plan)];
  const objective = plan.task === 'binary' ? ({ objective: 'logistic' } as const) : ({ objective: 'squared' } as const);
  const all: [string, Candidate][] = [
    [plan.task === 'binary' ? 'logistic regression' : 'ridge regression', linear(plan.task === 'binary' ? 'binary' : 'amount')],
    ['gradient boosting', boosting(objective)],
    ['gradient boosting, larger trees', boosting(objective, larger)],
  ];
  return all.map(([name, candidate]) => ({
    name,
    parameters: candidate.parameters,
    candidate,
    async measure({ train, test }, seed) {
      const model = await candidate.fit(takeRows(plan.table, train), takeValues(plan.target, train), { seed, crew: undefined });
      const margins = loadColumns(model).margins(takeRows(plan.table, test));
      const truth = takeValues(plan.target, test);
      return plan.task === 'binary' ? ofAnswers(truth, margins) : ofAmounts(truth, margins);
    },
  }));
}

function ofAnswers(truth: Float64Array, margins: Float64Array): Measured {
  const chances = margins.map(sigmoid);
  return {
    auc: rocAuc(truth, margins),
    averagePrecision: averagePrecision(truth, margins),
    logLoss: logLoss(truth, chances),
    brier: brierScore(truth, chances),
    accuracy: accuracy(truth, chances.map(Math.round)),
  };
}

function ofAmounts(truth: Float64Array, said: Float64Array): Measured {
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const whole = truth.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const rmse = rootMeanSquaredError(truth, said);
  return { rmse, mae: meanAbsoluteError(truth, said), r2: whole === 0 ? 0 : 1 - (rmse * rmse * truth.length) / whole };
}

function classesContender(plan: TablePlan): Contender {
  const classes = plan.classes.length;
  // A round has one tree a class: many classes get fewer rounds.
  const trees = Math.max(10, Math.min(100, Math.floor(1000 / classes)));
  return {
    name: 'gradient boosting',
    parameters: { trees, learningRate: 0.1, maxLeaves: 8 },
    async measure({ train, test }, seed) {
      const model = await trainClasses(takeRows(plan.table, train), takeValues(plan.target, train), { classes, seed, trees });
      const probabilities = model.probabilities(takeRows(plan.table, test));
      const truth = takeValues(plan.target, test);
      const said = likeliest(probabilities, classes);
      const rows = Array.from({ length: test.length }, (_, row) => probabilities.slice(row * classes, (row + 1) * classes));
      return { accuracy: accuracy(truth, said), macroF1: macroF1(truth, said), logLoss: multiclassLogLoss(truth, rows) };
    },
  };
}

/** What everybody can do without learning. */
function majority(plan: TablePlan): Contender {
  return {
    name: 'most frequent class',
    parameters: {},
    async measure({ train, test }) {
      const counts = new Map<number, number>();
      for (const row of train) counts.set(plan.target[row] ?? 0, (counts.get(plan.target[row] ?? 0) ?? 0) + 1);
      const most = [...counts].toSorted(([a, m], [b, n]) => n - m || a - b)[0]?.[0] ?? 0;
      const truth = takeValues(plan.target, test);
      const said = new Float64Array(test.length).fill(most);
      return { accuracy: accuracy(truth, said), macroF1: macroF1(truth, said) };
    },
  };
}
