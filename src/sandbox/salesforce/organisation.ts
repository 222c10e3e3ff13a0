import { invalidField, SalesforceFault } from './fault.ts';
import { type FieldDef, type ObjectDef, objects } from './objects/index.ts';
import { normalId } from './record-id.ts';

const byName = new Map<string, ObjectDef>(objects.map((object) => [object.name.toLowerCase(), object]));
const byPrefix = new Map<string, ObjectDef>(objects.map((object) => [object.keyPrefix, object]));
const fieldsOf = new Map(
  objects.map((object) => [object.name, new Map<string, FieldDef>(object.fields.map((field) => [field.name.toLowerCase(), field]))]),
);

/** The object of that name, whatever its case, as the vendor reads names. */
export function findObject(name: string): ObjectDef | undefined {
  return byName.get(name.toLowerCase());
}

export function objectOfId(id: string): ObjectDef | undefined {
  return byPrefix.get(id.slice(0, 3));
}

export function findField(object: ObjectDef, name: string): FieldDef | undefined {
  return fieldsOf.get(object.name)?.get(name.toLowerCase());
}

export function fieldOrFault(object: ObjectDef, name: string): FieldDef {
  const field = findField(object, name);
  if (!field)
    throw invalidField(
      `No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
    );
  return field;
}

/** An id from the address or a body, in its 18-character form and of this object. */
export function idOfObject(object: ObjectDef, id: string): string {
  const normal = normalId(id);
  if (normal === undefined)
    throw new SalesforceFault(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
  if (normal.slice(0, 3) !== object.keyPrefix)
    throw new SalesforceFault(400, 'MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, ['Id']);
  return normal;
}
