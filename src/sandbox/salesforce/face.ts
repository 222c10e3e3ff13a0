import type { Database } from 'better-sqlite3';
import { committed, type Face, type FaceContext, type FaceFactory, type SandboxApp, type SandboxContext } from '../core/face.ts';
import { actions } from './actions.ts';
import { type Api, type Call, limits, query, type Reply, resources, versions } from './api.ts';
import { createChangeEvents } from './change-events.ts';
import { collections } from './collections.ts';
import { composite } from './composite.ts';
import { notFound, problemBody, SalesforceFault } from './fault.ts';
import { integrationUsername, loadCompany, type Organisation } from './load.ts';
import { type ConnectedApp, createOauth, type Oauth } from './oauth.ts';
import { findObject, objectOfId } from './organisation.ts';
import { wirePeople } from './people.ts';
import { createRecords, type Records, type Row } from './records.ts';
import { normalId } from './record-id.ts';
import { only, sobjects } from './sobjects.ts';
import { type Change, createWrites, type Writes } from './writes.ts';

export type SalesforceFaceOptions = {
  readonly apps?: readonly ConnectedApp[];
  readonly tokenTtlSeconds?: number;
  /** Calls a day before REQUEST_LIMIT_EXCEEDED. */
  readonly dailyRequests?: number;
  /** What the API user may not do: `Opportunity.update`, `Case.create`. */
  readonly denied?: readonly string[];
  /** Whether the API user's permission set grants ModifyAllData. */
  readonly modifyAllData?: boolean;
};

/** The client the sandbox knows unless told otherwise. */
export const sandboxApp = { clientId: 'countersign', clientSecret: 'countersign-sandbox-secret' } as const;

/** The Salesforce REST API, OAuth included, on the sandbox's server. */
export function salesforceFace(options: SalesforceFaceOptions = {}): FaceFactory {
  return (context) => createFace(context, options);
}

function createFace({ db, clock, ids, log, closing }: FaceContext, options: SalesforceFaceOptions): Face {
  db.exec(`CREATE TABLE IF NOT EXISTS salesforce_alias (alias TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS salesforce_organisation (id INTEGER PRIMARY KEY CHECK (id = 1), organisation_id TEXT NOT NULL, user_id TEXT NOT NULL) STRICT;`);
  const records = createRecords(db);
  const identity = () => readIdentity(db);
  const denied = new Set(options.denied ?? []);
  const events = createChangeEvents({ log, closing, next: () => ids.next('salesforce:change'), isStill: stillHolds(records) });
  const writesOf = (user: () => string, refused: ReadonlySet<string>): Writes =>
    createWrites({
      records,
      clock,
      ids,
      denied: refused,
      userId: user,
      changed: (change, before, after) => events.changed(change, before, after, user()),
    });
  const writes = writesOf(() => identity().userId, denied);
  const person = writesOf(() => somebody(records, identity().userId), new Set());
  const usage = { used: 0, max: options.dailyRequests ?? 100_000 };
  const api: Api = { records, writes, clock, ids, denied, cursors: new Map(), usage: () => usage };
  const oauth = createOauth({
    db,
    clock,
    ids,
    apps: options.apps ?? [sandboxApp],
    tokenTtlSeconds: options.tokenTtlSeconds ?? 7_200,
    identity,
  });
  return {
    name: 'salesforce',
    prefixes: ['/services/', '/id/'],
    mount(app) {
      mountOauth(app, oauth, identity);
      mountControl(app, db, api, oauth);
      wirePeople(app, { writes: person, events });
      app.get('/services/data', (c) =>
        c.json(versions.map((version) => ({ label: `v${version}`, url: `/services/data/v${version}.0`, version: `${version}.0` }))),
      );
      app.all('/services/data/*', (c) => answer(c, api, oauth, usage));
    },
    load(seed) {
      const identify = ({ organisationId, userId }: Organisation): void => {
        db.prepare('INSERT OR REPLACE INTO salesforce_organisation (id, organisation_id, user_id) VALUES (1, ?, ?)').run(
          organisationId,
          userId,
        );
      };
      loadCompany(seed, { db, records, writes, modifyAllData: options.modifyAllData ?? false, identify });
    },
    problem: problemBody,
  };
}

/** Whether a record is as it was after a change: what a transaction took back is not. */
const stillHolds =
  (records: Records) =>
  (change: Change, after: Row | undefined): boolean => {
    const object = findObject(change.type);
    const held = object && records.get(object, change.id);
    return (held?.['SystemModstamp'] ?? null) === (after?.['SystemModstamp'] ?? null);
  };

/** A person of the organisation, whoever comes first; not the API user. */
function somebody(records: Records, integration: string): string {
  const user = findObject('User');
  const found = user && records.all(user).find((row) => row['Id'] !== integration);
  return String(found?.['Id'] ?? integration);
}

/** Which outside names stand for which opportunities, for the link table. */
export function aliases(db: Database): readonly { alias: string; id: string }[] {
  return db.prepare<[], { alias: string; id: string }>('SELECT alias, id FROM salesforce_alias ORDER BY alias').all();
}

function readIdentity(db: Database): { organisationId: string; userId: string; username: string } {
  const row = db
    .prepare<[], { organisation_id: string; user_id: string }>('SELECT organisation_id, user_id FROM salesforce_organisation')
    .get();
  return { organisationId: row?.organisation_id ?? '00D5g0000000000', userId: row?.user_id ?? '', username: integrationUsername };
}

function mountOauth(app: SandboxApp, oauth: Oauth, identity: () => { organisationId: string; userId: string; username: string }): void {
  app.post('/services/oauth2/token', async (c) => {
    const { status, body } = await oauth.token(
      new URLSearchParams(await c.req.text()),
      c.req.header('authorization'),
      new URL(c.req.url).origin,
    );
    return Response.json(body, { status });
  });
  app.get('/id/:organisation/:user', (c) => {
    if (!isAuthorised(c, oauth)) return c.json('Bad_OAuth_Token', 403);
    const { organisationId, userId, username } = identity();
    return c.json({ id: c.req.url, user_id: userId, organization_id: organisationId, username, active: true });
  });
}

/** Steering for demos and tests, behind the guard of `/_sandbox/`. */
function mountControl(app: SandboxApp, db: Database, api: Api, oauth: Oauth): void {
  app.get('/_sandbox/aliases', (c) => c.json({ items: aliases(db) }));
  app.post('/_sandbox/salesforce/revoke-tokens', (c) => {
    oauth.revokeAll();
    return c.body(null, 204);
  });
  app.on(['PUT', 'DELETE'], '/_sandbox/salesforce/locks/:id', (c) => {
    api.records.setLocked(normalId(c.req.param('id')) ?? '', c.req.method === 'PUT');
    return c.body(null, 204);
  });
}

function isAuthorised(c: SandboxContext, oauth: Oauth): boolean {
  const header = c.req.header('authorization') ?? '';
  // Both schemes are in use: `Bearer` by most clients, `OAuth` by older ones.
  return oauth.isValid(/^(?:Bearer|OAuth) (.+)$/.exec(header)?.[1] ?? '');
}

async function answer(c: SandboxContext, api: Api, oauth: Oauth, usage: { used: number; max: number }): Promise<Response> {
  try {
    if (!isAuthorised(c, oauth)) throw new SalesforceFault(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (usage.used >= usage.max) throw new SalesforceFault(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    usage.used += 1;
    const call = await callOf(c);
    if (c.get('exchange').staleEtag) touchAddressed(api, call);
    const reply = api.records.atomically(() => dispatch(api, call));
    for (const change of reply.changes ?? []) committed(c, change);
    return respond(reply, usage);
  } catch (thrown) {
    if (!(thrown instanceof SalesforceFault)) throw thrown;
    return respond({ status: thrown.status, body: [{ ...thrown.entry }] }, usage);
  }
}

function respond(reply: Reply, usage: { used: number; max: number }): Response {
  const headers = { 'Sforce-Limit-Info': `api-usage=${usage.used}/${usage.max}`, ...reply.headers };
  return reply.body === undefined
    ? new Response(null, { status: reply.status, headers })
    : Response.json(reply.body, { status: reply.status, headers });
}

async function callOf(c: SandboxContext): Promise<Call> {
  const url = new URL(c.req.url);
  const match = /^\/services\/data\/v(\d{2})\.0(?:\/(.*))?$/.exec(url.pathname);
  const version = Number(match?.[1]);
  if (!match || !versions.some((known) => known === version)) throw notFound();
  let segments: string[];
  try {
    segments = (match[2] ?? '')
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    throw notFound();
  }
  // jsforce-like clients tunnel PATCH through POST where proxies refuse it.
  const method = url.searchParams.get('_HttpMethod') ?? c.req.method;
  return { method, segments, query: url.searchParams, headers: Object.fromEntries(c.req.raw.headers), body: await bodyOf(c), version };
}

async function bodyOf(c: SandboxContext): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return undefined;
  if (c.req.header('content-type')?.includes('application/json') !== true)
    throw new SalesforceFault(415, 'UNSUPPORTED_MEDIA_TYPE', 'Content-Type not supported');
  try {
    return JSON.parse(text);
  } catch {
    throw new SalesforceFault(400, 'JSON_PARSER_ERROR', 'Unexpected character at [line:1, column:1]');
  }
}

function dispatch(api: Api, call: Call): Reply {
  const [first, second] = call.segments;
  switch (first) {
    case undefined:
      return only(call, ['GET'], () => ({ status: 200, body: resources(call.version) }));
    case 'sobjects':
      return sobjects(api, call);
    case 'query':
    case 'queryAll':
      return only(call, ['GET'], () => query(api, call));
    case 'actions':
      return actions(api, call);
    case 'limits':
      return only(call, ['GET'], () => ({ status: 200, body: limits(api) }));
    case 'composite':
      if (second === 'sobjects') return collections(api, call);
      if (second === undefined) return composite(api, call, (inner) => dispatch(api, inner));
      throw notFound();
    default:
      throw notFound();
  }
}

/** Somebody else saves the records this call is about to write, so that its view of their version is old. */
function touchAddressed(api: Api, call: Call): void {
  const text = [...call.segments, JSON.stringify(call.body ?? '')].join(' ');
  if (call.method === 'GET') return;
  for (const [candidate] of text.matchAll(/\b[a-zA-Z0-9]{18}\b/g)) {
    const id = normalId(candidate);
    const object = id === undefined ? undefined : objectOfId(id);
    if (id !== undefined && object?.updateable === true) api.writes.touch(object, id);
  }
}
