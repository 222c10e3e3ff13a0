import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { emptyTree, checkEnsemble, toSet, type Ensemble, type Link, type Tree } from './ensemble.ts';
import { leftBound } from './float32-threshold.ts';

/** How an imported model's features are called here; without it the file's own names, or f0, f1 … */
export type ImportOptions = { readonly features?: Ensemble['features'] };

/** XGBoost writes its parameters as strings. */
const NumberText = z.string().refine((text) => text.trim() !== '' && Number.isFinite(Number(text)), 'not a number');

const XgboostTree = z.object({
  left_children: z.array(z.int()).min(1),
  right_children: z.array(z.int()),
  split_indices: z.array(z.int().nonnegative()),
  // At a categorical split XGBoost writes NaN; see fromText.
  split_conditions: z.array(z.number().nullable()),
  // Booleans from 1.x on, 0 and 1 in some.
  default_left: z.array(z.union([z.boolean(), z.int()])),
  loss_changes: z.array(z.number()),
  sum_hessian: z.array(z.number()),
  // Categorical splits came with 1.3; older files have none of these.
  split_type: z.array(z.int()).default([]),
  categories: z.array(z.int().nonnegative()).default([]),
  categories_nodes: z.array(z.int()).default([]),
  categories_segments: z.array(z.int()).default([]),
  categories_sizes: z.array(z.int()).default([]),
  tree_param: z.object({ size_leaf_vector: NumberText.default('1') }).default({ size_leaf_vector: '1' }),
});
type XgboostTree = z.infer<typeof XgboostTree>;

const XgboostModel = z.object({
  learner: z.object({
    feature_names: z.array(z.string()).default([]),
    feature_types: z.array(z.string()).default([]),
    gradient_booster: z.object({
      name: z.string(),
      model: z.unknown(),
    }),
    learner_model_param: z.object({
      base_score: z.string(),
      num_class: NumberText,
      num_feature: NumberText,
      num_target: NumberText.default('1'),
    }),
    objective: z.object({ name: z.string() }),
  }),
});
const GbtreeModel = z.object({ trees: z.array(z.unknown()), tree_info: z.array(z.int().nonnegative()) });

const links: Readonly<Record<string, Link>> = {
  'binary:logistic': 'logistic',
  'reg:logistic': 'logistic',
  'binary:logitraw': 'identity',
  'reg:squarederror': 'identity',
  'reg:pseudohubererror': 'identity',
  'reg:absoluteerror': 'identity',
  'count:poisson': 'exp',
  'reg:gamma': 'exp',
  'reg:tweedie': 'exp',
  'multi:softprob': 'softmax',
  'multi:softmax': 'softmax',
};

/**
 * Reads a model that XGBoost 1.7 to 3.x saved as JSON (`save_model('model.json')`), as text or parsed. Scores are
 * probabilities, counts or values as `predict` gives them (`multi:softmax` gives the probabilities too). Throws
 * `input.malformed` where it is no JSON, `input.invalid` where it is no XGBoost model or uses what is not supported: dart,
 * gblinear, other objectives, several targets.
 */
export function readXgboost(source: string | object, options: ImportOptions = {}): Ensemble {
  const { learner } = parsed(XgboostModel, typeof source === 'string' ? fromText(source) : source);
  const { gradient_booster: booster, learner_model_param: param, objective } = learner;
  if (booster.name !== 'gbtree') throw unsupported(`the booster ${booster.name} (gbtree alone is)`);
  const link = Object.hasOwn(links, objective.name) ? links[objective.name] : undefined;
  if (link === undefined) throw unsupported(`the objective ${objective.name} (${Object.keys(links).join(', ')} are)`);
  if (Number(param.num_target) > 1) throw unsupported('several targets');
  const model = parsed(GbtreeModel, booster.model);
  const outputs = Math.max(1, Number(param.num_class));
  const raw = model.trees.map((tree) => parsed(XgboostTree, tree));
  const features = options.features ?? featuresOf(learner.feature_names, learner.feature_types, Number(param.num_feature), raw);
  const ensemble: Ensemble = {
    format: 'countersign-trees',
    version: 1,
    features: [...features],
    link,
    base: basesOf(param.base_score, objective.name, outputs),
    trees: raw.map((tree, index) => convert(tree, model.tree_info[index] ?? 0)),
    zeroIsMissing: [],
  };
  checkEnsemble(ensemble);
  return ensemble;
}

/** 1.7 and 2.x write one number, 3.x a list of one or of one a class; it is a score, and margins are its inverse link. */
function basesOf(text: string, objective: string, outputs: number): number[] {
  const scores = text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(Number);
  if (scores.some((score) => !Number.isFinite(score)) || (scores.length !== 1 && scores.length !== outputs)) {
    throw new CountersignError('input.invalid', 'The base score of the XGBoost model is not readable');
  }
  return Array.from({ length: outputs }, (_, output) => {
    const score = scores[output] ?? scores[0] ?? 0;
    if (['binary:logistic', 'reg:logistic', 'binary:logitraw'].includes(objective)) return Math.log(score / (1 - score));
    if (links[objective] === 'exp') return Math.log(score);
    return score;
  });
}

function convert(tree: XgboostTree, output: number): Tree {
  if (Number(tree.tree_param.size_leaf_vector) > 1) throw unsupported('leaves of several values');
  const made = emptyTree(output);
  const sets = categorySets(tree);
  // Numbered anew from the root: pruned nodes are still in the file, and a child need not come after its parent there.
  const order = [0];
  for (let at = 0; at < order.length; at += 1) {
    const node = order[at] ?? 0;
    if (node >= tree.left_children.length)
      throw new CountersignError('input.invalid', 'A tree of the XGBoost model has a child that is not there');
    const set = sets.get(node);
    made.cover.push(tree.sum_hessian[node] ?? 0);
    made.set.push(set === undefined ? -1 : made.sets.length);
    if (set !== undefined) made.sets.push(set);
    const [left = -1, right = -1] = [tree.left_children[node], tree.right_children[node]];
    made.left.push(left < 0 ? -1 : order.length);
    made.right.push(left < 0 ? -1 : order.length + 1);
    if (left < 0) addLeaf(made, tree.split_conditions[node] ?? 0);
    else {
      addSplit(made, tree, node, set !== undefined);
      // There the listed categories go right, here left: the children change places.
      order.push(...(set === undefined ? [left, right] : [right, left]));
    }
    if (order.length > tree.left_children.length) throw new CountersignError('input.invalid', 'A tree of the XGBoost model has a cycle');
  }
  return made;
}

function addLeaf(made: Tree, value: number): void {
  made.feature.push(-1);
  made.threshold.push(0);
  made.value.push(value);
  made.gain.push(0);
  made.missingLeft.push(0);
}

function addSplit(made: Tree, tree: XgboostTree, node: number, isSet: boolean): void {
  made.feature.push(tree.split_indices[node] ?? 0);
  made.threshold.push(isSet ? 0 : leftBound(tree.split_conditions[node] ?? 0));
  made.value.push(0);
  made.gain.push(tree.loss_changes[node] ?? 0);
  made.missingLeft.push(Boolean(tree.default_left[node]) === isSet ? 0 : 1);
}

function categorySets(tree: XgboostTree): Map<number, number[]> {
  return new Map(
    tree.categories_nodes.map((node, index) => {
      const from = tree.categories_segments[index] ?? 0;
      return [node, toSet(tree.categories.slice(from, from + (tree.categories_sizes[index] ?? 0)))];
    }),
  );
}

/** Categories are numbers there; their levels here are those numbers, up to the highest that a split names. */
function featuresOf(names: string[], types: string[], count: number, trees: readonly XgboostTree[]): Ensemble['features'] {
  const highest = new Map<number, number>();
  for (const tree of trees) {
    tree.categories_nodes.forEach((node, index) => {
      const feature = tree.split_indices[node] ?? 0;
      const from = tree.categories_segments[index] ?? 0;
      const codes = tree.categories.slice(from, from + (tree.categories_sizes[index] ?? 0));
      highest.set(feature, Math.max(highest.get(feature) ?? 0, ...codes));
    });
  }
  return Array.from({ length: count }, (_, index) => {
    const name = names[index] ?? `f${index}`;
    if (types[index] !== 'c' && !highest.has(index)) return { name, kind: 'number' };
    return { name, kind: 'category', levels: Array.from({ length: (highest.get(index) ?? 0) + 1 }, (_, code) => String(code)) };
  });
}

/** Finds strings as well, so that a NaN inside one is not taken for a value. */
const bareNaN = /"(?:[^"\\]|\\.)*"|\bNaN\b/g;

function fromText(text: string): unknown {
  try {
    return JSON.parse(text.replace(bareNaN, (found) => (found === 'NaN' ? 'null' : found)));
  } catch (cause) {
    throw new CountersignError('input.malformed', 'The XGBoost model is not JSON; save it with save_model and a name that ends in .json', {
      cause,
    });
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CountersignError(
    'input.invalid',
    `This is no XGBoost model that can be read, at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`,
  );
}

function unsupported(what: string): CountersignError {
  return new CountersignError('input.invalid', `Not supported in an XGBoost model: ${what}`);
}
