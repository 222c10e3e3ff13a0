import { z } from 'zod';
import type { LeafClass, TokenKind } from '../contracts/classes.ts';
import type { Surface } from '../contracts/vault.ts';
import { recordOf } from './record.ts';
import { strictest } from './strictest.ts';
import { findTokenLike } from './token-like.ts';
import { looksLikeToken } from './tokens.ts';
import { shapeOf, type Shape } from './walk.ts';

type Schema = z.core.$ZodType;
type Target = Record<PropertyKey, unknown>;
/** A value that waits for its token, and where the token goes. */
export type Pending = Surface & { readonly target: Target; readonly key: string | number };
/** A text whose personal parts become tokens while the rest stays readable. */
export type Readable = { readonly value: string; readonly target: Target; readonly key: string | number };
export type Plan = {
  readonly result: () => unknown;
  readonly pending: readonly Pending[];
  readonly readable: readonly Readable[];
  /** Business ids, which are never mistaken for anything personal. */
  readonly safe: readonly string[];
};
/** What the walk gathers, and the object it is in. */
type Walk = {
  readonly pending: Pending[];
  readonly readable: Readable[];
  readonly safe: string[];
  groups: number;
  owner: Pick<Surface, 'record' | 'group'>;
};

const unknown: LeafClass = { class: 'confidential', kind: 'TEXT' };

/**
 * Copies a value by its schema and lists what must become a token, so that one vault call serves the whole walk. What
 * the schema does not know, or what does not fit it, counts as confidential.
 */
export function planProtection(schema: Schema, value: unknown): Plan {
  const root: Target = {};
  const walk: Walk = { pending: [], readable: [], safe: [], groups: 0, owner: {} };
  place(schema, value, root, 'value', undefined, walk);
  return { result: () => root['value'], pending: walk.pending, readable: walk.readable, safe: walk.safe };
}

function place(schema: Schema, value: unknown, target: Target, key: string | number, inherited: LeafClass | undefined, walk: Walk): void {
  if (value === undefined) return;
  if (value === null) {
    target[key] = null;
    return;
  }
  const shape = shapeOf(schema);
  const leaf = shape.leaf ?? inherited;
  if (shape.is === 'leaf') placeLeaf(leaf ?? unknown, shape.isOptional, value, target, key, walk);
  else if (shape.is === 'union') placeUnion(shape, value, target, key, leaf, walk);
  else if (shape.is === 'list' && Array.isArray(value)) placeList(shape, value, target, key, leaf, walk);
  else if (shape.is === 'object' && isRecord(value)) placeObject(shape, value, target, key, leaf, walk);
  else if (shape.is === 'record' && isRecord(value)) placeRecord(shape, value, target, key, leaf, walk);
  else placeLeaf(leaf ?? unknown, shape.isOptional, value, target, key, walk);
}

function placeLeaf(leaf: LeafClass, isOptional: boolean, value: unknown, target: Target, key: string | number, walk: Walk): void {
  if (leaf.class === 'secret') {
    if (!isOptional) target[key] = '';
  } else if (leaf.read === 'redacted' && typeof value === 'string') {
    target[key] = '';
    walk.readable.push({ value, target, key });
  } else if (leaf.class === 'personal' || leaf.class === 'confidential') {
    placeDeep(leaf.kind ?? 'TEXT', value, target, key, walk);
  } else if (typeof value === 'string' && findTokenLike(value).length > 0) {
    // Text from outside that imitates a token must never be restored as one, so it is hidden behind a real token.
    walk.pending.push({ kind: 'TEXT', value, target, key });
  } else {
    target[key] = value;
    if (leaf.class === 'business-id' && typeof value === 'string' && isTellingId(value)) walk.safe.push(value);
  }
}

/** A short number may be any number, and an id field without a digit may hold somebody's name. */
function isTellingId(value: string): boolean {
  return value.length >= 4 && /\d/.test(value);
}

/** Every string below becomes a token; numbers and flags nobody declared are dropped. */
function placeDeep(kind: TokenKind, value: unknown, target: Target, key: string | number, walk: Walk): void {
  if (typeof value === 'string') {
    // Blank text holds nothing to hide.
    target[key] = value.trim() === '' ? value : '';
    if (value.trim() !== '') walk.pending.push({ kind, value, target, key, ...(kind === 'TEXT' ? {} : walk.owner) });
  } else if (Array.isArray(value)) {
    const kept = value.filter((item) => typeof item === 'string' || (typeof item === 'object' && item !== null));
    const copy: unknown[] = kept.map(() => null);
    target[key] = copy;
    for (const [index, item] of kept.entries()) placeDeep(kind, item, asTarget(copy), index, walk);
  } else if (isRecord(value)) {
    const copy: Target = {};
    target[key] = copy;
    for (const [name, member] of Object.entries(value)) if (isSafeName(name)) placeDeep('TEXT', member, copy, name, walk);
  }
}

function placeList(
  shape: Extract<Shape, { is: 'list' }>,
  value: readonly unknown[],
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  walk: Walk,
): void {
  const copy: unknown[] = Array.from({ length: value.length }, () => null);
  target[key] = copy;
  for (const [index, item] of value.entries()) {
    const schema = shape.items[index] ?? shape.rest;
    if (schema) place(schema, item, asTarget(copy), index, leaf, walk);
    else placeDeep('TEXT', item, asTarget(copy), index, walk);
  }
}

function placeObject(
  shape: Extract<Shape, { is: 'object' }>,
  value: Target,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  walk: Walk,
): void {
  const copy: Target = {};
  target[key] = copy;
  const outer = walk.owner;
  const record = recordOf(shape, value);
  const owner = { group: (walk.groups += 1), ...(record === undefined ? {} : { record }) };
  for (const [name, member] of Object.entries(value)) {
    if (!isSafeName(name)) continue;
    // A nested object is an object of its own.
    walk.owner = owner;
    const schema = shape.fields.get(name) ?? shape.rest;
    if (schema) place(schema, member, copy, name, leaf, walk);
    else placeDeep('TEXT', member, copy, name, walk);
  }
  walk.owner = outer;
}

function placeRecord(
  shape: Extract<Shape, { is: 'record' }>,
  value: Target,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  walk: Walk,
): void {
  const copy: Target = {};
  target[key] = copy;
  const keyClass = shapeOf(shape.key).leaf?.class;
  // A key cannot wait for its token, so a record keyed by something personal keeps nothing of it.
  if (keyClass === 'personal' || keyClass === 'confidential' || keyClass === 'secret') return;
  for (const [name, member] of Object.entries(value)) {
    if (isSafeName(name)) place(shape.value, member, copy, name, leaf, walk);
  }
}

function placeUnion(
  shape: Extract<Shape, { is: 'union' }>,
  value: unknown,
  target: Target,
  key: string | number,
  leaf: LeafClass | undefined,
  walk: Walk,
): void {
  const matching = shape.options.filter((option) => z.safeParse(option, value).success);
  const first = matching[0];
  if (!first) {
    placeDeep('TEXT', value, target, key, walk);
    return;
  }
  place(strictest(matching) ?? first, value, target, key, leaf, walk);
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
