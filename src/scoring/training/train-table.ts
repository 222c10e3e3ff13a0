import { CountersignError } from '../../contracts/errors.ts';
import {
  duel,
  importanceIn,
  loadColumns,
  logLoss,
  rootMeanSquaredError,
  sigmoid,
  stratifiedFolds,
  stratifiedSplits,
  takeRows,
  takeValues,
  timeSplit,
  type Fold,
} from '../../learning/index.ts';
import { sha256 } from '../hashes.ts';
import type { Columns } from './table-columns.ts';
import { contenders, leading, type Contender, type Measured } from './table-measure.ts';
import { planTable, type TableOptions, type TablePlan, type Task } from './table-plan.ts';

export type TableReport = {
  readonly target: string;
  readonly task: Task;
  readonly classes: readonly string[];
  readonly rows: number;
  readonly features: readonly { readonly name: string; readonly kind: 'number' | 'category'; readonly levels?: number }[];
  /** Columns that were not used, and why. */
  readonly left: TablePlan['left'];
  /** How rows were kept aside. */
  readonly split: string;
  readonly seed: number;
  readonly candidates: readonly {
    readonly algorithm: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly metrics: Measured;
    /** The leading metric in each split. */
    readonly splits: readonly number[];
  }[];
  /** Chosen on folds of the training rows, before anything was measured on those kept aside. */
  readonly champion: string;
  /** Of the champion, on the rows kept aside. */
  readonly metrics: Measured;
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
  /** SHA-256 of the champion trained on all rows: the same data and seed give the same bytes. */
  readonly modelHash?: string;
};

export type TableHelp = { readonly signal?: AbortSignal; readonly tell?: (done: number, of: number) => void };

/**
 * Learns any column of any table from the others and says how well on rows kept aside: five stratified 80/20 splits by seeds
 * 0 to 4, or the last fifth by time. Every candidate sees the same rows, and nothing is tuned on those kept aside.
 */
export async function trainTable(columns: Columns, options: TableOptions, help: TableHelp = {}): Promise<TableReport> {
  const plan = planTable(columns, options);
  const folds = splitsOf(plan);
  const all = contenders(plan);
  const steps = all.length * folds.length + 1;
  let done = 0;
  const tell = (): void => help.tell?.((done += 1), steps);
  const champion = await championOf(plan, all, folds[0], options.seed);
  tell();
  const candidates: TableReport['candidates'][number][] = [];
  for (const contender of all) {
    const measured: Measured[] = [];
    for (const fold of folds) {
      help.signal?.throwIfAborted();
      measured.push(await contender.measure(fold, options.seed));
      tell();
    }
    const splits = measured.map((each) => each[leading[plan.task].metric] ?? Number.NaN);
    candidates.push({ algorithm: contender.name, parameters: contender.parameters, metrics: averaged(measured), splits });
  }
  const final = await finalOf(plan, champion, options.seed);
  return {
    target: options.target,
    task: plan.task,
    classes: plan.classes,
    rows: plan.table.rows,
    features: plan.table.features.map((feature) => ({
      name: feature.name,
      kind: feature.kind,
      ...(feature.kind === 'category' ? { levels: feature.levels.length } : {}),
    })),
    left: plan.left,
    split: plan.times ? `the last fifth by ${options.time ?? 'time'}` : 'a fifth, five times, stratified, seeds 0 to 4',
    seed: options.seed,
    candidates,
    champion: champion.name,
    metrics: candidates.find(({ algorithm }) => algorithm === champion.name)?.metrics ?? {},
    ...final,
  };
}

function splitsOf({ task, target, times }: TablePlan): Fold[] {
  if (times) return [timeSplit(times, 0.2)];
  // Amounts have no classes to keep the shares of.
  return stratifiedSplits(task === 'amount' ? new Float64Array(target.length) : target, { testShare: 0.2, repeats: 5, seed: 0 });
}

/** The plain one, unless another wins beyond doubt on folds of the rows that are trained on. */
async function championOf(plan: TablePlan, all: readonly Contender[], first: Fold | undefined, seed: number): Promise<Contender> {
  const candidates = all.flatMap(({ candidate }) => (candidate ? [candidate] : []));
  const [plain] = all;
  if (!plain || !first) throw new CountersignError('internal', 'There is nothing to compare');
  if (candidates.length < 2) return plain;
  const [table, target] = [takeRows(plan.table, first.train), takeValues(plan.target, first.train)];
  const strata = plan.task === 'binary' ? target : new Float64Array(target.length);
  const { winner } = await duel(candidates, table, target, {
    folds: stratifiedFolds(strata, 5, seed),
    loss: plan.task === 'binary' ? (truth, margins) => logLoss(truth, margins.map(sigmoid)) : rootMeanSquaredError,
    metric: 'loss',
    seed,
    crew: undefined,
    tell: undefined,
  });
  return all.find(({ candidate }) => candidate === winner.candidate) ?? plain;
}

async function finalOf(
  { table, target }: TablePlan,
  { candidate }: Contender,
  seed: number,
): Promise<Pick<TableReport, 'importance' | 'modelHash'>> {
  if (!candidate) return { importance: [] };
  const model = await candidate.fit(table, target, { seed, crew: undefined });
  return { importance: importanceIn(loadColumns(model), table), modelHash: sha256(JSON.stringify(model)) };
}

function averaged(all: readonly Measured[]): Measured {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, all.reduce((sum, each) => sum + (each[name] ?? Number.NaN), 0) / all.length]));
}
