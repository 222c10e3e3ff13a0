import { CountersignError } from '../../contracts/errors.ts';
import type { ModelFeature } from '../../contracts/models.ts';
import { readEnsemble, toSet, type Ensemble, type Tree } from '../../learning/trees/ensemble.ts';

/** What a column of the file is here: a feature, or one level of a category (a dummy column). */
export type TreeColumn = string | { readonly feature: string; readonly level: string };

export type ColumnOptions = {
  /** Column of the file → feature. A column that is not named here is the feature of its own name. */
  readonly columns?: Readonly<Record<string, TreeColumn>>;
  /** Category → its levels in the order of the codes in the file. */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
};

type Target = { readonly feature: ModelFeature; readonly level: string | undefined };

/**
 * Trees over a file's columns become trees over the model's features: columns are found by name, and a category that the file
 * holds as codes or as dummy columns is split by sets of its levels, so that scoring and factors see the category itself.
 * Throws `input.invalid` that names every column and level that is missing.
 */
export function bindColumns(ensemble: Ensemble, features: readonly ModelFeature[], options: ColumnOptions, model: string): Ensemble {
  const targets = targetsOf(ensemble, features, options, model);
  const bound = [...new Map(targets.map(({ feature }) => [feature.name, feature])).values()];
  const levelsOf = new Map(bound.filter(({ kind }) => kind === 'category').map(({ name }) => [name, stated(name, options)]));
  const positions = new Map(bound.map(({ name }, index) => [name, index]));
  checkLevels(ensemble, targets, levelsOf);
  const trees = ensemble.trees.map((tree) => boundTree(tree, ensemble, targets, levelsOf, positions));
  return readEnsemble({
    ...ensemble,
    features: bound.map(({ name }) => {
      const levels = levelsOf.get(name);
      return levels === undefined ? { name, kind: 'number' } : { name, kind: 'category', levels };
    }),
    zeroIsMissing: ensemble.zeroIsMissing.map((column) => positions.get(targets[column]?.feature.name ?? '') ?? 0),
    trees,
  });
}

function targetsOf(ensemble: Ensemble, features: readonly ModelFeature[], { columns = {} }: ColumnOptions, model: string): Target[] {
  const unknown: string[] = [];
  const targets = ensemble.features.flatMap(({ name }) => {
    const given = Object.hasOwn(columns, name) ? columns[name] : name;
    const [wanted, level] = typeof given === 'object' ? [given.feature, given.level] : [given, undefined];
    const feature = features.find((each) => each.name === wanted);
    if (feature) return [{ feature, level }];
    unknown.push(name);
    return [];
  });
  if (unknown.length > 0)
    throw new CountersignError(
      'input.invalid',
      `The file has columns that are no features of ${model}: ${unknown.slice(0, 20).join(', ')}; say which they are in columns, or declare them. It has ${features.map(({ name }) => name).join(', ')}`,
      { field: 'columns' },
    );
  const twice = targets.find(
    ({ feature, level }, index) => level === undefined && targets.findIndex((each) => each.feature === feature) !== index,
  );
  if (twice) throw new CountersignError('input.invalid', `Two columns of the file are ${twice.feature.name}`, { field: 'columns' });
  return targets;
}

function stated(name: string, { levels = {} }: ColumnOptions): readonly string[] {
  const found = Object.hasOwn(levels, name) ? levels[name] : undefined;
  if (found && found.length > 0 && new Set(found).size === found.length) return found;
  throw new CountersignError('input.invalid', `${name} is a category; state its levels in the order of the file's codes, each once`, {
    field: `levels.${name}`,
  });
}

function checkLevels(ensemble: Ensemble, targets: readonly Target[], levelsOf: ReadonlyMap<string, readonly string[]>): void {
  targets.forEach(({ feature, level }, column) => {
    const own = ensemble.features[column];
    const levels = levelsOf.get(feature.name);
    const wrong = (why: string): CountersignError => new CountersignError('input.invalid', why, { field: `levels.${feature.name}` });
    if (!levels && (level !== undefined || own?.kind === 'category'))
      throw wrong(`The file takes ${feature.name} as a category; the model declares it a number`);
    if (!levels) return;
    if (level !== undefined && !levels.includes(level)) throw wrong(`${level} is none of the stated levels of ${feature.name}`);
    if (own?.kind === 'category' && own.levels.length > levels.length)
      throw wrong(`The file has ${own.levels.length} levels of ${feature.name}; ${levels.length} are stated`);
    if (ensemble.zeroIsMissing.includes(column))
      throw wrong(`The file counts zero as missing in ${feature.name}, which a category has no zero for`);
  });
}

function boundTree(
  tree: Tree,
  ensemble: Ensemble,
  targets: readonly Target[],
  levelsOf: ReadonlyMap<string, readonly string[]>,
  positions: ReadonlyMap<string, number>,
): Tree {
  const made = {
    ...tree,
    feature: [...tree.feature],
    threshold: [...tree.threshold],
    set: [...tree.set],
    missingLeft: [...tree.missingLeft],
    sets: [...tree.sets],
  };
  tree.feature.forEach((column, node) => {
    const target = targets[column];
    if (column < 0 || !target) return;
    made.feature[node] = positions.get(target.feature.name) ?? 0;
    const levels = levelsOf.get(target.feature.name);
    if (!levels || ensemble.features[column]?.kind === 'category') return;
    const threshold = tree.threshold[node] ?? 0;
    const { level } = target;
    // A dummy column is 1 at its level and 0 at every other, and where the category is missing.
    const valueOf = (code: number): number => (level === undefined ? code : levels[code] === level ? 1 : 0);
    made.set[node] = made.sets.length;
    made.sets.push(toSet([...levels.keys()].filter((code) => valueOf(code) <= threshold)));
    made.threshold[node] = 0;
    if (level !== undefined) made.missingLeft[node] = threshold >= 0 ? 1 : 0;
  });
  return made;
}
