import { sigmoid, softplus } from '../linear/sigmoid.ts';
import { checkBothClasses, checkPaired } from '../metrics/checks.ts';

export type PlattFit = { readonly slope: number; readonly intercept: number };

/**
 * Platt scaling (1999) with his smoothed targets, by the Newton method with backtracking of Lin, Lin and Weng (2007):
 * probability = sigmoid(slope·margin + intercept). `target` is 0/1, `margin` any score that rises with the chance of 1. The
 * smoothing keeps the map finite where the margin separates the classes.
 */
export function fitPlatt(target: ArrayLike<number>, margin: ArrayLike<number>): PlattFit {
  checkPaired(target, margin);
  const { positives, negatives } = checkBothClasses(target);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const smoothed = Float64Array.from({ length: target.length }, (_, row) => (target[row] === 1 ? high : low));
  const fit = fitTwo(smoothed, margin, { slope: 0, intercept: Math.log((positives + 1) / (negatives + 1)) }, 1e-12);
  return { slope: fit.slope, intercept: fit.intercept };
}

export type TwoFit = PlattFit & { readonly slopeError: number; readonly interceptError: number };

/** Logistic regression on one column with targets anywhere in [0, 1]; `ridge` on both curvatures keeps the step defined. */
export function fitTwo(target: ArrayLike<number>, x: ArrayLike<number>, start: PlattFit, ridge: number): TwoFit {
  let { slope, intercept } = start;
  let loss = lossOf(target, x, slope, intercept);
  let curvature = curvatureOf(target, x, slope, intercept, ridge);
  for (let iteration = 0; iteration < 100; iteration += 1) {
    const { gradientSlope, gradientIntercept, aa, ab, bb } = curvature;
    const determinant = aa * bb - ab * ab;
    const stepSlope = (bb * gradientSlope - ab * gradientIntercept) / determinant;
    const stepIntercept = (aa * gradientIntercept - ab * gradientSlope) / determinant;
    const decrement = gradientSlope * stepSlope + gradientIntercept * stepIntercept;
    if (!(decrement > 1e-14 * (1 + loss))) break;
    let share = 1;
    let moved = Number.POSITIVE_INFINITY;
    for (; share > 1e-10; share /= 2) {
      moved = lossOf(target, x, slope - share * stepSlope, intercept - share * stepIntercept);
      if (moved < loss) break;
    }
    if (!(moved < loss)) break;
    slope -= share * stepSlope;
    intercept -= share * stepIntercept;
    loss = moved;
    curvature = curvatureOf(target, x, slope, intercept, ridge);
  }
  const determinant = curvature.aa * curvature.bb - curvature.ab * curvature.ab;
  return { slope, intercept, slopeError: Math.sqrt(curvature.bb / determinant), interceptError: Math.sqrt(curvature.aa / determinant) };
}

function lossOf(target: ArrayLike<number>, x: ArrayLike<number>, slope: number, intercept: number): number {
  let loss = 0;
  for (let row = 0; row < target.length; row += 1) {
    const margin = slope * (x[row] ?? 0) + intercept;
    loss += softplus(margin) - (target[row] ?? 0) * margin;
  }
  return loss;
}

function curvatureOf(target: ArrayLike<number>, x: ArrayLike<number>, slope: number, intercept: number, ridge: number) {
  let [gradientSlope, gradientIntercept, aa, ab, bb] = [0, 0, ridge, 0, ridge];
  for (let row = 0; row < target.length; row += 1) {
    const value = x[row] ?? 0;
    const p = sigmoid(slope * value + intercept);
    const residual = p - (target[row] ?? 0);
    gradientSlope += residual * value;
    gradientIntercept += residual;
    const weight = p * (1 - p);
    aa += weight * value * value;
    ab += weight * value;
    bb += weight;
  }
  return { gradientSlope, gradientIntercept, aa, ab, bb };
}
