import { CountersignError } from '../../contracts/errors.ts';
import type { Example, ModelValues, SubgroupReport } from '../../contracts/models.ts';
import { meanAbsoluteError, recalibration, rocAucInterval, wilsonInterval } from '../../learning/index.ts';
import { figure, ticksBetween } from '../plots/axis.ts';

export type SubgroupOptions = {
  readonly target: string;
  readonly kind: 'binary' | 'amount';
  /** Whether the scores come from a model that had not seen the rows. */
  readonly rows: SubgroupReport['rows'];
  /** Of a yes or no: scores from here on count as selected. Default 0.5. */
  readonly threshold?: number;
};

/** A group of fewer people is not shown: what is said of it could be said of single persons. */
export const fewestPeople = 20;
/** Rows of each answer below which an AUC or a slope is noise. */
const fewestOfEach = 10;
/** A number of more distinct values is put into bands. */
const mostValues = 8;

/**
 * How the scores treat the groups of each protected feature: one score an example, in order. People are counted by entity. Where
 * the groups left out are together fewer than twenty people, the smallest of the others is left out with them, so that nothing
 * can be told of them by subtraction from the whole. Throws `input.invalid` where the numbers differ.
 */
export function subgroupsOf(examples: readonly Example[], scores: ArrayLike<number>, options: SubgroupOptions): SubgroupReport[] {
  if (examples.length !== scores.length)
    throw new CountersignError('input.invalid', `There are ${examples.length} rows and ${scores.length} scores`, { field: 'scores' });
  const features = [...new Set(examples.flatMap((example) => Object.keys(example.protected ?? {})))].toSorted();
  const { threshold = 0.5, kind } = options;
  const known = judged(examples, scores, options.target);
  return features.map((feature) => {
    const { shown, hidden } = discreet(grouped(known, feature));
    return {
      feature,
      rows: options.rows,
      ...(kind === 'binary' ? { threshold } : {}),
      groups: shown.map(({ group, rows }) => ({ group, people: peopleIn(rows), rows: rows.length, ...measured(rows, kind, threshold) })),
      hidden,
    };
  });
}

type Judged = { readonly entity: string; readonly values: ModelValues; readonly truth: number; readonly score: number };
type Group = { readonly group: string; readonly rows: readonly Judged[] };

/** Rows with an outcome and a score; the others say nothing. */
function judged(examples: readonly Example[], scores: ArrayLike<number>, target: string): Judged[] {
  return examples.flatMap(({ entity, targets, protected: values = {} }, row) => {
    const value = targets[target];
    const truth = typeof value === 'boolean' ? Number(value) : value;
    const score = scores[row] ?? Number.NaN;
    return typeof truth === 'number' && Number.isFinite(truth) && Number.isFinite(score) ? [{ entity, values, truth, score }] : [];
  });
}

const peopleIn = (rows: readonly Judged[]): number => new Set(rows.map(({ entity }) => entity)).size;

/** Bands in their order, names by their code units. */
function grouped(rows: readonly Judged[], feature: string): Group[] {
  const numbers = rows.flatMap(({ values }) => (typeof values[feature] === 'number' ? [values[feature]] : []));
  const bandOf = new Set(numbers).size > mostValues ? bands(numbers) : undefined;
  const members = new Map<string, Judged[]>();
  const place = ({ values }: Judged): number => (typeof values[feature] === 'number' ? values[feature] : Infinity);
  for (const row of rows.toSorted((a, b) => (place(a) < place(b) ? -1 : place(a) > place(b) ? 1 : 0))) {
    const group = nameOf(row.values[feature], bandOf);
    const own = members.get(group);
    if (own) own.push(row);
    else members.set(group, [row]);
  }
  const made = [...members].map(([group, own]) => ({ group, rows: own }));
  return numbers.length > 0 ? made : made.toSorted((a, b) => (a.group < b.group ? -1 : 1));
}

function nameOf(value: unknown, bandOf: ((value: number) => string) | undefined): string {
  if (typeof value === 'number' && Number.isFinite(value)) return bandOf?.(value) ?? String(value);
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return 'not stated';
}

/** About five bands that end at round numbers. */
function bands(numbers: readonly number[]): (value: number) => string {
  const [low, high] = numbers.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const ticks = ticksBetween(low, high, 5);
  return (value) => {
    const above = ticks.findIndex((tick) => value < tick);
    const [from, to] = above < 0 ? [ticks.at(-1), undefined] : [ticks[above - 1], ticks[above]];
    if (from === undefined) return `below ${figure(to ?? 0)}`;
    return to === undefined ? `${figure(from)} and more` : `${figure(from)} to below ${figure(to)}`;
  };
}

function discreet(groups: readonly Group[]): { readonly shown: readonly Group[]; readonly hidden: number } {
  const counted = groups.map(({ group, rows }) => ({ group, people: peopleIn(rows) })).toSorted((a, b) => a.people - b.people);
  const hidden = new Set<string>();
  let left = 0;
  for (const { group, people } of counted) {
    // The smallest of the others goes too while what is left out could be told by subtraction.
    if (people >= fewestPeople && (hidden.size === 0 || left >= fewestPeople)) break;
    hidden.add(group);
    left += people;
  }
  return { shown: groups.filter(({ group }) => !hidden.has(group)), hidden: hidden.size };
}

function measured(
  rows: readonly Judged[],
  kind: SubgroupOptions['kind'],
  threshold: number,
): Omit<SubgroupReport['groups'][number], 'group' | 'people' | 'rows'> {
  const truth = rows.map((row) => row.truth);
  const said = rows.map((row) => row.score);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  if (kind === 'amount')
    return { meanScore: mean(said), observed: { value: mean(truth) }, meanAbsoluteError: meanAbsoluteError(truth, said) };
  const yes = truth.filter((value) => value === 1).length;
  const { estimate, low, high } = wilsonInterval(yes, truth.length);
  const isClear = Math.min(yes, truth.length - yes) >= fewestOfEach;
  const auc = isClear ? rocAucInterval(truth, said) : undefined;
  return {
    meanScore: mean(said),
    observed: { value: estimate, low, high },
    selectionRate: said.filter((score) => score >= threshold).length / said.length,
    ...(auc === undefined ? {} : { auc: { value: auc.estimate, low: auc.low, high: auc.high } }),
    ...(isClear ? { calibrationSlope: recalibration(truth, said).slope } : {}),
  };
}
