import type { CaseFeedback, FeedbackStore } from '../../contracts/feedback.ts';
import type { AuditChain } from './audit-store.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Body = { body: string };

export function createCaseFeedbackStore(db: Db, write: Write, chain: AuditChain): FeedbackStore {
  const insert = db.prepare('INSERT INTO case_feedback (id, at, workflow, kind, run_id, about, body) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const one = db.prepare<[string], Body>('SELECT body FROM case_feedback WHERE id = ?');
  const list = db.prepare<[Record<string, string | number | null>], Body>(
    `SELECT body FROM case_feedback WHERE (@workflow IS NULL OR workflow = @workflow) AND (@kind IS NULL OR kind = @kind)
       AND (@runId IS NULL OR run_id = @runId)
       AND (@after IS NULL OR seq < (SELECT seq FROM case_feedback WHERE id = @after)) ORDER BY seq DESC LIMIT @limit`,
  );
  return {
    add: (row, audit) =>
      write(() => {
        insert.run(row.id, row.at, row.workflow, row.kind, row.runId, row.about.id, JSON.stringify(row));
        chain.append(audit);
      }),
    async get(id) {
      const row = one.get(id);
      return row && feedbackOf(row);
    },
    async list({ workflow = null, kind = null, runId = null, after = null, limit }) {
      return list.all({ workflow, kind, runId, after, limit }).map(feedbackOf);
    },
  };
}

// The column is only ever written by add above.
const feedbackOf = (row: Body): CaseFeedback => JSON.parse(row.body) as CaseFeedback;
