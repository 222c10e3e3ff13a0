import type { RunRow, ServedRunStore } from '../../contracts/serving-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';
import { holds, pageOf } from './serving-match.ts';
import { prepareAddThread } from './serving-threads.ts';

type Row = {
  id: string;
  thread_id: string;
  assistant_id: string;
  owner: string;
  roles: string;
  status: string;
  multitask: string;
  attempts: number;
  base: string | null;
  available_at: string;
  created_at: string;
  updated_at: string;
  metadata: string;
  kwargs: string;
};

const atWork = `status IN ('pending', 'running')`;

export function createServedRunStore(db: Db, write: Write): ServedRunStore {
  return { ...reads(db), ...admission(db, write), ...endings(db, write) };
}

function reads(db: Db): Pick<ServedRunStore, 'get' | 'list' | 'active'> {
  const one = db.prepare<[string], Row>('SELECT * FROM serving_runs WHERE id = ?');
  return {
    async get(id) {
      const row = one.get(id);
      return row && toRun(row);
    },
    async list({ threadId, statuses, metadata, limit, offset }) {
      const rows = db
        .prepare<[string, string | null, string | null], Row>(
          `SELECT * FROM serving_runs WHERE thread_id = ? AND (? IS NULL OR status IN (SELECT value FROM json_each(?))) ORDER BY seq DESC`,
        )
        .iterate(threadId, statuses ? JSON.stringify(statuses) : null, statuses ? JSON.stringify(statuses) : null);
      const { rows: found } = pageOf(rows, { limit, offset }, (row) => metadata === undefined || holds(JSON.parse(row.metadata), metadata));
      return found.map(toRun);
    },
    async active() {
      return db.prepare<[], Row>(`SELECT * FROM serving_runs WHERE ${atWork} ORDER BY seq`).all().map(toRun);
    },
  };
}

function admission(db: Db, write: Write): Pick<ServedRunStore, 'admit' | 'take'> {
  const addThread = prepareAddThread(db);
  const inflight = db.prepare<[string], Row>(`SELECT * FROM serving_runs WHERE thread_id = ? AND ${atWork} ORDER BY seq`);
  const insert = db.prepare(
    `INSERT INTO serving_runs (id, thread_id, assistant_id, owner, roles, status, multitask, attempts, base, available_at, created_at, updated_at, metadata, kwargs)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const busy = db.prepare(`UPDATE serving_threads SET status = 'busy', metadata = json_patch(metadata, ?), updated_at = ? WHERE id = ?`);
  const due = db.prepare<[string, number], Row>(
    `SELECT * FROM serving_runs r WHERE status = 'pending' AND available_at <= ?
       AND NOT EXISTS (SELECT 1 FROM serving_runs b WHERE b.thread_id = r.thread_id AND b.status = 'running') ORDER BY seq LIMIT ?`,
  );
  const begin = db.prepare(`UPDATE serving_runs SET status = 'running', attempts = attempts + 1, updated_at = ? WHERE id = ?`);
  return {
    admit: (run, { rejectBusy, metadata, newThread, isAttended }) =>
      write(
        () => {
          if (newThread && !addThread(newThread)) return { isAdmitted: false, isRunning: false, inflight: [] };
          const others = inflight.all(run.threadId).map(toRun);
          if (others.length > 0 && rejectBusy) return { isAdmitted: false, isRunning: false, inflight: others };
          const isRunning = others.length === 0 && run.status === 'running';
          insert.run(
            run.id,
            run.threadId,
            run.assistantId,
            run.by.id,
            JSON.stringify(run.by.roles),
            isRunning ? 'running' : 'pending',
            run.multitask,
            isRunning ? 1 : 0,
            run.base ?? null,
            run.availableAt,
            run.createdAt,
            run.updatedAt,
            JSON.stringify(run.metadata),
            JSON.stringify(run.kwargs),
          );
          busy.run(JSON.stringify(metadata), run.createdAt, run.threadId);
          return { isAdmitted: true, isRunning, inflight: others };
        },
        isAttended ? 'process' : 'power-cut',
      ),
    take: (at, limit) =>
      write(() => {
        const taken: RunRow[] = [];
        const threads = new Set<string>();
        for (const row of due.all(at, limit * 2)) {
          if (taken.length >= limit || threads.has(row.thread_id)) continue;
          threads.add(row.thread_id);
          begin.run(at, row.id);
          taken.push({ ...toRun(row), status: 'running', attempts: row.attempts + 1 });
        }
        return taken;
      }),
  };
}

function endings(db: Db, write: Write): Pick<ServedRunStore, 'finish' | 'release' | 'setBase' | 'delete'> {
  const end = db.prepare<[string, string, string], { thread_id: string }>(
    `UPDATE serving_runs SET status = ?, updated_at = ? WHERE id = ? AND ${atWork} RETURNING thread_id`,
  );
  const others = db.prepare<[string], { n: number }>(`SELECT count(*) AS n FROM serving_runs WHERE thread_id = ? AND ${atWork}`);
  const settle = db.prepare(
    `UPDATE serving_threads SET status = ?, state = coalesce(?, state), interrupts = coalesce(?, interrupts), error = ?, updated_at = ? WHERE id = ?`,
  );
  const rebase = db.prepare('UPDATE serving_runs SET base = ? WHERE id = ?');
  const remove = db.prepare('DELETE FROM serving_runs WHERE id = ?');
  // How a run ended follows from its checkpoints, which outlive the process: after a power cut it is read from them again.
  return {
    finish: (id, { status, at, thread }) =>
      write(() => {
        const ended = end.get(status, at, id);
        if (!ended) return false;
        if (thread) {
          const isBusy = (others.get(ended.thread_id)?.n ?? 0) > 0;
          settle.run(
            isBusy ? 'busy' : thread.status,
            thread.values === undefined ? null : JSON.stringify(thread.values),
            thread.interrupts === undefined ? null : JSON.stringify(thread.interrupts),
            thread.error ?? null,
            at,
            ended.thread_id,
          );
        }
        return true;
      }, 'process'),
    release: (id, at, countsAttempt) =>
      write(() => {
        db.prepare(
          `UPDATE serving_runs SET status = 'pending', attempts = attempts - ?, updated_at = ? WHERE id = ? AND status = 'running'`,
        ).run(countsAttempt ? 0 : 1, at, id);
      }, 'process'),
    setBase: (id, base) =>
      write(() => {
        rebase.run(base, id);
      }, 'process'),
    delete: (id) =>
      write(() => {
        remove.run(id);
      }),
  };
}

function toRun(row: Row): RunRow {
  return {
    id: row.id,
    threadId: row.thread_id,
    assistantId: row.assistant_id,
    by: { id: row.owner, roles: JSON.parse(row.roles) },
    // Both columns only ever get values of their unions.
    status: row.status as RunRow['status'],
    multitask: row.multitask as RunRow['multitask'],
    attempts: row.attempts,
    ...(row.base === null ? {} : { base: row.base }),
    kwargs: JSON.parse(row.kwargs),
    metadata: JSON.parse(row.metadata),
    availableAt: row.available_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
