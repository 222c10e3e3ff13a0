/** A write's input as fields to type in, and back, with every value keeping its type. */
export type Leaf = { readonly path: readonly (string | number)[]; readonly value: string | number | boolean };
type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** Texts, numbers and yes-or-no, wherever they lie; nothing and empty lists stay as they are. */
export function leavesOf(input: unknown, path: Leaf['path'] = []): readonly Leaf[] {
  if (typeof input === 'string' || typeof input === 'number' || typeof input === 'boolean') return [{ path, value: input }];
  if (Array.isArray(input)) return input.flatMap((each: unknown, i) => leavesOf(each, [...path, i]));
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

export const nameOf = (path: Leaf['path']): string => path.join('.');

export type Typed = { readonly ok: true; readonly input: Record<string, Json> } | { readonly ok: false; readonly field: string };

/** The input with what was typed; a number that is none is named and nothing is sent. */
export function withTyped(input: Readonly<Record<string, unknown>>, typed: Readonly<Record<string, string | boolean>>): Typed {
  // What the server sent is JSON, and a copy of JSON is JSON.
  const next = structuredClone(input) as Record<string, Json>;
  for (const { path, value } of leavesOf(input)) {
    // A field may be called toString; only what was typed counts.
    const given = Object.hasOwn(typed, nameOf(path)) ? typed[nameOf(path)] : undefined;
    if (given === undefined) continue;
    const parsed = parse(value, given);
    if (parsed === undefined) return { ok: false, field: nameOf(path) };
    put(next, path, parsed);
  }
  return { ok: true, input: next };
}

function parse(was: Leaf['value'], given: string | boolean): Leaf['value'] | undefined {
  if (typeof was === 'boolean') return typeof given === 'boolean' ? given : undefined;
  if (typeof given === 'boolean') return undefined;
  if (typeof was === 'string') return given;
  const text = given.trim();
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function put(root: Record<string, Json>, path: Leaf['path'], value: Leaf['value']): void {
  let at: unknown = root;
  for (const key of path.slice(0, -1)) at = (at as Record<string | number, unknown>)[key];
  // The path was found in the input this is a copy of.
  (at as Record<string | number, unknown>)[path.at(-1) ?? ''] = value;
}
