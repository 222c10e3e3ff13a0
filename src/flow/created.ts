import type { FieldValue, WriteOutcome, WriteRequest } from '../contracts/ports.ts';

/**
 * Stands for the id of a record that another slot of the same proposal creates. The number is given out by the target when the
 * write before is applied, so the approver sees this mark in its place and the commit puts the number there.
 */
export const created = (slot: string): string => `{created:${slot}}`;

/**
 * Stands for a field of another write of the same proposal, as it is sent: what a person edits there is what this one says. Only in
 * the slots a plan names as quoting, and while tokens still stand for values, so that nothing somebody else wrote is taken for a mark.
 */
export const written = (slot: string, field: string): string => `{written:${slot}.${field}}`;

const writtenMark = /\{written:([a-z0-9-]{1,60})\.(\w{1,80})\}/g;

/** The same value with what other writes say in place of their marks; one that was applied under an earlier proposal is not repeated. */
export function replaceWritten<T extends FieldValue>(value: T, fieldOf: (slot: string, field: string) => unknown): T | string {
  if (typeof value !== 'string') return value;
  return value.replace(writtenMark, (_mark, slot: string, field: string) => {
    const said = fieldOf(slot, field);
    return typeof said === 'string' ? said : '(as it was written before)';
  });
}

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
