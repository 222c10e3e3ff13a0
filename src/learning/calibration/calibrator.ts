import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { stratifiedFolds } from '../folds/stratified.ts';
import { sigmoid } from '../linear/sigmoid.ts';
import { checkBothClasses, checkPaired } from '../metrics/checks.ts';
import { logLoss } from '../metrics/classification.ts';
import { applyIsotonic, fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';

/** A map from the margin of a model to a probability, as JSON. */
export const Calibrator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('platt'), slope: z.number(), intercept: z.number() }),
  z.object({ kind: z.literal('isotonic'), margins: z.array(z.number()).min(1), probabilities: z.array(z.number().min(0).max(1)).min(1) }),
]);
export type Calibrator = z.infer<typeof Calibrator>;

/** Isotonic regression bends with every block of rows; below this many it fits noise (Niculescu-Mizil and Caruana 2005). */
export const isotonicRows = 1000;

/**
 * The calibrator for these rows, which the model was not trained on. Below 1,000 rows Platt; from there on whichever has the
 * lower log loss over five seeded folds, Platt where they are even.
 */
export function fitCalibrator(target: ArrayLike<number>, margin: ArrayLike<number>, options: { readonly seed?: number } = {}): Calibrator {
  checkPaired(target, margin);
  const { positives, negatives } = checkBothClasses(target);
  const platt = (labels: ArrayLike<number>, scores: ArrayLike<number>): Calibrator => ({ kind: 'platt', ...fitPlatt(labels, scores) });
  if (target.length < isotonicRows || Math.min(positives, negatives) < 5) return platt(target, margin);
  const isotonic = (labels: ArrayLike<number>, scores: ArrayLike<number>): Calibrator => {
    const { margins, probabilities } = fitIsotonic(labels, scores);
    return { kind: 'isotonic', margins: [...margins], probabilities: [...probabilities] };
  };
  const folds = stratifiedFolds(target, 5, options.seed ?? 0);
  const lossOf = (fit: typeof platt): number => {
    const probabilities = new Float64Array(target.length);
    for (const { train, test } of folds) {
      const calibrator = fit(take(target, train), take(margin, train));
      for (const row of test) probabilities[row] = calibrate(calibrator, margin[row] ?? 0);
    }
    return logLoss(target, probabilities);
  };
  return lossOf(isotonic) < lossOf(platt) ? isotonic(target, margin) : platt(target, margin);
}

/** The calibrated probability of a margin; NaN stays NaN. */
export function calibrate(calibrator: Calibrator, margin: number): number {
  if (calibrator.kind === 'platt') return sigmoid(calibrator.slope * margin + calibrator.intercept);
  return applyIsotonic(calibrator, margin);
}

export function loadCalibrator(artefact: unknown): Calibrator {
  const parsed = Calibrator.safeParse(artefact);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored calibrator is damaged or of another version', { cause: parsed.error });
  const calibrator = parsed.data;
  if (calibrator.kind === 'isotonic' && !isRising(calibrator.margins, calibrator.probabilities)) {
    throw new CountersignError('state.invalid', 'The stored calibrator does not rise');
  }
  return calibrator;
}

function isRising(margins: readonly number[], probabilities: readonly number[]): boolean {
  return (
    margins.length === probabilities.length &&
    margins.every(
      (margin, knot) => knot === 0 || (margin > (margins[knot - 1] ?? 0) && (probabilities[knot] ?? 0) >= (probabilities[knot - 1] ?? 0)),
    )
  );
}

function take(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
}
