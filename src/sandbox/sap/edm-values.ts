import { compareDecimal, fromScaled, toScaled } from '../../contracts/money.ts';
import type { Json } from '../../contracts/json.ts';
import type { Field } from './model.ts';
import { badRequest } from './sap-error.ts';

/**
 * How a value lies in the table: texts, decimals as text with the field's scale, DateTime as `YYYY-MM-DDTHH:MM:SS`,
 * DateTimeOffset as ISO in UTC with milliseconds (both sort as text), booleans as 0 and 1, a missing date as null.
 */
export type Cell = string | number | null;

export function emptyCell(field: Field): Cell {
  if (field.type === 'Boolean') return 0;
  if (field.type === 'Decimal') return fromScaled(0n, field.scale ?? 3);
  return field.type === 'String' ? '' : null;
}

/** A cell as OData V2 JSON writes it: decimals as text, dates as `/Date(ms)/`, instants as `/Date(ms+0000)/`. */
export function toJson(field: Field, cell: Cell): Json {
  if (cell === null) return null;
  if (field.type === 'Boolean') return cell === 1;
  if (field.type === 'DateTime') return `/Date(${Date.parse(`${cell}Z`)})/`;
  return field.type === 'DateTimeOffset' ? `/Date(${Date.parse(String(cell))}+0000)/` : cell;
}

/** A value out of a request body, checked against its field. */
export function fromJson(field: Field, value: Json): Cell {
  if (value === null) {
    if (field.isKey) throw badRequest(`Property '${field.name}' must not be null`);
    return emptyCell(field);
  }
  if (field.type === 'Boolean') {
    if (typeof value !== 'boolean') throw unreadable(field);
    return value ? 1 : 0;
  }
  if (typeof value !== 'string') throw unreadable(field);
  if (field.type === 'Decimal') return decimalCell(field, value);
  if (field.type === 'DateTime' || field.type === 'DateTimeOffset') return dateFromJson(field, value);
  if (field.maxLength !== undefined && Array.from(value).length > field.maxLength) {
    throw badRequest(`Property '${field.name}' has a value longer than ${field.maxLength} characters`);
  }
  return value;
}

function unreadable(field: Field): Error {
  return badRequest(`Failed to read property '${field.name}'`);
}

function decimalCell(field: Field, value: string): string {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(value);
  const scale = field.scale ?? 3;
  if (!match || (match[2] ?? '').replace(/0+$/, '').length > scale) throw unreadable(field);
  if ((match[1] ?? '').replace(/^0+/, '').length > (field.precision ?? 16) - scale) throw unreadable(field);
  return fromScaled(toScaled(value, scale), scale);
}

function dateFromJson(field: Field, value: string): string {
  const stamp = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(value);
  const text = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?)?(Z|[+-]\d\d:\d\d)?$/.test(value) ? value : undefined;
  const ms = stamp
    ? Number(stamp[1])
    : text === undefined
      ? Number.NaN
      : Date.parse(/T/.test(text) && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text);
  if (!Number.isFinite(ms)) throw unreadable(field);
  return instantCell(field.type, ms);
}

function instantCell(type: Field['type'], ms: number): string {
  const iso = new Date(ms).toISOString();
  return type === 'DateTimeOffset' ? iso : iso.slice(0, 19);
}

export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'datetime' | 'datetimeoffset'; readonly value: string }
  | { readonly kind: 'guid' | 'time'; readonly value: string }
  | { readonly kind: 'null' };

const fitting: Readonly<Record<Field['type'], readonly Literal['kind'][]>> = {
  String: ['string'],
  Decimal: ['number'],
  Boolean: ['boolean'],
  DateTime: ['datetime'],
  DateTimeOffset: ['datetimeoffset'],
  Guid: ['guid'],
  Time: ['time'],
};

/** A literal of an address or filter as a cell of this field; a literal of another type is refused as the Gateway does. */
export function fromLiteral(field: Field, literal: Literal): Cell {
  if (literal.kind === 'null') return null;
  if (!fitting[field.type].includes(literal.kind))
    throw badRequest(`Invalid literal for property '${field.name}' of type Edm.${field.type}`);
  if (literal.kind === 'boolean') return literal.value ? 1 : 0;
  if (literal.kind !== 'datetime' && literal.kind !== 'datetimeoffset') return literal.value;
  const ms = Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(literal.value) ? literal.value : `${literal.value}Z`);
  if (!Number.isFinite(ms)) throw badRequest(`Invalid date for property '${field.name}'`);
  return instantCell(field.type, ms);
}

/** For the database: exact comparison of two decimals as text. */
export function compareCells(a: unknown, b: unknown): number | null {
  return typeof a === 'string' && typeof b === 'string' ? compareDecimal(a, b) : null;
}
