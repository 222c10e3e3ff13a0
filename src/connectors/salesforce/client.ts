import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { type HttpCore, type HttpReply, type Query, replyError, toConnectorError } from '../core/index.ts';
import type { SalesforceConfig } from './config.ts';
import { ErrorReply, QueryReply, type VendorErrors } from './schema.ts';
import type { Token, Tokens } from './token.ts';

export type ApiCall = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below `/services/data/vXX.0`, starting with a slash. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

export type Client = {
  readonly connection: string;
  /** `/services/data/v60.0`. */
  readonly base: string;
  /** Any answer, with a fresh token once on 401. Throws TransportError as the core does. */
  call(call: ApiCall): Promise<HttpReply>;
  /** A successful answer's JSON, undefined on 404; every other answer and every failure is a CountersignError. */
  read(call: Omit<ApiCall, 'method' | 'body'>): Promise<unknown>;
  /** All records of a query, over its pages, up to `most`. */
  query(soql: string, signal?: AbortSignal, most?: number): Promise<readonly Readonly<Record<string, unknown>>[]>;
  token(): Promise<Token>;
};

export function createClient(options: {
  connection: string;
  config: SalesforceConfig;
  core: HttpCore;
  tokens: Tokens;
  clock: Clock;
}): Client {
  const { connection, core, tokens, clock } = options;
  const base = `/services/data/v${options.config.apiVersion}`;

  const send = async (call: ApiCall, token: Token): Promise<HttpReply> => {
    const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
    const headers = {
      Authorization: `Bearer ${token.value}`,
      Accept: 'application/json',
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...call.headers,
    };
    return core.request({
      method: call.method,
      path: base + call.path,
      headers,
      safe: call.method === 'GET',
      ...body,
      ...(call.query ? { query: call.query } : {}),
      ...(call.signal ? { signal: call.signal } : {}),
    });
  };
  const client: Client = {
    connection,
    base,
    token: () => tokens.current(),
    async call(call) {
      const token = await tokens.current();
      const reply = await send(call, token);
      let final = reply;
      if (reply.status === 401) {
        // The session is checked before anything is carried out, so a second attempt cannot repeat a write.
        tokens.drop(token);
        final = await send(call, await tokens.current());
      }
      const limit = final.status === 403 && vendorErrors(final)?.some(({ errorCode }) => errorCode === 'REQUEST_LIMIT_EXCEEDED') === true;
      if (limit) core.pause(limitPauseMs);
      return final;
    },
    async read(call) {
      let reply: HttpReply;
      try {
        reply = await client.call({ ...call, method: 'GET' });
      } catch (thrown) {
        throw toConnectorError(thrown);
      }
      if (reply.status === 404) return undefined;
      if (reply.status === 200) return reply.json();
      throw readError(connection, reply, clock.now());
    },
    query: (soql, signal, most = 10_000) => queryAll(client, soql, signal, most),
  };
  return client;
}

/** The daily limit is counted over a sliding day, so waiting a minute and asking again is worth it. */
export const limitPauseMs = 60_000;

async function queryAll(
  client: Client,
  soql: string,
  signal: AbortSignal | undefined,
  most: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const found: Readonly<Record<string, unknown>>[] = [];
  let call: Omit<ApiCall, 'method' | 'body'> = { path: '/query', query: { q: soql }, signal };
  for (;;) {
    const page = QueryReply.safeParse(await client.read(call));
    if (!page.success) throw new CountersignError('connector.invalid_reply', `${client.connection} answered a query in an unknown form`);
    found.push(...page.data.records);
    const next = page.data.nextRecordsUrl;
    if (page.data.done || next === undefined || found.length >= most) return found.slice(0, most);
    if (!next.startsWith(`${client.base}/query/`))
      throw new CountersignError('connector.invalid_reply', `${client.connection} names a next page outside its query service`);
    call = { path: next.slice(client.base.length), signal };
  }
}

/** The error array of an answer, undefined where the body is something else. */
export function vendorErrors(reply: HttpReply): VendorErrors | undefined {
  try {
    return ErrorReply.safeParse(reply.json()).data;
  } catch {
    return undefined;
  }
}

function readError(connection: string, reply: HttpReply, now: Date): CountersignError {
  const code = vendorErrors(reply)?.[0]?.errorCode;
  if (code === 'REQUEST_LIMIT_EXCEEDED') {
    return new CountersignError('connector.rate_limited', `${connection} has used up its daily requests`, {
      retry: 'later',
      retryAfterMs: limitPauseMs,
    });
  }
  const plain = replyError(connection, reply, now);
  // The vendor's message can quote record values; its code cannot.
  if (plain.code !== 'connector.rejected' || code === undefined || !/^[A-Z_]{1,80}$/.test(code)) return plain;
  return new CountersignError('connector.rejected', `${connection} rejected the request (${code})`);
}
