import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { CountersignError } from '../../contracts/errors.ts';
import type { Clock } from '../../contracts/time.ts';
import { type HttpCore, type HttpReply, replyError, TransportError } from '../core/index.ts';
import type { SalesforceConfig } from './config.ts';
import { TokenReply } from './schema.ts';

export type Token = { readonly value: string; /** The API user's id, where the answer names it. */ readonly userId: string | undefined };

export type Tokens = {
  /** The current token, asking for one when there is none. Callers at the same time share one request. */
  current(): Promise<Token>;
  /** Forgets this token if it is still the current one; the next caller gets a new one. */
  drop(token: Token): void;
};

type TokenOptions = { readonly connection: string; readonly config: SalesforceConfig; readonly core: HttpCore; readonly clock: Clock };

export function createTokens(options: TokenOptions): Tokens {
  let asked: Promise<Token> | undefined;
  let held: Token | undefined;
  const ask = async (): Promise<Token> => {
    try {
      held = await requestToken(options);
      return held;
    } catch (thrown) {
      asked = undefined;
      throw thrown;
    }
  };
  return {
    current: () => (asked ??= ask()),
    drop(token) {
      if (held === token) asked = undefined;
    },
  };
}

async function requestToken({ connection, config, core, clock }: TokenOptions): Promise<Token> {
  const form = await tokenForm(config, clock);
  const reply = await core
    .request({
      method: 'POST',
      path: `${(config.loginUrl ?? config.url).replace(/\/+$/, '')}/services/oauth2/token`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: form.toString(),
      // A second token does no harm.
      safe: true,
    })
    .catch((thrown: unknown) => {
      // Whatever happened to the token request, the request it was meant for has not been sent.
      if (thrown instanceof TransportError)
        throw new TransportError({ phase: 'before-send', code: thrown.code, connection, cause: thrown });
      throw thrown;
    });
  if (reply.status >= 500 || reply.status === 429) throw replyError(connection, reply, clock.now());
  if (reply.status !== 200)
    throw new CountersignError(
      'connector.unauthorised',
      `${connection} refused to issue a token; check the client id, its key or secret, and the user`,
    );
  const parsed = TokenReply.safeParse(readable(reply));
  if (!parsed.success) throw new CountersignError('connector.unauthorised', `${connection} answered the token request in an unknown form`);
  return { value: parsed.data.access_token, userId: /\/(005[a-zA-Z0-9]{12,15})$/.exec(parsed.data.id ?? '')?.[1] };
}

function readable(reply: HttpReply): unknown {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
}

async function tokenForm(config: SalesforceConfig, clock: Clock): Promise<URLSearchParams> {
  const { auth } = config;
  if (auth.kind === 'client-credentials')
    return new URLSearchParams({ grant_type: 'client_credentials', client_id: auth.clientId, client_secret: auth.clientSecret });
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(auth.clientId)
    .setSubject(auth.username)
    .setAudience(auth.audience)
    // The vendor accepts three minutes at most.
    .setExpirationTime(Math.floor(clock.now().getTime() / 1000) + 180)
    .sign(createPrivateKey(auth.privateKey));
  return new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
}
