import type { Comparison, FeedbackEvidence } from '../../contracts/model-services.ts';
import type { Outcome, Prediction } from '../../contracts/model-store.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { recalibration } from '../../learning/calibration/index.ts';
import { pairedLogLoss, pairedMean } from '../../learning/metrics/index.ts';
import { feedbackWords } from './feedback.ts';

export type Judged = { readonly prediction: Prediction; readonly outcome: Outcome };

/** Outcomes below which nothing is decided, and of each answer for a yes or no. */
export const fewestOutcomes = 200;
const fewestOfEach = 20;
export const slopeBounds = { low: 0.8, high: 1.25 } as const;

type Pair = { readonly champion: number; readonly challenger: number; readonly actual: number };

/**
 * What a champion, or the business rule in its place, and a challenger said of the same records at the same moments, held
 * against what happened. A challenger may be promoted when there are enough outcomes, the paired bootstrap interval of its
 * loss lies wholly below the champion's, its probabilities are calibrated (slope from 0.8 to 1.25), and what people made of its
 * answers does not speak against it.
 */
export function compare(
  definition: Pick<ModelDefinition, 'id' | 'judgedBy'>,
  champion: readonly Judged[],
  challenger: readonly Judged[],
  of: Pick<Comparison, 'model' | 'environment' | 'champion' | 'challenger'>,
  feedback?: FeedbackEvidence,
): Comparison {
  const people = feedback ? feedbackWords(feedback) : { blockers: [], remarks: [] };
  const { blockers, ...measured } = byOutcomes(definition, champion, challenger);
  const all = [...blockers, ...people.blockers];
  return {
    ...of,
    ...measured,
    mayBePromoted: all.length === 0,
    blockers: all,
    remarks: people.remarks,
    ...(feedback === undefined ? {} : { feedback }),
  };
}

type ByOutcomes = Pick<Comparison, 'outcomes' | 'blockers' | 'difference' | 'calibrationSlope'>;

function byOutcomes(
  { id, judgedBy }: Pick<ModelDefinition, 'id' | 'judgedBy'>,
  champion: readonly Judged[],
  challenger: readonly Judged[],
): ByOutcomes {
  if (!judgedBy) return { outcomes: 0, blockers: [`${id} names no output that an outcome can be held against`] };
  const pairs = paired(judgedBy, champion, challenger);
  const blockers = enough(judgedBy.kind, pairs);
  if (blockers.length > 0) return { outcomes: pairs.length, blockers };
  const measured = judgedBy.kind === 'binary' ? ofAnswers(pairs) : ofAmounts(pairs);
  if (measured.difference.high >= 0)
    blockers.push(
      `the interval of the difference of ${measured.difference.metric} reaches ${measured.difference.high.toPrecision(3)}; it has to lie below 0`,
    );
  const slope = measured.calibrationSlope;
  if (slope !== undefined && (slope < slopeBounds.low || slope > slopeBounds.high))
    blockers.push(`its calibration slope is ${slope.toFixed(2)}; it has to lie from ${slopeBounds.low} to ${slopeBounds.high}`);
  return { outcomes: pairs.length, ...measured, blockers };
}

function paired(
  { output, target }: NonNullable<ModelDefinition['judgedBy']>,
  champion: readonly Judged[],
  challenger: readonly Judged[],
): Pair[] {
  const key = ({ prediction }: Judged): string => `${prediction.entity ?? ''} ${prediction.asOf}`;
  const others = new Map(challenger.map((each) => [key(each), each]));
  return champion.flatMap((each) => {
    const other = others.get(key(each));
    if (!other) return [];
    const pair = {
      champion: numberIn(each.prediction.output[output]),
      challenger: numberIn(other.prediction.output[output]),
      actual: numberIn(each.outcome.targets[target]),
    };
    return Object.values(pair).every(Number.isFinite) ? [pair] : [];
  });
}

function numberIn(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' ? value : Number.NaN;
}

function enough(kind: 'binary' | 'amount', pairs: readonly Pair[]): string[] {
  const blockers: string[] = [];
  if (pairs.length < fewestOutcomes)
    blockers.push(`there are ${pairs.length} outcomes that both have said something of; it takes ${fewestOutcomes}`);
  if (kind === 'binary') {
    const yes = pairs.filter(({ actual }) => actual === 1).length;
    if (Math.min(yes, pairs.length - yes) < fewestOfEach)
      blockers.push(`there are ${yes} yes and ${pairs.length - yes} no; it takes ${fewestOfEach} of each`);
  }
  return blockers;
}

type Measured = { readonly difference: NonNullable<Comparison['difference']>; readonly calibrationSlope?: number };
const seed = 20_240_101;

function ofAnswers(pairs: readonly Pair[]): Measured {
  const [actual, challenger, champion] = [
    pairs.map((each) => each.actual),
    pairs.map((each) => each.challenger),
    pairs.map((each) => each.champion),
  ];
  return {
    difference: { metric: 'log loss', ...pairedLogLoss(actual, challenger, champion, { seed }) },
    calibrationSlope: recalibration(actual, challenger).slope,
  };
}

function ofAmounts(pairs: readonly Pair[]): Measured {
  const differences = pairs.map(({ champion, challenger, actual }) => Math.abs(actual - challenger) - Math.abs(actual - champion));
  return { difference: { metric: 'absolute error', ...pairedMean(differences, { seed }) } };
}
