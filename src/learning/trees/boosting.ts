// Indexed reads in this file carry `as number`: rows come from the row order, and every array has one value a row.
import { createRandom, type Random } from '../core/random.ts';
import { takeRows, takeValues, type Table } from '../core/table.ts';
import { fitBins, writeCodes, type FeatureBins } from './binning.ts';
import {
  checkTrainingRows,
  checkTreeOptions,
  invalid,
  monotoneOf,
  namedObjective,
  objectiveOf,
  treeDefaults,
  type BoostingOptions,
  type TreeOptions,
} from './boosting-options.ts';
import { openWorkshop, type Crew, type Workshop } from './crew.ts';
import { createEarlyStop, type EarlyStop } from './early-stop.ts';
import type { Ensemble, Tree } from './ensemble.ts';
import { growTree, type Ground, type Leaf } from './grow.ts';
import type { Objective } from './objectives.ts';
import { slate, task } from './slate.ts';
import { planTraining, type SplitRules, type TrainingPlan } from './training-plan.ts';
import { writeWholePairs } from './whole-pairs.ts';

export type BoostedTrees = {
  readonly ensemble: Ensemble;
  /** Rounds kept; a round has one tree an output. */
  readonly rounds: number;
  /** Mean loss on the validation rows after each round; empty without early stopping. */
  readonly validationLoss: readonly number[];
};

/** Most bytes kept for waiting histograms; beyond, some are counted again. */
const histogramBytes = 256 * 1024 * 1024;

/**
 * Gradient boosting on histograms, leaf by leaf (Friedman 2001; Chen and Guestrin 2016; Ke et al. 2017). `target` has one
 * value a row (see ObjectiveName). Same table, target, options and seed give the same bytes, with a crew of any size.
 * Throws `input.invalid` that names the option, the target or the weights at fault.
 */
export async function trainBoosting(table: Table, target: Float64Array, options: BoostingOptions, crew?: Crew): Promise<BoostedTrees> {
  const settings = { ...treeDefaults, trees: 200, learningRate: 0.1, featureFraction: 1, ...options };
  checkTreeOptions(settings);
  if (!(Number.isInteger(settings.trees) && settings.trees >= 1))
    throw invalid('The option trees must be a whole number from 1 on', 'trees');
  if (!(settings.learningRate > 0 && settings.learningRate <= 1)) throw invalid('The learning rate must lie in (0, 1]', 'learningRate');
  if (!(settings.featureFraction > 0 && settings.featureFraction <= 1)) {
    throw invalid('The feature fraction must lie in (0, 1]', 'featureFraction');
  }
  checkTrainingRows(table, target, options.weights, options);
  const parts = splitOff(table, target, options);
  const monotone = monotoneOf(table, options.monotone);
  const bins = fitBins(parts.table, settings.maxBins, settings.seed);
  const rules = rulesOf(settings, monotone);
  const objective = objectiveOf(options);
  const plan = planTraining({
    rows: parts.table.rows,
    bins,
    monotone,
    rules,
    size: crew?.size ?? 1,
    slots: slotsFor(bins, settings.maxLeaves),
    maxLeaves: settings.maxLeaves,
    objective: namedObjective(options),
    outputs: objective.outputs,
    hasWeights: parts.weights !== undefined,
  });
  const workshop = await openWorkshop(plan, crew);
  try {
    writeAllCodes(parts.table, bins, plan, workshop);
    return boost(parts, settings, objective, bins, plan, workshop);
  } finally {
    workshop.close();
  }
}

type Parts = {
  readonly table: Table;
  readonly target: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly validation: { readonly table: Table; readonly target: Float64Array } | undefined;
  readonly patience: number;
};

function splitOff(table: Table, target: Float64Array, options: BoostingOptions): Parts {
  const { earlyStopping, weights } = options;
  const whole = { table, target, weights, validation: undefined, patience: 0 };
  if (earlyStopping === undefined) return whole;
  const { patience, validation, fraction = 0.2 } = earlyStopping;
  if (!(Number.isInteger(patience) && patience >= 1)) throw invalid('The patience must be a whole number from 1 on', 'earlyStopping');
  if (validation !== undefined) {
    if (validation.table.columns.length !== table.columns.length) throw invalid('The validation table has other features', 'earlyStopping');
    checkTrainingRows(validation.table, validation.target, undefined, options);
    return { ...whole, validation, patience };
  }
  const held = Math.round(table.rows * fraction);
  if (!(held >= 1 && held < table.rows)) throw invalid('The validation fraction leaves no rows on one side', 'earlyStopping');
  const order = createRandom(options.seed ?? 0).permutation(table.rows);
  const apart = order.slice(0, held).toSorted();
  const rest = order.slice(held).toSorted();
  return {
    table: takeRows(table, rest),
    target: takeValues(target, rest),
    weights: weights === undefined ? undefined : takeValues(weights, rest),
    validation: { table: takeRows(table, apart), target: takeValues(target, apart) },
    patience,
  };
}

export function rulesOf(options: TreeOptions, monotone: readonly number[]): SplitRules {
  return {
    lambda: options.lambda,
    minChildRows: options.minChildRows,
    minChildHessian: options.minChildHessian,
    categorySmoothing: options.categories.smoothing,
    minCategoryRows: options.categories.minRows,
    maxCategoriesInSet: options.categories.mostInSet,
    isMonotone: monotone.some((direction) => direction !== 0),
  };
}

/** One histogram a leaf and a spare one, as far as they fit. */
export function slotsFor(bins: readonly FeatureBins[], maxLeaves: number): number {
  const bytes = bins.reduce((sum, { bins: count }) => sum + (count + 1) * 16, 16);
  return Math.max(2, Math.min(maxLeaves + 1, Math.floor(histogramBytes / bytes)));
}

export function writeAllCodes(table: Table, bins: readonly FeatureBins[], plan: TrainingPlan, { memory }: Workshop): void {
  for (const group of plan.groups) {
    for (let offset = 0; offset < group.width; offset += 1) {
      const index = plan.features[group.first + offset]?.index ?? 0;
      const [feature, bin, column] = [table.features[index], bins[index], table.columns[index]];
      if (feature === undefined || bin === undefined || column === undefined) continue;
      writeCodes(feature, bin, column, memory.codes, group.codesFrom + offset, group.width);
    }
  }
}

function boost(
  parts: Parts,
  settings: TreeOptions & { trees: number; learningRate: number; featureFraction: number },
  objective: Objective,
  bins: readonly FeatureBins[],
  plan: TrainingPlan,
  workshop: Workshop,
): BoostedTrees {
  const { rows } = plan;
  const { memory, shareRows } = workshop;
  const base = objective.base(parts.target, parts.weights);
  memory.target.set(parts.target);
  if (parts.weights !== undefined) memory.weights?.set(parts.weights);
  base.forEach((value, output) => memory.scores[output]?.fill(value));
  const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
  const picker = treePicker(plan.features.length, settings.featureFraction, createRandom(settings.seed + 1));
  const ground: Ground = { plan, workshop, bins, limits: settings, pick: picker.pick };
  const stop = parts.validation === undefined ? undefined : createEarlyStop(parts.validation, parts.table, objective, base, parts.patience);
  const trees: Tree[] = [];
  for (let round = 0; round < settings.trees; round += 1) {
    shareRows(task.derive, 0, rows);
    const added = base.map((_, output) => {
      memory.rowOrder.set(everyRow);
      const totals = writeWholePairs(workshop, rows, output);
      picker.next();
      const grown = growTree(ground, { count: rows, ...totals }, totals.units, output);
      settleLeaves(grown, workshop, objective, settings.learningRate);
      return grown.tree;
    });
    trees.push(...added);
    stop?.look(added);
    if (stop?.isOver === true) break;
  }
  return finished(parts.table, objective, base, trees, stop);
}

function finished(table: Table, objective: Objective, base: number[], trees: Tree[], stop: EarlyStop | undefined): BoostedTrees {
  const rounds = stop?.bestRound ?? trees.length / base.length;
  const kept = trees.slice(0, rounds * base.length);
  const ensemble: Ensemble = {
    format: 'countersign-trees',
    version: 1,
    features: [...table.features].map((feature) => (feature.kind === 'number' ? feature : { ...feature, levels: [...feature.levels] })),
    link: objective.link,
    base,
    trees: kept,
    zeroIsMissing: [],
  };
  return { ensemble, rounds, validationLoss: stop?.losses ?? [] };
}

/** Gives leaves their final, shrunk value and adds it to the scores of their rows. */
function settleLeaves(
  { tree, leaves }: { tree: Tree; leaves: readonly Leaf[] },
  { memory, shareRows }: Workshop,
  objective: Objective,
  learningRate: number,
): void {
  const { rowOrder, target, weights } = memory;
  const scores = memory.scores[tree.output] as Float64Array;
  leaves.forEach((leaf, index) => {
    let value = tree.value[leaf.node] as number;
    if (objective.renew !== undefined) {
      const rows = rowOrder.subarray(leaf.from, leaf.from + leaf.count);
      const residuals = Float64Array.from(rows, (row) => (target[row] as number) - (scores[row] as number));
      const renewed = objective.renew(residuals, weights === undefined ? undefined : takeValues(weights, rows));
      value = Math.min(leaf.upper, Math.max(leaf.lower, renewed));
    }
    value = value * learningRate + 0;
    tree.value[leaf.node] = value;
    memory.leaves.set([leaf.from, leaf.count, value], index * 3);
  });
  memory.slate[slate.output] = tree.output;
  memory.slate[slate.leaves] = leaves.length;
  shareRows(task.settle, 0, rowOrder.length);
}

/** Draws the features of a tree before it grows; every leaf of it may use the same ones. */
function treePicker(features: number, fraction: number, random: Random) {
  const mask = new Uint8Array(features).fill(1);
  const wanted = Math.max(1, Math.round(features * fraction));
  return {
    next(): void {
      if (wanted >= features) return;
      mask.fill(0);
      for (const feature of random.permutation(features).subarray(0, wanted)) mask[feature] = 1;
    },
    pick: (allowed: Uint8Array, from: number): void => allowed.set(mask, from),
  };
}
