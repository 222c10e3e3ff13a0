import { CountersignError } from '../../contracts/errors.ts';

/** A piece of SOQL that is safe to insert. Only the functions of this file make one. */
export type SoqlPart = { readonly soql: string };

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A text literal. Quotes, backslashes and control characters are escaped, so no text can end its literal. */
export function text(value: string): SoqlPart {
  const escaped = value.replace(
    /[\\'\p{Cc}\u2028\u2029]/gu,
    (char) => named[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return { soql: `'${escaped}'` };
}

/** A LIKE pattern for texts that hold this one anywhere; its own percent signs and underscores stand for themselves. */
export function containing(value: string): SoqlPart {
  const inner = text(value).soql.slice(1, -1);
  return { soql: `'%${inner.replace(/[%_]/g, (char) => `\\${char}`)}%'` };
}

/** A day as a literal; SOQL writes it without quotes. Throws input.invalid for anything else. */
export function day(value: string): SoqlPart {
  if (!/^\d{4}-\d\d-\d\d$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new CountersignError('input.invalid', 'This is not a day', { field: 'day' });
  return { soql: value };
}

/** A moment as a literal; SOQL writes it without quotes. Throws input.invalid for anything else. */
export function moment(value: string): SoqlPart {
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw new CountersignError('input.invalid', 'This is not a moment', { field: 'since' });
  return { soql: new Date(at).toISOString() };
}

/** `('a', 'b')` for IN. */
export function ids(values: readonly string[]): SoqlPart {
  return { soql: `(${values.map((value) => id(value).soql).join(', ')})` };
}

/** Texts for IN. */
export function texts(values: readonly string[]): SoqlPart {
  return { soql: `(${values.map((value) => text(value).soql).join(', ')})` };
}

/** A number of records for LIMIT. */
export function most(value: number): SoqlPart {
  if (!Number.isInteger(value) || value < 1)
    throw new CountersignError('input.invalid', 'This is no number of records', { field: 'limit' });
  return { soql: String(value) };
}

/** One comparison of a WHERE, as a part for `where`. */
export function condition(strings: TemplateStringsArray, ...parts: readonly SoqlPart[]): SoqlPart {
  return { soql: soql(strings, ...parts) };
}

/** ` WHERE a AND b`, or nothing where there is no condition. */
export function where(conditions: readonly SoqlPart[]): SoqlPart {
  return { soql: conditions.length === 0 ? '' : ` WHERE ${conditions.map((one) => one.soql).join(' AND ')}` };
}

/** A record id as a literal. Throws input.invalid unless it has the form of one. */
export function id(value: string): SoqlPart {
  if (!isRecordId(value)) throw new CountersignError('input.invalid', 'This is not a Salesforce record id', { field: 'id' });
  return { soql: `'${value}'` };
}

/** A field or object name, relationships included: `Account.Name`. Throws input.invalid for anything else. */
export function name(value: string): SoqlPart {
  if (!/^[A-Za-z]\w{0,79}(\.[A-Za-z]\w{0,79}){0,5}$/.test(value))
    throw new CountersignError('input.invalid', 'This is not a Salesforce field name', { field: 'fields' });
  return { soql: value };
}

export function names(values: readonly string[]): SoqlPart {
  return { soql: values.map((value) => name(value).soql).join(', ') };
}

/** A query with its inserted parts; plain strings do not fit in, so that nothing unescaped can. */
export function soql(strings: TemplateStringsArray, ...parts: readonly SoqlPart[]): string {
  return strings.reduce((query, piece, index) => query + (parts[index - 1]?.soql ?? '') + piece);
}

/** 15 characters, or 18 with the checksum. */
export function isRecordId(value: string): boolean {
  return /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?$/.test(value);
}
