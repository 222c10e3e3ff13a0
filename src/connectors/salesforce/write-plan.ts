import type { Json } from '../../contracts/json.ts';
import type { WriteRequest } from '../../contracts/ports.ts';
import type { ApiCall } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { isRecordId } from './soql.ts';

/**
 * How one write travels.
 * - marker: one transaction of the record and a record of the effect's key; the key's uniqueness refuses a second one
 * - unique-key: a create that carries the key in the record's own unique external id. It is an insert and not an upsert
 *   by that id: an upsert sent twice would overwrite what people changed in between, an insert is refused
 * - plain: the key travels in a field that can be searched, or in none
 */
export type WriteMode = 'marker' | 'unique-key' | 'plain';

export function modeOf(request: WriteRequest, config: SalesforceConfig): WriteMode {
  if (config.idempotency === 'marker') return 'marker';
  const isUnique =
    request.operation === 'create' && config.idempotency === 'external-key' && config.uniqueKeyObjects.includes(request.target.type);
  return isUnique ? 'unique-key' : 'plain';
}

export type PlanProblem = { readonly code: string; readonly reason: string; readonly field?: string };

/** What is wrong with a write before anything is sent; undefined when it may go. */
export function planProblem(request: WriteRequest, config: SalesforceConfig): PlanProblem | undefined {
  const { operation, target, fields, key } = request;
  if (!config.writes.includes(`${target.type}.${operation}`))
    return { code: 'WRITE_NOT_ALLOWED', reason: `This connection does not allow ${operation} of ${target.type}` };
  if (operation === 'update' && !isRecordId(target.id ?? ''))
    return { code: 'MALFORMED_ID', reason: 'An update needs the id of a Salesforce record' };
  if (!/^[\w-]{1,40}$/.test(key)) return { code: 'MALFORMED_KEY', reason: 'The effect key does not fit the field that carries it' };
  const wrong = Object.keys(fields).find((field) => !/^[A-Za-z]\w{0,79}$/.test(field));
  if (wrong !== undefined) return { code: 'INVALID_FIELD', reason: 'A field name is not one of Salesforce', field: wrong.slice(0, 80) };
  const referring = Object.entries(fields).find(([, value]) => typeof value === 'string' && value.includes('@{'));
  // In a composite request `@{…}` is a reference and has no escape, so such a text cannot be written as it was approved. Mail goes
  // through an action, which is no part of one.
  if (modeOf(request, config) === 'marker' && target.type !== 'EmailMessage' && referring)
    return { code: 'UNSAFE_TEXT', reason: "The text contains '@{', which Salesforce reads as a reference", field: referring[0] };
  return undefined;
}

type Body = Readonly<Record<string, Json>>;

/** The record's fields with the key in its field where the object has one. */
function bodyOf(request: WriteRequest, config: SalesforceConfig): Body {
  const { target, fields, key } = request;
  return config.keyObjects.includes(target.type) ? { ...fields, [config.fields.key]: key } : { ...fields };
}

/**
 * `If-Unmodified-Since` of the version the write was decided on. Both it and the vendor's stamps have whole seconds: a
 * change by somebody else within the very second of that version is not seen, neither by the header nor by comparing
 * stamps. It stays visible in the record's history and in the next read.
 */
function guard(request: WriteRequest): Readonly<Record<string, string>> {
  const at =
    request.operation === 'update' && request.expectedVersion !== undefined
      ? Date.parse(request.expectedVersion.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
      : Number.NaN;
  return Number.isNaN(at) ? {} : { 'If-Unmodified-Since': new Date(at).toUTCString() };
}

export function plainCall(request: WriteRequest, config: SalesforceConfig): ApiCall {
  const { operation, target } = request;
  const body = bodyOf(request, config);
  if (operation === 'create') return { method: 'POST', path: `/sobjects/${target.type}`, body };
  return { method: 'PATCH', path: `/sobjects/${target.type}/${target.id ?? ''}`, body, headers: guard(request) };
}

export type MarkerPart = 'record' | 'marker' | 'after';

/**
 * The record, its marker and a read of the new version in one all-or-none request. An update sends its marker first: a
 * repeated update then fails as a duplicate and not as a conflict with itself. A create has to come first, because the
 * marker names the new record.
 */
export function markerCall(request: WriteRequest, config: SalesforceConfig, base: string): ApiCall {
  const { operation, target, key } = request;
  const { marker } = config;
  const id = operation === 'create' ? '@{record.id}' : (target.id ?? '');
  const path = operation === 'create' ? target.type : `${target.type}/${id}`;
  const headers = guard(request);
  const record = {
    referenceId: 'record' satisfies MarkerPart,
    method: operation === 'create' ? 'POST' : 'PATCH',
    url: `${base}/sobjects/${path}`,
    body: bodyOf(request, config),
    ...(Object.keys(headers).length === 0 ? {} : { httpHeaders: headers }),
  };
  const mark = {
    referenceId: 'marker' satisfies MarkerPart,
    method: 'POST',
    url: `${base}/sobjects/${marker.object}`,
    body: { [marker.key]: key, [marker.record]: id },
  };
  const after = {
    referenceId: 'after' satisfies MarkerPart,
    method: 'GET',
    url: `${base}/sobjects/${target.type}/${id}?fields=SystemModstamp`,
  };
  const compositeRequest = operation === 'create' ? [record, mark, after] : [mark, record, after];
  return { method: 'POST', path: '/composite', body: { allOrNone: true, compositeRequest } };
}
