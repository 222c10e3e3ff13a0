import { Hono, type Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CountersignError, errorStatus } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Services } from '../../contracts/services.ts';
import type { Ids } from '../../contracts/time.ts';
import type { Serving } from '../../contracts/serving.ts';
import { agentServerRoutes, createAgentServerRoutes } from '../agent-server/index.ts';
import { mountConsole, type ConsoleFiles } from '../console/index.ts';
import type { FaceParts } from '../face.ts';
import { addOpenAiRoutes } from '../openai/routes.ts';
import { readBody } from './body.ts';
import { openApi } from './openapi.ts';
import { problemResponse } from './problem.ts';
import { redactPage, redactPageHeaders } from './redact-page.ts';
import type { HttpLimits, Route } from './route.ts';
import { routes } from './routes.ts';
import { mountSessions, requireConsole, sessionCookie } from './session-routes.ts';
import type { Sessions } from './sessions.ts';

export type HttpParts = {
  readonly services: Services;
  readonly limits: HttpLimits;
  readonly log: Log;
  readonly ids: Ids;
  readonly version: string;
  readonly isDraining: () => boolean;
  /** Without them a request needs a key; with them the console's cookie does as well. */
  readonly sessions?: Sessions;
  readonly console?: ConsoleFiles;
  /** Conversations: the Agent Server protocol, chat completions and, with tools, MCP. */
  readonly serving?: { readonly serving: Serving; readonly now: () => Date };
};

const nobody: Principal = { id: '', name: '', roles: [] };

/** Our own HTTP interface. Default deny: a route without a valid key answers 401 before its body is read. */
export function createHttpApp(parts: HttpParts): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    // Set on the response itself: c.header makes the response anew for every header that comes after it.
    const { headers } = c.res;
    headers.set('x-content-type-options', 'nosniff');
    // Only the console's files may be kept.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
    headers.set('referrer-policy', 'no-referrer');
  });
  health(app, parts);
  // The page holds nothing; what it shows comes through /v1/redact, with the key typed into it.
  app.get('/redact', (c) => c.body(redactPage, 200, redactPageHeaders));
  if (parts.console) mountConsole(app, parts.console);
  if (parts.sessions)
    mountSessions(app, {
      sessions: parts.sessions,
      roles: parts.services.roles,
      limits: parts.limits,
      who: (c) => authenticate(c, 'open', parts),
      answerError: (c, thrown) => answerError(c, thrown, parts),
    });
  if (parts.serving) mountConversations(app, parts, parts.serving);
  app.get('/openapi.json', (c) => c.json(openApi(parts.serving ? [...routes, ...agentServerRoutes] : routes, parts.version)));
  for (const route of routes) app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => serve(c, route, parts));
  app.notFound((c) => problemResponse(c, notFound(c), requestId(c, parts)));
  app.onError((error, c) => answerError(c, error, parts));
  return app;
}

function mountConversations(app: Hono, parts: HttpParts, { serving, now }: NonNullable<HttpParts['serving']>): void {
  const who = (c: Context): Promise<Principal> => authenticate(c, 'key', parts);
  const { limits, log, ids, version, isDraining } = parts;
  app.route(
    '/',
    createAgentServerRoutes({ serving, authenticate: who, limits, log, requestId: (c) => requestId(c, parts), isDraining, version }),
  );
  const numericModels = async (by: Principal): Promise<readonly unknown[]> =>
    mayRead(parts.services, by) ? ((await parts.services.models?.list(by)) ?? []) : [];
  const face: FaceParts = { serving, authenticate: who, limits, ids, log, now, isDraining, numericModels };
  addOpenAiRoutes(app, face);
  const { tools } = parts.services;
  // Its protocol is loaded with the first client: most installations have none.
  if (tools) app.all('/mcp', async (c) => (await import('../mcp/routes.ts')).handleMcp(c, { ...face, tools, version }));
}

const mayRead = ({ roles }: Services, by: Principal): boolean => by.roles.some((role) => roles[role]?.may.includes('models.read'));

function notFound(c: Context): CountersignError {
  const path = new URL(c.req.url).pathname;
  const known = routes
    .filter((route) => new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
    .map((route) => route.method);
  if (known.length > 0) return new CountersignError('resource.method', `This path takes ${known.join(', ')}`, { field: 'method' });
  return new CountersignError('resource.not_found', 'There is nothing at this path; /openapi.json lists what there is');
}

async function serve(c: Context, route: Route, parts: HttpParts): Promise<Response> {
  try {
    if (parts.isDraining() && route.method !== 'GET')
      throw new CountersignError('service.draining', 'The server is shutting down; send it again in a moment', {
        retry: 'later',
        retryAfterMs: 5000,
      });
    const by = route.access === 'vendor' ? nobody : await authenticate(c, route.access, parts);
    const body =
      route.method === 'GET' || route.method === 'DELETE' ? new Uint8Array(0) : await readBody(c.req.raw, parts.limits.bodyLimitBytes);
    const headers: Record<string, string> = {};
    c.req.raw.headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    const answer = await route.handle({
      params: c.req.param(),
      query: c.req.query(),
      headers,
      body,
      by,
      services: parts.services,
      limits: parts.limits,
    });
    // Routes name statuses that carry a body.
    return c.json(answer.body ?? null, answer.status as ContentfulStatusCode);
  } catch (thrown) {
    return answerError(c, thrown, parts);
  }
}

/**
 * Who asks: the key first, then the console's cookie, which counts for a change only when our own page sent it. `open` and `hook`
 * let nobody in as nobody; with `key` that is auth.missing.
 */
export async function authenticate(
  c: Context,
  access: Exclude<Route['access'], 'vendor'>,
  { services, sessions }: Pick<HttpParts, 'services' | 'sessions'>,
): Promise<Principal> {
  const header = c.req.header('authorization');
  const given = header?.startsWith('Bearer ') ? header.slice(7).trim() : c.req.header('x-api-key');
  if (given !== undefined && given !== '') {
    const principal = given.length > 512 ? undefined : await services.authenticate(given);
    if (!principal) throw new CountersignError('auth.invalid', 'This API key is not known or was revoked');
    return principal;
  }
  const cookie = sessions && getCookie(c, sessionCookie);
  const principal =
    cookie === undefined || cookie.length > 100
      ? undefined
      : await sessions?.find(cookie, c.req.header('x-countersign-timer') === undefined ? 'person' : 'timer');
  if (principal && !['GET', 'HEAD'].includes(c.req.method)) requireConsole(c);
  if (principal) return principal;
  if (access === 'key') throw new CountersignError('auth.missing', 'Send an API key: Authorization: Bearer <key>');
  return nobody;
}

function answerError(c: Context, thrown: unknown, parts: HttpParts): Response {
  const id = requestId(c, parts);
  const known = thrown instanceof CountersignError;
  const status = known ? thrown.status : errorStatus.internal;
  if (status >= 500) {
    // The text of an unknown error may hold anything: its kind and where it came from are enough to find it.
    const cause = known ? thrown.cause : thrown;
    parts.log.error(
      {
        requestId: id,
        code: known ? thrown.code : 'internal',
        cause: cause instanceof Error ? cause.name : undefined,
        at: cause instanceof Error ? frame(cause) : undefined,
      },
      'a request failed',
    );
  }
  return problemResponse(c, thrown, id);
}

/** Function and line of the top frame, without the folder it is in. */
function frame(error: Error): string | undefined {
  return error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at '))
    ?.trim()
    .replace(/\(?(?:file:\/\/)?\/[^()]*\/([^/()]+)\)?$/, '$1');
}

function requestId(c: Context, parts: HttpParts): string {
  const given = c.req.header('x-request-id');
  return given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : parts.ids.next('req');
}

function health(app: Hono, parts: HttpParts): void {
  app.get('/healthz', (c) => c.json({ ok: true, version: parts.version }));
  app.get('/readyz', async (c) => {
    const ready = await parts.services.readiness();
    return c.json(ready, ready.ready ? 200 : 503);
  });
  app.get('/metrics', async (c) => {
    try {
      const key = c.req.header('authorization')?.replace(/^Bearer /, '') ?? c.req.header('x-api-key') ?? '';
      const principal = await parts.services.authenticate(key);
      if (!principal) throw new CountersignError('auth.missing', 'Send an API key whose role may read metrics');
      if (!principal.roles.some((role) => parts.services.roles[role]?.may.includes('metrics.read')))
        throw new CountersignError('auth.forbidden', 'Your roles do not include metrics.read', { field: 'metrics.read' });
      return c.body(await parts.services.metrics(), 200, { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' });
    } catch (thrown) {
      return answerError(c, thrown, parts);
    }
  });
}
