import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, HeadReport, LoadedHead, ModelDefinition } from '../../contracts/models.ts';
import { errorLevels } from '../../learning/heads/amount-head.ts';
import { columnsOf, targetOf } from '../../learning/heads/tabular.ts';
import type { Ensemble } from '../../learning/trees/ensemble.ts';
import { readLightgbm } from '../../learning/trees/lightgbm.ts';
import { readXgboost } from '../../learning/trees/xgboost.ts';
import { sha256 } from '../hashes.ts';
import { measure, quantile } from './measure.ts';
import { bindColumns, type ColumnOptions } from './tree-columns.ts';

/** A model saved by XGBoost as JSON (1.7 to 3.x) or by LightGBM as text (v3, v4). */
export type TreeImport = ColumnOptions & {
  readonly format: 'xgboost' | 'lightgbm';
  readonly text: string;
  /** Of an amount: the answer and its interval never go below or above. */
  readonly atLeast?: number;
  readonly atMost?: number;
};

export type ImportedHead = { readonly artefact: Json; readonly report: HeadReport };

const level = 0.8;
/** Rows looked at for importance. */
const importanceRows = 500;
const longestText = 64 * 1024 * 1024;
const makers = { xgboost: 'XGBoost', lightgbm: 'LightGBM' } as const;

/**
 * The trees as an artefact of our own binary or amount head: scored, explained by TreeSHAP, logged and watched like any
 * other. Probabilities are the file's own, not calibrated again; no value is clamped to a training range, so that answers are
 * those the other library gives. Throws `input.malformed` or `input.invalid` that names what is not supported.
 */
export function importTrees(
  definition: ModelDefinition,
  name: string,
  task: 'binary' | 'amount',
  given: TreeImport,
  examples: readonly Example[],
): ImportedHead {
  const head = definition.heads[name];
  const target = head?.targets[0] ?? name;
  if (given.text.length > longestText)
    throw new CountersignError('input.too_large', 'A file of trees of more than 64 MB is not imported', { field: `heads.${name}` });
  const read = given.format === 'xgboost' ? readXgboost(given.text) : readLightgbm(given.text);
  checkTask(read, task, name);
  const ensemble = bindColumns(read, columnsOf(definition.features, head?.uses), given, definition.id);
  const model = { algorithm: 'trees', model: ensemble };
  const stored = (bins: object, errors: readonly number[]): object =>
    task === 'binary'
      ? { kind: 'binary', model, calibrator: { kind: 'platt', slope: 1, intercept: 0 }, ranges: {}, bins }
      : { kind: 'amount', model, ranges: {}, errors, level, atLeast: given.atLeast ?? null, atMost: given.atMost ?? null };
  const scorer = load(
    definition,
    name,
    stored(
      [],
      errorLevels.map(() => 0),
    ),
  );
  const scores = examples.map(({ values }) => scorer.score(values));
  const said = Float64Array.from(scores, ({ value }) => (typeof value === 'number' ? value : Number.NaN));
  const measured = measure(task, target, targetOf(examples, target), said);
  const artefact = stored(
    measured.bins,
    errorLevels.map((each) => (task === 'amount' ? quantile(measured.errors, each) : 0)),
  );
  // Said again on the finished artefact: it has to be one that the head itself accepts.
  load(definition, name, artefact);
  const step = Math.max(1, Math.floor(examples.length / importanceRows));
  return {
    // Plain data all the way down: numbers, strings, arrays.
    artefact: artefact as unknown as Json,
    report: {
      algorithm: `trees of ${makers[given.format]}`,
      parameters: {
        trees: ensemble.trees.length,
        file: sha256(given.text),
        measured: 'on rows held here, which its maker may have trained on',
      },
      rows: examples.length,
      metrics: measured.metrics,
      candidates: [],
      ...(measured.calibration === undefined ? {} : { calibration: measured.calibration }),
      ...(measured.roc === undefined ? {} : { roc: measured.roc }),
      importance: importanceOf(scores.filter((_, row) => row % step === 0)),
    },
  };
}

function checkTask({ base, link }: Ensemble, task: 'binary' | 'amount', name: string): void {
  const wrong = (why: string): CountersignError => new CountersignError('input.invalid', why, { field: `heads.${name}` });
  if (base.length > 1) throw wrong(`The file answers with ${base.length} classes; ${name} takes one number`);
  if (task === 'binary' && link !== 'logistic')
    throw wrong(`The file answers with values, not with a probability; ${name} takes binary:logistic of XGBoost or binary of LightGBM`);
  if (task === 'amount' && link !== 'identity')
    throw wrong(
      `The file answers with ${link === 'logistic' ? 'a probability' : 'the exponential of its trees, as for counts'}; ${name} takes an objective whose answer is the sum of its trees, such as reg:squarederror`,
    );
}

function load({ heads, id }: ModelDefinition, name: string, artefact: object): LoadedHead {
  const head = heads[name];
  if (!head)
    throw new CountersignError('input.invalid', `${id} has no part ${name}; it has ${Object.keys(heads).join(', ')}`, { field: 'heads' });
  return head.load(artefact);
}

/** Mean size of contributions over the rows, as shares of the whole, largest first. */
export function importanceOf(
  scores: readonly { readonly factors: readonly { readonly feature: string; readonly contribution: number }[] }[],
): HeadReport['importance'] {
  const sums = new Map<string, number>();
  for (const { factors } of scores)
    for (const { feature, contribution } of factors) sums.set(feature, (sums.get(feature) ?? 0) + Math.abs(contribution));
  const whole = [...sums.values()].reduce((sum, value) => sum + value, 0);
  return [...sums]
    .map(([feature, sum]) => ({ feature, share: whole === 0 ? 0 : sum / whole }))
    .toSorted((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1));
}
