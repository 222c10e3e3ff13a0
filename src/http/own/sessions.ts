import { createHash } from 'node:crypto';
import type { Principal } from '../../contracts/principal.ts';
import type { Clock } from '../../contracts/time.ts';

/**
 * Who is signed in to the console. A session is a SHA-256 of its id and a SHA-256 of the key it was opened with, in memory: a
 * restart signs everybody out, a revoked key ends its sessions at the next request, and neither secret can be read back.
 */
export type Sessions = {
  /** The id for the cookie; undefined for an unknown or revoked key. */
  open(apiKey: string): Promise<{ readonly id: string; readonly by: Principal } | undefined>;
  /** Who this session is now, roles read now. A request a person made keeps it from going idle; one a timer made does not. */
  find(id: string, madeBy: 'person' | 'timer'): Promise<Principal | undefined>;
  close(id: string): void;
  /** How long this address has to wait before it may try another key; 0 when it need not. */
  waitMs(address: string): number;
  /** An unknown key came from this address. */
  missed(address: string): void;
};

export type SessionParts = {
  readonly clock: Clock;
  /** 256 random bits as text that may stand in a cookie. */
  readonly randomId: () => string;
  readonly authenticateHash: (sha256: string) => Promise<Principal | undefined>;
};

export const sessionLimits = {
  absoluteMs: 12 * 3_600_000,
  idleMs: 60 * 60_000,
  /** The oldest goes when there are more. */
  sessions: 10_000,
  misses: 10,
  missWindowMs: 60_000,
  addresses: 10_000,
} as const;

type Session = { readonly keySha256: string; readonly openedAt: number; seenAt: number };
type Misses = { readonly since: number; readonly count: number };

export function createSessions({ clock, randomId, authenticateHash }: SessionParts): Sessions {
  // Both maps keep the order in which rows were added, so the first key is the oldest.
  const sessions = new Map<string, Session>();
  const missed = new Map<string, Misses>();
  const now = (): number => clock.now().getTime();
  const missesOf = (address: string): Misses | undefined => {
    const row = missed.get(address);
    return row !== undefined && now() - row.since < sessionLimits.missWindowMs ? row : undefined;
  };
  return {
    async open(apiKey) {
      const keySha256 = sha256(apiKey);
      const by = await authenticateHash(keySha256);
      if (!by) return undefined;
      const id = randomId();
      sessions.set(sha256(id), { keySha256, openedAt: now(), seenAt: now() });
      dropOldest(sessions, sessionLimits.sessions);
      return { id, by };
    },
    async find(id, madeBy) {
      const session = sessions.get(sha256(id));
      if (!session) return undefined;
      const by = isOver(session, now()) ? undefined : await authenticateHash(session.keySha256);
      if (!by) sessions.delete(sha256(id));
      else if (madeBy === 'person') session.seenAt = now();
      return by;
    },
    close: (id) => void sessions.delete(sha256(id)),
    waitMs(address) {
      const row = missesOf(address);
      return row !== undefined && row.count >= sessionLimits.misses ? row.since + sessionLimits.missWindowMs - now() : 0;
    },
    missed(address) {
      const row = missesOf(address);
      missed.delete(address);
      missed.set(address, { since: row?.since ?? now(), count: (row?.count ?? 0) + 1 });
      dropOldest(missed, sessionLimits.addresses);
    },
  };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const isOver = (session: Session, at: number): boolean =>
  at - session.openedAt >= sessionLimits.absoluteMs || at - session.seenAt >= sessionLimits.idleMs;

function dropOldest(rows: Map<string, unknown>, limit: number): void {
  const oldest = rows.size > limit ? rows.keys().next().value : undefined;
  if (oldest !== undefined) rows.delete(oldest);
}
