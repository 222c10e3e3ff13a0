/**
 * One text with its values marked inline. `pending`: right, and not found yet; the day it is, the test says so.
 */
export type Case = string | { readonly text: string; readonly pending: true };

/** What is promised, and texts that hold it to that. */
export type CaseTable = Readonly<Record<string, readonly Case[]>>;

export const textOf = (each: Case): string => (typeof each === 'string' ? each : each.text);
export const isPending = (each: Case): boolean => typeof each !== 'string';
