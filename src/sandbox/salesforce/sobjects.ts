import { type Api, asObject, type Call, objectList, recordUrl, type Reply } from './api.ts';
import { describe, describeBrief } from './describe.ts';
import { notFound, SalesforceFault } from './fault.ts';
import { momentMs } from './moment.ts';
import type { FieldDef, ObjectDef } from './objects/index.ts';
import { fieldOrFault, findField, findObject, idOfObject } from './organisation.ts';
import type { Row } from './records.ts';
import type { Json } from './soql/run.ts';

/** Everything below `sobjects`. */
export function sobjects(api: Api, call: Call): Reply {
  const [, name, second, third] = call.segments;
  if (name === undefined)
    return only(call, ['GET'], () => ({ status: 200, body: objectList(call.version, (object) => describeBrief(object, api.denied)) }));
  const object = findObject(name);
  if (!object) throw notFound();
  if (second === undefined) return collection(api, call, object);
  if (second === 'describe') return only(call, ['GET'], () => ({ status: 200, body: describe(object, api.denied, call.version) }));
  if (third === undefined) return byId(api, call, object, idOfObject(object, second));
  const field = findField(object, second);
  if (!field || !(field.externalId || field.name === 'Id'))
    throw notFound(`Provided external ID field does not exist or is not accessible: ${second}`);
  return byExternalId(api, call, object, field, third);
}

function collection(api: Api, call: Call, object: ObjectDef): Reply {
  if (call.method === 'GET') return { status: 200, body: { objectDescribe: describeBrief(object, api.denied), recentItems: [] } };
  return only(call, ['POST'], () => created(api, call, object, asObject(call.body)));
}

function created(api: Api, call: Call, object: ObjectDef, body: Readonly<Record<string, unknown>>): Reply {
  const { id, change } = api.writes.create(object, body);
  return {
    status: 201,
    body: { id, success: true, errors: [] },
    headers: { Location: recordUrl(call.version, object, id) },
    changes: [change],
  };
}

function byId(api: Api, call: Call, object: ObjectDef, id: string): Reply {
  if (call.method === 'GET') return retrieve(api, call, object, id);
  if (call.method === 'PATCH') {
    const change = api.writes.update(object, id, asObject(call.body), call.headers['if-unmodified-since']);
    return { status: 204, changes: [change] };
  }
  return only(call, ['DELETE'], () => ({ status: 204, changes: [api.writes.remove(object, id)] }));
}

function retrieve(api: Api, call: Call, object: ObjectDef, id: string): Reply {
  const row = api.records.get(object, id);
  if (!row) throw notFound();
  const since = Date.parse(call.headers['if-modified-since'] ?? '');
  const changedAt = momentMs(String(row['LastModifiedDate']));
  if (!Number.isNaN(since) && changedAt <= since) return { status: 304 };
  const unmodified = Date.parse(call.headers['if-unmodified-since'] ?? '');
  if (!Number.isNaN(unmodified) && changedAt > unmodified)
    throw new SalesforceFault(412, 'PRECONDITION_FAILED', 'The record was modified after the moment in If-Unmodified-Since');
  const asked = call.query.get('fields');
  const names =
    asked === null ? object.fields.map((field) => field.name) : asked.split(',').map((name) => fieldOrFault(object, name.trim()).name);
  return { status: 200, body: recordBody(call, object, row, names), headers: { 'Last-Modified': new Date(changedAt).toUTCString() } };
}

function recordBody(call: Call, object: ObjectDef, row: Row, names: readonly string[]): Json {
  const fields = Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  // The id always comes along, asked for or not.
  return { attributes: { type: object.name, url: recordUrl(call.version, object, String(row['Id'])) }, ...fields, Id: row['Id'] ?? null };
}

function byExternalId(api: Api, call: Call, object: ObjectDef, field: FieldDef, value: string): Reply {
  const rows =
    field.name === 'Id'
      ? [api.records.get(object, idOfObject(object, value))].filter((row) => row !== undefined)
      : api.records.byValue(object, field.name, value);
  const ids = rows.map((row) => String(row['Id']));
  const [first] = ids;
  // Several records carry the value: nothing is done, the caller gets their addresses.
  if (ids.length > 1) return { status: 300, body: ids.map((id) => recordUrl(call.version, object, id)) };
  if (call.method === 'PATCH') return upsert(api, call, object, field, value, first);
  if (first === undefined) throw notFound();
  return byId(api, call, object, first);
}

/**
 * Upsert. Since version 46.0 an update answers 200 with a body, before that 204 without one; every version served here
 * is newer. With `updateOnly=true` a missing record is a 404 instead of a new record.
 */
export function upsert(api: Api, call: Call, object: ObjectDef, field: FieldDef, value: string, id: string | undefined): Reply {
  const body = asObject(call.body);
  if (Object.keys(body).some((name) => name.toLowerCase() === field.name.toLowerCase())) {
    throw new SalesforceFault(400, 'INVALID_FIELD', `The ${field.name} field should not be specified in the sobject data.`, [field.name]);
  }
  if (id === undefined) {
    if (call.query.get('updateOnly') === 'true' || field.name === 'Id') throw notFound();
    const { id: newId, change } = api.writes.create(object, { ...body, [field.name]: value });
    return { status: 201, body: { id: newId, success: true, errors: [], created: true }, changes: [change] };
  }
  const change = api.writes.update(object, id, body, call.headers['if-unmodified-since']);
  const key = change.key === undefined && isEffectKeyField(field) ? { ...change, key: value } : change;
  return { status: 200, body: { id, success: true, errors: [], created: false }, changes: [key] };
}

function isEffectKeyField(field: FieldDef): boolean {
  return field.name === 'Countersign_Key__c' || field.name === 'Key__c';
}

export function only(call: Call, methods: readonly string[], handle: () => Reply): Reply {
  if (methods.includes(call.method)) return handle();
  throw new SalesforceFault(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${call.method}' not allowed. Allowed are ${methods.join(',')}`);
}
