import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { CallOptions, LookupOutcome, RecordWriter, WriteOutcome, WriteReceipt, WriteRequest } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { classifyTransport, type HttpReply } from '../core/index.ts';
import { beforeSending } from './before-sending.ts';
import type { ApiCall, Client } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { isMail, lookUpMail, sendMail } from './mail.ts';
import { isRecordId, name, soql, text } from './soql.ts';
import { markerOutcome, plainOutcome } from './write-outcome.ts';
import { markerCall, modeOf, plainCall, planProblem } from './write-plan.ts';

type GivenDeps = { readonly client: Client; readonly config: SalesforceConfig; readonly clock: Clock; readonly log: Log };
/** With the markers of mails that were not sent; see mail.ts. */
type WriterDeps = GivenDeps & { readonly left: Map<string, WriteReceipt> };

export function createWriter(given: GivenDeps): RecordWriter {
  const deps: WriterDeps = { ...given, left: new Map() };
  const { config } = deps;
  return {
    settleDelayMs: config.settleDelayMs ?? config.deadlineMs * 2,
    refusesSecond: (request) => modeOf(request, config) !== 'plain',
    async send(request, options) {
      const outcome = await sendOnce(deps, request, options);
      deps.log.info(
        {
          connection: deps.client.connection,
          type: request.target.type,
          operation: request.operation,
          key: request.key,
          outcome: outcome.kind,
        },
        'write sent',
      );
      return outcome;
    },
    async lookup(request, options) {
      try {
        return await lookup(deps, request, options);
      } catch (thrown) {
        return { kind: 'unreachable', reason: asCountersignError(thrown).message };
      }
    },
  };
}

async function sendOnce(deps: WriterDeps, request: WriteRequest, options?: CallOptions): Promise<WriteOutcome> {
  const { client, config, clock, left } = deps;
  const problem = planProblem(request, config);
  if (problem) return { kind: 'refused', status: 0, ...problem };
  if (isMail(request)) return sendMail({ client, config, left, now: clock.now() }, request, options);
  const early = await movedSince(deps, request, options);
  if (early) return early;
  const isMarker = modeOf(request, config) === 'marker';
  const call = isMarker ? markerCall(request, config, client.base) : plainCall(request, config);
  const reply = await attempt(client, call, options);
  if ('kind' in reply) return reply;
  const context = { connection: client.connection, config, now: clock.now() };
  const outcome = (isMarker ? markerOutcome : plainOutcome)(reply, request.target.id, context);
  return outcome.kind === 'applied' && outcome.receipt.version === undefined ? withVersion(deps, request, outcome, options) : outcome;
}

async function attempt(client: Client, call: ApiCall, options?: CallOptions): Promise<HttpReply | WriteOutcome> {
  try {
    return await client.call({ ...call, signal: options?.signal });
  } catch (thrown) {
    return classifyTransport(thrown);
  }
}

/**
 * Compares the record's stamp right before an update. The guard in the request repeats the check where the vendor can
 * make it in the same transaction. A stamp that moved because this very write is already there is a duplicate.
 */
async function movedSince(deps: WriterDeps, request: WriteRequest, options?: CallOptions): Promise<WriteOutcome | undefined> {
  const { client } = deps;
  if (request.operation !== 'update' || request.expectedVersion === undefined) return undefined;
  let version: string | undefined;
  try {
    version = await versionOf(client, request.target.type, request.target.id ?? '', options);
  } catch (thrown) {
    return beforeSending(thrown);
  }
  if (version === request.expectedVersion) return undefined;
  if (version === undefined)
    return { kind: 'refused', status: 404, code: 'NOT_FOUND', reason: `${client.connection} refused the write: the record does not exist` };
  try {
    const earlier = await lookup(deps, request, options);
    if (earlier.kind === 'found')
      return { kind: 'duplicate', status: 412, reason: `${client.connection} already holds a write with this key` };
  } catch (thrown) {
    return beforeSending(thrown);
  }
  return { kind: 'conflict', status: 412, reason: `${client.connection} says the record changed since it was read` };
}

async function lookup({ client, config }: WriterDeps, request: WriteRequest, options?: CallOptions): Promise<LookupOutcome> {
  const { target, key } = request;
  if (isMail(request)) return lookUpMail({ client, config }, key, options);
  const mode = modeOf(request, config);
  if (mode !== 'marker' && !config.keyObjects.includes(target.type)) {
    // Nothing on such a record (a feed item) carries a key, so no answer of the vendor's could settle it: a person looks.
    return { kind: 'ambiguous', count: 0 };
  }
  const { marker } = config;
  const query =
    mode === 'marker'
      ? soql`SELECT ${name(marker.record)} FROM ${name(marker.object)} WHERE ${name(marker.key)} = ${text(key)} LIMIT 2`
      : soql`SELECT Id FROM ${name(target.type)} WHERE ${name(config.fields.key)} = ${text(key)} LIMIT 2`;
  const rows = await client.query(query, options?.signal);
  const [row] = rows;
  if (!row) return { kind: 'absent' };
  if (rows.length > 1) return { kind: 'ambiguous', count: rows.length };
  const id = row[mode === 'marker' ? marker.record : 'Id'];
  if (typeof id !== 'string' || !isRecordId(id))
    return { kind: 'unreachable', reason: `${client.connection} holds a marker that names no record` };
  const version = await versionOf(client, target.type, id, options);
  return { kind: 'found', id, ...(version === undefined ? {} : { version }) };
}

/** The record's stamp; undefined when there is no such record. */
async function versionOf(client: Client, type: string, id: string, options?: CallOptions): Promise<string | undefined> {
  const row = await client.read({
    path: `/sobjects/${name(type).soql}/${id}`,
    query: { fields: 'SystemModstamp' },
    signal: options?.signal,
  });
  if (row === undefined) return undefined;
  if (typeof row === 'object' && row !== null && 'SystemModstamp' in row && typeof row.SystemModstamp === 'string')
    return row.SystemModstamp;
  throw new CountersignError('connector.invalid_reply', `${client.connection} answered with a record without a stamp`);
}

/** A plain write does not answer with the new version; reading it is a courtesy and its failure changes nothing. */
async function withVersion(
  deps: WriterDeps,
  request: WriteRequest,
  outcome: Extract<WriteOutcome, { kind: 'applied' }>,
  options?: CallOptions,
): Promise<WriteOutcome> {
  try {
    const version = await versionOf(deps.client, request.target.type, outcome.receipt.id, options);
    return version === undefined ? outcome : { kind: 'applied', receipt: { ...outcome.receipt, version } };
  } catch {
    return outcome;
  }
}
