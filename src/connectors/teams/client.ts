import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { type HttpCore, type HttpReply, replyError, TransportError } from '../core/index.ts';
import type { TeamsConfig } from './config.ts';
import { TokenReply } from './schema.ts';

export type TeamsCall = {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  readonly signal?: AbortSignal | undefined;
};

export type TeamsClient = {
  readonly connection: string;
  call(call: TeamsCall): Promise<HttpReply>;
  /** Throws connector.unauthorised where no token is issued. */
  token(): Promise<string>;
};

/** A token is renewed this long before it ends. */
const marginMs = 60_000;

export function createClient(options: {
  readonly connection: string;
  readonly config: TeamsConfig;
  readonly core: HttpCore;
  readonly clock: Clock;
}): TeamsClient {
  const { connection, config, core, clock } = options;
  let held: { readonly value: string; readonly until: number } | undefined;
  const token = async (): Promise<string> => {
    const now = clock.now().getTime();
    if (held && held.until > now) return held.value;
    const { value, lifeMs } = await issue(options);
    held = { value, until: now + lifeMs - marginMs };
    return value;
  };
  return {
    connection,
    token,
    async call({ method, path, body, signal }) {
      const send = async (): Promise<HttpReply> =>
        core.request({
          method,
          path: `${config.serviceUrl.replace(/\/+$/, '')}${path}`,
          headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(body),
          safe: false,
          ...(signal === undefined ? {} : { signal }),
        });
      const first = await send();
      if (first.status !== 401) return first;
      // Refused before anything was done: a token that was taken back is replaced once.
      held = undefined;
      return send();
    },
  };
}

async function issue({ connection, config, core, clock }: Parameters<typeof createClient>[0]): Promise<{ value: string; lifeMs: number }> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: config.appId,
    client_secret: config.appSecret,
    scope: 'https://api.botframework.com/.default',
  });
  const reply = await core
    .request({
      method: 'POST',
      path: `${config.loginUrl.replace(/\/+$/, '')}/${encodeURIComponent(config.tenant)}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      safe: true,
    })
    .catch((thrown: unknown) => {
      // Whatever happened to the token request, the message it was meant for has not been sent.
      if (thrown instanceof TransportError)
        throw new TransportError({ phase: 'before-send', code: thrown.code, connection, cause: thrown });
      throw thrown;
    });
  if (reply.status >= 500 || reply.status === 429) throw replyError(connection, reply, clock.now());
  const parsed = reply.status === 200 ? TokenReply.safeParse(reply.json()) : undefined;
  if (!parsed?.success)
    throw new CountersignError('connector.unauthorised', `${connection} refused to issue a token; check appId, appSecret and tenant`);
  return { value: parsed.data.access_token, lifeMs: parsed.data.expires_in * 1000 };
}
