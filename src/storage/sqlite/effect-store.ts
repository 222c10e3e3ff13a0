import type { Effect, EffectStore, EffectTransition, Fence } from '../../contracts/effects.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Row = {
  key: string;
  proposal_id: string;
  run_id: string;
  workflow: string;
  slot: string;
  tool: string;
  connection: string;
  target: string;
  state: string;
  request_hash: string;
  attempts: number;
  lookups: number;
  sent_at: string | null;
  settle_at: string | null;
  receipt: string | null;
  reason: string | null;
  updated_at: string;
};

export function createEffectStore(db: Db, write: Write, chain: AuditChain): EffectStore {
  const one = db.prepare<[string], Row>('SELECT * FROM effects WHERE key = ?');
  const fenceOf = db.prepare<[string], { fence: number; status: string }>('SELECT fence, status FROM runs WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO effects (key, proposal_id, run_id, workflow, slot, tool, connection, target, state, request_hash, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?, ?)
     ON CONFLICT (key) DO UPDATE SET
       proposal_id = excluded.proposal_id, run_id = excluded.run_id, request_hash = excluded.request_hash, target = excluded.target
     WHERE effects.state IN ('reserved', 'refused', 'conflict')`,
  );
  const reopen = db.prepare(
    `UPDATE effects SET state = 'reserved', reason = NULL, updated_at = ? WHERE key = ? AND state IN ('refused', 'conflict')`,
  );
  const lastTransition = db.prepare<[string, string, string], { identity_hash: string; ordinal: number }>(
    'SELECT identity_hash, ordinal FROM transitions WHERE workflow = ? AND connection = ? AND record = ?',
  );
  const saveTransition = db.prepare(
    'INSERT OR REPLACE INTO transitions (workflow, connection, record, identity_hash, ordinal) VALUES (?, ?, ?, ?, ?)',
  );

  // The first condition lets SQLite use the small index of effects that are not applied.
  const doubtful = db.prepare<[string], Row>(
    `SELECT e.* FROM effects e JOIN proposals p ON p.id = e.proposal_id
       WHERE e.state <> 'applied' AND e.state IN ('sending', 'uncertain') AND p.thread_id = ? ORDER BY e.rowid`,
  );

  const change = db.prepare(
    `UPDATE effects SET state = ?, updated_at = ?, receipt = coalesce(?, receipt), reason = ?, settle_at = ?,
       attempts = attempts + ?, lookups = lookups + ?, sent_at = CASE WHEN ? = 'sending' THEN ? ELSE sent_at END WHERE key = ?`,
  );

  function applyChange(to: EffectTransition): void {
    const receipt = to.receipt ? JSON.stringify(to.receipt) : null;
    change.run(
      to.to,
      to.at,
      receipt,
      to.reason ?? null,
      to.settleAt ?? null,
      to.countAttempt ? 1 : 0,
      to.countLookup ? 1 : 0,
      to.to,
      to.at,
      to.key,
    );
  }

  function guard(fence: Fence): void {
    const row = fenceOf.get(fence.runId);
    if (row?.fence !== fence.token || row.status !== 'running')
      throw new CountersignError('run.fenced', 'Another worker has taken over this run');
  }

  return {
    async ordinal(scope, identityHash) {
      const known = lastTransition.get(scope.workflow, scope.connection, scope.record);
      if (known?.identity_hash === identityHash) return known.ordinal;
      const ordinal = (known?.ordinal ?? 0) + 1;
      await write(() => saveTransition.run(scope.workflow, scope.connection, scope.record, identityHash, ordinal));
      return ordinal;
    },
    async get(key) {
      const row = one.get(key);
      return row && toEffect(row);
    },
    async getMany(keys) {
      return keys.flatMap((key) => {
        const row = one.get(key);
        return row ? [toEffect(row)] : [];
      });
    },
    async inDoubt(threadId) {
      return doubtful.all(threadId).map(toEffect);
    },
    reserve: (effects, fence, at, audit) =>
      write(() => {
        guard(fence);
        for (const effect of effects) {
          insert.run(
            effect.key,
            effect.proposalId,
            effect.runId,
            effect.workflow,
            effect.slot,
            effect.tool,
            effect.connection,
            JSON.stringify(effect.target),
            effect.requestHash,
            at,
          );
          reopen.run(at, effect.key);
        }
        chain.append(audit);
        return effects.map((effect) => toEffect(existing(one, effect.key)));
      }),
    transition: (changes, fence, audit) =>
      write(() => {
        guard(fence);
        // All or none: check every guard before the first change, so false needs no rollback.
        const holds = changes.every((change) => {
          const row = one.get(change.key);
          return row !== undefined && change.from.some((state) => state === row.state);
        });
        if (!holds) return false;
        for (const change of changes) applyChange(change);
        chain.append(audit);
        return true;
      }),
    resolve: (key, to, receipt, at, audit) =>
      write(() => {
        const changed = db
          .prepare(
            `UPDATE effects SET state = ?, receipt = coalesce(?, receipt), reason = 'decided by a person', lookups = 0, updated_at = ? WHERE key = ? AND state = 'parked'`,
          )
          .run(to, receipt ? JSON.stringify(receipt) : null, at, key);
        if (changed.changes === 0) return false;
        chain.append(audit);
        return true;
      }),
    async list(filter) {
      return db
        .prepare<
          [string | null, string | null, string | null, string | null, string | null, string | null, string | null, string | null, number],
          Row
        >(
          `SELECT * FROM effects WHERE (? IS NULL OR state = ?) AND (? IS NULL OR run_id = ?) AND (? IS NULL OR proposal_id = ?)
             AND (? IS NULL OR rowid < (SELECT rowid FROM effects WHERE key = ?)) ORDER BY rowid DESC LIMIT ?`,
        )
        .all(
          filter.state ?? null,
          filter.state ?? null,
          filter.runId ?? null,
          filter.runId ?? null,
          filter.proposalId ?? null,
          filter.proposalId ?? null,
          filter.after ?? null,
          filter.after ?? null,
          filter.limit,
        )
        .map(toEffect);
    },
  };
}

function existing(one: { get(key: string): Row | undefined }, key: string): Row {
  const row = one.get(key);
  if (!row) throw new CountersignError('storage.unavailable', 'An effect that was just reserved is not there');
  return row;
}

function toEffect(row: Row): Effect {
  return {
    key: row.key,
    proposalId: row.proposal_id,
    runId: row.run_id,
    workflow: row.workflow,
    slot: row.slot,
    tool: row.tool,
    connection: row.connection,
    target: JSON.parse(row.target),
    // The column only ever gets values of the union.
    state: row.state as Effect['state'],
    requestHash: row.request_hash,
    attempts: row.attempts,
    lookups: row.lookups,
    ...(row.sent_at === null ? {} : { sentAt: row.sent_at }),
    ...(row.settle_at === null ? {} : { settleAt: row.settle_at }),
    ...(row.receipt === null ? {} : { receipt: JSON.parse(row.receipt) }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    updatedAt: row.updated_at,
  };
}
