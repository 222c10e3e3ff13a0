import { type Api, asObject, type Call, type Reply } from './api.ts';
import { SalesforceFault } from './fault.ts';
import type { ObjectDef } from './objects/index.ts';
import { findField, findObject, idOfObject, objectOfId } from './organisation.ts';
import { normalId } from './record-id.ts';
import { only, upsert } from './sobjects.ts';
import type { Json } from './soql/run.ts';
import type { Change } from './writes.ts';

type Attempt = { readonly result: Json; readonly changes: readonly Change[]; readonly failed: boolean };

/** `composite/sobjects`: up to 200 records in one call, each with its own result; with allOrNone, all or nothing. */
export function collections(api: Api, call: Call): Reply {
  const [, , name, externalField] = call.segments;
  if (name !== undefined) return only(call, ['PATCH'], () => upsertAll(api, call, name, externalField ?? ''));
  if (call.method === 'DELETE') {
    const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
    return each(api, ids, call.query.get('allOrNone') === 'true', (id) => deleteOne(api, id));
  }
  return only(call, ['POST', 'PATCH'], () => {
    const { allOrNone, records } = envelope(call.body);
    return each(api, records, allOrNone, (record) => (call.method === 'POST' ? createOne(api, record) : updateOne(api, record)));
  });
}

function upsertAll(api: Api, call: Call, name: string, externalField: string): Reply {
  const object = objectNamed(name);
  const field = findField(object, externalField);
  if (!field?.externalId)
    throw new SalesforceFault(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${externalField}`);
  const { allOrNone, records } = envelope(call.body);
  return each(api, records, allOrNone, (record) => {
    const { attributes: _, [field.name]: value, ...body } = record;
    if (typeof value !== 'string' || value === '')
      throw new SalesforceFault(400, 'MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
    const rows = api.records.byValue(object, field.name, value);
    if (rows.length > 1)
      throw new SalesforceFault(
        300,
        'DUPLICATE_EXTERNAL_ID',
        `${field.name}: more than one record found for external id field: [${rows.map((row) => String(row['Id'])).join(', ')}]`,
      );
    const [row] = rows;
    const reply = upsert(api, { ...call, body }, object, field, value, row ? String(row['Id']) : undefined);
    return { result: reply.body ?? null, changes: reply.changes ?? [] };
  });
}

function createOne(api: Api, record: Readonly<Record<string, unknown>>) {
  const { id, change } = api.writes.create(typeOf(record), record);
  return { result: { id, success: true, errors: [] }, changes: [change] };
}

function updateOne(api: Api, record: Readonly<Record<string, unknown>>) {
  const { attributes: _, Id: upper, id: lower, ...body } = record;
  const object = typeOf(record);
  const id = idOfObject(object, textOf(upper ?? lower));
  const change = api.writes.update(object, id, body);
  return { result: { id, success: true, errors: [] }, changes: [change] };
}

function deleteOne(api: Api, given: string) {
  const id = normalId(given);
  const object = id === undefined ? undefined : objectOfId(id);
  if (id === undefined || !object) throw new SalesforceFault(400, 'MALFORMED_ID', `malformed id ${given}`);
  return { result: { id, success: true, errors: [] }, changes: [api.writes.remove(object, id)] };
}

function each<T>(
  api: Api,
  items: readonly T[],
  allOrNone: boolean,
  work: (item: T) => { result: Json; changes: readonly Change[] },
): Reply {
  if (items.length > 200)
    throw new SalesforceFault(400, 'EXCEEDED_ID_LIMIT', 'record limit reached. cannot submit more than 200 records into this call');
  let attempts: readonly Attempt[] = [];
  try {
    api.records.atomically(() => {
      attempts = items.map((item) => attempt(api, () => work(item)));
      if (allOrNone && attempts.some(({ failed }) => failed)) throw new RollBack();
    });
  } catch (thrown) {
    if (!(thrown instanceof RollBack)) throw thrown;
    attempts = attempts.map((each) => (each.failed ? each : { result: rolledBack, changes: [], failed: true }));
  }
  return { status: 200, body: attempts.map(({ result }) => result), changes: attempts.flatMap(({ changes }) => changes) };
}

const rolledBack: Json = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

class RollBack extends Error {}

function attempt(api: Api, work: () => { result: Json; changes: readonly Change[] }): Attempt {
  try {
    return { ...api.records.atomically(work), failed: false };
  } catch (thrown) {
    if (!(thrown instanceof SalesforceFault)) throw thrown;
    const { message, errorCode, fields } = thrown.entry;
    return { result: { success: false, errors: [{ statusCode: errorCode, message, fields: fields ?? [] }] }, changes: [], failed: true };
  }
}

function envelope(body: unknown): { allOrNone: boolean; records: readonly Readonly<Record<string, unknown>>[] } {
  const { allOrNone, records } = asObject(body);
  if (!Array.isArray(records)) throw new SalesforceFault(400, 'INVALID_INPUT', 'records is required');
  return { allOrNone: allOrNone === true, records: records.map(asObject) };
}

function typeOf(record: Readonly<Record<string, unknown>>): ObjectDef {
  const attributes = asObject(record['attributes'] ?? {});
  return objectNamed(textOf(attributes['type']));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectNamed(name: string): ObjectDef {
  const object = findObject(name);
  if (!object) throw new SalesforceFault(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`);
  return object;
}
