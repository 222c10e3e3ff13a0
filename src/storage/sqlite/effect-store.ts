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
  const statements = prepare(db);
  return { ...reads(db, statements), ...ordinals(db, write), ...changes(statements, write, chain) };
}

function prepare(db: Db) {
  return {
    one: db.prepare<[string], Row>('SELECT * FROM effects WHERE key = ?'),
    fenceOf: db.prepare<[string], { fence: number; status: string }>('SELECT fence, status FROM runs WHERE id = ?'),
    insert: db.prepare(
      `INSERT INTO effects (key, proposal_id, run_id, workflow, slot, tool, connection, target, state, request_hash, updated_at)
       VALUES (@key, @proposalId, @runId, @workflow, @slot, @tool, @connection, @target, 'reserved', @requestHash, @at)
       ON CONFLICT (key) DO UPDATE SET
         proposal_id = excluded.proposal_id, run_id = excluded.run_id, request_hash = excluded.request_hash, target = excluded.target
       WHERE effects.state IN ('reserved', 'refused', 'conflict')`,
    ),
    reopen: db.prepare(
      `UPDATE effects SET state = 'reserved', reason = NULL, updated_at = ? WHERE key = ? AND state IN ('refused', 'conflict')`,
    ),
    change: db.prepare(
      `UPDATE effects SET state = @to, updated_at = @at, receipt = coalesce(@receipt, receipt), reason = @reason, settle_at = @settleAt,
         attempts = attempts + @attempts, lookups = lookups + @lookups, sent_at = CASE WHEN @to = 'sending' THEN @at ELSE sent_at END
       WHERE key = @key`,
    ),
    resolve: db.prepare(
      `UPDATE effects SET state = ?, receipt = coalesce(?, receipt), reason = 'decided by a person', lookups = 0, updated_at = ?
       WHERE key = ? AND state = 'parked'`,
    ),
  };
}

type Statements = ReturnType<typeof prepare>;

function reads(db: Db, { one }: Statements): Pick<EffectStore, 'get' | 'getMany' | 'inDoubt' | 'list' | 'countsBetween'> {
  const counted = db.prepare<[string, string], { state: Effect['state']; n: number }>(
    'SELECT state, count(*) AS n FROM effects WHERE updated_at >= ? AND updated_at < ? GROUP BY state',
  );
  const list = db.prepare<[Record<string, string | number | null>], Row>(
    `SELECT * FROM effects WHERE (@state IS NULL OR state = @state) AND (@runId IS NULL OR run_id = @runId)
       AND (@proposalId IS NULL OR proposal_id = @proposalId)
       AND (@after IS NULL OR rowid < (SELECT rowid FROM effects WHERE key = @after)) ORDER BY rowid DESC LIMIT @limit`,
  );
  // The first condition lets SQLite use the small index of effects that are not applied.
  const inDoubt = db.prepare<[string], Row>(
    `SELECT e.* FROM effects e JOIN proposals p ON p.id = e.proposal_id
       WHERE e.state <> 'applied' AND e.state IN ('sending', 'uncertain') AND p.thread_id = ? ORDER BY e.rowid`,
  );
  return {
    async countsBetween(from, to) {
      return Object.fromEntries(counted.all(from, to).map(({ state, n }) => [state, n]));
    },
    async inDoubt(threadId) {
      return inDoubt.all(threadId).map(toEffect);
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
    async list({ state = null, runId = null, proposalId = null, after = null, limit }) {
      return list.all({ state, runId, proposalId, after, limit }).map(toEffect);
    },
  };
}

function ordinals(db: Db, write: Write): Pick<EffectStore, 'ordinal'> {
  const last = db.prepare<[string, string, string], { identity_hash: string; ordinal: number }>(
    'SELECT identity_hash, ordinal FROM transitions WHERE workflow = ? AND connection = ? AND record = ?',
  );
  const save = db.prepare(
    'INSERT OR REPLACE INTO transitions (workflow, connection, record, identity_hash, ordinal) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    async ordinal(scope, identityHash) {
      const known = last.get(scope.workflow, scope.connection, scope.record);
      if (known?.identity_hash === identityHash) return known.ordinal;
      const ordinal = (known?.ordinal ?? 0) + 1;
      await write(() => save.run(scope.workflow, scope.connection, scope.record, identityHash, ordinal));
      return ordinal;
    },
  };
}

function changes(statements: Statements, write: Write, chain: AuditChain): Pick<EffectStore, 'reserve' | 'transition' | 'resolve'> {
  const { one, insert, reopen, resolve } = statements;
  return {
    reserve: (effects, fence, at, audit) =>
      write(() => {
        guard(statements, fence);
        for (const effect of effects) {
          insert.run({ ...effect, target: JSON.stringify(effect.target), at });
          reopen.run(at, effect.key);
        }
        chain.append(audit);
        return effects.map((effect) => toEffect(existing(one, effect.key)));
      }),
    transition: (wanted, fence, audit) =>
      write(() => {
        guard(statements, fence);
        // All or none: check every guard before the first change, so false needs no rollback.
        const holds = wanted.every((change) => {
          const row = one.get(change.key);
          return row !== undefined && change.from.some((state) => state === row.state);
        });
        if (!holds) return false;
        for (const change of wanted) statements.change.run(changeRow(change));
        chain.append(audit);
        return true;
      }),
    resolve: (key, to, receipt, at, audit) =>
      write(() => {
        if (resolve.run(to, receipt ? JSON.stringify(receipt) : null, at, key).changes === 0) return false;
        chain.append(audit);
        return true;
      }),
  };
}

function changeRow(change: EffectTransition): Record<string, string | number | null> {
  return {
    key: change.key,
    to: change.to,
    at: change.at,
    receipt: change.receipt ? JSON.stringify(change.receipt) : null,
    reason: change.reason ?? null,
    settleAt: change.settleAt ?? null,
    attempts: change.countAttempt ? 1 : 0,
    lookups: change.countLookup ? 1 : 0,
  };
}

function guard({ fenceOf }: Statements, fence: Fence): void {
  const row = fenceOf.get(fence.runId);
  if (row?.fence !== fence.token || row.status !== 'running') {
    throw new CountersignError('run.fenced', 'Another worker has taken over this run');
  }
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
