import type { ModelStore, Outcome, Prediction } from '../../contracts/model-store.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { createFeedbackStore } from './model-feedback.ts';

type Body = { body: string };
type OutcomeRow = { model: string; entity: string; as_of: string; at: string; targets: string; by_whom: string };

export function createPredictionStore(
  db: Db,
  group: GroupCommit,
): Pick<
  ModelStore,
  'log' | 'prediction' | 'byRequest' | 'predictions' | 'addOutcomes' | 'judged' | keyof ReturnType<typeof createFeedbackStore>
> {
  return { ...predictions(db, group), ...outcomes(db, group), ...createFeedbackStore(db, group) };
}

function predictions(db: Db, group: GroupCommit): Pick<ModelStore, 'log' | 'prediction' | 'byRequest' | 'predictions'> {
  // A request sent twice at once is logged once; both get the same answer.
  const insert = db.prepare(
    `INSERT INTO predictions (id, model, version, environment, role, correlation_id, request_id, by_whom, entity, as_of, at, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (model, by_whom, request_id) WHERE request_id IS NOT NULL AND role <> 'shadow' DO NOTHING`,
  );
  const one = db.prepare<[string], Body>('SELECT body FROM predictions WHERE id = ?');
  const byRequest = db.prepare<[string, string, string], Body>(
    `SELECT body FROM predictions WHERE model = ? AND by_whom = ? AND request_id = ? AND role <> 'shadow'`,
  );
  const toPrediction = ({ body }: Body): Prediction => JSON.parse(body);
  return {
    log: (rows) =>
      group.run(
        () => {
          for (const row of rows) insert.run(...columnsOf(row));
        },
        undefined,
        'process',
      ),
    async prediction(id) {
      const row = one.get(id);
      return row && toPrediction(row);
    },
    async byRequest(model, requestId, by) {
      const row = byRequest.get(model, by, requestId);
      return row && toPrediction(row);
    },
    async predictions({ model, role, version, correlationId, since, after, limit }) {
      const conditions: [string, string | number | undefined][] = [
        ['model = ?', model],
        ['role = ?', role],
        ['version = ?', version],
        ['correlation_id = ?', correlationId],
        ['at >= ?', since],
        ['seq < (SELECT seq FROM predictions WHERE id = ?)', after],
      ];
      const given = conditions.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
      const where = given.length === 0 ? '' : `WHERE ${given.map(({ sql }) => sql).join(' AND ')}`;
      return db
        .prepare<(string | number)[], Body>(`SELECT body FROM predictions ${where} ORDER BY seq DESC LIMIT ?`)
        .all(...given.map(({ value }) => value), limit)
        .map(toPrediction);
    },
  };
}

const columnsOf = (row: Prediction): (string | number | null)[] => [
  row.id,
  row.model,
  row.version,
  row.environment,
  row.role,
  row.correlationId,
  row.requestId ?? null,
  row.by ?? '',
  row.entity ?? null,
  row.asOf,
  row.at,
  JSON.stringify(row),
];

function outcomes(db: Db, group: GroupCommit): Pick<ModelStore, 'addOutcomes' | 'judged'> {
  // The first outcome stands: what happened does not change because it is reported again.
  const insert = db.prepare('INSERT OR IGNORE INTO outcomes (model, entity, as_of, at, targets, by_whom) VALUES (?, ?, ?, ?, ?, ?)');
  return {
    addOutcomes: (rows) =>
      group.run(() => {
        for (const row of rows) insert.run(row.model, row.entity, row.asOf, row.at, JSON.stringify(row.targets), row.by);
      }),
    async judged(model, { environment, role, version, since, limit }) {
      const rows = db
        .prepare<(string | number | null)[], OutcomeRow & Body>(
          `SELECT p.body, o.* FROM predictions p JOIN outcomes o ON o.model = p.model AND o.entity = p.entity AND o.as_of = p.as_of
           WHERE p.model = ? AND p.environment = ? AND p.role = ? AND (? IS NULL OR p.version = ?) AND (? IS NULL OR o.at >= ?)
           ORDER BY p.seq DESC LIMIT ?`,
        )
        .all(model, environment, role, version ?? null, version ?? null, since ?? null, since ?? null, limit);
      return rows.toReversed().map((row) => ({ prediction: JSON.parse(row.body) as Prediction, outcome: toOutcome(row) }));
    },
  };
}

const toOutcome = (row: OutcomeRow): Outcome => ({
  model: row.model,
  entity: row.entity,
  asOf: row.as_of,
  at: row.at,
  targets: JSON.parse(row.targets),
  by: row.by_whom,
});
