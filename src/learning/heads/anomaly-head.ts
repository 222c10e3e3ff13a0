import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, Factor, Head, HeadReport, LoadedHead, ModelValues } from '../../contracts/models.ts';
import { fitIsolationForest, type IsolationForest } from '../anomaly/isolation-forest.ts';
import { loadIsolationForest } from '../anomaly/load-forest.ts';
import type { CompiledForest } from '../anomaly/compile-forest.ts';
import { fitRobustZ, RobustZ, robustZ } from '../anomaly/robust-z.ts';
import type { Table } from '../core/table.ts';
import { alertsAt, averagePrecision } from '../metrics/alerts.ts';
import { rocAuc } from '../metrics/roc.ts';
import { columnsOf, rangesOf, rowFor, tableOf } from './tabular.ts';

/** A rule that people look for: it holds or not, and counts for so much of certainty (0 to 1) where it does. */
export type AnomalyCheck = {
  readonly name: string;
  readonly feature: string;
  readonly weight: number;
  readonly applies: (values: ModelValues) => boolean;
};

export type AnomalyOptions = {
  readonly uses?: readonly string[];
  /** A number that is measured against what is usual in its group. */
  readonly measured: { readonly value: string; readonly by: string };
  readonly checks?: readonly AnomalyCheck[];
  /** Where some rows are labelled: what the score is judged by. Nothing is trained on it. */
  readonly target: string;
};

/** The head's value: how odd, and why, strongest first. */
export const AnomalyValue = z.object({
  score: z.number().min(0).max(1),
  reasons: z.array(z.object({ reason: z.string(), feature: z.string(), weight: z.number() })),
});
export type AnomalyValue = z.infer<typeof AnomalyValue>;

const Artefact = z.object({
  kind: z.literal('anomaly'),
  forest: z.unknown(),
  measured: RobustZ,
  ranges: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
});
type Loaded = { readonly forest: CompiledForest; readonly table: Pick<Table, 'features'>; readonly measured: RobustZ };

/** Of certainty: what the oddest row of all, and what a value ten deviations away, can add at most. */
const [forestWeight, measuredWeight] = [0.6, 0.8];

/**
 * How odd a row is: an isolation forest over all columns, a robust z of one number within its group, and rules. Each says how much
 * of certainty it adds, and they are joined as independent witnesses (1 less the product of what each leaves open). No row is
 * trained on its label.
 */
export function anomalyHead(options: AnomalyOptions): Head {
  return {
    kind: 'anomaly',
    targets: [options.target],
    ...(options.uses === undefined ? {} : { uses: options.uses }),
    async fit(examples, features, help) {
      const table = tableOf(examples, columnsOf(features, options.uses));
      const forest = fitIsolationForest(table, { seed: help.seed, trees: 100 });
      help.tell?.(1, 2);
      const { value, by } = options.measured;
      const measured = fitRobustZ(
        Float64Array.from(examples, ({ values }) => numberIn(values, value)),
        examples.map(({ values }) => groupIn(values, by)),
      );
      const artefact = { kind: 'anomaly', forest, measured, ranges: rangesOf(table) };
      const report = reportOf(examples, options, { forest: loadIsolationForest(forest), table, measured });
      help.tell?.(2, 2);
      // Plain data all the way down: numbers, strings, arrays.
      return { artefact: artefact as unknown as Json, report };
    },
    load: (artefact) => load(artefact, options),
  };
}

const numberIn = (values: ModelValues, name: string): number => (typeof values[name] === 'number' ? values[name] : Number.NaN);
const groupIn = (values: ModelValues, name: string): string => (typeof values[name] === 'string' ? values[name] : '');

function judge(values: ModelValues, options: AnomalyOptions, loaded: Loaded): AnomalyValue {
  const { row } = rowFor(loaded.table.features, values, {});
  const one: Table = { rows: 1, features: loaded.table.features, columns: Array.from(row, (cell) => Float64Array.of(cell)) };
  const { above, shares } = loaded.forest.explain(one, 0);
  // Ordinary up to the oddest twentieth of what was seen.
  const odd = forestWeight * Math.max(0, Math.min(1, (above - 0.95) / 0.05));
  const reasons = loaded.table.features.map(({ name }, index) => ({
    reason: `unusual ${name}`,
    feature: name,
    weight: odd * (shares[index] ?? 0),
  }));
  const { value, by } = options.measured;
  const amount = numberIn(values, value);
  const { z: distance } = Number.isNaN(amount) ? { z: 0 } : robustZ(loaded.measured, amount, groupIn(values, by));
  const far = measuredWeight * Math.max(0, Math.min(1, (Math.abs(distance) - 3) / 7));
  if (far > 0) reasons.push({ reason: `${distance > 0 ? 'high' : 'low'} ${value} for its ${by}`, feature: value, weight: far });
  const broken = (options.checks ?? []).filter(({ applies }) => applies(values));
  for (const { name, feature, weight } of broken) reasons.push({ reason: name, feature, weight });
  const open = broken.reduce((left, { weight }) => left * (1 - weight), (1 - odd) * (1 - far));
  return {
    score: 1 - open,
    reasons: reasons.filter(({ weight }) => weight > 0.01).toSorted((a, b) => b.weight - a.weight || (a.reason < b.reason ? -1 : 1)),
  };
}

function reportOf(examples: readonly Example[], options: AnomalyOptions, loaded: Loaded): HeadReport {
  const judged = examples.map(({ values }) => judge(values, options, loaded));
  const scores = Float64Array.from(judged, ({ score }) => score);
  const labels = examples.map(({ targets }) => targets[options.target]);
  const known = [...labels.keys()].filter((row) => typeof labels[row] === 'boolean' || typeof labels[row] === 'number');
  const truth = Float64Array.from(known, (row) => (Number(labels[row]) > 0 ? 1 : 0));
  const seen = Float64Array.from(known, (row) => scores[row] ?? 0);
  const positives = truth.reduce((sum, label) => sum + label, 0);
  const rules = Float64Array.from(known, (row) =>
    (options.checks ?? []).reduce((sum, { applies, weight }) => sum + (applies(examples[row]?.values ?? {}) ? weight : 0), 0),
  );
  const isJudged = positives > 0 && positives < truth.length;
  const loss = (of: Float64Array): number => 1 - alertsAt(truth, of, positives).precision;
  const sums = new Map<string, number>();
  for (const { feature, weight } of judged.flatMap(({ reasons }) => reasons)) sums.set(feature, (sums.get(feature) ?? 0) + weight);
  const whole = [...sums.values()].reduce((sum, value) => sum + value, 0);
  return {
    algorithm: 'isolation forest, robust z and rules',
    parameters: { trees: 100, rules: options.checks?.length ?? 0 },
    rows: examples.length,
    metrics: isJudged
      ? [
          { name: 'precision at k', value: alertsAt(truth, seen, positives).precision },
          { name: 'k', value: positives },
          { name: 'auc', value: rocAuc(truth, seen) },
          { name: 'average precision', value: averagePrecision(truth, seen) },
          { name: 'precision at k of the rules alone', value: alertsAt(truth, rules, positives).precision },
          { name: 'base rate', value: positives / truth.length },
        ]
      : [],
    candidates: isJudged
      ? [
          { algorithm: 'isolation forest, robust z and rules', folds: [loss(seen)], mean: loss(seen) },
          { algorithm: 'the rules alone', folds: [loss(rules)], mean: loss(rules) },
        ]
      : [],
    importance: [...sums]
      .map(([feature, sum]) => ({ feature, share: whole === 0 ? 0 : sum / whole }))
      .toSorted((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1)),
  };
}

function load(artefact: unknown, options: AnomalyOptions): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const forest = loadIsolationForest(read.data.forest);
  // The forest was just read as one, so its features are there.
  const { features } = read.data.forest as Pick<IsolationForest, 'features'>;
  const loaded: Loaded = { forest, table: { features }, measured: read.data.measured };
  return {
    score(values) {
      const value = judge(values, options, loaded);
      const sums = new Map<string, number>();
      for (const { feature, weight } of value.reasons) sums.set(feature, (sums.get(feature) ?? 0) + weight);
      const factors: Factor[] = [...sums]
        .map(([feature, contribution]) => ({ feature, contribution, value: values[feature] ?? null }))
        .toSorted((a, b) => b.contribution - a.contribution || (a.feature < b.feature ? -1 : 1));
      return {
        value,
        confidence: Math.max(value.score, 1 - value.score),
        factors,
        notes: rowFor(features, values, read.data.ranges).notes,
      };
    },
  };
}
