import { CountersignError } from '../../contracts/errors.ts';
import { coverageCurve, fitTemperature, type HeldOut } from './confidence.ts';
import { mergeEqualColumns } from './equal-columns.ts';
import type { Crosses, TextRow } from './grams.ts';
import { fitOneAgainstRest, packRows } from './linear-svm.ts';
import { compileText, type TextModel } from './text-model.ts';
import { createVectoriser, learnVocabulary } from './vocabulary.ts';

export type TrainTextOptions = {
  readonly seed: number;
  readonly crosses?: Crosses;
  /** What one row's mistake costs against the length of the weights; 1 unless told. */
  readonly cost?: number;
  /** An n-gram or side feature of fewer rows is not kept. Default 2. */
  readonly minRows?: number;
  /** Share of the rows, the last ones, held out to calibrate the confidence. Default 0.2. */
  readonly heldOutShare?: number;
  /** The threshold is the lowest at which this share of the held-out answers was right; without it every row is answered. */
  readonly targetAccuracy?: number;
};

/**
 * A character n-gram classifier: TF-IDF of hashed n-grams, one linear SVM a class. `rows` and `labels` are in the order of time: the
 * last ones are first held out, to fit the temperature and the threshold on what came later; then all rows are trained on. Throws
 * `input.invalid` for fewer than two classes or lengths that differ.
 */
export function trainText(rows: readonly TextRow[], labels: readonly string[], options: TrainTextOptions): TextModel {
  if (rows.length !== labels.length || new Set(labels).size < 2) {
    throw new CountersignError('input.invalid', 'A text classifier needs one label for each row and at least two classes');
  }
  const cut = Math.floor(rows.length * (1 - (options.heldOutShare ?? 0.2)));
  const heldOut = new Set(labels.slice(0, cut)).size < 2 ? { scores: [], isRight: [] } : judged(rows, labels, cut, options);
  const temperature = fitTemperature(heldOut);
  const curve = heldOut.scores.length === 0 ? [] : coverageCurve(heldOut, temperature);
  return { ...fitAll(rows, labels, options), temperature, threshold: thresholdOf(curve, options.targetAccuracy), heldOut: curve };
}

function judged(rows: readonly TextRow[], labels: readonly string[], cut: number, options: TrainTextOptions): HeldOut {
  const early = fitAll(rows.slice(0, cut), labels.slice(0, cut), options);
  const compiled = compileText(early);
  const scores = rows.slice(cut).map((row) => compiled.scores(row));
  return { scores, isRight: scores.map((row, index) => early.classes[firstOf(row)] === labels[cut + index]) };
}

function fitAll(rows: readonly TextRow[], labels: readonly string[], options: TrainTextOptions): TextModel {
  const crosses = options.crosses ?? [];
  const vocabulary = learnVocabulary(rows, crosses, options.minRows ?? 2);
  const vectoriser = createVectoriser(vocabulary, crosses);
  const distinct = distinctRows(rows, labels);
  const merged = mergeEqualColumns(
    distinct.map(({ row }) => vectoriser.vectorise(row)),
    vocabulary.buckets.length,
  );
  const sparse = packRows(merged.rows, merged.width);
  const classes = [...new Set(labels)].toSorted((left, right) => (left < right ? -1 : 1));
  const costs = Float64Array.from(distinct, ({ count }) => count * (options.cost ?? 1));
  const weights = classes.map((label) => {
    const signs = Int8Array.from(distinct, (own) => (own.label === label ? 1 : -1));
    const fit = fitOneAgainstRest(sparse, signs, costs, options.seed);
    const own = merged.share.map((share, index) => share * (fit[merged.column[index] ?? 0] ?? 0));
    return compact(own, fit.at(-1) ?? 0);
  });
  return {
    kind: 'text-linear',
    classes,
    crosses: crosses.map(([left, right]) => [left, right]),
    trainingRows: rows.length,
    bucketSteps: stepsOf(vocabulary.buckets),
    bucketRows: [...vocabulary.rows],
    weights,
    temperature: 1,
    threshold: 0,
    heldOut: [],
  };
}

/** Equal rows of one label become one of that many times the cost, which has the same optimum: orders repeat themselves a lot. */
function distinctRows(rows: readonly TextRow[], labels: readonly string[]): { row: TextRow; label: string; count: number }[] {
  const found = new Map<string, { row: TextRow; label: string; count: number }>();
  rows.forEach((row, index) => {
    const label = labels[index] ?? '';
    const key = JSON.stringify([label, row.text, row.fields]);
    const same = found.get(key);
    if (same) same.count += 1;
    else found.set(key, { row, label, count: 1 });
  });
  return [...found.values()];
}

/** Whole numbers of a hundredth of the largest weight; what rounds to zero is left out, and that is most of them. */
function compact(own: Float64Array, intercept: number): TextModel['weights'][number] {
  const unit = own.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0) / 100;
  const indexes: number[] = [];
  const units: number[] = [];
  own.forEach((weight, index) => {
    const rounded = unit === 0 ? 0 : Math.round(weight / unit);
    if (rounded === 0) return;
    indexes.push(index);
    units.push(rounded);
  });
  return { unit, intercept, steps: stepsOf(indexes), units };
}

function stepsOf(ascending: readonly number[]): number[] {
  return ascending.map((value, index) => value - (index === 0 ? 0 : (ascending[index - 1] ?? 0)));
}

function thresholdOf(curve: TextModel['heldOut'], targetAccuracy: number | undefined): number {
  if (targetAccuracy === undefined) return 0;
  const point = curve.find(({ accuracy, coverage }) => coverage > 0 && accuracy >= targetAccuracy);
  // Nothing held out was sure enough: every row goes to a person.
  return point?.threshold ?? 1;
}

function firstOf(scores: Float64Array): number {
  let first = 0;
  for (let index = 1; index < scores.length; index += 1) if ((scores[index] ?? 0) > (scores[first] ?? 0)) first = index;
  return first;
}
