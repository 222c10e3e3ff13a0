import type { DriftReport } from '../../contracts/model-services.ts';
import type { ModelVersion, Prediction } from '../../contracts/model-store.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { detectDrift, loadReference, minWindowRows, readRecords, recalibration, type Table } from '../../learning/index.ts';
import { columnsOf, scoreFeature } from '../training/references.ts';
import { slopeBounds, type Judged } from './compare.ts';

type Verdict = DriftReport['features'][number];
/** Rows of each answer below which a calibration slope says nothing. */
const fewestOfEach = 20;
const seed = 20_240_101;

/**
 * What has moved since the version was trained: inputs and score by stability index and Kolmogorov–Smirnov against a bootstrap
 * null, over windows of at least 200 predictions and corrected over features; calibration by outcomes. It alerts and says that
 * it is time to train again; it never changes what is in use.
 */
export function driftOf(
  definition: ModelDefinition,
  version: ModelVersion,
  predictions: readonly Prediction[],
  judged: readonly Judged[],
): DriftReport {
  const rows = predictions.map(({ inputs }) => Object.fromEntries(inputs.map(({ field, value }) => [field, value])));
  const features = verdicts(version.references['features'], rows.length === 0 ? undefined : columnsOf(definition.features, rows));
  const score = scoreDrift(definition, version, predictions);
  const calibration = calibrationOf(definition, judged);
  const reasons = [
    ...features
      .filter(({ verdict }) => verdict === 'alert')
      .map(({ feature, psi }) => `${feature} is spread differently than in training (stability index ${psi?.toFixed(2) ?? '?'})`),
    ...(score?.verdict === 'alert' ? ['the scores are spread differently than in training'] : []),
    ...(calibration?.verdict === 'alert' ? [`probabilities no longer match outcomes (slope ${calibration.slope.toFixed(2)})`] : []),
  ];
  return {
    model: definition.id,
    version: version.number,
    rows: predictions.length,
    features,
    ...(score === undefined ? {} : { score }),
    ...(calibration === undefined ? {} : { calibration }),
    retrain: reasons.length > 0,
    reasons,
  };
}

function verdicts(stored: unknown, window: Table | undefined): Verdict[] {
  const reference = loadReference(stored);
  if (!window || window.rows < minWindowRows) return reference.features.map(({ name }) => ({ feature: name, verdict: 'too-few' }));
  const found = detectDrift(reference, window, { seed });
  if (found.verdict === 'too-few') return reference.features.map(({ name }) => ({ feature: name, verdict: 'too-few' }));
  return found.features.map(({ field, stabilityIndex, adjustedP, verdict }) => ({
    feature: field,
    psi: stabilityIndex,
    p: adjustedP,
    verdict,
  }));
}

function scoreDrift({ judgedBy }: ModelDefinition, version: ModelVersion, predictions: readonly Prediction[]): DriftReport['score'] {
  const stored = version.references['score'];
  if (stored === undefined || !judgedBy) return undefined;
  const scores = predictions.flatMap(({ output }) =>
    typeof output[judgedBy.output] === 'number' ? [{ [scoreFeature]: output[judgedBy.output] }] : [],
  );
  const [only] = verdicts(stored, scores.length === 0 ? undefined : readRecords(scores, { kinds: { [scoreFeature]: 'number' } }).table);
  if (!only) return undefined;
  const { feature: _feature, ...score } = only;
  return score;
}

function calibrationOf({ judgedBy }: ModelDefinition, judged: readonly Judged[]): DriftReport['calibration'] {
  if (judgedBy?.kind !== 'binary') return undefined;
  const pairs = judged.flatMap(({ prediction, outcome }) => {
    const [said, happened] = [prediction.output[judgedBy.output], outcome.targets[judgedBy.target]];
    return typeof said === 'number' && (typeof happened === 'boolean' || happened === 0 || happened === 1)
      ? [{ said, happened: Number(happened) }]
      : [];
  });
  const yes = pairs.filter(({ happened }) => happened === 1).length;
  if (pairs.length < minWindowRows || Math.min(yes, pairs.length - yes) < fewestOfEach)
    return { slope: 1, outcomes: pairs.length, verdict: 'too-few' };
  const { slope } = recalibration(
    pairs.map(({ happened }) => happened),
    pairs.map(({ said }) => said),
  );
  return { slope, outcomes: pairs.length, verdict: slope < slopeBounds.low || slope > slopeBounds.high ? 'alert' : 'steady' };
}
