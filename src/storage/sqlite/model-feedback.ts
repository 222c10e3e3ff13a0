import type { Corrected, Feedback, FeedbackCount, ModelStore } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type Body = { body: string };
type CountRow = { role: string; version: number; kind: string; count: number };
type CorrectedRow = { feedback: string; answer: string; shadow: string };

/** The last verdict, and the last thumb, of each person on each answer: who changes their mind is counted once. */
const lastWords = `
  SELECT prediction_id, body, seq, json_extract(body, '$.kind') AS kind, row_number() OVER (
    PARTITION BY prediction_id, json_extract(body, '$.by'), json_extract(body, '$.kind') IN ('up', 'down') ORDER BY seq DESC
  ) AS place
  FROM feedback WHERE model = ?`;

export function createFeedbackStore(
  db: Db,
  group: GroupCommit,
): Pick<ModelStore, 'addFeedback' | 'feedback' | 'feedbackCounts' | 'corrected'> {
  const insert = db.prepare(
    'INSERT INTO feedback (id, prediction_id, model, at, body) SELECT ?, id, model, ?, ? FROM predictions WHERE id = ?',
  );
  const list = db.prepare<[string, string | null, string | null], Body>(
    'SELECT body FROM feedback WHERE model = ? AND (? IS NULL OR at >= ?) ORDER BY seq',
  );
  const counts = db.prepare<[string], CountRow>(
    `SELECT p.role, p.version, f.kind, count(*) AS count FROM (${lastWords}) f JOIN predictions p ON p.id = f.prediction_id
     WHERE f.place = 1 GROUP BY p.role, p.version, f.kind ORDER BY p.version, p.role, f.kind`,
  );
  // One request, one correlation id; a sender may give several the same, so record and moment have to be the same as well.
  const corrected = db.prepare<[string, string, number, number, number], CorrectedRow>(
    `SELECT f.body AS feedback, p.body AS answer, s.body AS shadow FROM (${lastWords}) f
     JOIN predictions p ON p.id = f.prediction_id
     JOIN predictions s ON s.correlation_id = p.correlation_id AND s.model = p.model AND s.role = 'shadow' AND s.environment = p.environment
       AND s.entity IS p.entity AND s.as_of = p.as_of AND s.at = p.at
     WHERE f.place = 1 AND f.kind IN ('edit', 'override') AND json_type(f.body, '$.value') IS NOT NULL
       AND p.environment = ? AND p.role <> 'shadow' AND p.version = ? AND s.version = ? ORDER BY f.seq DESC LIMIT ?`,
  );
  return {
    addFeedback: (row) =>
      group.run(() => {
        insert.run(row.id, row.at, JSON.stringify(row), row.predictionId);
      }),
    async feedback(model, since) {
      return list.all(model, since ?? null, since ?? null).map(({ body }): Feedback => JSON.parse(body));
    },
    async feedbackCounts(model) {
      // Roles and kinds were checked when they came in.
      return counts.all(model).map((row) => row as FeedbackCount);
    },
    async corrected(model, { environment, version, shadow, limit }) {
      return corrected
        .all(model, environment, version, shadow, limit)
        .map((row): Corrected => ({ feedback: JSON.parse(row.feedback), answer: JSON.parse(row.answer), shadow: JSON.parse(row.shadow) }));
    },
  };
}
