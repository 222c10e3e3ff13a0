import { SalesforceFault } from './fault.ts';
import { type FieldDef, kindOf, type ObjectDef } from './objects/index.ts';
import { findField, objectOfId } from './organisation.ts';
import { checkPrice } from './check-price.ts';
import type { Records, Row, Value } from './records.ts';
import { normalId } from './record-id.ts';
import { instantText } from './moment.ts';

/** A request body as checked field values under canonical names. Throws the vendor's refusal for the first thing wrong. */
export function acceptFields(
  object: ObjectDef,
  body: Readonly<Record<string, unknown>>,
  operation: 'create' | 'update',
  records: Records,
): Row {
  const accepted: Record<string, Value> = {};
  const forbidden: string[] = [];
  for (const [name, value] of Object.entries(body)) {
    if (name === 'attributes') continue;
    const field = findField(object, name);
    if (!field) throw new SalesforceFault(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    if (field.name === 'Id' && operation === 'update')
      throw new SalesforceFault(400, 'INVALID_FIELD', 'The Id field should not be specified in the sobject data.', ['Id']);
    if (operation === 'create' ? !field.createable : !field.updateable) forbidden.push(field.name);
    else accepted[field.name] = acceptValue(object, field, value, records);
  }
  if (forbidden.length > 0) {
    throw new SalesforceFault(
      400,
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${forbidden.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      forbidden,
    );
  }
  return accepted;
}

/** Required fields, unique fields against every other record, and what price books demand. */
export function checkWhole(object: ObjectDef, row: Row, records: Records): void {
  const missing = object.fields
    .filter((field) => !field.nillable && field.createable && (row[field.name] ?? null) === null)
    .map((field) => field.name);
  if (missing.length > 0)
    throw new SalesforceFault(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
  for (const field of object.fields) {
    const value = row[field.name];
    if (!field.unique || typeof value !== 'string' || value === '') continue;
    const other = records.byValue(object, field.name, value).find((found) => found['Id'] !== row['Id']);
    if (other)
      throw new SalesforceFault(
        400,
        'DUPLICATE_VALUE',
        `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`,
        [],
      );
  }
  if (object.name === 'PricebookEntry') checkPrice(object, row, records);
}

function acceptValue(object: ObjectDef, field: FieldDef, value: unknown, records: Records): Value {
  if (value === null || value === '') {
    if (field.type === 'boolean') throw unreadable(field, value);
    return null;
  }
  switch (kindOf(field.type)) {
    case 'flag':
      if (typeof value !== 'boolean') throw unreadable(field, value);
      return value;
    case 'number':
      return acceptNumber(field, value);
    case 'day':
      if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || Number.isNaN(Date.parse(value)))
        throw unreadable(field, value);
      return value;
    case 'moment': {
      const instant = typeof value === 'string' ? instantText(value) : undefined;
      if (instant === undefined) throw unreadable(field, value);
      return instant;
    }
    case 'id':
      return acceptReference(field, value, records);
    case 'text':
      return acceptChoice(field, acceptText(object, field, value));
  }
}

function acceptNumber(field: FieldDef, value: unknown): number {
  // Numbers may come quoted: the vendor's JSON reader takes both.
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d{1,16}(\.\d+)?$/.test(value)) return Number(value);
  throw unreadable(field, value);
}

function acceptText(object: ObjectDef, field: FieldDef, value: unknown): string {
  if (typeof value !== 'string') throw unreadable(field, value);
  if (value.length > field.length) {
    throw new SalesforceFault(
      400,
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${value.slice(0, 40)} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    throw new SalesforceFault(400, 'INVALID_EMAIL_ADDRESS', `${object.label}: ${field.label}: invalid email address: ${value}`, [
      field.name,
    ]);
  }
  return value;
}

function acceptChoice(field: FieldDef, value: string): string {
  if (!field.restricted || field.picklist?.includes(value) === true) return value;
  throw new SalesforceFault(
    400,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    [field.name],
  );
}

function acceptReference(field: FieldDef, value: unknown, records: Records): string {
  const id = typeof value === 'string' ? normalId(value) : undefined;
  if (id === undefined)
    throw new SalesforceFault(400, 'MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(value)}`, [field.name]);
  const target = objectOfId(id);
  if (!target || !field.referenceTo.includes(target.name)) {
    throw new SalesforceFault(400, 'FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
  }
  if (!records.get(target, id)) throw new SalesforceFault(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  return id;
}

function unreadable(field: FieldDef, value: unknown): SalesforceFault {
  const kind =
    value === null
      ? 'VALUE_NULL'
      : Array.isArray(value)
        ? 'START_ARRAY'
        : typeof value === 'object'
          ? 'START_OBJECT'
          : `VALUE_${(typeof value).toUpperCase()}`;
  return new SalesforceFault(
    400,
    'JSON_PARSER_ERROR',
    `Cannot deserialize instance of ${field.type} from ${kind} value ${String(value).slice(0, 40)} or request may be missing a required field at [line:1, column:1]`,
  );
}
