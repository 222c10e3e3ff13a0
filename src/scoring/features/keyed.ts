import type { Json } from '../../contracts/json.ts';
import type { ModelValue, Observation } from '../../contracts/models.ts';

type Pseudonym = (entity: string) => string;

/** Records named in a value or an output: the member `item` of a list's entries. Everything else stays as it is. */
export function withKeyedItems<T extends ModelValue | Json>(value: T, pseudonym: Pseudonym): T {
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(
      Object.entries(each).map(([name, member]) => [
        name,
        name === 'item' && typeof member === 'string' ? pseudonym(`item:${member}`) : walk(member),
      ]),
    );
  };
  // The shape stays; texts become other texts.
  return walk(value) as T;
}

const instant = (text: string): string => new Date(text).toISOString();

/** An observation as it is kept: moments in one zone, and every record it names keyed like its entity, for they name the same. */
export function keyedObservation({ entity, at, knownAt, record, value, ...rest }: Observation, pseudonym: Pseudonym): Observation {
  return {
    ...rest,
    value: withKeyedItems(value, pseudonym),
    entity: pseudonym(entity),
    at: instant(at),
    ...(knownAt === undefined ? {} : { knownAt: instant(knownAt) }),
    ...(record === undefined ? {} : { record: pseudonym(`record:${record}`) }),
  };
}
