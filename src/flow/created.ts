import type { WriteOutcome, WriteRequest } from '../contracts/ports.ts';

/**
 * Stands for the id of a record that another slot of the same proposal creates. The number is given out by the target when the
 * write before is applied, so the approver sees this mark in its place and the commit puts the number there.
 */
export const created = (slot: string): string => `{created:${slot}}`;

const mark = /\{created:([a-z0-9-]{1,60})\}/g;

/** The same value with the ids known by now in place of their marks; a mark whose record is not there yet stays. */
export function replaceCreated<T>(value: T, idOf: (slot: string) => string | undefined): T {
  // The walk keeps the shape: objects stay objects, strings stay strings.
  return replaceIn(value, idOf) as T;
}

function replaceIn(value: unknown, idOf: (slot: string) => string | undefined): unknown {
  if (typeof value === 'string') return value.replace(mark, (text, slot: string) => idOf(slot) ?? text);
  if (Array.isArray(value)) return value.map((each) => replaceIn(each, idOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceIn(each, idOf)]));
}

/** The refusal of a write that still names a record nobody has created, and undefined for any other. Nothing of it is sent. */
export function markRefusal({ fields }: WriteRequest): WriteOutcome | undefined {
  const field = Object.keys(fields).find((name) => JSON.stringify(fields[name]).match(mark));
  if (field === undefined) return undefined;
  return { kind: 'refused', status: 0, code: 'link.missing', reason: 'The record this write names was not created', field };
}
