import { invalidField, malformedQuery, SalesforceFault } from '../fault.ts';
import { instantText, momentMs } from '../moment.ts';
import { type FieldDef, type FieldKind, kindOf } from '../objects/index.ts';
import { normalId } from '../record-id.ts';

/** A literal made comparable: text in lower case, moments as milliseconds, days as ISO text. */
export type Operand = string | number | boolean | null | { readonly from: number; readonly to: number };

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** The text between the quotes with its escapes resolved. With `keepWild`, `\_` and `\%` stay escaped for LIKE. */
export function unquote(literal: string, keepWild = false): string {
  const inner = literal.slice(1, -1);
  return inner.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (whole, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (code === '_' || code === '%') return keepWild ? whole : code;
    const plain = escapes[code];
    if (plain === undefined) throw malformedQuery(`Illegal string literal: Invalid string literal. Invalid escape '${whole}'`);
    // A backslash survives into the LIKE pattern escaped, so that it is not taken for an escape there.
    return keepWild && plain === '\\' ? '\\\\' : plain;
  });
}

export function operand(field: FieldDef, value: string, type: string, now: Date, days?: number): Operand {
  if (type === 'NULL') return null;
  const kind = kindOf(field.type);
  if ((kind === 'day' || kind === 'moment') && (type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL')) return dayRange(value, now, days);
  if (!accepted[kind].includes(type)) throw wrongType(field, kind);
  switch (kind) {
    case 'flag':
      return value.toUpperCase() === 'TRUE';
    case 'number':
      return Number(value);
    case 'day':
      return value;
    case 'moment': {
      const text = instantText(value);
      if (text === undefined) throw wrongType(field, kind);
      return momentMs(text);
    }
    case 'id': {
      const given = unquote(value);
      const id = normalId(given);
      if (id === undefined) throw new SalesforceFault(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${given}`);
      return id;
    }
    case 'text':
      return unquote(value).toLowerCase();
  }
}

/** Which literals a kind of field compares with. */
const accepted: Readonly<Record<FieldKind, readonly string[]>> = {
  flag: ['BOOLEAN'],
  number: ['INTEGER', 'DECIMAL'],
  day: ['DATE'],
  moment: ['DATETIME'],
  id: ['STRING'],
  text: ['STRING'],
};

const vendorTypes: Readonly<Record<FieldKind, string>> = {
  flag: 'boolean',
  number: 'double',
  day: 'date',
  moment: 'dateTime',
  id: 'string',
  text: 'string',
};

/** What a stored value compares as, matching `operand`. */
export function comparable(field: FieldDef, value: string | number | boolean | null): string | number | boolean | null {
  if (typeof value !== 'string') return value;
  if (field.type === 'datetime') return momentMs(value);
  if (field.type === 'date' || field.type === 'id' || field.type === 'reference') return value;
  return value.toLowerCase();
}

const dayMs = 86_400_000;

/** The days a date word covers, as [from, to) in milliseconds UTC. Only the words made of days are known. */
function dayRange(word: string, now: Date, days = 0): { from: number; to: number } {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const span = (from: number, length: number) => ({ from: today + from * dayMs, to: today + (from + length) * dayMs });
  switch (word.split(':')[0]?.toUpperCase() ?? '') {
    case 'TODAY':
      return span(0, 1);
    case 'YESTERDAY':
      return span(-1, 1);
    case 'TOMORROW':
      return span(1, 1);
    case 'LAST_N_DAYS':
      return span(-days, days + 1);
    case 'NEXT_N_DAYS':
      return span(1, days);
    default:
      throw malformedQuery(`the date literal ${word} is not supported by this sandbox`);
  }
}

function wrongType(field: FieldDef, kind: FieldKind): SalesforceFault {
  const type = vendorTypes[kind];
  const quotes = type === 'string' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return invalidField(`value of filter criterion for field '${field.name}' must be of type ${type} and ${quotes}`);
}
