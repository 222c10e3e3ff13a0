import type { ReferenceDistribution } from '../../contracts/model-store.ts';
import type { Example, LoadedHead, ModelFeature } from '../../contracts/models.ts';
import { learnReference, readRecords, type Table } from '../../learning/index.ts';

/** The name the score itself goes by among the features. */
export const scoreFeature = '(score)';
/** Rows looked at for the spread of the score. */
const mostScored = 2000;

/**
 * How every column, and the score of the leading head, was spread over the training rows: counts in bins of at least twenty
 * rows, what drift is measured against.
 */
export function referencesOf(features: readonly ModelFeature[], examples: readonly Example[], leading: LoadedHead): ReferenceDistribution {
  const step = Math.max(1, Math.floor(examples.length / mostScored));
  const sample = examples.filter((_, row) => row % step === 0);
  const scores = sample.map(({ values }) => leading.score(values).value);
  const reference: ReferenceDistribution = {
    features: asJson(
      learnReference(
        columnsOf(
          features,
          examples.map(({ values }) => values),
        ),
      ),
    ),
  };
  if (!scores.every((score) => typeof score === 'number')) return reference;
  const { table } = readRecords(scores.map((score) => ({ [scoreFeature]: score })));
  return { ...reference, score: asJson(learnReference(table)) };
}

/** The columns that drift is watched in: numbers and categories, never protected ones or words. */
export function columnsOf(features: readonly ModelFeature[], rows: readonly Readonly<Record<string, unknown>>[]): Table {
  const watched = features.filter(
    ({ kind, class: shown }) => (kind === 'number' || kind === 'category') && shown !== 'protected' && shown !== 'text',
  );
  const records = rows.map((row) => Object.fromEntries(watched.map(({ name }) => [name, row[name] ?? null])));
  const kinds = Object.fromEntries(watched.map(({ name, kind }) => [name, kind === 'number' ? 'number' : 'category'] as const));
  return readRecords(records, { kinds, minLevelRows: 1 }).table;
}

// Counts and edges: plain data all the way down.
const asJson = (reference: object): ReferenceDistribution[string] => reference as unknown as ReferenceDistribution[string];
