import type { ServingItems } from '../../contracts/serving.ts';
import { mustUse } from './access.ts';
import { nowOf, type ServingParts } from './parts.ts';

/** Each principal has a store of its own: namespaces begin below the principal, and nobody can name another's. */
export function itemService(parts: ServingParts): ServingItems {
  const { items } = parts.stores;
  return {
    async put(namespace, key, value, ttlMinutes, by) {
      mustUse(parts, by);
      const at = nowOf(parts);
      const expires =
        ttlMinutes === undefined ? {} : { expiresAt: new Date(parts.clock.now().getTime() + ttlMinutes * 60_000).toISOString() };
      await items.put(by.id, { namespace, key, value, ...expires, createdAt: at, updatedAt: at });
    },
    async get(namespace, key, by) {
      mustUse(parts, by);
      return items.get(by.id, namespace, key, nowOf(parts));
    },
    async delete(namespace, key, by) {
      mustUse(parts, by);
      await items.delete(by.id, namespace, key);
    },
    async search(prefix, { filter, query, limit, offset }, by) {
      mustUse(parts, by);
      const words = query?.toLowerCase();
      const found = (await items.below(by.id, prefix, nowOf(parts))).filter(
        (item) =>
          Object.entries(filter ?? {}).every(([key, wanted]) => passes(item.value[key], wanted)) &&
          (words === undefined || words === '' || JSON.stringify(item.value).toLowerCase().includes(words)),
      );
      return found.slice(offset, offset + limit);
    },
    async namespaces({ prefix, suffix, maxDepth, limit, offset }, by) {
      mustUse(parts, by);
      const seen = new Map<string, readonly string[]>();
      for (const namespace of await items.namespaces(by.id, nowOf(parts))) {
        if (prefix && !matches(namespace.slice(0, prefix.length), prefix)) continue;
        if (suffix && !matches(namespace.slice(-suffix.length), suffix)) continue;
        const cut = maxDepth === undefined ? namespace : namespace.slice(0, maxDepth);
        seen.set(cut.join('.'), cut);
      }
      return [...seen.values()].slice(offset, offset + limit);
    },
  };
}

const matches = (labels: readonly string[], wanted: readonly string[]): boolean =>
  labels.length === wanted.length && wanted.every((label, at) => label === '*' || label === labels[at]);

/** A value to equal, or the comparisons LangGraph's stores know. */
function passes(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted)) return JSON.stringify(value) === JSON.stringify(wanted);
  const entries = Object.entries(wanted);
  if (entries.length === 0 || !entries.every(([operator]) => operator.startsWith('$')))
    return JSON.stringify(value) === JSON.stringify(wanted);
  return entries.every(([operator, bound]) => compares(operator, value, bound));
}

function compares(operator: string, value: unknown, bound: unknown): boolean {
  const isEqual = JSON.stringify(value) === JSON.stringify(bound);
  const order = compare(value, bound);
  switch (operator) {
    case '$eq':
      return isEqual;
    case '$ne':
      return !isEqual;
    case '$gt':
      return order > 0;
    case '$gte':
      return order >= 0;
    case '$lt':
      return order < 0;
    case '$lte':
      return order <= 0;
    default:
      return false;
  }
}

/** NaN where the two cannot be compared, which no comparison lets through. */
function compare(value: unknown, bound: unknown): number {
  if (typeof value === 'number' && typeof bound === 'number') return value - bound;
  if (typeof value === 'string' && typeof bound === 'string') return value < bound ? -1 : Number(value > bound);
  return Number.NaN;
}
