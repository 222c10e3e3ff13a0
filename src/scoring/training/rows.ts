import { CountersignError } from '../../contracts/errors.ts';
import { canonicalJson } from '../../contracts/json.ts';
import type { Example, LabelledMoment, ModelDefinition, ModelFeature, Observation } from '../../contracts/models.ts';
import { arriveLater, joinValues } from '../features/join.ts';

/**
 * Training rows: every labelled moment with its features as they were then, oldest first, so that the order in which history
 * arrived changes nothing. Throws `input.invalid` with the names of features that only ever arrive after the moment.
 */
export function trainingRows(
  definition: Pick<ModelDefinition, 'id' | 'features'>,
  moments: readonly LabelledMoment[],
  observations: readonly Observation[],
): readonly Example[] {
  const byEntity = new Map<string, Observation[]>();
  for (const each of observations) {
    const own = byEntity.get(each.entity);
    if (own) own.push(each);
    else byEntity.set(each.entity, [each]);
  }
  const observationsOf = (entity: string): readonly Observation[] => byEntity.get(entity) ?? [];
  const late = arriveLater(definition.features, observationsOf, moments);
  if (late.length > 0)
    throw new CountersignError(
      'input.invalid',
      `${late.join(', ')} ${late.length === 1 ? 'becomes' : 'become'} known only after the moment ${definition.id} is asked for; a model may not learn from ${late.length === 1 ? 'it' : 'them'}`,
      { field: late[0] ?? 'features' },
    );
  const noted = new Set(observations.map(({ name }) => name));
  // What nobody ever noted is not known to have happened never: no count of it is nought.
  const readable = definition.features.filter(({ from }) => noted.has(from.observation));
  const [open, guarded] = parted(definition.features);
  return moments
    .toSorted((a, b) => compare(a.asOf, b.asOf) || compare(a.entity, b.entity) || compare(linksOf(a), linksOf(b)))
    .map((moment) => {
      const joined = joinValues(readable, observationsOf, moment);
      return {
        entity: moment.entity,
        asOf: moment.asOf,
        outcomeAt: moment.outcomeAt,
        values: pick(joined, open),
        targets: moment.targets,
        ...(guarded.length === 0 ? {} : { protected: pick(joined, guarded) }),
      };
    });
}

function parted(features: readonly ModelFeature[]): readonly [readonly string[], readonly string[]] {
  const names = (isProtected: boolean): string[] =>
    features.filter((feature) => (feature.class === 'protected') === isProtected).map(({ name }) => name);
  return [names(false), names(true)];
}

const pick = (values: Example['values'], names: readonly string[]): Example['values'] =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

const linksOf = ({ links = {} }: LabelledMoment): string => canonicalJson(links);

/** By code units: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
