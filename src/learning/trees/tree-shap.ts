// Indexed reads in this file carry `as number`: the arrays are laid out below with exactly the positions that are read.
import { CountersignError } from '../../contracts/errors.ts';
import type { Table } from '../core/table.ts';
import { zerosToMissing } from './compile.ts';
import { checkEnsemble, isInSet, type Ensemble } from './ensemble.ts';
import { expectedValue, leafPaths, leafShapley, type LeafPath } from './shap-paths.ts';

/** Exact Shapley values of an ensemble's margins, path-dependent and weighted by cover. */
export type TreeExplainer = {
  readonly outputs: number;
  readonly features: number;
  /** One value an output: the margin before anything is known of a row. */
  readonly expected: Float64Array;
  /** `outputs × features` contributions of one row; with the expected value they sum to the margin. */
  explainRow(row: Float64Array, into?: Float64Array): Float64Array;
  /** `rows × outputs × features`, row by row. */
  explainTable(table: Table): Float64Array;
};

/** Leaves with no more elements than this have all their 2^d answers worked out beforehand. */
const tableElements = 6;
/** Values in all those answers together: 32 MB. */
const tableValues = 4_000_000;

/**
 * TreeSHAP (Lundberg, Erion and Lee 2018), leaf by leaf. A row matters to a leaf only through which elements of its path it
 * satisfies, so short paths are answered from a table (the idea of Fast TreeSHAP, Yang 2021), long ones by the polynomial.
 * Throws `input.invalid` where the ensemble is inconsistent or a row has another number of features.
 */
export function createTreeExplainer(ensemble: Ensemble): TreeExplainer {
  checkEnsemble(ensemble);
  const features = ensemble.features.length;
  const outputs = ensemble.base.length;
  const all = ensemble.trees.map(leafPaths);
  const expected = Float64Array.from(ensemble.base);
  all.forEach((paths, tree) => {
    const output = ensemble.trees[tree]?.output ?? 0;
    expected[output] = (expected[output] as number) + expectedValue(paths);
  });
  const nodes = flatNodes(ensemble);
  const leaves = flatLeaves(ensemble, all, nodes.first);
  const values = new Float64Array(features);
  const explainRow = (row: Float64Array, into: Float64Array = new Float64Array(outputs * features)): Float64Array => {
    if (row.length !== features) {
      throw new CountersignError('input.invalid', `The trees were built on ${features} features; the row has ${row.length}`);
    }
    values.set(row);
    if (ensemble.zeroIsMissing.length > 0) zerosToMissing(values, 0, ensemble.zeroIsMissing);
    into.fill(0);
    decideAll(nodes, values);
    addLeaves(leaves, nodes.decisions, into);
    return into;
  };
  return {
    outputs,
    features,
    expected,
    explainRow,
    explainTable(table) {
      const size = outputs * features;
      const explained = new Float64Array(table.rows * size);
      const row = new Float64Array(table.columns.length);
      for (let index = 0; index < table.rows; index += 1) {
        table.columns.forEach((column, feature) => {
          row[feature] = column[index] ?? Number.NaN;
        });
        explainRow(row, explained.subarray(index * size, (index + 1) * size));
      }
      return explained;
    },
  };
}

type FlatNodes = {
  /** Position of each tree's first node. */
  readonly first: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly missingLeft: Uint8Array;
  readonly sets: readonly (readonly number[] | undefined)[];
  /** Inner nodes alone, by position. */
  readonly inner: Int32Array;
  /** 1 where the row in hand goes left. */
  readonly decisions: Uint8Array;
};

function flatNodes(ensemble: Ensemble): FlatNodes {
  const first = new Int32Array(ensemble.trees.length);
  let count = 0;
  ensemble.trees.forEach((tree, index) => {
    first[index] = count;
    count += tree.feature.length;
  });
  const feature = Int32Array.from(ensemble.trees.flatMap((tree) => tree.feature));
  return {
    first,
    feature,
    threshold: Float64Array.from(ensemble.trees.flatMap((tree) => tree.threshold)),
    missingLeft: Uint8Array.from(ensemble.trees.flatMap((tree) => tree.missingLeft)),
    sets: ensemble.trees.flatMap((tree) => tree.set.map((set) => tree.sets[set])),
    inner: Int32Array.from([...feature.keys()].filter((node) => (feature[node] as number) >= 0)),
    decisions: new Uint8Array(count),
  };
}

function decideAll(nodes: FlatNodes, row: Float64Array): void {
  const { inner, feature, threshold, missingLeft, sets, decisions } = nodes;
  for (let index = 0; index < inner.length; index += 1) {
    const node = inner[index] as number;
    const value = row[feature[node] as number] as number;
    const set = sets[node];
    if (value !== value) decisions[node] = missingLeft[node] as number;
    else if (set === undefined) decisions[node] = value <= (threshold[node] as number) ? 1 : 0;
    else decisions[node] = isInSet(set, value) ? 1 : 0;
  }
}

type FlatLeaves = {
  readonly value: Float64Array;
  /** Where each leaf's elements begin; one more than there are leaves. */
  readonly elementFrom: Int32Array;
  /** Position in the answer, output included. */
  readonly target: Int32Array;
  readonly zero: Float64Array;
  /** Where each element's conditions begin; one more than there are elements. */
  readonly conditionFrom: Int32Array;
  /** `node * 2 + wanted decision`. */
  readonly conditions: Int32Array;
  /** Where a leaf's answers begin in `answers`, -1 for a long path. */
  readonly answerFrom: Int32Array;
  readonly answers: Float64Array;
};

function flatLeaves(ensemble: Ensemble, all: readonly (readonly LeafPath[])[], first: Int32Array): FlatLeaves {
  const value: number[] = [];
  const elementFrom = [0];
  const target: number[] = [];
  const zero: number[] = [];
  const conditionFrom = [0];
  const conditions: number[] = [];
  const answerFrom: number[] = [];
  let answers = 0;
  all.forEach((paths, tree) => {
    const base = (ensemble.trees[tree]?.output ?? 0) * ensemble.features.length;
    for (const path of paths) {
      const size = path.features.length;
      const entries = size << size;
      const isShort = size <= tableElements && answers + entries <= tableValues;
      answerFrom.push(isShort ? answers : -1);
      if (isShort) answers += entries;
      value.push(path.value);
      path.features.forEach((feature, element) => {
        target.push(base + feature);
        zero.push(path.zero[element] ?? 0);
        for (const condition of path.conditions[element] ?? []) conditions.push((first[tree] as number) * 2 + condition);
        conditionFrom.push(conditions.length);
      });
      elementFrom.push(target.length);
    }
  });
  const leaves = {
    value: Float64Array.from(value),
    elementFrom: Int32Array.from(elementFrom),
    target: Int32Array.from(target),
    zero: Float64Array.from(zero),
    conditionFrom: Int32Array.from(conditionFrom),
    conditions: Int32Array.from(conditions),
    answerFrom: Int32Array.from(answerFrom),
    answers: new Float64Array(answers),
  };
  fillAnswers(leaves);
  return leaves;
}

function fillAnswers({ value, elementFrom, zero, answerFrom, answers }: FlatLeaves): void {
  for (let leaf = 0; leaf < value.length; leaf += 1) {
    const from = answerFrom[leaf] as number;
    if (from < 0) continue;
    const shares = zero.subarray(elementFrom[leaf], elementFrom[leaf + 1]);
    const satisfied = new Uint8Array(shares.length);
    for (let mask = 0; mask < 1 << shares.length; mask += 1) {
      for (let element = 0; element < shares.length; element += 1) satisfied[element] = (mask >>> element) & 1;
      leafShapley(value[leaf] as number, shares, satisfied, answers, from + mask * shares.length);
    }
  }
}

function addLeaves(leaves: FlatLeaves, decisions: Uint8Array, into: Float64Array): void {
  const { value, elementFrom, target, conditionFrom, conditions, answerFrom, answers } = leaves;
  let condition = 0;
  for (let leaf = 0; leaf < value.length; leaf += 1) {
    const from = elementFrom[leaf] as number;
    const to = elementFrom[leaf + 1] as number;
    const answer = answerFrom[leaf] as number;
    if (answer < 0) {
      addLongPath(leaves, leaf, decisions, into);
      condition = conditionFrom[to] as number;
      continue;
    }
    let mask = 0;
    for (let element = from; element < to; element += 1) {
      const end = conditionFrom[element + 1] as number;
      let holds = 1;
      for (; condition < end; condition += 1) {
        const wanted = conditions[condition] as number;
        holds &= (decisions[wanted >>> 1] as number) ^ (wanted & 1) ^ 1;
      }
      mask |= holds << (element - from);
    }
    let at = answer + mask * (to - from);
    for (let element = from; element < to; element += 1) {
      const feature = target[element] as number;
      into[feature] = (into[feature] as number) + (answers[at] as number);
      at += 1;
    }
  }
}

function addLongPath(leaves: FlatLeaves, leaf: number, decisions: Uint8Array, into: Float64Array): void {
  const { value, elementFrom, target, zero, conditionFrom, conditions } = leaves;
  const from = elementFrom[leaf] as number;
  const to = elementFrom[leaf + 1] as number;
  const satisfied = new Uint8Array(to - from);
  for (let element = from; element < to; element += 1) {
    let holds = 1;
    for (let at = conditionFrom[element] as number; at < (conditionFrom[element + 1] as number); at += 1) {
      const wanted = conditions[at] as number;
      holds &= (decisions[wanted >>> 1] as number) ^ (wanted & 1) ^ 1;
    }
    satisfied[element - from] = holds;
  }
  const answer = new Float64Array(to - from);
  leafShapley(value[leaf] as number, zero.subarray(from, to), satisfied, answer, 0);
  for (let element = from; element < to; element += 1) {
    const feature = target[element] as number;
    into[feature] = (into[feature] as number) + (answer[element - from] as number);
  }
}
