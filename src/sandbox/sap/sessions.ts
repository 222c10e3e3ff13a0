import { createHash, timingSafeEqual } from 'node:crypto';
import type { SeededIds } from '../core/ids.ts';
import { SapError } from './sap-error.ts';

const cookieName = 'SAP_SESSIONID_S4H_100';

/** Logon and CSRF: a token is good only together with the session cookie it was handed out with. */
export type Sessions = {
  /** Refuses a wrong user or password with 401. */
  authenticate(authorization: string | undefined): void;
  /** Headers that answer `x-csrf-token: Fetch`: the session's token, and a cookie when the session is new. */
  fetch(cookie: string | undefined): readonly (readonly [string, string])[];
  /** Refuses a modifying call whose token and cookie do not belong together. */
  demand(token: string | undefined, cookie: string | undefined): void;
  /** Forgets every session, as a restart or a time-out does. */
  end(): void;
};

export function openSessions(ids: SeededIds, account: { user: string; password: string }): Sessions {
  const tokensBySession = new Map<string, string>();
  const expected = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
  return {
    authenticate(authorization) {
      if (!equalTexts(authorization ?? '', expected)) {
        throw new SapError(401, 'SY/530', 'Logon failed', {
          'www-authenticate': 'Basic realm="SAP NetWeaver Application Server [S4H/100]"',
        });
      }
    },
    fetch(cookie) {
      const known = sessionOf(cookie);
      const token = known === undefined ? undefined : tokensBySession.get(known);
      if (token !== undefined) return [['x-csrf-token', token]];
      const session = ids.token('sap-session');
      const fresh = ids.token('sap-csrf');
      tokensBySession.set(session, fresh);
      return [
        ['x-csrf-token', fresh],
        ['set-cookie', `${cookieName}=${session}; path=/; HttpOnly`],
        ['set-cookie', 'sap-usercontext=sap-client=100; path=/'],
      ];
    },
    demand(token, cookie) {
      const session = sessionOf(cookie);
      const wanted = session === undefined ? undefined : tokensBySession.get(session);
      if (wanted === undefined || !equalTexts(token ?? '', wanted))
        throw new SapError(403, '/IWFND/CM_CGW/103', 'CSRF token validation failed', { 'x-csrf-token': 'Required' });
    },
    end: () => tokensBySession.clear(),
  };
}

function sessionOf(cookie: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookie ?? '')?.[1];
}

function equalTexts(a: string, b: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}
