import { CountersignError } from '../../contracts/errors.ts';
import type { ModelDefinition, ModelValues, ObservationSource } from '../../contracts/models.ts';
import { joinFeatures, type Joined } from './join.ts';

/** The features a body left out, read through the ports as of the moment. Undefined where there is nothing to ask or nobody to ask it. */
export async function fetchFeatures(
  source: ObservationSource | undefined,
  definition: ModelDefinition,
  { entity, asOf, given }: { readonly entity: string; readonly asOf: string; readonly given: ModelValues },
  signal?: AbortSignal,
): Promise<Readonly<Record<string, Joined>> | undefined> {
  const missing = definition.features.filter(({ name, class: shown }) => shown !== 'protected' && (given[name] ?? null) === null);
  if (missing.length === 0 || !source) return undefined;
  const found = await source.of(definition.id, entity, asOf, signal);
  if (!found) {
    if (Object.keys(given).length > 0) return undefined;
    throw new CountersignError('resource.not_found', `No system knows this ${definition.entity}; send its features with it`, {
      field: definition.ids[0] ?? 'entity',
    });
  }
  const { observations, links, gaps = {} } = found;
  // Nothing was read, so there is nothing to count: a nought would be made up.
  const readable = missing.filter(({ name }) => !Object.hasOwn(gaps, name));
  const joined = joinFeatures(readable, (whose) => observations.filter((each) => each.entity === whose), { entity, asOf, links });
  const unread = Object.entries(gaps).map(([name, why]): [string, Joined] => [name, { value: null, records: [], why }]);
  return { ...joined, ...Object.fromEntries(unread) };
}
