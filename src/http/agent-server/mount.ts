import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status';
import { CountersignError, errorStatus } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Principal } from '../../contracts/principal.ts';
import { inboxes, type Serving, type Viewer } from '../../contracts/serving.ts';
import { parseJson, readBody } from '../own/body.ts';
import { problemResponse } from '../own/problem.ts';
import { assistantRoutes } from './assistant-routes.ts';
import { cronRoutes } from './cron-routes.ts';
import type { AgentServerRoute, Given, Reply } from './route.ts';
import { runRoutes } from './run-routes.ts';
import { eventStream, laterStream } from './sse.ts';
import { storeRoutes } from './store-routes.ts';
import { threadRoutes } from './thread-routes.ts';

export type AgentServerParts = {
  readonly serving: Serving;
  /** Who asks; throws auth.* where nobody does. */
  readonly authenticate: (c: Context) => Promise<Principal>;
  readonly limits: { readonly bodyLimitBytes: number; readonly depthLimit: number };
  readonly log: Log;
  readonly requestId: (c: Context) => string;
  readonly isDraining: () => boolean;
  readonly version: string;
  /** Between two signs of life on a quiet stream, and on a wait. */
  readonly keepAliveMs?: number;
};

const meta: readonly AgentServerRoute[] = [
  { method: 'GET', path: '/ok', tag: 'meta', summary: 'The server answers', access: 'open', handle: async () => ({ body: { ok: true } }) },
];

/** Crons come before runs: `/runs/crons` is no run. */
export const agentServerRoutes: readonly AgentServerRoute[] = [
  ...meta,
  { method: 'GET', path: '/info', tag: 'meta', summary: 'Version and abilities', access: 'open', handle: async () => ({ body: {} }) },
  ...assistantRoutes,
  ...cronRoutes,
  ...threadRoutes,
  ...runRoutes,
  ...storeRoutes,
];

/** The LangGraph Agent Server protocol; mount with `app.route('/', createAgentServerRoutes(parts))`. */
export function createAgentServerRoutes(parts: AgentServerParts): Hono {
  const app = new Hono();
  app.get('/info', (c) => c.json(info(parts)));
  for (const route of agentServerRoutes) app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => serve(c, route, parts));
  return app;
}

function info(parts: AgentServerParts): unknown {
  return {
    version: parts.version,
    langgraph_js_version: '1.7.3',
    context: 'js',
    flags: { assistants: true, crons: true, langsmith: false, langsmith_tracing_replicas: false },
  };
}

async function serve(c: Context, route: AgentServerRoute, parts: AgentServerParts): Promise<Response> {
  try {
    if (parts.isDraining() && route.method !== 'GET')
      throw new CountersignError('service.draining', 'The server is shutting down; send it again in a moment', {
        retry: 'later',
        retryAfterMs: 5000,
      });
    const by = route.access === 'open' ? { id: '', name: '', roles: [] } : await parts.authenticate(c);
    const leave = new AbortController();
    const reply = await route.handle(await givenOf(c, route, parts, by, leave.signal));
    return await respond(c, reply, parts, leave);
  } catch (thrown) {
    return failed(c, thrown, parts);
  }
}

async function givenOf(c: Context, route: AgentServerRoute, parts: AgentServerParts, by: Principal, signal: AbortSignal): Promise<Given> {
  const { limits } = parts;
  const bytes = route.body ? await readBody(c.req.raw, limits.bodyLimitBytes) : new Uint8Array(0);
  const query = queryOf(c);
  return {
    params: c.req.param(),
    query,
    // A client may leave out the body where every member is optional.
    body: bytes.byteLength > 0 ? parseJson(bytes, limits.depthLimit) : {},
    lastEventId: c.req.header('last-event-id'),
    by,
    viewer: viewerOf(c, query, by),
    serving: parts.serving,
    signal,
  };
}

/** A list comes as a member repeated, or from the older sdk as JSON in one. */
function queryOf(c: Context): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([key, values]) => [key, values.length === 1 ? listIn(values[0] ?? '') : values]),
  );
}

function listIn(text: string): unknown {
  if (!text.startsWith('[') || text.length > 4000) return text;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : text;
  } catch {
    return text;
  }
}

function viewerOf(c: Context, query: Readonly<Record<string, unknown>>, by: Principal): Viewer {
  const reveal = (query['reveal'] ?? c.req.header('x-countersign-reveal')) !== 'false';
  const wanted = query['inbox'] ?? c.req.header('x-countersign-inbox');
  return { by, reveal, inbox: inboxes.find((inbox) => inbox === wanted) };
}

async function respond(c: Context, reply: Reply, parts: AgentServerParts, leave: AbortController): Promise<Response> {
  const every = parts.keepAliveMs ?? 10_000;
  const gone = (): void => leave.abort();
  for (const [name, value] of Object.entries(reply.headers ?? {})) c.header(name, value);
  if (reply.events) {
    c.header('content-type', 'text/event-stream; charset=utf-8');
    c.header('cache-control', 'no-store');
    // Proxies that gather what they pass on would hold the tokens back.
    c.header('x-accel-buffering', 'no');
    return c.body(eventStream(reply.events, gone, every), 200);
  }
  if (reply.later) {
    c.header('content-type', 'application/json; charset=utf-8');
    const value = reply.later().then(
      (result) => JSON.stringify(result),
      (thrown: unknown) => {
        report(thrown, parts, c);
        return JSON.stringify({ __error__: { error: 'Error', message: 'The run could not be waited for' } });
      },
    );
    const text = await soon(value, gone, c);
    return c.body(text ?? laterStream(value, gone, Math.min(every, 5000)), 200);
  }
  if (reply.body === undefined) {
    // Routes without a body name statuses that carry none.
    return c.body(null, (reply.status ?? 204) as StatusCode);
  }
  return c.json(reply.body, (reply.status ?? 200) as ContentfulStatusCode);
}

/** How long a wait may hold back its headers: a run that is over by then is answered in one piece, without a stream. */
const soonMs = 50;

/** The text when it is there in a moment; whoever leaves before is told of as from the stream. */
async function soon(value: Promise<string>, gone: () => void, c: Context): Promise<string | undefined> {
  // The adapter's response, which says when the connection breaks; there is none in a call without a socket.
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
  let timer: NodeJS.Timeout | undefined;
  const outlived = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), soonMs);
  });
  outgoing?.once('close', gone);
  try {
    return await Promise.race([value, outlived]);
  } finally {
    clearTimeout(timer);
    outgoing?.off('close', gone);
  }
}

function failed(c: Context, thrown: unknown, parts: AgentServerParts): Response {
  report(thrown, parts, c);
  return problemResponse(c, thrown, parts.requestId(c));
}

/** The text of an unknown error may hold anything: its kind and where it came from are enough to find it. */
function report(thrown: unknown, parts: AgentServerParts, c: Context): void {
  const known = thrown instanceof CountersignError;
  if ((known ? thrown.status : errorStatus.internal) < 500) return;
  const cause = known ? thrown.cause : thrown;
  const frame = cause instanceof Error ? cause.stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) : undefined;
  parts.log.error(
    {
      requestId: parts.requestId(c),
      code: known ? thrown.code : 'internal',
      cause: cause instanceof Error ? cause.name : undefined,
      at: frame?.trim().replace(/\(?(?:file:\/\/)?\/[^()]*\/([^/()]+)\)?$/, '$1'),
    },
    'a request failed',
  );
}
