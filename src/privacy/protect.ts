import { z } from 'zod';
import type { LeafClass, TokenKind } from '../contracts/classes.ts';
import { shapeOf, type Shape } from './walk.ts';
import { looksLikeToken } from './tokens.ts';

type Schema = z.core.$ZodType;
type Target = Record<PropertyKey, unknown>;
/** A value that waits for its token, and where the token goes. */
export type Pending = { readonly kind: TokenKind; readonly value: string; readonly target: Target; readonly key: string | number };
export type Plan = { readonly result: () => unknown; readonly pending: readonly Pending[] };

const strictness = ['public', 'business-id', 'financial', 'personal', 'confidential', 'secret'];
const unknown: LeafClass = { class: 'confidential', kind: 'TEXT' };

/**
 * Copies a value by its schema and lists what must become a token, so that one vault call serves the whole walk. What
 * the schema does not know, or what does not fit it, counts as confidential.
 */
export function planProtection(schema: Schema, value: unknown): Plan {
  const root: Target = {};
  const pending: Pending[] = [];
  place(schema, value, root, 'value', undefined, pending);
  return { result: () => root['value'], pending };
}

function place(
  schema: Schema,
  value: unknown,
  target: Target,
  key: string | number,
  inherited: LeafClass | undefined,
  pending: Pending[],
): void {
  if (value === undefined) return;
  if (value === null) {
    target[key] = null;
    return;
  }
  const shape = shapeOf(schema);
  const leaf = shape.leaf ?? inherited;
  if (shape.is === 'leaf') placeLeaf(leaf ?? unknown, shape.isOptional, value, target, key, pending);
  else if (shape.is === 'union') placeUnion(shape, value, target, key, leaf, pending);
  else if (shape.is === 'list' && Array.isArray(value)) placeList(shape, value, target, key, leaf, pending);
  else if (shape.is === 'object' && isRecord(value)) placeObject(shape, value, target, key, leaf, pending);
  else if (shape.is === 'record' && isRecord(value)) placeRecord(shape, value, target, key, leaf, pending);
  else placeLeaf(leaf ?? unknown, shape.isOptional, value, target, key, pending);
}

function placeLeaf(leaf: LeafClass, isOptional: boolean, value: unknown, target: Target, key: string | number, pending: Pending[]): void {
  if (leaf.class === 'secret') {
    if (!isOptional) target[key] = '';
  } else if (leaf.class === 'personal' || leaf.class === 'confidential') {
    placeDeep(leaf.kind ?? 'TEXT', value, target, key, pending);
  } else if (typeof value === 'string' && looksLikeToken(value)) {
    // Text from outside that imitates a token must never be restored as one, so it is hidden behind a real token.
    pending.push({ kind: 'TEXT', value, target, key });
  } else {
    target[key] = value;
  }
}

/** Every string below becomes a token; numbers and flags nobody declared are dropped. */
function placeDeep(kind: TokenKind, value: unknown, target: Target, key: string | number, pending: Pending[]): void {
  if (typeof value === 'string') {
    target[key] = '';
    if (value.trim() !== '') pending.push({ kind, value, target, key });
  } else if (Array.isArray(value)) {
    const kept = value.filter((item) => typeof item === 'string' || (typeof item === 'object' && item !== null));
    const copy: unknown[] = kept.map(() => null);
    target[key] = copy;
    for (const [index, item] of kept.entries()) placeDeep(kind, item, asTarget(copy), index, pending);
  } else if (isRecord(value)) {
    const copy: Target = {};
    target[key] = copy;
    for (const [name, member] of Object.entries(value)) if (isSafeName(name)) placeDeep('TEXT', member, copy, name, pending);
  }
}

function placeList(
  shape: Extract<Shape, { is: 'list' }>,
  value: readonly unknown[],
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  pending: Pending[],
): void {
  const copy: unknown[] = Array.from({ length: value.length }, () => null);
  target[key] = copy;
  for (const [index, item] of value.entries()) {
    const schema = shape.items[index] ?? shape.rest;
    if (schema) place(schema, item, asTarget(copy), index, leaf, pending);
    else placeDeep('TEXT', item, asTarget(copy), index, pending);
  }
}

function placeObject(
  shape: Extract<Shape, { is: 'object' }>,
  value: Target,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  pending: Pending[],
): void {
  const copy: Target = {};
  target[key] = copy;
  for (const [name, member] of Object.entries(value)) {
    if (!isSafeName(name)) continue;
    const schema = shape.fields.get(name) ?? shape.rest;
    if (schema) place(schema, member, copy, name, leaf, pending);
    else placeDeep('TEXT', member, copy, name, pending);
  }
}

function placeRecord(
  shape: Extract<Shape, { is: 'record' }>,
  value: Target,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  pending: Pending[],
): void {
  const copy: Target = {};
  target[key] = copy;
  const keyClass = shapeOf(shape.key).leaf?.class;
  // A key cannot wait for its token, so a record keyed by something personal keeps nothing of it.
  if (keyClass === 'personal' || keyClass === 'confidential' || keyClass === 'secret') return;
  for (const [name, member] of Object.entries(value)) {
    if (isSafeName(name)) place(shape.value, member, copy, name, leaf, pending);
  }
}

function placeUnion(
  shape: Extract<Shape, { is: 'union' }>,
  value: unknown,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  pending: Pending[],
): void {
  const matching = shape.options.filter((option) => z.safeParse(option, value).success);
  const first = matching[0];
  if (!first) {
    placeDeep('TEXT', value, target, key, pending);
    return;
  }
  // Where several leaves accept the value, the strictest class counts.
  const leaves = matching.filter((option) => shapeOf(option).is === 'leaf').toSorted((a, b) => rank(b) - rank(a));
  place(leaves[0] ?? first, value, target, key, leaf, pending);
}

function rank(schema: Schema): number {
  return strictness.indexOf((shapeOf(schema).leaf ?? unknown).class);
}

/** A name that would set a prototype, or be restored as if it were a token, is dropped with its value. */
function isSafeName(name: string): boolean {
  return name !== '__proto__' && !looksLikeToken(name);
}

function isRecord(value: unknown): value is Target {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asTarget(list: unknown[]): Target {
  // An array takes numeric keys like any object.
  return list as unknown as Target;
}
