import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, Factor, Head, HeadReport, InputNote, LoadedHead, ModelValues } from '../../contracts/models.ts';
import { eachGram, type Crosses, type TextRow } from '../text/grams.ts';
import { compileText, TextModel, type CompiledText, type GramShare } from '../text/text-model.ts';
import { trainText } from '../text/train-text.ts';

export type TextOptions = {
  /** A class a row: an account. */
  readonly target: string;
  /** The feature with the words. */
  readonly text: string;
  /** Categories that count beside the words. */
  readonly fields?: readonly string[];
  /** Pairs of them that count together as well. */
  readonly crosses?: Crosses;
  /** Answers are given from the confidence on at which this share of them was right; below it a person decides. Default 0.9. */
  readonly targetAccuracy?: number;
  /** A class of fewer rows is not learned. Default 10. */
  readonly smallestClass?: number;
};

/** The head's value: the class, null where it abstains, and the likeliest three. */
export const TextValue = z.object({
  label: z.string().nullable(),
  candidates: z.array(z.object({ label: z.string(), probability: z.number() })),
});
export type TextValue = z.infer<typeof TextValue>;

const Artefact = z.object({ kind: z.literal('text'), text: z.string(), fields: z.array(z.string()), model: TextModel });
type Reading = { readonly text: string; readonly fields: readonly string[] };

const heldOutShare = 0.2;
/** Below it another class is as likely: such an answer is none, however good the others are on average. */
const leastConfidence = 0.5;
/** Words of which less is known are strange ones: the few pieces that happen to be known would speak for all of them. */
const leastKnown = 0.3;

/**
 * A class from words and categories: character n-grams and one linear SVM a class. It answers above a confidence that was calibrated on
 * the newest rows, and abstains below it. Factors name the words of the row itself; the artefact holds no word of any.
 */
export function textHead(options: TextOptions): Head {
  const { target, text, fields = [], crosses = [], targetAccuracy = 0.9, smallestClass = 10 } = options;
  return {
    kind: 'text',
    targets: [target],
    uses: [text, ...fields],
    async fit(examples, _features, help) {
      const { rows, labels } = learnable(examples, target, smallestClass, (values) => rowOf(values, { text, fields }));
      // An n-gram or a level of fewer than three rows would be that of somebody's invoice.
      const model = trainText(rows, labels, { seed: help.seed, crosses, minRows: 3, heldOutShare, targetAccuracy });
      help.tell?.(1, 1);
      const artefact: z.infer<typeof Artefact> = { kind: 'text', text, fields: [...fields], model };
      // Plain data all the way down: numbers, strings, arrays.
      return { artefact: artefact as unknown as Json, report: reportOf(model, rows, labels, { text, fields }) };
    },
    load,
  };
}

function learnable(examples: readonly Example[], target: string, smallest: number, read: (values: ModelValues) => TextRow) {
  const labelled = examples.flatMap(({ values, targets }) => {
    const label = targets[target];
    return typeof label === 'string' && label !== '' ? [{ row: read(values), label }] : [];
  });
  const counts = new Map<string, number>();
  for (const { label } of labelled) counts.set(label, (counts.get(label) ?? 0) + 1);
  const kept = labelled.filter(({ label }) => (counts.get(label) ?? 0) >= smallest);
  if (new Set(kept.map(({ label }) => label)).size < 2)
    throw new CountersignError('input.invalid', `The target ${target} needs at least two classes of ${smallest} rows each`, {
      field: target,
    });
  return { rows: kept.map(({ row }) => row), labels: kept.map(({ label }) => label) };
}

function rowOf(values: ModelValues, { text, fields }: Reading): TextRow {
  const words = values[text];
  return {
    text: typeof words === 'string' ? words : '',
    fields: Object.fromEntries(
      fields.flatMap((name) => {
        const value = values[name];
        return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
      }),
    ),
  };
}

const importanceRows = 200;

function reportOf(model: TextModel, rows: readonly TextRow[], labels: readonly string[], reading: Reading): HeadReport {
  const cut = Math.floor(rows.length * (1 - heldOutShare));
  const all = model.heldOut[0];
  const threshold = Math.max(model.threshold, leastConfidence);
  const answered = model.heldOut.find((point) => point.threshold >= threshold);
  const usual = usualError(rows, labels, cut, reading.fields[0]);
  const error = 1 - (all?.accuracy ?? 0);
  const compiled = compileText(model);
  const sums = new Map<string, number>();
  const step = Math.max(1, Math.floor(rows.length / importanceRows));
  for (let at = 0; at < rows.length; at += step) {
    const row = rows[at];
    for (const { feature, contribution } of row ? factorsOf(compiled, row, labels[at] ?? '', reading) : [])
      sums.set(feature, (sums.get(feature) ?? 0) + contribution);
  }
  const whole = [...sums.values()].reduce((sum, value) => sum + value, 0);
  return {
    algorithm: 'character n-grams, linear SVM',
    parameters: { classes: model.classes.length, threshold, temperature: model.temperature },
    rows: rows.length,
    metrics: [
      { name: 'accuracy', value: all?.accuracy ?? 0 },
      { name: 'coverage', value: answered?.coverage ?? 0 },
      { name: 'accuracy where answered', value: answered?.accuracy ?? 0 },
      { name: 'accuracy of the usual class', value: 1 - usual },
    ],
    candidates: [
      { algorithm: 'character n-grams, linear SVM', folds: [error], mean: error },
      { algorithm: 'the usual class', folds: [usual], mean: usual },
    ],
    importance: [...sums]
      .map(([feature, sum]) => ({ feature, share: whole === 0 ? 0 : sum / whole }))
      .toSorted((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1)),
  };
}

/** The error of answering with the class that is most frequent for the first field's level, or of all; on the held-out rows. */
function usualError(rows: readonly TextRow[], labels: readonly string[], cut: number, field: string | undefined): number {
  const keyOf = (row: TextRow | undefined): string => (field === undefined ? '' : (row?.fields?.[field] ?? ''));
  const counts = new Map<string, Map<string, number>>();
  const count = (key: string, label: string): void => {
    const own = counts.get(key) ?? new Map<string, number>();
    own.set(label, (own.get(label) ?? 0) + 1);
    counts.set(key, own);
  };
  labels.slice(0, cut).forEach((label, at) => {
    count(`level ${keyOf(rows[at])}`, label);
    count('all', label);
  });
  const usual = (key: string): string | undefined =>
    [...(counts.get(key) ?? [])].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))[0]?.[0];
  let wrong = 0;
  for (let at = cut; at < rows.length; at += 1) if ((usual(`level ${keyOf(rows[at])}`) ?? usual('all')) !== labels[at]) wrong += 1;
  return rows.length > cut ? wrong / (rows.length - cut) : 1;
}

function load(artefact: unknown): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const reading = { text: read.data.text, fields: read.data.fields };
  const compiled = compileText(read.data.model);
  const threshold = Math.max(read.data.model.threshold, leastConfidence);
  const known = bucketsOf(read.data.model);
  return {
    score(values) {
      const given = rowOf(values, reading);
      const isStrange = given.text.trim() !== '' && knownShare(given.text, known) < leastKnown;
      const row = isStrange ? { ...given, text: '' } : given;
      const { answer, confidence, candidates } = compiled.predict(row, threshold);
      const value: TextValue = { label: answer ?? null, candidates: candidates.map((each) => ({ ...each })) };
      return {
        value,
        confidence,
        factors: factorsOf(compiled, row, candidates[0]?.label ?? '', reading).map((factor) =>
          factor.feature === reading.text ? factor : { ...factor, value: values[factor.feature] ?? null },
        ),
        notes: [
          ...(isStrange ? [{ field: reading.text, treatment: 'unknown-category' as const, usedAs: 'missing' }] : []),
          ...missing(given, reading),
        ],
      };
    },
  };
}

function bucketsOf({ bucketSteps }: TextModel): ReadonlySet<number> {
  let bucket = 0;
  return new Set(bucketSteps.map((step) => (bucket += step)));
}

/** The share of a text's pieces that training saw often enough to keep. */
function knownShare(text: string, known: ReadonlySet<number>): number {
  let [pieces, found] = [0, 0];
  eachGram(text, (bucket) => {
    pieces += 1;
    if (known.has(bucket)) found += 1;
  });
  return pieces === 0 ? 0 : found / pieces;
}

/** Shares of a row's pieces by feature. Of the words the strongest pieces are shown; a crossing counts for its first feature. */
function factorsOf(compiled: CompiledText, row: TextRow, label: string, { text, fields }: Reading): Factor[] {
  const shares = label === '' ? [] : compiled.explain(row, label, 10_000);
  const featureOf = ({ gram }: GramShare): string =>
    fields.find(
      (name) =>
        gram === `${name} = ${row.fields?.[name]?.trim() ?? ''}` || gram.startsWith(`${name} = ${row.fields?.[name]?.trim() ?? ''}, `),
    ) ?? text;
  const found = new Map<string, { contribution: number; grams: string[] }>();
  for (const share of shares) {
    const own = found.get(featureOf(share)) ?? { contribution: 0, grams: [] };
    own.contribution += share.contribution;
    own.grams.push(share.gram.trim());
    found.set(featureOf(share), own);
  }
  return [...found]
    .map(([feature, { contribution, grams }]) => ({
      feature,
      contribution,
      ...(feature === text ? { value: grams.slice(0, 5).join(' · ') } : {}),
    }))
    .toSorted((a, b) => b.contribution - a.contribution || (a.feature < b.feature ? -1 : 1));
}

function missing(row: TextRow, { text, fields }: Reading): InputNote[] {
  const absent = [...(row.text.trim() === '' ? [text] : []), ...fields.filter((name) => (row.fields?.[name] ?? '').trim() === '')];
  return absent.map((field) => ({ field, treatment: 'missing', usedAs: 'missing' }));
}
