import type { Remote } from '../contracts/commands.ts';
import type { Page } from '../contracts/services.ts';
import { Failure, usage } from './failure.ts';

/** The server's HTTP interface. Paths are encoded by the caller through `path`. */
export type Client = {
  readonly url: string;
  readonly key: string | undefined;
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, options?: { readonly patient?: boolean }): Promise<T>;
  /** The body of an answer as it comes; waits as long as the server goes on. */
  stream(method: 'POST', path: string, body: unknown): Promise<AsyncIterable<Uint8Array>>;
  /** Up to `limit` items over as many pages as it takes. */
  pages<T>(path: string, query: Query, limit: number): Promise<Page<T>>;
  /** The answer whatever its status: readiness says `not ready` with 503. */
  probe<T>(path: string): Promise<T>;
};

export type Query = Readonly<Record<string, string | number | undefined>>;

const deadlineMs = 30_000;
const pageLimit = 200;

/** `` path`/v1/approvals/${id}` ``: what a person typed stays one part of the path. */
export function path(parts: TemplateStringsArray, ...values: readonly string[]): string {
  for (const value of values) {
    // Dots alone would be taken for a folder and lead to another address, encoded or not.
    if (/^\.{0,2}$/.test(value)) throw usage(`“${value}” names nothing`, 'id');
  }
  return parts.map((part, index) => part + (index < values.length ? encodeURIComponent(values[index] ?? '') : '')).join('');
}

export function createClient(remote: Remote, request: typeof fetch, signal: AbortSignal): Client {
  const call = async (method: string, target: string, body: unknown, patient: boolean): Promise<Response> => {
    const signals = patient ? [signal] : [signal, AbortSignal.timeout(deadlineMs)];
    try {
      return await request(new URL(target, withSlash(remote.url)), {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(remote.key === undefined ? {} : { authorization: `Bearer ${remote.key}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        // A redirect would carry the key to wherever the answer points.
        redirect: 'error',
        signal: AbortSignal.any(signals),
      });
    } catch (cause) {
      throw unreachable(remote.url, cause, signal);
    }
  };
  const get = async <T>(target: string, query: Query = {}): Promise<T> =>
    read<T>(await call('GET', withQuery(target, query), undefined, false));
  return {
    url: remote.url,
    key: remote.key,
    get,
    async send<T>(method: string, target: string, body?: unknown, options: { readonly patient?: boolean } = {}) {
      return read<T>(await call(method, target, body, options.patient ?? false));
    },
    async stream(method: string, target: string, body: unknown) {
      const response = await call(method, target, body, true);
      if (!response.ok) await read(response);
      if (!response.body) throw new Failure('http.body', 'the server answered nothing');
      return response.body;
    },
    async pages<T>(target: string, query: Query, limit: number): Promise<Page<T>> {
      const items: T[] = [];
      let after = query['after'];
      for (;;) {
        const page = await get<Page<T>>(target, { ...query, after, limit: Math.min(pageLimit, limit - items.length) });
        items.push(...page.items);
        if (page.next === null || items.length >= limit) return { items, next: page.next };
        after = page.next;
      }
    },
    async probe<T>(target: string) {
      return json<T>(await call('GET', target, undefined, false));
    },
  };
}

/** `http://host/prefix` and `/v1/x` make `http://host/prefix/v1/x`: an installation may live under a path. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}

function withQuery(target: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as [string, string]]));
  const relative = target.replace(/^\//, '');
  return given.length === 0 ? relative : `${relative}?${new URLSearchParams(given).toString()}`;
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return json<T>(response);
  const problem = await json<{ code?: unknown; detail?: unknown; message?: unknown; field?: unknown; requestId?: unknown } | null>(
    response,
  ).catch(() => null);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const code = text(problem?.code) ?? 'http.status';
  const detail = text(problem?.detail) ?? text(problem?.message) ?? `the server answered ${response.status}`;
  const advice =
    code === 'internal' ? `The server's log has the details under request ${text(problem?.requestId) ?? 'unknown'}.` : undefined;
  throw new Failure(code, detail, { field: text(problem?.field), advice });
}

/** The server's own answers are typed by its contracts; every value is made harmless where it is shown. */
async function json<T>(response: Response): Promise<T> {
  const body = await response.text();
  try {
    // The contract of the route named in the call.
    return JSON.parse(body) as T;
  } catch (cause) {
    throw new Failure('http.body', 'what answers there is not a Countersign server', { advice: 'Check --url or COUNTERSIGN_URL.', cause });
  }
}

function unreachable(url: string, cause: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return new Failure('interrupted', 'stopped before the answer came', { cause });
  const reason = cause instanceof Error && cause.cause instanceof Error ? (cause.cause as NodeJS.ErrnoException).code : undefined;
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return new Failure('connection.timeout', `the server at ${url} did not answer within ${deadlineMs / 1000} s`, { cause });
  if (reason === 'ECONNREFUSED')
    return new Failure('connection.refused', `no server at ${url}`, { advice: 'Start one with: countersign up', cause });
  return new Failure('connection.failed', `the server at ${url} could not be reached${reason === undefined ? '' : ` (${reason})`}`, {
    advice: 'Check --url or COUNTERSIGN_URL.',
    cause,
  });
}
