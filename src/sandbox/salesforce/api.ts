import type { Clock } from '../../contracts/time.ts';
import type { SeededIds } from '../core/ids.ts';
import { malformedQuery, SalesforceFault } from './fault.ts';
import { type ObjectDef, objects } from './objects/index.ts';
import type { Records } from './records.ts';
import { type Json, runSoql } from './soql/run.ts';
import type { Change, Writes } from './writes.ts';

/** One call below `/services/data/vXX.0`, from the network or from inside a composite request. */
export type Call = {
  readonly method: string;
  /** Path segments after the version, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly version: number;
};

export type Reply = {
  readonly status: number;
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
  readonly changes?: readonly Change[];
};

export type Api = {
  readonly records: Records;
  readonly writes: Writes;
  readonly clock: Clock;
  readonly ids: SeededIds;
  readonly denied: ReadonlySet<string>;
  /** Open query pages by locator. */
  readonly cursors: Map<string, readonly Json[]>;
  readonly usage: () => { readonly used: number; readonly max: number };
};

export const versions = [58, 59, 60, 61, 62] as const;

export function basePath(version: number): string {
  return `/services/data/v${version}.0`;
}

export function recordUrl(version: number, object: ObjectDef, id: string): string {
  return `${basePath(version)}/sobjects/${object.name}/${id}`;
}

export function asObject(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Readonly<Record<string, unknown>>;
  throw new SalesforceFault(400, 'JSON_PARSER_ERROR', 'Unexpected input: expected a JSON object at [line:1, column:1]');
}

export function resources(version: number): Json {
  const base = basePath(version);
  return {
    sobjects: `${base}/sobjects`,
    query: `${base}/query`,
    queryAll: `${base}/queryAll`,
    composite: `${base}/composite`,
    limits: `${base}/limits`,
    actions: `${base}/actions`,
  };
}

export function limits(api: Api): Json {
  const { used, max } = api.usage();
  return { DailyApiRequests: { Max: max, Remaining: Math.max(0, max - used) }, DataStorageMB: { Max: 1024, Remaining: 1000 } };
}

export function objectList(version: number, describeBrief: (object: ObjectDef) => Json): Json {
  return {
    encoding: 'UTF-8',
    maxBatchSize: 200,
    sobjects: objects.map((object) =>
      Object.assign({}, describeBrief(object), { urls: { sobject: `${basePath(version)}/sobjects/${object.name}` } }),
    ),
  };
}

const largestPage = 2_000;

export function query(api: Api, call: Call): Reply {
  const [, locator] = call.segments;
  if (locator !== undefined) return nextPage(api, call, locator);
  const text = call.query.get('q');
  if (text === null) throw malformedQuery('A query string has to be specified');
  const outcome = runSoql(text, { records: api.records, now: api.clock.now(), urlOf: (object, id) => recordUrl(call.version, object, id) });
  const size = pageSize(call);
  if (outcome.records.length <= size) return { status: 200, body: { totalSize: outcome.count, done: true, records: outcome.records } };
  const id = `01g5g0${String(api.ids.next('salesforce:cursor')).padStart(12, '0')}`;
  // A client that never reads on must not keep pages for ever.
  const [oldest] = api.cursors.keys();
  if (api.cursors.size >= 100 && oldest !== undefined) api.cursors.delete(oldest);
  api.cursors.set(id, outcome.records);
  return page(call, id, outcome.records, 0, size);
}

function nextPage(api: Api, call: Call, locator: string): Reply {
  const match = /^(01g\w{15})-(\d{1,9})$/.exec(locator);
  const all = api.cursors.get(match?.[1] ?? '');
  if (!match || !all) throw new SalesforceFault(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return page(call, match[1] ?? '', all, Number(match[2]), pageSize(call));
}

function page(call: Call, id: string, all: readonly Json[], from: number, size: number): Reply {
  const records = all.slice(from, from + size);
  const done = from + size >= all.length;
  const next = done ? {} : { nextRecordsUrl: `${basePath(call.version)}/query/${id}-${from + size}` };
  return { status: 200, body: { totalSize: all.length, done, ...next, records } };
}

/** `Sforce-Query-Options: batchSize=500`, between 200 and 2000 as with the vendor. */
function pageSize(call: Call): number {
  const asked = /batchSize\s*=\s*(\d+)/i.exec(call.headers['sforce-query-options'] ?? '')?.[1];
  return asked === undefined ? largestPage : Math.min(Math.max(Number(asked), 200), largestPage);
}
