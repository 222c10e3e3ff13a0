import { invalidField } from '../fault.ts';
import type { FieldDef, ObjectDef } from '../objects/index.ts';
import { fieldOrFault, findObject, objectOfId } from '../organisation.ts';
import type { Records, Row, Value } from '../records.ts';

/** A field of the queried object or of a parent: `Name`, `Account.Name`, `Account.Owner.Name`. */
export type FieldPath = {
  readonly field: FieldDef;
  /** Look-up fields to follow first, outermost first. */
  readonly hops: readonly FieldDef[];
  read(row: Row): Value;
};

/** Resolves a dotted name from an object; throws INVALID_FIELD in the vendor's words. Five parents at most, as there. */
export function resolvePath(object: ObjectDef, dotted: string, records: Records): FieldPath {
  const names = dotted.split('.');
  // `Opportunity.Name` in a query over Opportunity means its own field.
  if (names.length > 1 && names[0]?.toLowerCase() === object.name.toLowerCase()) names.shift();
  const last = names.pop() ?? '';
  if (names.length > 5) throw invalidField('A relationship may go up five levels at most');
  const hops: FieldDef[] = [];
  let at = object;
  for (const name of names) {
    const hop = at.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
    const parent = hop && findObject(hop.referenceTo.includes('Account') ? 'Account' : (hop.referenceTo[0] ?? ''));
    if (!hop || !parent)
      throw invalidField(
        `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name.`,
      );
    hops.push(hop);
    at = parent;
  }
  const field = fieldOrFault(at, last);
  return { field, hops, read: (row) => follow(row, hops, records)?.[field.name] ?? null };
}

/** The parent a chain of look-ups leads to; undefined where one of them is empty. */
export function follow(row: Row, hops: readonly FieldDef[], records: Records): Row | undefined {
  let at: Row | undefined = row;
  for (const hop of hops) {
    const id: Value | undefined = at?.[hop.name];
    const object: ObjectDef | undefined = typeof id === 'string' ? objectOfId(id) : undefined;
    at = object && typeof id === 'string' ? records.get(object, id) : undefined;
  }
  return at;
}
