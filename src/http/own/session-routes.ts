import type { Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Principal, RoleDefinition } from '../../contracts/principal.ts';
import { parseJson, readBody } from './body.ts';
import type { Problem } from './problem.ts';
import { parse, type HttpLimits, type Route } from './route.ts';
import type { Sessions } from './sessions.ts';

export const sessionCookie = 'countersign_session';
const SignIn = z.strictObject({ key: z.string().min(1).max(512) });

const none = (): Promise<never> =>
  Promise.reject(new CountersignError('capability.missing', 'This server keeps no sessions; send the key with every request'));

/** For the OpenAPI document, and the answer of a server without sessions; where there are some, `mountSessions` answers. */
export const sessionRoutes: readonly Route[] = [
  { method: 'GET', path: '/v1/session', tag: 'session', access: 'open', summary: 'Who is signed in, and what they may do', handle: none },
  {
    method: 'POST',
    path: '/v1/session',
    tag: 'session',
    access: 'open',
    status: 201,
    summary: 'Sign in to the console with an API key; answers with a cookie',
    body: SignIn,
    handle: none,
  },
  { method: 'DELETE', path: '/v1/session', tag: 'session', access: 'open', summary: 'Sign out', handle: none },
];

type Parts = {
  readonly sessions: Sessions;
  readonly roles: Readonly<Record<string, RoleDefinition>>;
  readonly limits: HttpLimits;
  /** The principal of this request; one with an empty id where there is none. */
  readonly who: (c: Context) => Promise<Principal>;
  readonly answerError: (c: Context, thrown: unknown) => Response;
};

export function mountSessions(app: Hono, parts: Parts): void {
  const path = '/v1/session';
  const guarded = (answer: (c: Context) => Promise<Response>) => (c: Context) =>
    answer(c).catch((thrown: unknown) => parts.answerError(c, thrown));
  app.get(
    path,
    guarded(async (c) => {
      const by = await parts.who(c);
      // Nobody is an answer, not a failure: the page asks before anybody signed in.
      return c.json(by.id === '' ? null : shown(by, parts.roles));
    }),
  );
  app.post(
    path,
    guarded((c) => signIn(c, parts)),
  );
  app.delete(
    path,
    guarded(async (c) => {
      requireConsole(c);
      parts.sessions.close(getCookie(c, sessionCookie) ?? '');
      deleteCookie(c, sessionCookie, cookieOptions(c));
      return c.json(null);
    }),
  );
}

async function signIn(c: Context, parts: Parts): Promise<Response> {
  // Otherwise another site could sign a visitor in as somebody else.
  requireConsole(c);
  const address = remoteAddress(c);
  const waitMs = parts.sessions.waitMs(address);
  if (waitMs > 0) return tooMany(c, waitMs);
  const { key } = parse(SignIn, parseJson(await readBody(c.req.raw, parts.limits.bodyLimitBytes), parts.limits.depthLimit), 'body');
  const opened = await parts.sessions.open(key);
  if (!opened) {
    parts.sessions.missed(address);
    throw new CountersignError('auth.invalid', 'This API key is not known or was revoked', { field: 'key' });
  }
  parts.sessions.close(getCookie(c, sessionCookie) ?? '');
  setCookie(c, sessionCookie, opened.id, cookieOptions(c));
  return c.json(shown(opened.by, parts.roles), 201);
}

/**
 * A cookie comes along whoever makes the browser ask, so a request that changes something has to show that our own page made it:
 * the Origin is this server, and a header is there that no other site can send without asking first.
 */
export function requireConsole(c: Context): void {
  const refuse = (): never => {
    throw new CountersignError('auth.forbidden', 'This request did not come from the console of this server', { field: 'origin' });
  };
  if (c.req.header('x-countersign-console') !== '1') refuse();
  const origin = c.req.header('origin');
  if (origin === undefined || !URL.canParse(origin)) return refuse();
  // Behind a proxy the Host is the proxy's idea; X-Forwarded-Host is no header another site can send either.
  if (![c.req.header('host'), c.req.header('x-forwarded-host')].includes(new URL(origin).host)) refuse();
}

const shown = (by: Principal, roles: Parts['roles']): Principal & { readonly permissions: readonly string[] } => ({
  id: by.id,
  name: by.name,
  roles: by.roles,
  permissions: [...new Set(by.roles.flatMap((role) => roles[role]?.may ?? []))].toSorted(),
});

const cookieOptions = (c: Context): { path: string; httpOnly: true; sameSite: 'Strict'; secure: boolean } => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Strict',
  secure: new URL(c.req.url).protocol === 'https:' || c.req.header('x-forwarded-proto')?.split(',')[0]?.trim() === 'https',
});

function remoteAddress(c: Context): string {
  // What @hono/node-server puts there; absent when a test asks the app without a socket.
  const env = c.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? 'unknown';
}

function tooMany(c: Context, waitMs: number): Response {
  const seconds = Math.ceil(waitMs / 1000);
  const problem: Omit<Problem, 'requestId'> = {
    type: 'urn:countersign:error:auth.invalid',
    title: 'Too many requests',
    status: 429,
    code: 'auth.invalid',
    detail: `Too many unknown keys came from this address; try again in ${seconds} s`,
    field: 'key',
    retry: 'later',
  };
  return c.body(JSON.stringify(problem), 429, { 'content-type': 'application/problem+json', 'retry-after': String(seconds) });
}
