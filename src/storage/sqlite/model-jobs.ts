import type { ModelJob, ModelStore } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Row = {
  id: string;
  model: string;
  request_id: string;
  bodies: string;
  done: number;
  status: string;
  by_whom: string;
  created_at: string;
};

export function createJobStore(db: Db, group: GroupCommit): Pick<ModelStore, 'addJob' | 'job' | 'waitingJobs' | 'moveJob'> {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO jobs (id, model, request_id, bodies, done, status, by_whom, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const same = db.prepare<[string, string], Row>('SELECT * FROM jobs WHERE model = ? AND request_id = ?');
  const one = db.prepare<[string], Row>('SELECT * FROM jobs WHERE id = ?');
  const waiting = db.prepare<[], Row>(`SELECT * FROM jobs WHERE status = 'waiting' ORDER BY seq`);
  const move = db.prepare('UPDATE jobs SET done = ?, status = ? WHERE id = ?');
  return {
    addJob: (job) =>
      group.run(() => {
        insert.run(job.id, job.model, job.requestId, JSON.stringify(job.bodies), job.done, job.status, job.by, job.createdAt);
        const row = same.get(job.model, job.requestId);
        return row ? toJob(row) : job;
      }),
    async job(id) {
      const row = one.get(id);
      return row && toJob(row);
    },
    async waitingJobs() {
      return waiting.all().map(toJob);
    },
    moveJob: (id, { done, status }) =>
      group.run(
        () => {
          move.run(done, status, id);
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
  bodies: JSON.parse(row.bodies),
  done: row.done,
  // Only ever gets values of the union.
  status: row.status as ModelJob['status'],
  by: row.by_whom,
  createdAt: row.created_at,
});
