import { CountersignError } from '../../contracts/errors.ts';

/**
 * OData V2 literals. Everything that comes from outside (a model, a webhook, a person) passes through here, so that no
 * value can end its own quotes or change the shape of a filter.
 */
export type Condition = { readonly text: string };

/** `'O''Brien'`: the one character that matters inside a text is the quote, and it is doubled. */
export function textLiteral(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `datetimeoffset'2024-05-17T14:05:00.1234567Z'`; SAP keeps seven digits, so they stay. */
export function instantLiteral(iso: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/.test(iso)) throw invalid('an instant with zone');
  return `datetimeoffset'${iso}'`;
}

/** `datetime'2024-05-17T00:00:00'`; SAP's day fields are moments at midnight without a zone. */
export function dayLiteral(iso: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(iso) || Number.isNaN(Date.parse(iso))) throw invalid('a day');
  return `datetime'${iso}T00:00:00'`;
}

export function decimalLiteral(value: string): string {
  if (!/^-?\d{1,18}(\.\d{1,9})?$/.test(value)) throw invalid('a decimal number');
  return `${value}m`;
}

export function fieldName(name: string): string {
  if (!/^[A-Za-z_]\w{0,79}$/.test(name)) throw invalid('a field name');
  return name;
}

type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

export function where(field: string, operator: Operator, literal: string): Condition {
  return { text: `${fieldName(field)} ${operator} ${literal}` };
}

export function equalsText(field: string, value: string): Condition {
  return where(field, 'eq', textLiteral(value));
}

export function allOf(...conditions: readonly Condition[]): Condition {
  return { text: conditions.map((one) => `(${one.text})`).join(' and ') };
}

export function anyOf(...conditions: readonly Condition[]): Condition {
  return { text: conditions.map((one) => `(${one.text})`).join(' or ') };
}

/** `A_SalesOrder('4711')` or `Set(A='1',B='2')`, ready for a path: percent-encoded, so that a slash or a quote stays inside. */
export function entityPath(set: string, key: string | Readonly<Record<string, string>>): string {
  const inner =
    typeof key === 'string'
      ? percentEncoded(key)
      : Object.entries(key)
          .map(([name, value]) => `${fieldName(name)}=${percentEncoded(value)}`)
          .join(',');
  return `${fieldName(set)}(${inner})`;
}

function percentEncoded(value: string): string {
  try {
    return encodeURIComponent(textLiteral(value));
  } catch {
    // Half of a surrogate pair has no UTF-8 form.
    throw invalid('well-formed text');
  }
}

function invalid(what: string): CountersignError {
  return new CountersignError('input.invalid', `The value is not ${what}`);
}
