import { type FieldType, type OrderByClause, parseQuery, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import { invalidField, malformedQuery, SalesforceFault } from '../fault.ts';
import type { ObjectDef } from '../objects/index.ts';
import { findObject, objectOfId } from '../organisation.ts';
import type { Records, Row } from '../records.ts';
import { conditionTree } from './condition.ts';
import { candidates, compileFilter } from './filter.ts';
import { comparable } from './literal.ts';
import { follow, resolvePath } from './path.ts';

export type SoqlDeps = { readonly records: Records; readonly now: Date; readonly urlOf: (object: ObjectDef, id: string) => string };
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Outcome = { readonly count: number; readonly records: readonly Json[] };

/** Runs one SOQL query. Throws MALFORMED_QUERY, INVALID_TYPE or INVALID_FIELD as the vendor would. */
export function runSoql(text: string, deps: SoqlDeps): Outcome {
  if (text.length > 100_000) throw malformedQuery('SOQL statements cannot be longer than 100,000 characters');
  let query: Query;
  try {
    query = parseQuery(text);
  } catch (cause) {
    throw malformedQuery(cause instanceof Error ? cause.message.slice(0, 300) : 'the query cannot be read');
  }
  const object = objectOf(query.sObject ?? '');
  if (query.groupBy || query.having) throw malformedQuery('GROUP BY and HAVING are not supported by this sandbox');
  const { rows } = select(object, query, deps);
  const [first] = query.fields ?? [];
  if (first?.type === 'FieldFunctionExpression' && first.functionName.toUpperCase() === 'COUNT')
    return counted(object, first.parameters, first.alias, rows, deps);
  return { count: rows.length, records: rows.map((row) => project(object, query.fields ?? [], row, deps, query.sObjectAlias)) };
}

function counted(
  object: ObjectDef,
  parameters: readonly unknown[],
  alias: string | undefined,
  rows: readonly Row[],
  deps: SoqlDeps,
): Outcome {
  const [of] = parameters;
  if (typeof of !== 'string') return { count: rows.length, records: [] };
  const path = resolvePath(object, of, deps.records);
  const count = rows.filter((row) => path.read(row) !== null).length;
  return { count: 1, records: [{ attributes: { type: 'AggregateResult' }, [alias ?? 'expr0']: count }] };
}

type Selection = Pick<Query | Subquery, 'where' | 'orderBy' | 'limit' | 'offset' | 'sObjectAlias'>;

function select(object: ObjectDef, query: Selection, deps: SoqlDeps, among?: readonly Row[]): { rows: readonly Row[] } {
  const tree = query.where && conditionTree(query.where);
  const filter = tree && compileFilter(object, tree, { records: deps.records, now: deps.now, column: (inner) => column(inner, deps) });
  let rows = among ?? candidates(object, tree, deps.records);
  if (filter) rows = rows.filter(filter);
  const order = [query.orderBy ?? []].flat();
  if (order.length > 0) rows = sorted(object, rows, order, deps.records);
  const offset = query.offset ?? 0;
  if (offset > 2_000) throw new SalesforceFault(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  return { rows: rows.slice(offset, query.limit === undefined ? undefined : offset + query.limit) };
}

function column(query: Query, deps: SoqlDeps): readonly (string | null)[] {
  const object = objectOf(query.sObject ?? '');
  const [field] = query.fields ?? [];
  if (field?.type !== 'Field') throw malformedQuery('a sub-select in a condition names one field');
  const path = resolvePath(object, field.field, deps.records);
  return select(object, query, deps).rows.map((row) => {
    const value = path.read(row);
    return value === null ? null : String(value);
  });
}

function sorted(object: ObjectDef, rows: readonly Row[], order: readonly OrderByClause[], records: Records): readonly Row[] {
  const keys = order.map((clause) => {
    if (!('field' in clause)) throw malformedQuery('functions in ORDER BY are not supported here');
    const path = resolvePath(object, clause.field, records);
    // Nulls come first unless asked otherwise, in either direction.
    return {
      read: (row: Row) => comparable(path.field, path.read(row)),
      sign: clause.order === 'DESC' ? -1 : 1,
      nulls: clause.nulls === 'LAST' ? 1 : -1,
    };
  });
  return rows.toSorted((a, b) => {
    for (const { read, sign, nulls } of keys) {
      const [left, right] = [read(a), read(b)];
      if (left === right) continue;
      if (left === null) return nulls;
      if (right === null) return -nulls;
      return left < right ? -sign : sign;
    }
    return 0;
  });
}

function project(object: ObjectDef, fields: readonly FieldType[], row: Row, deps: SoqlDeps, alias?: string): Json {
  const result: Record<string, Json> = attributed(object, row, deps);
  for (const field of fields) {
    if (field.type === 'Field') put(result, object, fieldNames(field.field, alias), row, deps);
    else if (field.type === 'FieldRelationship')
      put(result, object, fieldNames([...field.relationships, field.field].join('.'), alias), row, deps);
    else if (field.type === 'FieldSubquery') result[field.subquery.relationshipName] = children(object, field.subquery, row, deps);
    else if (field.type === 'FieldFunctionExpression' && field.functionName.toUpperCase() === 'FIELDS')
      for (const each of object.fields) result[each.name] = row[each.name] ?? null;
    else throw malformedQuery('this kind of field expression is not supported by this sandbox');
  }
  return result;
}

/** The alias of `FROM Opportunity o` is dropped from `o.Name`. */
function fieldNames(dotted: string, alias: string | undefined): string {
  return alias !== undefined && dotted.toLowerCase().startsWith(`${alias.toLowerCase()}.`) ? dotted.slice(alias.length + 1) : dotted;
}

function put(into: Record<string, Json>, object: ObjectDef, dotted: string, row: Row, deps: SoqlDeps): void {
  const path = resolvePath(object, dotted, deps.records);
  let at = into;
  for (let depth = 0; depth < path.hops.length; depth += 1) {
    const hop = path.hops[depth];
    const name = hop?.relationshipName ?? '';
    const parent = follow(row, path.hops.slice(0, depth + 1), deps.records);
    if (!parent) {
      at[name] = null;
      return;
    }
    const parentObject = objectOfId(String(parent['Id']));
    const nested = childOf(at, name) ?? (parentObject ? attributed(parentObject, parent, deps) : {});
    at[name] = nested;
    at = nested;
  }
  at[path.field.name] = path.read(row);
}

/** The parent object another field of the same query already made, copied so that it can grow. */
function childOf(record: Record<string, Json>, name: string): Record<string, Json> | undefined {
  const existing = record[name];
  return typeof existing === 'object' && existing !== null ? Object.fromEntries(Object.entries(existing)) : undefined;
}

function children(object: ObjectDef, subquery: Subquery, row: Row, deps: SoqlDeps): Json {
  const relation = object.children.find((child) => child.name.toLowerCase() === subquery.relationshipName.toLowerCase());
  const child = relation && findObject(relation.child);
  if (!relation || !child) throw invalidField(`Didn't understand relationship '${subquery.relationshipName}' in FROM part of query call.`);
  const { rows } = select(child, subquery, deps, deps.records.byValue(child, relation.field, String(row['Id'])));
  if (rows.length === 0) return null;
  return { totalSize: rows.length, done: true, records: rows.map((each) => project(child, subquery.fields ?? [], each, deps)) };
}

function attributed(object: ObjectDef, row: Row, deps: SoqlDeps): Record<string, Json> {
  return { attributes: { type: object.name, url: deps.urlOf(object, String(row['Id'])) } };
}

function objectOf(name: string): ObjectDef {
  const object = findObject(name);
  if (!object) throw new SalesforceFault(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return object;
}
