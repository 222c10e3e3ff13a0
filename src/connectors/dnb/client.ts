import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { type HttpCore, type HttpReply, type Query, replyError, toConnectorError } from '../core/index.ts';
import type { DnbConfig } from './config.ts';
import { TokenReply } from './schema.ts';

export type DnbClient = {
  readonly connection: string;
  /** A successful answer's JSON; undefined on 404, which is how Direct+ says that it knows no such company. */
  ask(path: string, query: Query, signal?: AbortSignal): Promise<unknown>;
  /** Whether a token is given out. */
  signIn(): Promise<void>;
};

type ClientOptions = { readonly connection: string; readonly config: DnbConfig; readonly core: HttpCore; readonly clock: Clock };

export function createClient({ connection, config, core, clock }: ClientOptions): DnbClient {
  let asked: Promise<string> | undefined;
  // Callers at the same time share one request; a token that was refused or never came is asked for again by the next caller.
  const token = (): Promise<string> => (asked ??= requestToken({ connection, config, core, clock }));
  const send = async (path: string, query: Query, signal: AbortSignal | undefined): Promise<HttpReply> => {
    const used = token();
    const bearer = await used.catch((thrown: unknown) => {
      if (asked === used) asked = undefined;
      throw thrown;
    });
    const reply = await core.request({
      method: 'GET',
      path,
      query,
      headers: { Authorization: `Bearer ${bearer}`, Accept: 'application/json' },
      safe: true,
      ...(signal === undefined ? {} : { signal }),
    });
    if (reply.status === 401 && asked === used) asked = undefined;
    return reply;
  };
  return {
    connection,
    async ask(path, query, signal) {
      const reply = await again(() => send(path, query, signal));
      if (reply.status === 404) return undefined;
      if (reply.status !== 200) throw replyError(connection, reply, clock.now());
      return reply.json();
    },
    async signIn() {
      asked = undefined;
      await token().catch((thrown: unknown) => {
        asked = undefined;
        throw toConnectorError(thrown);
      });
    },
  };
}

/** A token lives a day: the first call after that is refused and goes out once more with a new one. */
async function again(send: () => Promise<HttpReply>): Promise<HttpReply> {
  try {
    const reply = await send();
    return reply.status === 401 ? await send() : reply;
  } catch (thrown) {
    throw toConnectorError(thrown);
  }
}

async function requestToken({ connection, config, core, clock }: ClientOptions): Promise<string> {
  const reply = await core.request({
    method: 'POST',
    path: '/v3/token',
    headers: {
      Authorization: `Basic ${Buffer.from(`${config.key}:${config.secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    },
    body: 'grant_type=client_credentials',
    // A second token does no harm.
    safe: true,
  });
  if (reply.status >= 500 || reply.status === 429) throw replyError(connection, reply, clock.now());
  if (reply.status !== 200)
    throw new CountersignError('connector.unauthorised', `${connection} refused to issue a token; check its key and secret`);
  const parsed = TokenReply.safeParse(reply.json());
  if (!parsed.success) throw new CountersignError('connector.unauthorised', `${connection} answered the token request in an unknown form`);
  return parsed.data.access_token;
}
