import type { Json } from '../../contracts/json.ts';
import type { ModelJob, ModelStore } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Row = {
  id: string;
  model: string;
  request_id: string;
  row_count: number;
  refused: string;
  done: number;
  status: string;
  by_whom: string;
  created_at: string;
};
// All but what was asked, which may be a thousand times as much.
const columns = 'id, model, request_id, row_count, refused, done, status, by_whom, created_at';

export function createJobStore(db: Db, group: GroupCommit): Pick<ModelStore, 'addJob' | 'job' | 'bodiesOf' | 'waitingJobs' | 'moveJob'> {
  const insert = db.prepare(
    `INSERT OR IGNORE INTO jobs (id, model, request_id, bodies, row_count, refused, done, status, by_whom, created_at)
     VALUES (?, ?, ?, ?, ?, '{}', ?, ?, ?, ?)`,
  );
  const same = db.prepare<[string, string], Row>(`SELECT ${columns} FROM jobs WHERE model = ? AND request_id = ?`);
  const one = db.prepare<[string], Row>(`SELECT ${columns} FROM jobs WHERE id = ?`);
  const bodies = db.prepare<[string], { bodies: string }>('SELECT bodies FROM jobs WHERE id = ?');
  const waiting = db.prepare<[], Row>(`SELECT ${columns} FROM jobs WHERE status = 'waiting' ORDER BY seq`);
  const move = db.prepare(
    `UPDATE jobs SET done = ?, status = ?, refused = json_patch(refused, ?), bodies = CASE WHEN ? = 'waiting' THEN bodies ELSE '[]' END WHERE id = ?`,
  );
  return {
    addJob: (job, asked) =>
      group.run(() => {
        insert.run(job.id, job.model, job.requestId, JSON.stringify(asked), job.rows, job.done, job.status, job.by, job.createdAt);
        const row = same.get(job.model, job.requestId);
        return row ? toJob(row) : job;
      }),
    async job(id) {
      const row = one.get(id);
      return row && toJob(row);
    },
    async bodiesOf(id) {
      return JSON.parse(bodies.get(id)?.bodies ?? '[]') as readonly Json[];
    },
    async waitingJobs() {
      return waiting.all().map(toJob);
    },
    moveJob: (id, { done, status, refused = {} }) =>
      group.run(
        () => {
          move.run(done, status, JSON.stringify(refused), status, id);
        },
        undefined,
        // Rows answered twice are answered alike: each has a request id of its own.
        'process',
      ),
  };
}

const toJob = (row: Row): ModelJob => ({
  id: row.id,
  model: row.model,
  requestId: row.request_id,
  rows: row.row_count,
  refused: JSON.parse(row.refused),
  done: row.done,
  // Only ever gets values of the union.
  status: row.status as ModelJob['status'],
  by: row.by_whom,
  createdAt: row.created_at,
});
