import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { CallOptions, LiveRecord, LiveValue, RecordReader } from '../../contracts/ports.ts';
import { memberOf } from './client.ts';
import { wireField } from './config.ts';
import { entityPath, fieldName } from './literals.ts';
import type { PortDeps } from './port-deps.ts';
import { toInstant } from './schema.ts';
import { entities } from './services.ts';

/** Live fields of one record, dates as ISO texts. Ids of several keys are joined with a slash. */
export function recordReader({ client, config }: PortDeps): RecordReader {
  return {
    async read(target, fields, options?: CallOptions): Promise<LiveRecord | undefined> {
      const { service, path } = addressOf(target.type, target.id);
      // Without fields only the version is wanted, which comes with any answer.
      const onWire = (name: string): string => wireField(config, target.type, name);
      const query = fields.length === 0 ? {} : { $select: [...new Set(fields.map((name) => fieldName(onWire(name))))].join(',') };
      const row = await client.get({ service, path, query, signal: options?.signal });
      if (row === undefined) return undefined;
      const etag = memberOf(memberOf(row, '__metadata'), 'etag');
      const values = Object.fromEntries(fields.map((name) => [name, fieldValue(name, memberOf(row, onWire(name)))]));
      return { id: target.id, ...(typeof etag === 'string' ? { version: etag } : {}), fields: values };
    },
  };
}

export function addressOf(type: string, id: string): { service: string; path: string } {
  const entity = entities[type];
  if (!entity) throw new CountersignError('capability.missing', `The connection does not serve records of type ${type}`);
  const parts = entity.keys.length === 1 ? [id] : id.split('/');
  if (parts.length !== entity.keys.length)
    throw new CountersignError('input.invalid', `An id of ${type} has ${entity.keys.length} parts`, { field: 'id' });
  return {
    service: entity.service,
    path: entityPath(
      entity.set ?? type,
      parts.length === 1 ? id : Object.fromEntries(entity.keys.map((key, at) => [key, parts[at] ?? ''])),
    ),
  };
}

/** SAP names its date fields so: `…Date` is a day, `…DateTime` a moment. */
function fieldValue(name: string, value: unknown): LiveValue {
  if (typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value !== 'string') return null;
  if (name.endsWith('DateTime')) return toInstant(value) ?? null;
  return name.endsWith('Date') ? (toInstant(value)?.slice(0, 10) ?? null) : value;
}

/** The way back: an ISO day or moment in a date field becomes what OData V2 JSON wants; everything else stays. */
export function toWire(name: string, value: Json): Json {
  if (typeof value === 'string' && name.endsWith('DateTime') && /^\d{4}-\d\d-\d\dT/.test(value)) return `/Date(${Date.parse(value)}+0000)/`;
  if (typeof value === 'string' && name.endsWith('Date') && /^\d{4}-\d\d-\d\d$/.test(value))
    return `/Date(${Date.parse(`${value}T00:00:00Z`)})/`;
  if (Array.isArray(value)) return value.map((one: Json) => toWire('', one));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, toWire(inner, one)]));
  return value;
}
