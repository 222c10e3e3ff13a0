import type { z } from 'zod';
import { classes, type LeafClass } from '../contracts/classes.ts';

type Schema = z.core.$ZodType;

/** What a schema means to privacy once optional, nullable, default, pipe, lazy and the like are unwrapped. */
export type Shape = { readonly leaf: LeafClass | undefined; readonly isOptional: boolean } & (
  | { readonly is: 'leaf' }
  | { readonly is: 'object'; readonly fields: ReadonlyMap<string, Schema>; readonly rest: Schema | undefined }
  | { readonly is: 'list'; readonly items: readonly Schema[]; readonly rest: Schema | undefined }
  | { readonly is: 'record'; readonly key: Schema; readonly value: Schema }
  | { readonly is: 'union'; readonly options: readonly Schema[]; readonly discriminator: string | undefined }
);

const constants = new Set(['literal', 'null', 'undefined', 'void', 'never']);
const shapes = new WeakMap<Schema, Shape>();

/** The shape of a schema, computed once per instance. A class at any wrapper level counts; the outermost wins. */
export function shapeOf(schema: Schema): Shape {
  const known = shapes.get(schema);
  if (known) return known;
  const shape = resolve(schema);
  shapes.set(schema, shape);
  return shape;
}

/** The schema of a member or an item; undefined where the schema says nothing of it. */
export function innerSchema(shape: Shape | undefined, key: string | number): Schema | undefined {
  if (typeof key === 'number') return shape?.is === 'list' ? (shape.items[key] ?? shape.rest) : undefined;
  if (shape?.is === 'object') return shape.fields.get(key) ?? shape.rest;
  return shape?.is === 'record' ? shape.value : undefined;
}

/** Calls `visit` for every leaf with its path (`items[].net.amount`) and its class, if it has one. */
export function walkClasses(schema: Schema, visit: (path: string, leaf: LeafClass | undefined) => void): void {
  walk(schema, '', undefined, new Set(), visit);
}

/** Paths of the leaves that have no class; empty for a schema that may hold business data. */
export function unclassifiedLeaves(schema: Schema): string[] {
  const found: string[] = [];
  walkClasses(schema, (path, leaf) => {
    if (!leaf) found.push(path);
  });
  return [...new Set(found)];
}

function walk(
  schema: Schema,
  path: string,
  inherited: LeafClass | undefined,
  open: Set<Schema>,
  visit: (path: string, leaf: LeafClass | undefined) => void,
): void {
  // A lazy schema may contain itself; one round shows all its leaves.
  if (open.has(schema)) return;
  open.add(schema);
  const shape = shapeOf(schema);
  const leaf = shape.leaf ?? inherited;
  if (shape.is === 'leaf') visit(path || '(root)', leaf);
  if (shape.is === 'object') {
    for (const [key, field] of shape.fields) walk(field, path ? `${path}.${key}` : key, leaf, open, visit);
    if (shape.rest) walk(shape.rest, `${path}.*`, leaf, open, visit);
  }
  if (shape.is === 'list') {
    for (const [index, item] of shape.items.entries()) walk(item, `${path}[${index}]`, leaf, open, visit);
    if (shape.rest) walk(shape.rest, `${path}[]`, leaf, open, visit);
  }
  if (shape.is === 'record') walk(shape.value, `${path}.*`, leaf, open, visit);
  if (shape.is === 'union') for (const option of shape.options) walk(option, path, leaf, open, visit);
  open.delete(schema);
}

function defOf(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  // Every schema zod makes is one of its own types; the base type only hides which.
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** The registry's answer; it follows refinements (`code().max(4)`) to the schema they were made from. */
function classOf(schema: Schema): LeafClass | undefined {
  return classes.get(schema as z.ZodType);
}

function resolve(schema: Schema): Shape {
  let current = schema;
  let leaf = classOf(schema);
  let isOptional = false;
  for (let inner = innerOf(current); inner; inner = innerOf(current)) {
    if (defOf(current).type === 'optional') isOptional = true;
    leaf ??= classOfPipe(current);
    current = inner;
    leaf ??= classOf(current);
  }
  const def = defOf(current);
  if (constants.has(def.type)) leaf ??= { class: 'public' };
  const common = { leaf, isOptional };
  if (def.type === 'object') {
    return { ...common, is: 'object', fields: new Map(Object.entries(def.shape)), rest: knownRest(def.catchall) };
  }
  if (def.type === 'array') return { ...common, is: 'list', items: [], rest: def.element };
  if (def.type === 'tuple') return { ...common, is: 'list', items: def.items, rest: def.rest ?? undefined };
  if (def.type === 'record') return { ...common, is: 'record', key: def.keyType, value: def.valueType };
  if (def.type === 'union') {
    // The discriminator is only on the discriminated kind.
    const discriminator = 'discriminator' in def && typeof def.discriminator === 'string' ? def.discriminator : undefined;
    return { ...common, is: 'union', options: def.options, discriminator };
  }
  if (def.type === 'intersection') return joined(shapeOf(def.left), shapeOf(def.right), common);
  return { ...common, is: 'leaf' };
}

function innerOf(schema: Schema): Schema | undefined {
  const def = defOf(schema);
  if (def.type === 'lazy') return def.getter();
  if (def.type === 'pipe') return defOf(def.out).type === 'transform' ? def.in : def.out;
  return 'innerType' in def ? def.innerType : undefined;
}

/** `classed(string).pipe(Decimal)` carries its class on the way in. */
function classOfPipe(schema: Schema): LeafClass | undefined {
  const def = defOf(schema);
  return def.type === 'pipe' ? classOf(def.in) : undefined;
}

/** `loose()` and `strict()` name no class for further keys; those count as unknown, which is confidential. */
function knownRest(catchall: Schema | undefined): Schema | undefined {
  if (!catchall) return undefined;
  const type = defOf(catchall).type;
  return (type === 'unknown' || type === 'any' || type === 'never') && !classOf(catchall) ? undefined : catchall;
}

function joined(left: Shape, right: Shape, common: { leaf: LeafClass | undefined; isOptional: boolean }): Shape {
  const leaf = common.leaf ?? left.leaf ?? right.leaf;
  if (left.is === 'object' && right.is === 'object') {
    return { ...common, leaf, is: 'object', fields: new Map([...left.fields, ...right.fields]), rest: left.rest ?? right.rest };
  }
  return { ...(left.is === 'leaf' ? right : left), ...common, leaf };
}
