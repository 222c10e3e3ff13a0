import { CountersignError } from '../../contracts/errors.ts';
import { runStatuses, type NewRun, type Run, type RunStatus, type RunStore } from '../../contracts/runs.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Row = {
  seq: number;
  id: string;
  workflow: string;
  workflow_version: string;
  thread_id: string;
  ordering_key: string;
  record: string;
  event_id: string | null;
  principal: string;
  status: string;
  input: string;
  outcome: string | null;
  resume: string;
  fence: number;
  owner: string | null;
  lease_until: string | null;
  recoveries: number;
  available_at: string;
  created_at: string;
  updated_at: string;
};

/**
 * Answers what queues a run inside the open transaction; a queued run that never started stands for later ones of the same
 * record.
 */
export function prepareEnqueue(db: Db): (run: NewRun) => { id: string; coalesced: boolean } {
  const queued = db.prepare<[string, string], { id: string }>(
    `SELECT id FROM runs WHERE ordering_key = ? AND workflow = ? AND status = 'queued' AND resume = 'start' AND fence = 0 LIMIT 1`,
  );
  const renew = db.prepare('UPDATE runs SET event_id = coalesce(?, event_id), input = ? WHERE id = ?');
  const insert = db.prepare(
    `INSERT INTO runs (id, workflow, workflow_version, thread_id, ordering_key, record, event_id, principal, status, input, resume, available_at, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, 'start', ?, ?, ?)`,
  );
  return (run) => {
    const waiting = queued.get(run.orderingKey, run.workflow);
    const input = JSON.stringify(run.input);
    if (waiting) {
      renew.run(run.eventId ?? null, input, waiting.id);
      return { id: waiting.id, coalesced: true };
    }
    insert.run(
      run.id,
      run.workflow,
      run.workflowVersion,
      run.threadId,
      run.orderingKey,
      JSON.stringify(run.record),
      run.eventId ?? null,
      run.principal,
      input,
      run.availableAt ?? run.at,
      run.at,
      run.at,
    );
    return { id: run.id, coalesced: false };
  };
}

export function createRunStore(db: Db, write: Write, chain: AuditChain): RunStore {
  return { ...runReads(db), ...leases(db, write, chain), ...queueing(db, write, chain) };
}

function runReads(db: Db): Pick<RunStore, 'get' | 'list' | 'owners' | 'counts'> {
  const one = db.prepare<[string], Row>('SELECT * FROM runs WHERE id = ?');
  const list = db.prepare<[Record<string, string | number | null>], Row>(
    `SELECT * FROM runs WHERE (@status IS NULL OR status = @status) AND (@workflow IS NULL OR workflow = @workflow)
       AND (@orderingKey IS NULL OR ordering_key = @orderingKey)
       AND (@after IS NULL OR seq < (SELECT seq FROM runs WHERE id = @after)) ORDER BY seq DESC LIMIT @limit`,
  );
  const owners = db.prepare<[], { owner: string }>(`SELECT DISTINCT owner FROM runs WHERE status = 'running' AND owner IS NOT NULL`);
  const counted = db.prepare<[], { status: RunStatus; n: number }>('SELECT status, count(*) AS n FROM runs GROUP BY status');
  return {
    async get(id) {
      const row = one.get(id);
      return row && toRun(row);
    },
    async list({ status = null, workflow = null, orderingKey = null, after = null, limit }) {
      return list.all({ status, workflow, orderingKey, after, limit }).map(toRun);
    },
    owners: async () => owners.all().map((row) => row.owner),
    async counts() {
      const found = new Map(counted.all().map((row) => [row.status, row.n]));
      // Built from the closed list, so every status has a number.
      return Object.fromEntries(runStatuses.map((status) => [status, found.get(status) ?? 0])) as Record<RunStatus, number>;
    },
  };
}

/** Due runs. What is paused is asked once a claim, inside its transaction: once a run would double the price of a long queue. */
function prepareDue(db: Db): (at: string, limit: number) => Row[] {
  const sql = (filter: string): string =>
    `SELECT * FROM runs r WHERE status IN ('queued', 'waiting') AND available_at <= ? ${filter}
       AND NOT EXISTS (SELECT 1 FROM runs b WHERE b.ordering_key = r.ordering_key AND b.status = 'running')
     ORDER BY available_at, seq LIMIT ?`;
  const all = db.prepare<[string, number], Row>(sql(''));
  const some = db.prepare<[string, string, number], Row>(sql('AND workflow NOT IN (SELECT value FROM json_each(?))'));
  const paused = db.prepare<[], { workflow: string }>(
    `SELECT substr(name, 8) AS workflow FROM settings WHERE name >= 'paused:' AND name < 'paused;' AND value = 'true'`,
  );
  return (at, limit) => {
    const held = paused.all().map(({ workflow }) => workflow);
    if (held.includes('*')) return [];
    return held.length === 0 ? all.all(at, limit) : some.all(at, JSON.stringify(held), limit);
  };
}

/** What a worker holding a lease does, each guarded by its fencing token. */
function leases(db: Db, write: Write, chain: AuditChain): Pick<RunStore, 'claim' | 'heartbeat' | 'finish' | 'sweep'> {
  const due = prepareDue(db);
  const take = db.prepare(`UPDATE runs SET status = 'running', fence = fence + 1, owner = ?, lease_until = ?, updated_at = ? WHERE id = ?`);
  const extend = db.prepare(`UPDATE runs SET lease_until = ? WHERE id = ? AND fence = ? AND status = 'running'`);
  const end = db.prepare(
    `UPDATE runs SET status = @status, outcome = @outcome, updated_at = @at, available_at = coalesce(@availableAt, available_at), owner = NULL,
       lease_until = NULL, recoveries = recoveries + @recoveries, resume = CASE WHEN @status = 'waiting' THEN 'continue' ELSE resume END
     WHERE id = @id AND fence = @fence AND status = 'running'`,
  );
  // A decision may come between opening the approval and parking the run: then there is nothing left to wait for.
  const wakeIfDecided = db.prepare(
    `UPDATE runs SET status = 'queued', resume = 'decision', available_at = ? WHERE id = ? AND status = 'awaiting_approval'
       AND NOT EXISTS (SELECT 1 FROM approvals a WHERE a.run_id = runs.id AND a.status = 'waiting')`,
  );
  return {
    claim: (owner, at, leaseUntil, limit) =>
      write(() => {
        const taken: Run[] = [];
        const keys = new Set<string>();
        // Twice the limit: several due runs of one record wait for each other.
        for (const row of due(at, limit * 2)) {
          if (taken.length >= limit || keys.has(row.ordering_key)) continue;
          keys.add(row.ordering_key);
          take.run(owner, leaseUntil, at, row.id);
          taken.push({ ...toRun(row), status: 'running', fence: row.fence + 1, owner, leaseUntil });
        }
        return taken;
      }),
    heartbeat: (held, leaseUntil) =>
      write(() => held.filter((run) => extend.run(leaseUntil, run.id, run.fence).changes > 0).map((run) => run.id)),
    finish: (id, fence, { status, outcome, at, availableAt = null, countRecovery }, audit) =>
      write(() => {
        const changed = end.run({ id, fence, status, outcome, at, availableAt, recoveries: countRecovery ? 1 : 0 });
        if (changed.changes === 0) throw new CountersignError('run.fenced', 'Another worker has taken over this run');
        if (status === 'awaiting_approval') wakeIfDecided.run(at, id);
        chain.append(audit);
      }),
    sweep: (at, deadOwners, cap) => write(() => sweep(db, at, deadOwners, cap)),
  };
}

function queueing(db: Db, write: Write, chain: AuditChain): Pick<RunStore, 'enqueue' | 'requeue' | 'cancel'> {
  const enqueue = prepareEnqueue(db);
  const statusOf = db.prepare<[string], { status: string }>('SELECT status FROM runs WHERE id = ?');
  const again = db.prepare(`UPDATE runs SET status = 'queued', resume = ?, available_at = ?, updated_at = ?, recoveries = 0 WHERE id = ?`);
  const cancel = db.prepare(
    `UPDATE runs SET status = 'cancelled', outcome = 'cancelled', updated_at = ? WHERE id = ? AND status IN ('queued', 'waiting', 'awaiting_approval')`,
  );
  return {
    enqueue: (run, audit) =>
      write(() => {
        const result = enqueue(run);
        chain.append(audit);
        return result;
      }),
    requeue: (id, from, resume, at, audit) =>
      write(() => {
        const row = statusOf.get(id);
        if (!row || !from.some((status) => status === row.status)) return false;
        again.run(resume, at, at, id);
        chain.append(audit);
        return true;
      }),
    cancel: (id, at, audit) =>
      write(() => {
        if (cancel.run(at, id).changes === 0) return false;
        chain.append(audit);
        return true;
      }),
  };
}

function sweep(db: Db, at: string, deadOwners: readonly string[], cap: number): { requeued: string[]; exhausted: string[] } {
  const requeued: string[] = [];
  const exhausted: string[] = [];
  const rows = db
    .prepare<[string], { id: string; owner: string | null; recoveries: number; lease_until: string | null }>(
      `SELECT id, owner, recoveries, lease_until FROM runs WHERE status = 'running' AND (lease_until < ? OR owner IS NOT NULL)`,
    )
    .all(at);
  for (const row of rows) {
    const expired = row.lease_until !== null && row.lease_until < at;
    if (!expired && !deadOwners.includes(row.owner ?? '')) continue;
    if (row.recoveries + 1 > cap) {
      exhausted.push(row.id);
      continue;
    }
    db.prepare(
      `UPDATE runs SET status = 'queued', resume = 'continue', recoveries = recoveries + 1, owner = NULL, lease_until = NULL, available_at = ?, updated_at = ?, outcome = NULL WHERE id = ?`,
    ).run(at, at, row.id);
    requeued.push(row.id);
  }
  return { requeued, exhausted };
}

function toRun(row: Row): Run {
  return {
    id: row.id,
    workflow: row.workflow,
    workflowVersion: row.workflow_version,
    threadId: row.thread_id,
    orderingKey: row.ordering_key,
    record: JSON.parse(row.record),
    ...(row.event_id === null ? {} : { eventId: row.event_id }),
    principal: row.principal,
    // Both columns only ever get values of their unions.
    status: row.status as Run['status'],
    resume: row.resume as Run['resume'],
    input: JSON.parse(row.input),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    fence: row.fence,
    ...(row.owner === null ? {} : { owner: row.owner }),
    ...(row.lease_until === null ? {} : { leaseUntil: row.lease_until }),
    recoveries: row.recoveries,
    availableAt: row.available_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
