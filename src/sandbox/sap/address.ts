import { type Cell, fromLiteral } from './edm-values.ts';
import { allOf, type Condition, always, equals } from './filter.ts';
import type { EntitySet, FunctionImport, Service } from './model.ts';
import { badRequest, notFound } from './sap-error.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';
import { type Token, tokens } from './tokens.ts';

/** What an address under a service points at. */
export type Target =
  | { readonly kind: 'service' }
  | { readonly kind: 'metadata' }
  | { readonly kind: 'batch' }
  | { readonly kind: 'function'; readonly function: FunctionImport }
  /** `fixed` are the fields a navigation from a parent pins down. */
  | { readonly kind: 'collection'; readonly set: EntitySet; readonly where: Condition; readonly fixed: Row; readonly isCount: boolean }
  | { readonly kind: 'entity'; readonly set: EntitySet; readonly row: Row };

/** `path` is still percent-encoded: a quoted key may hold a slash. */
export function resolve(service: Service, store: SapStore, path: string): Target {
  const segments = path
    .split('/')
    .filter((one) => one !== '')
    .map(decodeSegment);
  const [first = '', ...rest] = segments;
  if (first === '') return { kind: 'service' };
  if (first === '$metadata' && rest.length === 0) return { kind: 'metadata' };
  if (first === '$batch' && rest.length === 0) return { kind: 'batch' };
  const called = service.functions.get(first);
  if (called && rest.length === 0) return { kind: 'function', function: called };
  const { name, key } = splitSegment(first);
  const set = service.sets.get(name);
  if (!set) throw notFound(name);
  return walk(
    store,
    key === undefined ? { kind: 'collection', set, where: always, fixed: {}, isCount: false } : entityAt(store, set, always, key),
    rest,
  );
}

type Place = Extract<Target, { kind: 'collection' | 'entity' }>;

function walk(store: SapStore, start: Place, segments: readonly string[]): Place {
  let place = start;
  for (const segment of segments) {
    if (place.kind === 'collection') {
      if (segment !== '$count' || place.isCount) throw notFound(segment);
      place = { ...place, isCount: true };
    } else {
      place = follow(store, place, segment);
    }
  }
  return place;
}

function follow(store: SapStore, from: Extract<Place, { kind: 'entity' }>, segment: string): Place {
  const { name, key } = splitSegment(segment);
  const navigation = from.set.navigations.get(name);
  if (!navigation) throw notFound(name);
  const set = setNamed(navigation.target);
  const fixed = Object.fromEntries(navigation.on.map(([own, other]) => [other, from.row[own] ?? null]));
  if (navigation.isMany)
    return key === undefined
      ? { kind: 'collection', set, where: equals(fixed), fixed, isCount: false }
      : entityAt(store, set, equals(fixed), key);
  const row = store.find(set, equals(fixed), { limit: 1 })[0];
  if (!row) throw notFound(name);
  return { kind: 'entity', set, row };
}

function entityAt(store: SapStore, set: EntitySet, within: Condition, key: string): Place {
  const row = store.find(set, allOf(within, equals(keyValues(set, key))), { limit: 1 })[0];
  if (!row) throw notFound(set.name);
  return { kind: 'entity', set, row };
}

/** `'1'` or `A='1',B='2'` as cells of the key fields. */
function keyValues(set: EntitySet, text: string): Row {
  const list = tokens(text);
  const only = list[0];
  const firstKey = set.fields.get(set.keys[0] ?? '');
  if (list.length === 1 && set.keys.length === 1 && only?.kind === 'literal' && firstKey)
    return { [firstKey.name]: fromLiteral(firstKey, only.literal) };
  const pairs = Array.from({ length: Math.ceil(list.length / 4) }, (_, at) => keyPair(set, list.slice(at * 4, at * 4 + 4)));
  const values: Row = Object.fromEntries(pairs);
  if (Object.keys(values).length !== set.keys.length) throw badRequest(`The key of '${set.name}' needs ${set.keys.join(', ')}`);
  return values;
}

/** `Name='value'`, with the comma that may follow. */
function keyPair(set: EntitySet, [name, sign, value, comma]: readonly Token[]): readonly [string, Cell] {
  const field = name?.kind === 'word' ? set.fields.get(name.text) : undefined;
  const isMark = (token: Token | undefined, text: string) => token?.kind === 'mark' && token.text === text;
  if (!field?.isKey || !isMark(sign, '=') || value?.kind !== 'literal' || (comma && !isMark(comma, ','))) {
    throw badRequest(`The key of '${set.name}' cannot be read`);
  }
  return [field.name, fromLiteral(field, value.literal)];
}

function splitSegment(segment: string): { name: string; key?: string } {
  const match = /^([\w$]+)(?:\((.*)\))?$/s.exec(segment);
  if (!match) throw badRequest('The address cannot be read');
  const [, name = '', key] = match;
  return key === undefined ? { name } : { name, key };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The address holds a broken percent escape');
  }
}
