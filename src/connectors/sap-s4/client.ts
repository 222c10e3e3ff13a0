import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { createCookieJar, type HttpCore, type HttpReply, type Query, replyError, toConnectorError } from '../core/index.ts';
import type { SapS4Config } from './config.ts';

/** One try at reaching a service: its reply, or why there is none. */
type Call = { readonly service: string; readonly path: string; readonly query?: Query; readonly signal?: AbortSignal | undefined };

/**
 * Logon, cookies and the CSRF token of one SAP session. Reads go out as they are; writes carry the token together with
 * every cookie it came with, and a `403 Required` is answered once with a fresh token (the refused write changed nothing).
 */
export type SapClient = {
  /** The `d` of an answer; undefined for 404. Throws a CountersignError for everything else that is not a success. */
  get(call: Call): Promise<unknown>;
  /** All entities of a collection, page after page, up to `limit`; `hasMore` when there are others, `count` where it was asked for. */
  list(call: Call, limit?: number): Promise<Found>;
  /** Any answer as it came; transport failures as thrown by the HTTP core. */
  raw(call: Call, headers?: Readonly<Record<string, string>>): Promise<HttpReply>;
  write(call: Call & WriteCall): Promise<HttpReply>;
};

type Found = { readonly rows: readonly unknown[]; readonly hasMore: boolean; readonly count?: number };

type WriteCall = {
  readonly method: 'POST' | 'PATCH';
  readonly body: unknown;
  readonly ifMatch?: string;
  readonly isHarmless?: boolean;
};

const root = '/sap/opu/odata/sap';
const maxRows = 5_000;

export function createSapClient(deps: SessionDeps): SapClient {
  const { clock, name } = deps;
  const session = openSession(deps);
  const { raw } = session;
  return {
    raw,
    async get(call) {
      const reply = await reading(() => raw(call));
      return reply.status === 404 ? undefined : unwrap(name, reply, clock);
    },
    async list(call, limit = maxRows) {
      const rows: unknown[] = [];
      let counted: { count?: number } = {};
      let at: Call = call;
      for (;;) {
        const body = unwrap(name, await reading(() => raw(at)), clock);
        rows.push(...resultsOf(body));
        const count = Number(memberOf(body, '__count') ?? Number.NaN);
        if (Number.isSafeInteger(count)) counted = { count };
        const next = memberOf(body, '__next');
        if (typeof next !== 'string') return { rows: rows.slice(0, limit), hasMore: rows.length > limit, ...counted };
        if (rows.length >= limit) return { rows: rows.slice(0, limit), hasMore: true, ...counted };
        // The link is a whole address and repeats the query.
        at = { service: call.service, path: next, signal: call.signal };
      }
    },
    async write(call) {
      const first = await session.modify(call);
      if (first.status !== 403 || first.headers['x-csrf-token']?.toLowerCase() !== 'required') return first;
      session.renew();
      return session.modify(call);
    },
  };
}

type SessionDeps = { readonly name: string; readonly config: SapS4Config; readonly http: HttpCore; readonly clock: Clock };

/** The requests of one logon: every cookie SAP hands out goes back, and one token serves all writers until it is renewed. */
function openSession({ config, http, clock, name }: SessionDeps) {
  const jar = createCookieJar(clock);
  const authorization = `Basic ${Buffer.from(`${config.user}:${config.password}`).toString('base64')}`;
  const send = async (
    call: Call,
    more: { method: string; headers?: Readonly<Record<string, string>>; body?: string; safe: boolean },
  ): Promise<HttpReply> => {
    const cookie = jar.header(root);
    const reply = await http.request({
      method: more.method,
      path: /^https?:/.test(call.path) ? call.path : `${root}/${call.service}/${call.path}`,
      query: {
        ...call.query,
        ...(config.client === undefined || /[?&]sap-client=/.test(call.path) ? {} : { 'sap-client': config.client }),
      },
      headers: {
        authorization,
        accept: 'application/json',
        'accept-language': 'en',
        ...(cookie === undefined ? {} : { cookie }),
        ...more.headers,
      },
      safe: more.safe,
      ...(more.body === undefined ? {} : { body: more.body }),
      ...(call.signal ? { signal: call.signal } : {}),
    });
    jar.store(reply.setCookies);
    return reply;
  };
  const raw: SapClient['raw'] = (call, headers) => send(call, { method: 'GET', safe: true, ...(headers ? { headers } : {}) });
  const tokens = openTokens(raw, { name, clock });
  const modify = async (call: Call & WriteCall): Promise<HttpReply> => {
    const csrf = await preparing(() => tokens.current(call));
    return send(call, {
      method: call.method,
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': csrf,
        ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
      },
      body: JSON.stringify(call.body),
      safe: call.isHarmless ?? false,
    });
  };
  const renew = (): void => {
    tokens.forget();
    jar.clear();
  };
  return { raw, modify, renew };
}

/** One fetch for all writers that wait, so no single caller's signal ends it; a failed one is not remembered. */
function openTokens(raw: SapClient['raw'], { name, clock }: { name: string; clock: Clock }) {
  let token: Promise<string> | undefined;
  const fetchToken = async (call: Call): Promise<string> => {
    const reply = await raw({ service: call.service, path: '' }, { 'x-csrf-token': 'Fetch' });
    if (reply.status >= 400) throw replyError(name, reply, clock.now());
    const fetched = reply.headers['x-csrf-token'];
    if (!fetched || fetched.toLowerCase() === 'required')
      throw new CountersignError('connector.invalid_reply', `${name} gave no CSRF token`);
    return fetched;
  };
  return {
    current(call: Call): Promise<string> {
      token ??= fetchToken(call).catch((error: unknown) => {
        token = undefined;
        throw error;
      });
      return token;
    },
    forget(): void {
      token = undefined;
    },
  };
}

/** A write that could not even begin: no token, so nothing of it was sent. */
export class NotSent extends Error {
  readonly error: CountersignError;
  constructor(error: CountersignError) {
    super(error.message, { cause: error });
    this.error = error;
  }
}

async function preparing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new NotSent(toConnectorError(error));
  }
}

/** For read ports: whatever goes wrong on the way becomes an error of the closed list. */
async function reading<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toConnectorError(error);
  }
}

/** The `d` of a success; anything else is thrown. */
export function unwrap(name: string, reply: HttpReply, clock: Clock): unknown {
  if (reply.status < 200 || reply.status >= 300) throw replyError(name, reply, clock.now());
  const d = memberOf(reply.json(), 'd');
  if (d === undefined) throw new CountersignError('connector.invalid_reply', `${name} answered something that is not OData`);
  return d;
}

export function resultsOf(value: unknown): readonly unknown[] {
  const results = memberOf(value, 'results');
  if (Array.isArray(results)) return results;
  // A few Gateway services answer a collection as a bare list.
  return Array.isArray(value) ? value : [];
}

export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
