// Indexed reads in this file carry `as number`: the arrays of one leaf have one value an element, polynomials one more.
import type { Tree } from './ensemble.ts';

/**
 * One leaf as TreeSHAP sees it: the different features on the way from the root, each once. `zero` is the share of training
 * rows that would still arrive if the feature were unknown (product of cover ratios); a row satisfies an element when every
 * condition of it holds.
 */
export type LeafPath = {
  readonly value: number;
  readonly features: readonly number[];
  readonly zero: readonly number[];
  /** Per element, the nodes that ask for the feature, as `node * 2 + 1` where the way goes left and `node * 2` where right. */
  readonly conditions: readonly (readonly number[])[];
};

export function leafPaths(tree: Tree): LeafPath[] {
  const paths: LeafPath[] = [];
  const walk = (node: number, above: LeafPath): void => {
    const feature = tree.feature[node] ?? -1;
    if (feature < 0) {
      paths.push({ ...above, value: tree.value[node] ?? 0 });
      return;
    }
    for (const goesLeft of [true, false]) {
      const child = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
      const cover = tree.cover[node] ?? 0;
      // A node that no training row reached says nothing; half and half keeps the sum exact.
      const ratio = cover > 0 ? (tree.cover[child] ?? 0) / cover : 0.5;
      walk(child, extended(above, feature, ratio, node * 2 + (goesLeft ? 1 : 0)));
    }
  };
  walk(0, { value: 0, features: [], zero: [], conditions: [] });
  return paths;
}

function extended(path: LeafPath, feature: number, ratio: number, condition: number): LeafPath {
  const at = path.features.indexOf(feature);
  if (at < 0) {
    return {
      value: 0,
      features: [...path.features, feature],
      zero: [...path.zero, ratio],
      conditions: [...path.conditions, [condition]],
    };
  }
  return {
    value: 0,
    features: path.features,
    zero: path.zero.map((zero, index) => (index === at ? zero * ratio : zero)),
    conditions: path.conditions.map((list, index) => (index === at ? [...list, condition] : list)),
  };
}

/** What the tree gives on average over its training rows, by cover. */
export function expectedValue(paths: readonly LeafPath[]): number {
  return paths.reduce((sum, { value, zero }) => sum + zero.reduce((product, ratio) => product * ratio, value), 0);
}

/**
 * The Shapley values of one leaf's elements for a row that satisfies the elements whose bit is set in `satisfied`, written
 * to `into` from `at` on. With z the zero shares, A the satisfied elements and d = all elements, Lundberg's sum over subsets
 * becomes: for i in A, value × (1 − z_i) × Π z over the others not in A × Σ_k w(k) e_k(A without i), for every other element
 * − value × Π z not in A × Σ_k w(k) e_k(A), where e_k are the coefficients of Π (z_j + t) and w(k) = k! (d−1−k)! / d!.
 */
export function leafShapley(value: number, zero: Float64Array, satisfied: Uint8Array, into: Float64Array, at: number): void {
  const elements = zero.length;
  const polynomial = polynomials[elements] ?? new Float64Array(elements + 1);
  const weight = weightsOf(elements);
  const degree = multiplyOut(zero, satisfied, polynomial);
  let outside = value;
  for (let j = 0; j < elements; j += 1) if (satisfied[j] !== 1) outside *= zero[j] as number;
  let whole = 0;
  // With every element satisfied there is no other element to use it for, and no weight for that many.
  for (let k = 0; k <= degree && k < elements; k += 1) whole += (weight[k] as number) * (polynomial[k] as number);
  for (let j = 0; j < elements; j += 1) {
    const share = zero[j] as number;
    into[at + j] = satisfied[j] === 1 ? outside * (1 - share) * weighedWithout(share, polynomial, degree, weight) : -outside * whole;
  }
}

/** Writes the coefficients of Π (z_j + t) over the satisfied elements; gives its degree. */
function multiplyOut(zero: Float64Array, satisfied: Uint8Array, into: Float64Array): number {
  let degree = 0;
  into[0] = 1;
  for (let j = 0; j < zero.length; j += 1) {
    if (satisfied[j] !== 1) continue;
    const share = zero[j] as number;
    into[degree + 1] = into[degree] as number;
    for (let k = degree; k > 0; k -= 1) into[k] = (into[k] as number) * share + (into[k - 1] as number);
    into[0] = into[0] * share;
    degree += 1;
  }
  return degree;
}

/** Divides by (z + t) from the highest power down and weighs the coefficients; shares are at most 1, so rounding does not grow. */
function weighedWithout(share: number, polynomial: Float64Array, degree: number, weight: Float64Array): number {
  let quotient = polynomial[degree] as number;
  let sum = (weight[degree - 1] as number) * quotient;
  for (let k = degree - 1; k > 0; k -= 1) {
    quotient = (polynomial[k] as number) - share * quotient;
    sum += (weight[k - 1] as number) * quotient;
  }
  return sum;
}

// Reused between calls: a leaf is explained millions of times.
const polynomials: Float64Array[] = Array.from({ length: 64 }, (_, elements) => new Float64Array(elements + 1));
const weights: Float64Array[] = [];

/** k! (d−1−k)! / d! for k from 0 to d−1. */
function weightsOf(elements: number): Float64Array {
  const known = weights[elements];
  if (known !== undefined) return known;
  const made = new Float64Array(elements);
  for (let k = 0; k < elements; k += 1) {
    let weight = 1 / elements;
    for (let step = 1; step <= k; step += 1) weight *= step / (elements - step);
    made[k] = weight;
  }
  weights[elements] = made;
  return made;
}
