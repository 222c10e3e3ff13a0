// Indexed reads in this file carry `as number`: every array has one value a row.
import type { Link } from './ensemble.ts';
import { sigmoid, softmax } from './links.ts';

/** One array a class (or one alone), each with one value a row. */
export type PerOutput = readonly Float64Array[];

/** What boosting makes small. */
export type Objective = {
  readonly outputs: number;
  readonly link: Link;
  /** The best constant margin an output. */
  base(target: Float64Array, weights: Float64Array | undefined): number[];
  /** First and second derivative of each row's weighted loss by its margin. */
  derive(scores: PerOutput, target: Float64Array, weights: Float64Array | undefined, gradients: PerOutput, hessians: PerOutput): void;
  /** A row's loss at its margins. */
  loss(margins: Float64Array, target: number): number;
  /** Where the second derivative says nothing, the value of a leaf from its rows' residuals. */
  readonly renew?: (residuals: Float64Array, weights: Float64Array | undefined) => number;
};

/** Log loss of a 0/1 target. */
export const logistic: Objective = {
  outputs: 1,
  link: 'logistic',
  base(target, weights) {
    const share = Math.min(1 - 1e-6, Math.max(1e-6, weightedMean(target, weights)));
    return [Math.log(share / (1 - share))];
  },
  derive([scores = none], target, weights, [gradients = none], [hessians = none]) {
    for (let row = 0; row < target.length; row += 1) {
      const chance = sigmoid(scores[row] as number);
      const weight = weights === undefined ? 1 : (weights[row] as number);
      gradients[row] = (chance - (target[row] as number)) * weight;
      hessians[row] = chance * (1 - chance) * weight;
    }
  },
  loss: (margins, target) => softplus((target === 1 ? -1 : 1) * (margins[0] ?? 0)),
};

/** Half the squared error. */
export const squared: Objective = {
  outputs: 1,
  link: 'identity',
  base: (target, weights) => [weightedMean(target, weights)],
  derive([scores = none], target, weights, [gradients = none], [hessians = none]) {
    for (let row = 0; row < target.length; row += 1) {
      const weight = weights === undefined ? 1 : (weights[row] as number);
      gradients[row] = ((scores[row] as number) - (target[row] as number)) * weight;
      hessians[row] = weight;
    }
  },
  loss: (margins, target) => ((margins[0] ?? 0) - target) ** 2 / 2,
};

/** Pinball loss (Koenker and Bassett 1978): the quantile `alpha` of the target. Leaves take that quantile of their residuals. */
export function quantile(alpha: number): Objective {
  return {
    outputs: 1,
    link: 'identity',
    base: (target, weights) => [weightedQuantile(target, weights, alpha)],
    derive([scores = none], target, weights, [gradients = none], [hessians = none]) {
      for (let row = 0; row < target.length; row += 1) {
        const weight = weights === undefined ? 1 : (weights[row] as number);
        gradients[row] = ((scores[row] as number) > (target[row] as number) ? 1 - alpha : -alpha) * weight;
        hessians[row] = weight;
      }
    },
    loss(margins, target) {
      const residual = target - (margins[0] ?? 0);
      return residual >= 0 ? alpha * residual : (alpha - 1) * residual;
    },
    renew: (residuals, weights) => weightedQuantile(residuals, weights, alpha),
  };
}

/** Log loss over classes; the hessian is p (1 − p) scaled by K / (K − 1), as Friedman (2001) has it. */
export function multiclass(classes: number): Objective {
  const chances = new Float64Array(classes);
  const scale = classes / (classes - 1);
  return {
    outputs: classes,
    link: 'softmax',
    base(target, weights) {
      return Array.from({ length: classes }, (_, label) => {
        const isLabel = target.map((value) => (value === label ? 1 : 0));
        return Math.log(Math.max(1e-6, weightedMean(isLabel, weights)));
      });
    },
    derive(scores, target, weights, gradients, hessians) {
      for (let row = 0; row < target.length; row += 1) {
        for (let label = 0; label < classes; label += 1) chances[label] = scores[label]?.[row] ?? 0;
        softmax(chances, 0, classes);
        const weight = weights === undefined ? 1 : (weights[row] as number);
        for (let label = 0; label < classes; label += 1) {
          const chance = chances[label] as number;
          (gradients[label] ?? none)[row] = (chance - (target[row] === label ? 1 : 0)) * weight;
          (hessians[label] ?? none)[row] = scale * chance * (1 - chance) * weight;
        }
      }
    },
    loss(margins, target) {
      chances.set(margins);
      softmax(chances, 0, classes);
      return -Math.log(Math.max(1e-300, chances[target] ?? 0));
    },
  };
}

const none = new Float64Array(0);

/** log(1 + e^x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x)));
}

export function weightedMean(values: Float64Array, weights: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row += 1) {
    const weight = weights === undefined ? 1 : (weights[row] as number);
    sum += weight * (values[row] as number);
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

/** The quantile by weight: between the two values around it where weights are equal, so that it is seldom one row's own value. */
export function weightedQuantile(values: Float64Array, weights: Float64Array | undefined, alpha: number): number {
  if (weights === undefined) {
    const sorted = values.toSorted();
    const place = alpha * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? 0;
    return low + ((sorted[below + 1] ?? low) - low) * (place - below);
  }
  const order = [...values.keys()].toSorted((a, b) => (values[a] as number) - (values[b] as number) || a - b);
  const total = order.reduce((sum, row) => sum + (weights[row] as number), 0);
  let reached = 0;
  for (const row of order) {
    reached += weights[row] as number;
    if (reached >= alpha * total) return values[row] as number;
  }
  return values[order.at(-1) ?? 0] ?? 0;
}
