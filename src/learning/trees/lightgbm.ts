import { CountersignError } from '../../contracts/errors.ts';
import { checkEnsemble, type Ensemble, type Link } from './ensemble.ts';
import { convertLightgbmTree, type Block } from './lightgbm-tree.ts';
import type { ImportOptions } from './xgboost.ts';

/** What an objective means for the margins: the link, and what they are multiplied by before it. */
type Meaning = { readonly link: Link; readonly scale: number };

/**
 * Reads a model in LightGBM's text format, versions v3 and v4 (`save_model('model.txt')`). Scores are what `predict` gives:
 * probabilities, values or counts. Throws `input.malformed` where it is no such text, `input.invalid` that names what is
 * not supported: linear trees, averaged output (rf), other objectives.
 */
export function readLightgbm(text: string, options: ImportOptions = {}): Ensemble {
  const { header, trees } = blocksOf(text);
  const version = header.get('version');
  if (version !== 'v3' && version !== 'v4') throw unsupported(`version ${version ?? 'without a number'} of the format (v3 and v4 are)`);
  if (header.has('average_output')) throw unsupported('averaged output, as of boosting=rf');
  const { link, scale } = meaningOf(header.get('objective') ?? '');
  const outputs = numberOf(header, 'num_tree_per_iteration');
  const count = numberOf(header, 'max_feature_idx') + 1;
  const zeroIsMissing = new Set<number>();
  const converted = trees.map((block, index) => convertLightgbmTree(block, index % outputs, scale, zeroIsMissing));
  const ensemble: Ensemble = {
    format: 'countersign-trees',
    version: 1,
    features: [...(options.features ?? featuresOf(header, count, converted))],
    link,
    base: Array.from({ length: outputs }, () => 0),
    trees: converted,
    zeroIsMissing: [...zeroIsMissing].toSorted((a, b) => a - b),
  };
  checkEnsemble(ensemble);
  return ensemble;
}

/** `key=value` lines: the header first, then one block a tree; what follows the trees says nothing about scores. */
function blocksOf(text: string): { header: Block; trees: Block[] } {
  const lines = text.split(/\r?\n/);
  if (lines[0]?.trim() !== 'tree')
    throw new CountersignError('input.malformed', 'This is no LightGBM text model: it does not begin with "tree"');
  const header = new Map<string, string>();
  const trees: Map<string, string>[] = [];
  let isWhole = false;
  for (const line of lines.slice(1)) {
    if (line.trim() === 'end of trees') {
      isWhole = true;
      break;
    }
    const at = line.indexOf('=');
    const [key, value] = at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (key === 'Tree') trees.push(new Map());
    else if (key !== '') (trees.at(-1) ?? header).set(key, value);
  }
  if (!isWhole) throw new CountersignError('input.malformed', 'The LightGBM model ends before "end of trees"');
  return { header, trees };
}

const links: Readonly<Record<string, Link>> = {
  binary: 'logistic',
  cross_entropy: 'logistic',
  // One against the rest: each class has its own probability, and they need not sum to one.
  multiclassova: 'logistic',
  multiclass: 'softmax',
  regression: 'identity',
  regression_l1: 'identity',
  huber: 'identity',
  fair: 'identity',
  quantile: 'identity',
  mape: 'identity',
  poisson: 'exp',
  gamma: 'exp',
  tweedie: 'exp',
};

/** `binary sigmoid:1`, `multiclass num_class:3`, `regression sqrt` … */
function meaningOf(objective: string): Meaning {
  const [name = '', ...parameters] = objective.split(/\s+/);
  const link = Object.hasOwn(links, name) ? links[name] : undefined;
  if (link === undefined) throw unsupported(`the objective ${name === '' ? '(none)' : name} (${Object.keys(links).join(', ')} are)`);
  if (parameters.includes('sqrt')) throw unsupported('the objective regression with reg_sqrt');
  const steepness = parameters.find((text) => text.startsWith('sigmoid:'))?.slice('sigmoid:'.length);
  return { link, scale: Number(steepness ?? 1) };
}

/** Categories are numbers there; their levels here are those numbers, up to the highest the file lists or a split names. */
function featuresOf(header: Block, count: number, trees: Ensemble['trees']): Ensemble['features'] {
  const names = header.get('feature_names')?.split(' ') ?? [];
  const infos = header.get('feature_infos')?.split(' ') ?? [];
  const highest = new Map<number, number>();
  for (const tree of trees) {
    tree.feature.forEach((feature, node) => {
      const set = tree.sets[tree.set[node] ?? -1];
      if (set !== undefined) highest.set(feature, Math.max(highest.get(feature) ?? 0, set.length * 32 - 1));
    });
  }
  return Array.from({ length: count }, (_, index) => {
    const name = names[index] ?? `Column_${index}`;
    if (!highest.has(index)) return { name, kind: 'number' };
    // A number's range reads [low:high], a category's levels 3:0:7.
    const listed = (infos[index] ?? '')
      .split(':')
      .map(Number)
      .filter((code) => Number.isInteger(code) && code >= 0);
    const levels = Math.max(listed.length > 0 ? 0 : (highest.get(index) ?? 0), ...listed) + 1;
    return { name, kind: 'category', levels: Array.from({ length: levels }, (_, code) => String(code)) };
  });
}

function numberOf(header: Block, key: string): number {
  const value = Number(header.get(key) ?? Number.NaN);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new CountersignError('input.malformed', `The LightGBM model has no readable ${key}`);
}

function unsupported(what: string): CountersignError {
  return new CountersignError('input.invalid', `Not supported in a LightGBM model: ${what}`);
}
