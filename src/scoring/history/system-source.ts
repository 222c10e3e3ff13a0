import type { ModelDefinition, Observation, ObservationSource } from '../../contracts/models.ts';
import type { Clock } from '../../contracts/time.ts';
import type { Systems } from './said.ts';
import { gapsOf, systemModel } from './system-models.ts';

/** A question about now reaches the systems a moment later; up to here that is still now. */
const nowMs = 60_000;

/**
 * Observations about one record as the connected systems know it now. What only the reading tells carries the moment of reading, so a
 * question about an earlier moment does not see it. Throws what the ports throw.
 */
export function systemObservations(parts: {
  readonly systems: Systems;
  readonly definitions: readonly ModelDefinition[];
  readonly clock: Clock;
}): ObservationSource {
  return {
    async of(model, entity, asOf, signal) {
      const definition = parts.definitions.find(({ id }) => id === model);
      const gaps = Object.fromEntries((definition ? gapsOf(definition, parts.systems) : []).map(({ feature, why }) => [feature, why]));
      const served = systemModel(model);
      // Nothing can be looked up, so nothing says that there is no such record.
      if (!served || !served.readings.some(({ part }) => parts.systems[part])) return { observations: [], links: {}, gaps };
      const now = parts.clock.now().toISOString();
      const readAt = Date.parse(now) - Date.parse(asOf) <= nowMs ? asOf : now;
      const id = entity.slice(entity.indexOf(':') + 1);
      const found = await served.of(parts.systems, id, { asOf, readAt, ...(signal ? { signal } : {}) });
      if (!found) return undefined;
      return { observations: found.observations.map((each) => knownBy(each, readAt)), links: found.links, gaps };
    },
  };
}

/** What was read is known: a day that is not over yet holds what was read of it. */
function knownBy(observation: Observation, readAt: string): Observation {
  const { at, knownAt = at } = observation;
  const read = Date.parse(readAt);
  if (Date.parse(at) <= read && Date.parse(knownAt) <= read) return observation;
  const capped = (stamp: string): string => (Date.parse(stamp) > read ? readAt : stamp);
  return { ...observation, at: capped(at), knownAt: capped(knownAt) };
}
