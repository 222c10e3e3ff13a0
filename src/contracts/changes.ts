import { canonicalJson, type Json } from './json.ts';
import { compareDecimal } from './money.ts';
import type { LiveRecord } from './ports.ts';
import type { FieldChange } from './proposals.ts';

/** A field a write tool wants to hold something; undefined leaves it as it is. */
export type WantedField = { readonly field: string; readonly label: string; readonly after: Json | undefined };

/** The changes that bring a record there: all of what is wanted for a new one, what differs for one that is there. */
export function changesTo(before: LiveRecord | undefined, wanted: readonly WantedField[]): FieldChange[] {
  return wanted.flatMap(({ field, label, after }) => {
    if (after === undefined) return [];
    const held = before?.fields[field] ?? null;
    // JSON by its own type; the schema's has no readonly arrays.
    const change = { field, label, before: held, after: after as FieldChange['after'] };
    return before && isSame(held, after) ? [] : [change];
  });
}

const decimal = /^-?\d{1,18}(\.\d{1,9})?$/;

/** Some systems hold amounts as JSON numbers: `120.5` and "120.50" are the same, and so are nothing and an empty text. */
function isSame(held: string | number | boolean | null, after: Json): boolean {
  if (typeof held === 'number' && typeof after === 'string' && decimal.test(after) && decimal.test(String(held)))
    return compareDecimal(String(held), after) === 0;
  return canonicalJson(held ?? '') === canonicalJson(after ?? '');
}

/** The changes of a copy with the moment it was right; a copy that is right already is not written for the moment alone. */
export function withAsOf(before: LiveRecord | undefined, changes: readonly FieldChange[], asOf: string): FieldChange[] {
  if (changes.length === 0) return [];
  return [...changes, { field: 'As_Of__c', label: 'As of', before: before?.fields['As_Of__c'] ?? null, after: asOf }];
}
