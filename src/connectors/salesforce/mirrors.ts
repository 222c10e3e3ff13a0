import type { Mirrors } from '../../contracts/bridge-ports.ts';
import { MirrorRecord, MirrorValues } from '../../contracts/business-crm.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions } from '../../contracts/ports.ts';
import { decimalOf } from './bridge-map.ts';
import { MirrorRow } from './bridge-schema.ts';
import type { Client } from './client.ts';
import { checked, custom, type MapContext, parsed, ref, type Row } from './map.ts';
import { condition, id, most, name, names, soql, text, texts, where } from './soql.ts';

/** Copies of ERP records and records of ours in the CRM, by their external id. */
export function mirrorPort(client: Client, context: MapContext): Mirrors {
  return {
    find: (object, key, options) => findMirrors(client, context, object, key, options),
    values: (object, keys, fields, options) => mirrorValues(client, context, { object, keys, fields }, options),
    async holding(object, { field, value, fields }, { after, limit }, options) {
      const keyField = keyFieldOf(context, object);
      const held = where([condition`${name(field)} = ${text(value)}`, ...(after === undefined ? [] : [condition`Id > ${id(after)}`])]);
      const wanted = names([...new Set(['Id', keyField, ...fields])]);
      const query = soql`SELECT ${wanted} FROM ${name(object)}${held} ORDER BY Id LIMIT ${most(limit + 1)}`;
      const rows = await client.query(query, options?.signal, limit + 1);
      const items = rows.slice(0, limit).flatMap((row) =>
        // One without our key is somebody else's record.
        typeof row[keyField] === 'string' ? [valuesOf(row, keyField, fields, context)] : [],
      );
      return { items, more: rows.length > limit };
    },
  };
}

function keyFieldOf({ config }: MapContext, object: string): string {
  const keyField = config.mirrors[object];
  if (keyField === undefined)
    throw new CountersignError('capability.missing', `mirrors.${object} names no external id field`, { field: `mirrors.${object}` });
  return keyField;
}

/** A query's address has a length; this many keys fit. */
const keysPerQuery = 50;

async function mirrorValues(
  client: Client,
  context: MapContext,
  { object, keys, fields }: { object: string; keys: readonly string[]; fields: readonly string[] },
  options?: CallOptions,
): Promise<readonly MirrorValues[]> {
  const keyField = keyFieldOf(context, object);
  const wanted = names(['Id', keyField, ...fields]);
  const found: MirrorValues[] = [];
  for (let from = 0; from < keys.length; from += keysPerQuery) {
    const some = texts(keys.slice(from, from + keysPerQuery));
    const query = soql`SELECT ${wanted} FROM ${name(object)} WHERE ${name(keyField)} IN ${some} ORDER BY Id`;
    for (const row of await client.query(query, options?.signal)) found.push(valuesOf(row, keyField, fields, context));
  }
  return found;
}

function valuesOf(row: Row, keyField: string, fields: readonly string[], { connection }: MapContext): MirrorValues {
  const held = fields.flatMap((field) => (row[field] === null || row[field] === undefined ? [] : [[field, row[field]] as const]));
  return checked(MirrorValues, connection, {
    id: row['Id'],
    key: row[keyField],
    texts: Object.fromEntries(
      held.flatMap(([field, value]) => (typeof value === 'string' || typeof value === 'boolean' ? [[field, String(value)]] : [])),
    ),
    amounts: Object.fromEntries(held.flatMap(([field, value]) => (typeof value === 'number' ? [[field, decimalOf(value)]] : []))),
  });
}

async function findMirrors(client: Client, context: MapContext, object: string, key: string, options?: CallOptions) {
  const { connection } = context;
  const keyField = keyFieldOf(context, object);
  const wanted = names(['Id', 'SystemModstamp', 'LastModifiedDate', keyField]);
  const query = soql`SELECT ${wanted} FROM ${name(object)} WHERE ${name(keyField)} = ${text(key)} ORDER BY Id LIMIT ${most(3)}`;
  return (await client.query(query, options?.signal, 3)).map((row) => {
    const seen = parsed(MirrorRow, row, connection);
    return checked(MirrorRecord, connection, { ref: ref(object, seen, connection), id: seen.Id, key: custom(row, keyField) ?? key });
  });
}
