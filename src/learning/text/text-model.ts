import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { softmax } from './confidence.ts';
import { bucketCount, eachGram, sideTokens, type TextRow } from './grams.ts';
import { createVectoriser, type SparseRow } from './vocabulary.ts';

const Whole = z.number().int();

/** A fitted text classifier as JSON: hashes, counts and whole-number weights; no text but the names of classes and fields. */
export const TextModel = z.object({
  kind: z.literal('text-linear'),
  classes: z.array(z.string()).min(1),
  crosses: z.array(z.tuple([z.string(), z.string()])),
  trainingRows: Whole.positive(),
  /** Differences of the ascending buckets, and the training rows each occurred in. */
  bucketSteps: z.array(Whole.nonnegative()),
  bucketRows: z.array(Whole.positive()),
  /** One a class: differences of the ascending vocabulary indexes, and weights in units of `unit`. */
  weights: z.array(
    z.object({ unit: z.number().nonnegative(), intercept: z.number(), steps: z.array(Whole.nonnegative()), units: z.array(Whole) }),
  ),
  temperature: z.number().positive(),
  /** Answers with less confidence are left to a person. */
  threshold: z.number().min(0).max(1),
  heldOut: z.array(z.object({ threshold: z.number(), coverage: z.number(), accuracy: z.number() })),
});
export type TextModel = z.infer<typeof TextModel>;

export type TextAnswer = {
  /** Undefined where the model abstains: its confidence is below the threshold, or the row holds nothing it knows. */
  readonly answer: string | undefined;
  /** Calibrated chance that the first candidate is right. */
  readonly confidence: number;
  /** The three likeliest classes with their probabilities. */
  readonly candidates: readonly { readonly label: string; readonly probability: number }[];
};

/** A piece of the input and what it adds to the score of a class. */
export type GramShare = { readonly gram: string; readonly contribution: number };

export type CompiledText = {
  predict(row: TextRow, threshold?: number): TextAnswer;
  /** One score a class, in the order of `classes`. */
  scores(row: TextRow): Float64Array;
  /** The `top` n-grams and side features of this row that speak most for a class, read from the row itself. */
  explain(row: TextRow, label: string, top?: number): GramShare[];
};

/** Makes a model, or the JSON of one, ready to classify. Throws `state.invalid` where it is none. */
export function compileText(artefact: unknown): CompiledText {
  const model = loadText(artefact);
  const vocabulary = { buckets: running(model.bucketSteps), rows: model.bucketRows, trainingRows: model.trainingRows };
  const vectoriser = createVectoriser(vocabulary, model.crosses);
  const table = byFeature(model, vocabulary.buckets.length);
  const scoresOf = ({ indexes, values }: SparseRow): Float64Array => {
    const scores = Float64Array.from(model.weights, (weights) => weights.intercept);
    for (let at = 0; at < indexes.length; at += 1) {
      const index = indexes[at] ?? 0;
      const value = values[at] ?? 0;
      for (let cell = table.starts[index] ?? 0; cell < (table.starts[index + 1] ?? 0); cell += 1) {
        const label = table.classes[cell] ?? 0;
        scores[label] = (scores[label] ?? 0) + value * (table.weights[cell] ?? 0);
      }
    }
    return scores;
  };
  const weightOf = (index: number, label: number): number => {
    for (let cell = table.starts[index] ?? 0; cell < (table.starts[index + 1] ?? 0); cell += 1) {
      if (table.classes[cell] === label) return table.weights[cell] ?? 0;
    }
    return 0;
  };
  return {
    scores: (row) => scoresOf(vectoriser.vectorise(row)),
    predict(row, threshold = model.threshold) {
      const sparse = vectoriser.vectorise(row);
      const probabilities = softmax(scoresOf(sparse), model.temperature);
      const order = Array.from(probabilities.keys()).toSorted(
        (left, right) => (probabilities[right] ?? 0) - (probabilities[left] ?? 0) || left - right,
      );
      const candidates = order.slice(0, 3).map((index) => ({ label: model.classes[index] ?? '', probability: probabilities[index] ?? 0 }));
      const confidence = candidates[0]?.probability ?? 0;
      return { answer: sparse.indexes.length > 0 && confidence >= threshold ? candidates[0]?.label : undefined, confidence, candidates };
    },
    explain(row, label, top = 5) {
      const chosen = model.classes.indexOf(label);
      if (chosen < 0) throw new CountersignError('input.invalid', 'The model does not know this class');
      const { indexes, values } = vectoriser.vectorise(row);
      const contributions = new Map(Array.from(indexes, (index, at) => [index, (values[at] ?? 0) * weightOf(index, chosen)] as const));
      return piecesOf(row, model.crosses, (bucket) => vectoriser.indexOf(bucket))
        .map(({ gram, index }) => ({ gram, contribution: contributions.get(index) ?? 0 }))
        .filter(({ contribution }) => contribution > 0)
        .toSorted((left, right) => right.contribution - left.contribution || (left.gram < right.gram ? -1 : 1))
        .slice(0, top);
    },
  };
}

export function loadText(artefact: unknown): TextModel {
  const parsed = TextModel.safeParse(artefact);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored text model is damaged or of another version', { cause: parsed.error });
  const model = parsed.data;
  const size = model.bucketSteps.length;
  const isWhole =
    model.bucketRows.length === size &&
    (running(model.bucketSteps).at(-1) ?? 0) < bucketCount &&
    model.weights.length === model.classes.length &&
    model.weights.every(({ steps, units }) => steps.length === units.length && (running(steps).at(-1) ?? -1) < size);
  if (!isWhole) throw new CountersignError('state.invalid', 'The parts of the stored text model do not fit together');
  return model;
}

/** The sums that differences were taken of. */
function running(steps: readonly number[]): number[] {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

/** The weights turned around: for each vocabulary index the classes that use it. */
function byFeature(model: TextModel, size: number): { starts: Int32Array; classes: Int32Array; weights: Float64Array } {
  const starts = new Int32Array(size + 1);
  const positions = model.weights.map(({ steps }) => running(steps));
  for (const list of positions) for (const index of list) starts[index + 1] = (starts[index + 1] ?? 0) + 1;
  for (let index = 0; index < size; index += 1) starts[index + 1] = (starts[index + 1] ?? 0) + (starts[index] ?? 0);
  const next = starts.slice();
  const cells = starts[size] ?? 0;
  const [classes, weights] = [new Int32Array(cells), new Float64Array(cells)];
  positions.forEach((list, label) => {
    const { unit, units } = model.weights[label] ?? { unit: 0, units: [] };
    list.forEach((index, at) => {
      const cell = next[index] ?? 0;
      classes[cell] = label;
      weights[cell] = unit * (units[at] ?? 0);
      next[index] = cell + 1;
    });
  });
  return { starts, classes, weights };
}

/** The distinct pieces of a row that are in the vocabulary; the first text of a bucket stands for it. */
function piecesOf(row: TextRow, crosses: TextModel['crosses'], indexOf: (bucket: number) => number): { gram: string; index: number }[] {
  const pieces = new Map<number, string>();
  const note = (bucket: number, gram: string): void => {
    const index = indexOf(bucket);
    if (index >= 0 && !pieces.has(index)) pieces.set(index, gram);
  };
  for (const { bucket, label } of sideTokens(row, crosses)) note(bucket, label);
  eachGram(row.text, (bucket, word, start, length) => note(bucket, word.slice(start, start + length)));
  return Array.from(pieces, ([index, gram]) => ({ gram, index }));
}
