// Indexed reads in this file carry `as number`: every array has one value a row.
import { createRandom, type Random } from '../core/random.ts';
import type { Table } from '../core/table.ts';
import { fitBins } from './binning.ts';
import { checkTrainingRows, checkTreeOptions, invalid, treeDefaults, type TreeOptions } from './boosting-options.ts';
import { rulesOf, slotsFor, writeAllCodes } from './boosting.ts';
import { openWorkshop, type Crew } from './crew.ts';
import type { Ensemble, Tree } from './ensemble.ts';
import { growTree, type Ground } from './grow.ts';
import { addVotes, outOfBag, type OutOfBag } from './out-of-bag.ts';
import { weightedMean } from './objectives.ts';
import { planTraining } from './training-plan.ts';
import { writeWholePairs } from './whole-pairs.ts';

/** `classification`: target 0 … classes − 1, scores are probabilities. `regression`: any number. */
export type ForestOptions = ({ readonly task: 'classification'; readonly classes: number } | { readonly task: 'regression' }) &
  Partial<TreeOptions> & {
    readonly trees?: number;
    /** Share of the features drawn at every split; unless told √f of f for classes, a third for numbers. */
    readonly featureFraction?: number;
  };

export type Forest = { readonly ensemble: Ensemble; readonly outOfBag: OutOfBag };

const forestDefaults: TreeOptions = { ...treeDefaults, maxLeaves: 1024, minChildRows: 2, lambda: 0 };

/**
 * A random forest (Breiman 2001): every tree on rows drawn with replacement, every split on features drawn anew, the leaves'
 * means averaged. Two classes share one tree (Gini and squared error split alike); more classes have one tree each per bag,
 * one against the rest, and their shares divided by their sum. Errors as for boosting.
 */
export async function trainForest(table: Table, target: Float64Array, options: ForestOptions, crew?: Crew): Promise<Forest> {
  const settings = { ...forestDefaults, trees: 200, ...options };
  checkTreeOptions(settings);
  if (!(Number.isInteger(settings.trees) && settings.trees >= 1))
    throw invalid('The option trees must be a whole number from 1 on', 'trees');
  const classes = options.task === 'classification' ? options.classes : 1;
  if (options.task === 'classification' && !(Number.isInteger(classes) && classes >= 2))
    throw invalid('There must be at least two classes', 'classes');
  checkTrainingRows(
    table,
    target,
    undefined,
    options.task === 'classification' ? { objective: 'softmax', classes } : { objective: 'squared' },
  );
  const bins = fitBins(table, settings.maxBins, settings.seed);
  const rules = rulesOf(settings, []);
  const plan = planTraining({
    rows: table.rows,
    bins,
    monotone: [],
    rules,
    size: crew?.size ?? 1,
    slots: slotsFor(bins, settings.maxLeaves),
    maxLeaves: settings.maxLeaves,
    objective: undefined,
    outputs: 1,
    hasWeights: false,
  });
  const workshop = await openWorkshop(plan, crew);
  try {
    writeAllCodes(table, bins, plan, workshop);
    const random = createRandom(settings.seed);
    const wanted = wantedFeatures(plan.features.length, options);
    const pick = (allowed: Uint8Array, from: number): void => drawFeatures(allowed, from, plan.features.length, wanted, random);
    const ground: Ground = { plan, workshop, bins, limits: settings, pick };
    return growForest(table, target, settings.trees, options, classes, ground, random);
  } finally {
    workshop.close();
  }
}

function wantedFeatures(features: number, options: ForestOptions): number {
  const usual = options.task === 'classification' ? Math.sqrt(features) : features / 3;
  const wanted = options.featureFraction === undefined ? usual : options.featureFraction * features;
  return Math.min(features, Math.max(1, Math.round(wanted)));
}

function drawFeatures(allowed: Uint8Array, from: number, features: number, wanted: number, random: Random): void {
  allowed.fill(0, from, from + features);
  for (const feature of random.permutation(features).subarray(0, wanted)) allowed[from + feature] = 1;
}

function growForest(
  table: Table,
  target: Float64Array,
  rounds: number,
  options: ForestOptions,
  classes: number,
  ground: Ground,
  random: Random,
): Forest {
  const { rows } = table;
  const labels = labelsOf(target, options.task === 'regression', classes);
  const centers = labels.map((values) => weightedMean(values, undefined));
  const trees: Tree[] = [];
  const sums = labels.map(() => new Float64Array(rows));
  const votes = new Int32Array(rows);
  const { memory } = ground.workshop;
  const [gradients = none, hessians = none] = [memory.gradients[0], memory.hessians[0]];
  for (let round = 0; round < rounds; round += 1) {
    const drawn = new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const picked = random.int(rows);
      drawn[picked] = (drawn[picked] as number) + 1;
    }
    const everyRow = [...drawn.keys()];
    const bag = Int32Array.from(everyRow.filter((row) => drawn[row] !== 0));
    const outside = Int32Array.from(everyRow.filter((row) => drawn[row] === 0));
    outside.forEach((row) => {
      votes[row] = (votes[row] as number) + 1;
    });
    labels.forEach((values, output) => {
      const center = centers[output] as number;
      for (const row of bag) {
        gradients[row] = (center - (values[row] as number)) * (drawn[row] as number);
        hessians[row] = drawn[row] as number;
      }
      memory.rowOrder.set(bag);
      const totals = writeWholePairs(ground.workshop, bag.length, 0);
      const { tree } = growTree(ground, { count: bag.length, ...totals }, totals.units, output);
      // Gradients were taken at the centre, which keeps the whole numbers small; leaves hold means.
      tree.value = tree.value.map((value, node) => (tree.feature[node] === -1 ? center + value : 0));
      addVotes(tree, table, outside, sums[output] ?? new Float64Array(rows));
      tree.value = tree.value.map((value) => value / rounds);
      trees.push(tree);
    });
  }
  const ensemble = forestEnsemble(table, options, labels.length, trees);
  return { ensemble, outOfBag: outOfBag(sums, votes, target, options.task === 'regression') };
}

const none = new Float64Array(0);

/** One 0/1 column a class beyond two classes, one column for two classes, the target itself for numbers. */
function labelsOf(target: Float64Array, isRegression: boolean, classes: number): Float64Array[] {
  if (isRegression || classes === 2) return [target];
  return Array.from({ length: classes }, (_, label) => target.map((value) => (value === label ? 1 : 0)));
}

function forestEnsemble(table: Table, options: ForestOptions, outputs: number, trees: Tree[]): Ensemble {
  return {
    format: 'countersign-trees',
    version: 1,
    features: table.features.map((feature) => (feature.kind === 'number' ? feature : { ...feature, levels: [...feature.levels] })),
    link: options.task === 'classification' ? 'share' : 'identity',
    base: Array.from({ length: outputs }, () => 0),
    trees,
    zeroIsMissing: [],
  };
}
