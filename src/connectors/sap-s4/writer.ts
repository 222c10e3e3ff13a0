import { createHash } from 'node:crypto';
import { CountersignError } from '../../contracts/errors.ts';
import { canonicalJson } from '../../contracts/json.ts';
import type { CallOptions, LookupOutcome, RecordWriter, WriteOutcome, WriteRequest } from '../../contracts/ports.ts';
import { classifyTransport, classifyWrite, type HttpReply, parseJson } from '../core/index.ts';
import { memberOf, NotSent } from './client.ts';
import {
  naturallyKeyed,
  changedTypes,
  createKeyField,
  creditBlockType,
  decisionType,
  type Keyed,
  keyedTypes,
  maxKeyLength,
  updateKeyField,
  wireField,
} from './config.ts';
import { allOf, type Condition, equalsText, textLiteral } from './literals.ts';
import type { PortDeps } from './port-deps.ts';
import { addressOf, recordReader, toWire } from './reader.ts';
import { placeOf, serviceOf } from './services.ts';

/** What is sent for a write, or why it is not. */
type Create = {
  readonly kind: 'create';
  readonly type: Keyed;
  readonly body: Readonly<Record<string, unknown>>;
  readonly keyField: string;
};
type Update = {
  readonly kind: 'update';
  readonly type: string;
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** As the caller gave them, to be compared with what the record holds. */
  readonly fields: WriteRequest['fields'];
  readonly keyField?: string;
};
/** A function of the ERP's that decides about a record; it takes no version and carries no key. */
type Decide = { readonly kind: 'decide'; readonly type: string; readonly id: string; readonly fields: WriteRequest['fields'] };
type Plan = Create | Update | Decide | { readonly kind: 'no'; readonly outcome: WriteOutcome };

export function recordWriter(deps: PortDeps): RecordWriter {
  const { config } = deps;
  return {
    settleDelayMs: config.settleMs ?? config.deadlineMs * 2,
    // A change at a known version: once it is in, the version has moved and SAP answers 412. SAP takes any number of like orders.
    refusesSecond: ({ operation, target, expectedVersion }) =>
      operation === 'update'
        ? expectedVersion !== undefined || target.type === creditBlockType
        : naturallyKeyed.includes(target.type) || (target.type === decisionType && config.decisionAudit?.refusesSecond === true),
    async send(request, options) {
      const plan = planOf(deps, request);
      if (plan.kind === 'no') return plan.outcome;
      try {
        const version = plan.kind === 'update' ? (request.expectedVersion ?? (await currentVersion(deps, plan, options))) : undefined;
        if (plan.kind === 'update' && version === undefined) return refused(404, 'absent', `${deps.name} does not know this record`);
        const reply = await transmit(deps, plan, version, options);
        if (plan.kind === 'create' && hasOwnKey(plan.type) && mayBeSecond(reply)) {
          // Every release says in words of its own that a key is taken, so it is the table that is asked.
          const there = await lookup(deps, request, options);
          if (there.kind === 'found') return { kind: 'duplicate', status: reply.status, reason: `${deps.name} holds this record already` };
          if (there.kind === 'unreachable') return { kind: 'uncertain', reason: there.reason };
        }
        return classifyWrite(reply, deps.name, deps.clock.now()) ?? outcomeOf(deps, plan, reply);
      } catch (error) {
        return notAnswered(error);
      }
    },
    lookup: (request, options) => lookup(deps, request, options),
  };
}

const no = (code: string, reason: string, field?: string): Plan => ({ kind: 'no', outcome: refused(0, code, reason, field) });

const onWire = (config: PortDeps['config'], type: string, fields: WriteRequest['fields']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [wireField(config, type, field), toWire(field, value)]));

function planOf(deps: PortDeps, request: WriteRequest): Plan {
  const { config, name } = deps;
  const { type, id } = request.target;
  const { fields, operation } = request;
  if (request.key.length > maxKeyLength) return no('key.too_long', `${name} keeps keys of at most ${maxKeyLength} characters`);
  if (operation === 'create' && isCreated(config, type)) return creation(config, type, request);
  if (operation === 'update' && type === creditBlockType && id !== undefined) return { kind: 'decide', type, id, fields };
  if (operation === 'update' && changedTypes.includes(type) && id !== undefined) {
    const keyField = updateKeyField(config, type);
    const key = keyField === undefined ? {} : { [keyField]: request.key };
    return {
      kind: 'update',
      type,
      id,
      fields,
      body: { ...onWire(config, type, fields), ...key },
      ...(keyField === undefined ? {} : { keyField }),
    };
  }
  return no('capability.missing', `${name} cannot ${operation} records of type ${type}`);
}

function creation(config: PortDeps['config'], type: Keyed, { fields, key }: WriteRequest): Plan {
  if (naturallyKeyed.includes(type)) return { kind: 'create', type, body: onWire(config, type, fields), keyField: '' };
  const keyField = createKeyField(config, type);
  // Without a field for it, nobody could find out later whether the record was created.
  if (keyField === undefined) return no('key.no_room', `keyFields.${type} names no field that carries the key`);
  // The customer's own reference is not ours to replace; a key without a field would make the write impossible to look up.
  if (fields[keyField] !== undefined) return no('key.no_room', `The field that carries the key is already taken`, keyField);
  return { kind: 'create', type, body: { ...onWire(config, type, fields), [keyField]: key }, keyField };
}

const isCreated = (config: PortDeps['config'], type: string): type is Keyed =>
  keyedTypes.includes(type) || (type === decisionType && config.decisionAudit !== undefined);

/** Records SAP knows by what they say, whichever effect wrote them. */
const hasOwnKey = (type: string): boolean => type === decisionType || naturallyKeyed.includes(type);

const mayBeSecond = ({ status }: HttpReply): boolean => [400, 409, 422].includes(status);

function transmit(
  { client, config }: PortDeps,
  plan: Exclude<Plan, { kind: 'no' }>,
  version: string | undefined,
  options?: CallOptions,
): Promise<HttpReply> {
  const signal = options?.signal;
  if (plan.kind === 'create') {
    const { service, set } = placeOf(config, plan.type);
    return client.write({ service, path: set, method: 'POST', body: plan.body, signal });
  }
  if (plan.kind === 'decide') {
    const query = { SalesDocument: textLiteral(plan.id), SDDocumentCategory: textLiteral('C') };
    return client.write({ service: serviceOf.creditBlocks, path: 'ReleaseCreditBlock', method: 'POST', query, body: {}, signal });
  }
  const { service, path } = addressOf(plan.type, plan.id);
  return client.write({ service, path, method: 'PATCH', body: plan.body, signal, ...(version === undefined ? {} : { ifMatch: version }) });
}

/** SAP takes no change without a version; a caller that has none gets the newest. */
async function currentVersion(deps: PortDeps, plan: { type: string; id: string }, options?: CallOptions): Promise<string | undefined> {
  try {
    const live = await recordReader(deps).read({ type: plan.type, id: plan.id }, [], options);
    return live?.version;
  } catch (error) {
    throw error instanceof CountersignError ? new NotSent(error) : error;
  }
}

/** 2xx is a yes, 4xx a no for good; what stands between the two was sorted out before. */
function outcomeOf({ name, config }: PortDeps, plan: Exclude<Plan, { kind: 'no' }>, reply: HttpReply): WriteOutcome {
  if (reply.status < 200 || reply.status >= 300) {
    const error = errorOf(reply);
    return refused(reply.status, error.code, `${name} refused the write with ${error.code}`, error.field);
  }
  const id = plan.kind !== 'create' ? plan.id : createdId(placeOf(config, plan.type).idFields, reply);
  if (id === undefined) return { kind: 'uncertain', reason: `${name} said the record was created but not which` };
  const version = reply.headers['etag'];
  const responseHash = createHash('sha256').update(reply.bytes).digest('hex');
  return { kind: 'applied', receipt: { id, status: reply.status, responseHash, ...(version === undefined ? {} : { version }) } };
}

function createdId(keys: readonly string[], reply: HttpReply): string | undefined {
  try {
    return idOf(keys, memberOf(parseJson(reply.text()), 'd'));
  } catch {
    return undefined;
  }
}

/** Keys joined with a slash, as everywhere; undefined when one is missing. */
function idOf(keys: readonly string[], row: unknown): string | undefined {
  const parts = keys.map((key) => memberOf(row, key));
  return parts.length > 0 && parts.every((part) => typeof part === 'string' && part !== '') ? parts.join('/') : undefined;
}

/** Code and field of a SAP error body; its message may quote what was sent, so it stays where it is. */
function errorOf(reply: HttpReply): { code: string; field?: string } {
  try {
    const error = memberOf(parseJson(reply.text()), 'error');
    const code = memberOf(error, 'code');
    const details = memberOf(memberOf(error, 'innererror'), 'errordetails');
    const field: unknown = Array.isArray(details) ? memberOf(details[0], 'propertyref') : undefined;
    return {
      code: typeof code === 'string' && code !== '' ? code.slice(0, 80) : `status ${reply.status}`,
      ...(typeof field === 'string' && field !== '' ? { field } : {}),
    };
  } catch {
    return { code: `status ${reply.status}` };
  }
}

function notAnswered(error: unknown): WriteOutcome {
  if (!(error instanceof NotSent)) return classifyTransport(error);
  const { code, retry, retryAfterMs, message } = error.error;
  if (retry === 'never') return refused(0, code, message);
  return { kind: 'deferred', retryAfterMs: retryAfterMs ?? 1_000 };
}

function refused(status: number, code: string, reason: string, field?: string): WriteOutcome {
  return { kind: 'refused', status, code, reason, ...(field === undefined ? {} : { field }) };
}

async function lookup(deps: PortDeps, request: WriteRequest, options?: CallOptions): Promise<LookupOutcome> {
  const plan = planOf(deps, request);
  if (plan.kind === 'no') return { kind: 'absent' };
  try {
    if (plan.kind === 'create') return await findCreated(deps, plan, request.key, options);
    return await findChange(deps, plan, request, options);
  } catch (error) {
    return { kind: 'unreachable', reason: error instanceof Error ? error.message : 'The look-up failed' };
  }
}

async function findCreated(
  { client, config }: PortDeps,
  plan: { type: Keyed; keyField: string; body: Readonly<Record<string, unknown>> },
  key: string,
  options?: CallOptions,
): Promise<LookupOutcome> {
  const { service, set, idFields } = placeOf(config, plan.type);
  // A record with a key of its own is there once, whichever effect wrote it; who only asks after a key does not know that one.
  const own = hasOwnKey(plan.type) ? idFields.flatMap((field) => ownPart(field, plan.body[field])) : [];
  if (own.length === 0 && plan.keyField === '') return { kind: 'absent' };
  const filter = own.length > 0 ? allOf(...own) : equalsText(plan.keyField, key);
  const query = { $filter: filter.text, $select: idFields.join(','), $top: 3 };
  const { rows } = await client.list({ service, path: set, query, signal: options?.signal }, 3);
  if (rows.length > 1) return { kind: 'ambiguous', count: rows.length };
  const id = idOf(idFields, rows[0]);
  if (id === undefined) return { kind: 'absent' };
  const etag = memberOf(memberOf(rows[0], '__metadata'), 'etag');
  return { kind: 'found', id, ...(typeof etag === 'string' ? { version: etag } : {}) };
}

const ownPart = (field: string, value: unknown): Condition[] => (typeof value === 'string' ? [equalsText(field, value)] : []);

/**
 * The key of the newest change lies on the record; an older one's is gone, and then If-Match protects a second send. A record
 * without a field for it is compared with what was wanted: it holds all of it, or it has not moved since.
 */
async function findChange(deps: PortDeps, plan: Update | Decide, request: WriteRequest, options?: CallOptions): Promise<LookupOutcome> {
  const keyField = plan.kind === 'update' ? plan.keyField : undefined;
  const names = keyField === undefined ? Object.keys(plan.fields) : [keyField];
  if (names.length === 0)
    return { kind: 'unreachable', reason: `${deps.name} has no field that carries the key of a change of ${plan.type}` };
  const live = await recordReader(deps).read({ type: plan.type, id: plan.id }, names, options);
  if (!live) return { kind: 'absent' };
  const holds =
    keyField === undefined
      ? names.every((field) => canonicalJson(live.fields[field] ?? null) === canonicalJson(plan.fields[field] ?? null))
      : live.fields[keyField] === request.key;
  if (!holds) return { kind: 'absent' };
  return { kind: 'found', id: plan.id, ...(live.version === undefined ? {} : { version: live.version }) };
}
