import { timingSafeEqual, createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { importSPKI, jwtVerify } from 'jose';
import type { Clock } from '../../contracts/time.ts';
import type { SeededIds } from '../core/ids.ts';

/** An app that may ask for tokens. A secret allows client credentials, a public key (PEM, RS256) allows JWT bearer. */
export type ConnectedApp = {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly publicKey?: string;
  readonly username?: string;
};

export type TokenAnswer = { readonly status: number; readonly body: Readonly<Record<string, string>> };

export type Oauth = {
  /** Answers a token request; `origin` is what the caller reached us under. */
  token(form: URLSearchParams, basicHeader: string | undefined, origin: string): Promise<TokenAnswer>;
  isValid(token: string): boolean;
  revokeAll(): void;
};

export type OauthDeps = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: SeededIds;
  readonly apps: readonly ConnectedApp[];
  readonly tokenTtlSeconds: number;
  readonly identity: () => { readonly userId: string; readonly organisationId: string; readonly username: string };
};

export function createOauth(deps: OauthDeps): Oauth {
  const { db, clock } = deps;
  db.exec('CREATE TABLE IF NOT EXISTS salesforce_token (token TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT');
  const issue = (origin: string): TokenAnswer => {
    const { userId, organisationId } = deps.identity();
    const token = `${organisationId.slice(0, 15)}!${deps.ids.token('salesforce:token')}`;
    const now = clock.now().getTime();
    db.prepare('DELETE FROM salesforce_token WHERE expires_at <= ?').run(now);
    db.prepare('INSERT INTO salesforce_token (token, expires_at) VALUES (?, ?)').run(token, now + deps.tokenTtlSeconds * 1000);
    const id = `${origin}/id/${organisationId}/${userId}`;
    return {
      status: 200,
      body: {
        access_token: token,
        instance_url: origin,
        id,
        token_type: 'Bearer',
        issued_at: String(now),
        scope: 'api',
        signature: 'sandbox',
      },
    };
  };
  return {
    async token(form, basicHeader, origin) {
      switch (form.get('grant_type') ?? '') {
        case 'client_credentials':
          return clientCredentials(deps.apps, form, basicHeader) ? issue(origin) : refusal('invalid_client', 'invalid client credentials');
        case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
          const wrong = await jwtProblem(deps, form.get('assertion') ?? '', origin);
          return wrong === undefined ? issue(origin) : refusal('invalid_grant', wrong);
        }
        default:
          return refusal('unsupported_grant_type', 'grant type not supported');
      }
    },
    isValid: (token) =>
      db.prepare('SELECT 1 FROM salesforce_token WHERE token = ? AND expires_at > ?').get(token, clock.now().getTime()) !== undefined,
    revokeAll() {
      db.exec('DELETE FROM salesforce_token');
    },
  };
}

function clientCredentials(apps: readonly ConnectedApp[], form: URLSearchParams, basicHeader: string | undefined): boolean {
  const [basicId, basicSecret] =
    basicHeader?.startsWith('Basic ') === true
      ? Buffer.from(basicHeader.slice(6), 'base64').toString('utf8').split(':').map(decodeURIComponent)
      : [];
  const id = form.get('client_id') ?? basicId;
  const secret = form.get('client_secret') ?? basicSecret ?? '';
  const app = apps.find(({ clientId }) => clientId === id);
  return app?.clientSecret !== undefined && sameText(app.clientSecret, secret);
}

/** What is wrong with an assertion; undefined when it is signed by the app's key, for us and for its user, and recent. */
async function jwtProblem(deps: OauthDeps, assertion: string, origin: string): Promise<string | undefined> {
  for (const app of deps.apps) {
    if (app.publicKey === undefined) continue;
    try {
      const { payload } = await jwtVerify(assertion, await importSPKI(app.publicKey, 'RS256'), {
        algorithms: ['RS256'],
        issuer: app.clientId,
        audience: ['https://login.salesforce.com', 'https://test.salesforce.com', origin],
        currentDate: deps.clock.now(),
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 30,
      });
      // The vendor takes assertions that live three minutes at most.
      if ((payload.exp ?? 0) - deps.clock.now().getTime() / 1000 > 330) return 'assertion expires too late';
      return payload.sub === (app.username ?? deps.identity().username) ? undefined : "user hasn't approved this consumer";
    } catch {
      continue;
    }
  }
  return 'invalid assertion';
}

function refusal(error: string, description: string): TokenAnswer {
  return { status: error === 'invalid_client' ? 401 : 400, body: { error, error_description: description } };
}

function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
