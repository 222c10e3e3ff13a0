import type { Json, JsonObject } from '../../contracts/json.ts';
import { resolve, type Target } from './address.ts';
import { callFunction } from './call-function.ts';
import { decideCreditBlock } from './credit-block.ts';
import { entityWriter, type EntityWriter } from './entity-json.ts';
import { allOf } from './filter.ts';
import { type Input, parseBody, readInput } from './input.ts';
import { metadataXml } from './metadata.ts';
import type { EntitySet, Service } from './model.ts';
import { parseQuery, type Shape } from './query.ts';
import { badRequest, SapError, sapErrorBody } from './sap-error.ts';
import { touch } from './sales-status.ts';
import { setNamed } from './services.ts';
import { simulateOrder } from './simulate.ts';
import { keyOf, type Row } from './store.ts';
import { createEntity, removeEntity, updateEntity, type WriteContext } from './write-entity.ts';

/** One operation, whether it came alone or inside a batch. `path` is below the service root and still percent-encoded. */
export type ODataRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly ifMatch?: string;
  readonly body: string;
};
export type ODataReply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type ODataContext = WriteContext & { readonly service: Service; readonly serviceUrl: string; readonly pageSize: number };

export function answer(context: ODataContext, request: ODataRequest): ODataReply {
  try {
    return operate(context, request);
  } catch (error) {
    if (error instanceof SapError) return refusal(error);
    throw error;
  }
}

export function refusal(error: SapError): ODataReply {
  if (error.status === 403) return { status: 403, headers: { 'content-type': 'text/plain', ...error.headers }, body: error.message };
  return reply(error.status, sapErrorBody(error.code, error.message), error.headers);
}

function operate(context: ODataContext, request: ODataRequest): ODataReply {
  const target = resolve(context.service, context.store, request.path);
  if (request.method === 'GET') return read(context, request, target);
  if (target.kind === 'function' && target.function.isPosted === true && request.method === 'POST')
    return reply(200, { d: committing(context, (inner) => decideCreditBlock(inner, target.function, request.query)) });
  if (target.kind !== 'collection' && target.kind !== 'entity')
    throw new SapError(405, '/IWBEP/CM_MGW_RT/021', `Method '${request.method}' is not allowed here`);
  const writer = entityWriter(context.store, context.serviceUrl);
  if (request.method === 'POST' && target.kind === 'collection') return create(context, request, target, writer);
  if (target.kind !== 'entity')
    throw new SapError(405, '/IWBEP/CM_MGW_RT/021', `Method '${request.method}' is not allowed on a collection`);
  const { set, row } = target;
  if (request.method === 'PATCH' || request.method === 'MERGE') {
    const input = readInput(set, parseBody(request.body), 'update');
    committing(context, (inner) => updateEntity(inner, set, row, input, request.ifMatch));
    const after = context.store.get(set, keyOf(set, row));
    return { status: 204, headers: { ...versionHeader(writer, set, after ?? row) }, body: '' };
  }
  if (request.method !== 'DELETE')
    throw new SapError(405, '/IWBEP/CM_MGW_RT/021', `Method '${request.method}' is not allowed for an entity`);
  committing(context, (inner) => removeEntity(inner, set, row, request.ifMatch));
  return { status: 204, headers: {}, body: '' };
}

function read(context: ODataContext, request: ODataRequest, target: Target): ODataReply {
  switch (target.kind) {
    case 'metadata':
      return { status: 200, headers: { 'content-type': 'application/xml', dataserviceversion: '2.0' }, body: metadataXml(context.service) };
    case 'service':
      return reply(200, { d: { EntitySets: [...context.service.sets.keys()] } });
    case 'batch':
      throw new SapError(405, '/IWBEP/CM_MGW_RT/021', 'A batch is posted');
    case 'function':
      return reply(200, { d: callFunction(context.service, target.function, request.query, context) });
    case 'entity': {
      const { shape } = parseQuery(target.set, request.query);
      const writer = entityWriter(context.store, context.serviceUrl);
      return reply(200, { d: writer.entity(target.set, target.row, shape) }, versionHeader(writer, target.set, target.row));
    }
    case 'collection':
      return readCollection(context, request, target);
  }
}

function readCollection(context: ODataContext, request: ODataRequest, target: Extract<Target, { kind: 'collection' }>): ODataReply {
  const query = parseQuery(target.set, request.query);
  const where = allOf(target.where, query.where);
  if (target.isCount)
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(context.store.count(target.set, where)) };
  const limit = Math.min(query.top ?? Number.MAX_SAFE_INTEGER, context.pageSize);
  const found = context.store.find(target.set, where, {
    limit: limit + 1,
    offset: query.skip,
    ...(query.orderBy ? { orderBy: query.orderBy } : {}),
  });
  const writer = entityWriter(context.store, context.serviceUrl);
  const results = found.slice(0, limit).map((row) => writer.entity(target.set, row, query.shape));
  const hasMore = found.length > limit && (query.top === undefined || query.top > limit);
  return reply(200, {
    d: {
      ...(query.wantsCount ? { __count: String(context.store.count(target.set, where)) } : {}),
      results,
      ...(hasMore ? { __next: nextLink(context, request, limit, query.top) } : {}),
    },
  });
}

function nextLink(context: ODataContext, request: ODataRequest, limit: number, top: number | undefined): string {
  const params = new URLSearchParams(request.query);
  params.set('$skiptoken', String(Number(params.get('$skiptoken') ?? 0) + limit));
  if (top !== undefined) params.set('$top', String(top - limit));
  const text = [...params]
    .map(
      ([name, value]) =>
        `${name.startsWith('$') ? `$${encodeURIComponent(name.slice(1))}` : encodeURIComponent(name)}=${encodeURIComponent(value)}`,
    )
    .join('&');
  return `${context.serviceUrl}/${request.path}?${text}`;
}

function create(
  context: ODataContext,
  request: ODataRequest,
  target: Extract<Target, { kind: 'collection' }>,
  writer: EntityWriter,
): ODataReply {
  if (target.isCount) throw badRequest('A count cannot be posted to');
  const input = readInput(target.set, parseBody(request.body), 'create');
  if (target.set.name === 'A_SalesOrderSimulation') return reply(201, { d: simulateOrder(context.store, context.clock, input) });
  const created = committing(context, (inner) => createEntity(inner, target.set, input, target.fixed));
  const row = context.store.get(target.set, keyOf(target.set, created)) ?? created;
  return reply(
    201,
    { d: writer.entity(target.set, row, shapeLike(input)) },
    { location: writer.uri(target.set, row), ...versionHeader(writer, target.set, row) },
  );
}

/** The answer to a deep insert shows what was inserted. */
function shapeLike(input: Input): Shape {
  return { expand: new Map([...input.children].map(([name, list]) => [name, shapeLike(list[0] ?? { values: {}, children: new Map() })])) };
}

/** All or nothing; the request log hears of the changes only when they are really there. */
function committing<T>(context: ODataContext, work: (inner: WriteContext) => T): T {
  const local: WriteContext['exchange'] = { commits: [], staleEtag: context.exchange.staleEtag };
  const done = context.store.transaction(() => work({ ...context, exchange: local }));
  context.exchange.commits.push(...local.commits);
  return done;
}

/** For the stale-etag fault: somebody else really changes the addressed record first, so the next read shows a new version. */
export function changeElsewhere(context: ODataContext, request: ODataRequest): void {
  if (!context.exchange.staleEtag || request.method === 'GET') return;
  const target = entityOf(context, request);
  if (!target?.set.etag) return;
  const parent = target.set.etag.parent;
  touch(
    context.store,
    parent?.set ?? target.set.name,
    parent ? { [parent.key]: target.row[parent.key] ?? null } : target.row,
    context.clock,
    'ELSEWHERE',
  );
}

function entityOf(context: ODataContext, request: ODataRequest): { set: EntitySet; row: Row } | undefined {
  try {
    const target = resolve(context.service, context.store, request.path);
    return target.kind === 'entity' ? { set: setNamed(target.set.name), row: target.row } : undefined;
  } catch {
    // The write itself will say what is wrong with the address.
    return undefined;
  }
}

function versionHeader(writer: EntityWriter, set: EntitySet, row: Row): Record<string, string> {
  const tag = writer.etag(set, row);
  return tag === undefined ? {} : { etag: tag };
}

function reply(status: number, body: Json | JsonObject, headers: Readonly<Record<string, string>> = {}): ODataReply {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', dataserviceversion: '2.0', ...headers },
    body: JSON.stringify(body),
  };
}
