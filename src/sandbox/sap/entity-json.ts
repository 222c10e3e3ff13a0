import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../contracts/json.ts';
import { toJson } from './edm-values.ts';
import { equals } from './filter.ts';
import type { EntitySet, Navigation } from './model.ts';
import type { Shape } from './query.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

/** Writes rows the way OData V2 verbose JSON has them: `__metadata`, deferred links, expanded entities. */
export type EntityWriter = {
  entity(set: EntitySet, row: Row, shape: Shape): JsonObject;
  uri(set: EntitySet, row: Row): string;
  etag(set: EntitySet, row: Row): string | undefined;
};

export function entityWriter(store: SapStore, serviceUrl: string): EntityWriter {
  const uri = (set: EntitySet, row: Row) => `${serviceUrl}/${set.name}(${keyPredicate(set, row)})`;
  const etag = (set: EntitySet, row: Row) => etagOf(store, set, row);
  const entity = (set: EntitySet, row: Row, shape: Shape): JsonObject => {
    const self = uri(set, row);
    const tag = etag(set, row);
    const body: Record<string, Json> = {
      __metadata: { id: self, uri: self, type: `${set.service}.${set.typeName}`, ...(tag === undefined ? {} : { etag: tag }) },
    };
    for (const field of set.fields.values())
      if (!shape.select || shape.select.has(field.name)) body[field.name] = toJson(field, row[field.name] ?? null);
    for (const navigation of set.navigations.values()) {
      const inner = shape.expand.get(navigation.name);
      if (inner) body[navigation.name] = expanded(navigation, row, inner);
      else if (!shape.select || shape.select.has(navigation.name))
        body[navigation.name] = { __deferred: { uri: `${self}/${navigation.name}` } };
    }
    return body;
  };
  const expanded = (navigation: Navigation, row: Row, shape: Shape): Json => {
    const target = setNamed(navigation.target);
    const rows = relatedRows(store, navigation, row).map((one) => entity(target, one, shape));
    return navigation.isMany ? { results: rows } : (rows[0] ?? null);
  };
  return { entity, uri, etag };
}

function relatedRows(store: SapStore, navigation: Navigation, row: Row): Row[] {
  return store.find(
    setNamed(navigation.target),
    equals(Object.fromEntries(navigation.on.map(([own, other]) => [other, row[own] ?? null]))),
  );
}

/** `W/"datetimeoffset'…'"`: items and schedule lines carry the version of the document they belong to. */
export function etagOf(store: SapStore, set: EntitySet, row: Row): string | undefined {
  if (!set.etag) return undefined;
  const { field, parent } = set.etag;
  const owner = parent ? store.get(setNamed(parent.set), { [parent.key]: row[parent.key] ?? null }) : row;
  const value = owner?.[field];
  if (set.etag.isHash === true)
    return `W/"'${createHash('sha256')
      .update(String(value ?? ''))
      .digest('hex')
      .slice(0, 40)
      .toUpperCase()}'"`;
  return typeof value === 'string' ? `W/"datetimeoffset'${value}'"` : undefined;
}

function keyPredicate(set: EntitySet, row: Row): string {
  const parts = set.keys.map((name) => {
    const text = encodeURIComponent(String(row[name] ?? '').replaceAll("'", "''")).replaceAll("'", '%27');
    return [name, set.fields.get(name)?.type === 'Guid' ? `guid'${text}'` : `'${text.replaceAll('%27%27', "''")}'`] as const;
  });
  return parts.length === 1 ? (parts[0]?.[1] ?? '') : parts.map(([name, value]) => `${name}=${value}`).join(',');
}
