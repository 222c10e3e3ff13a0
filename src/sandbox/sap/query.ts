import { allOf, always, type Condition, filterCondition } from './filter.ts';
import type { EntitySet, Navigation } from './model.ts';
import { badRequest } from './sap-error.ts';
import { setNamed } from './services.ts';

/** Which fields and navigations an answer shows. Without `select` every field. */
export type Shape = { readonly select?: ReadonlySet<string>; readonly expand: ReadonlyMap<string, Shape> };

export type Query = {
  readonly shape: Shape;
  readonly where: Condition;
  readonly orderBy?: string;
  readonly top?: number;
  readonly skip: number;
  readonly wantsCount: boolean;
};

const known = ['$filter', '$expand', '$select', '$orderby', '$top', '$skip', '$inlinecount', '$skiptoken', '$format'];

export function parseQuery(set: EntitySet, params: URLSearchParams): Query {
  for (const name of params.keys())
    if (name.startsWith('$') && !known.includes(name)) throw badRequest(`The system query option '${name}' is not known`);
  const filter = params.get('$filter');
  const inlineCount = params.get('$inlinecount');
  if (inlineCount !== null && !['allpages', 'none'].includes(inlineCount)) throw badRequest('Invalid $inlinecount');
  const top = wholeNumber(params, '$top');
  const orderBy = params.get('$orderby');
  return {
    shape: shapeOf(set, list(params.get('$select')), list(params.get('$expand'))),
    where: filter === null ? always : allOf(filterCondition(set, filter)),
    ...(orderBy ? { orderBy: orderSql(set, orderBy) } : {}),
    ...(top === undefined ? {} : { top }),
    skip: (wholeNumber(params, '$skip') ?? 0) + (wholeNumber(params, '$skiptoken') ?? 0),
    wantsCount: inlineCount === 'allpages',
  };
}

function list(text: string | null): string[][] {
  if (!text) return [];
  return text.split(',').map((path) => path.trim().split('/'));
}

function wholeNumber(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw badRequest(`Invalid value for ${name}`);
  return Number(text);
}

function shapeOf(set: EntitySet, selects: readonly string[][], expands: readonly string[][]): Shape {
  const expanded = new Map<string, Shape>();
  for (const name of new Set(expands.map(([first = '']) => first))) {
    const navigation = navigationNamed(set, name);
    const inner = selects.filter(([first, ...rest]) => first === name && rest.length > 0).map(([, ...rest]) => rest);
    const isSelected = selects.length === 0 || selects.some(([first]) => first === name || first === '*');
    const deeper = expands.filter(([first, ...rest]) => first === name && rest.length > 0).map(([, ...rest]) => rest);
    const shape = shapeOf(setNamed(navigation.target), inner, deeper);
    // OData V2: an expanded navigation that $select leaves out is not in the answer.
    if (isSelected) expanded.set(name, shape);
  }
  for (const [first = '', ...rest] of selects) {
    if (rest.length > 0 && !expanded.has(first)) throw badRequest(`$select names '${first}/${rest.join('/')}', which is not expanded`);
    if (first !== '*' && !set.fields.has(first) && !set.navigations.has(first))
      throw badRequest(`Property '${first}' does not exist in type '${set.typeName}'`);
  }
  if (selects.length === 0 || selects.some(([first]) => first === '*')) return { expand: expanded };
  return { select: new Set(selects.map(([first = '']) => first)), expand: expanded };
}

function navigationNamed(set: EntitySet, name: string): Navigation {
  const found = set.navigations.get(name);
  if (!found) throw badRequest(`'${name}' is no navigation property of type '${set.typeName}'`);
  return found;
}

function orderSql(set: EntitySet, text: string): string {
  const parts = text.split(',').map((part) => {
    const [name = '', direction = 'asc', ...rest] = part.trim().split(/\s+/);
    const field = set.fields.get(name);
    if (!field) throw badRequest(`Property '${name}' does not exist in type '${set.typeName}'`);
    if (!['asc', 'desc'].includes(direction) || rest.length > 0) throw badRequest(`'${direction}' is no order`);
    return `${field.type === 'Decimal' ? `CAST("${name}" AS REAL)` : `"${name}"`} ${direction}`;
  });
  // The key comes last so that pages never overlap.
  return [...parts, ...set.keys.map((key) => `"${key}"`)].join(', ');
}
