import { canonicalJson } from '../../contracts/json.ts';
import type { ModelStore } from '../../contracts/model-store.ts';
import type { HistoryMark, LabelledMoment, Observation } from '../../contracts/models.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type ObservationRow = { entity: string; name: string; at: string; known_at: string; value: string; record: string | null };
type MarkRow = { source: string; cursor: string; read_at: string | null; begun_at: string | null };
type MomentRow = { entity: string; as_of: string; outcome_at: string; targets: string; links: string };

/** The feature store: what was known of whom since when, and the labelled moments. Reading history in twice changes nothing. */
export function createHistoryStore(
  db: Db,
  group: GroupCommit,
): Pick<
  ModelStore,
  'addObservations' | 'addMoments' | 'addHistory' | 'forgetHistory' | 'marks' | 'entities' | 'observations' | 'moments' | 'history'
> {
  const writing = prepareWriting(db);
  const every = db.prepare<[string], ObservationRow>(
    'SELECT * FROM observations WHERE model = ? ORDER BY entity, name, at, known_at, value',
  );
  const some = db.prepare<[string, string], ObservationRow>(
    `SELECT * FROM observations WHERE model = ? AND entity IN (SELECT value FROM json_each(?)) ORDER BY entity, name, at, known_at, value`,
  );
  const moments = db.prepare<[string], MomentRow>('SELECT * FROM moments WHERE model = ? ORDER BY as_of, entity, links');
  const counted = db.prepare<[string, string, string], { observations: number; moments: number; newest: string | null }>(
    `SELECT (SELECT count(*) FROM observations WHERE model = ?) AS observations, (SELECT count(*) FROM moments WHERE model = ?) AS moments,
            (SELECT max(known_at) FROM observations WHERE model = ?) AS newest`,
  );
  // Kinds are plain words, so what sorts between `item:` and `item;` are the entities of a kind.
  const named = db.prepare<[string, string, string, number], { entity: string }>(
    'SELECT DISTINCT entity FROM observations WHERE model = ? AND entity > ? AND entity < ? ORDER BY entity LIMIT ?',
  );
  const marks = db.prepare<[string], MarkRow>(
    'SELECT source, cursor, read_at, begun_at FROM history_marks WHERE model = ? ORDER BY source',
  );
  return {
    addObservations: (model, rows) => group.run(() => writing.observations(model, rows)),
    addMoments: (model, rows) => group.run(() => writing.moments(model, rows)),
    addHistory: (model, page) =>
      group.run(() => {
        writing.observations(model, page.observations);
        writing.moments(model, page.moments);
        writing.mark(model, page.mark);
      }),
    forgetHistory: (model) => group.run(() => writing.forget(model)),
    async marks(model) {
      return marks.all(model).map(toMark);
    },
    async entities(model, kind, { after, limit }) {
      return named.all(model, after ?? `${kind}:`, `${kind};`, limit).map(({ entity }) => entity);
    },
    async observations(model, entities) {
      return (entities === undefined ? every.all(model) : some.all(model, JSON.stringify(entities))).map(toObservation);
    },
    async moments(model) {
      return moments.all(model).map(toMoment);
    },
    async history(model) {
      const row = counted.get(model, model, model);
      return {
        observations: row?.observations ?? 0,
        moments: row?.moments ?? 0,
        ...(row?.newest ? { newest: row.newest } : {}),
        marks: marks.all(model).map(toMark),
      };
    },
  };
}

type Writing = {
  readonly observations: (model: string, rows: readonly Observation[]) => void;
  readonly moments: (model: string, rows: readonly LabelledMoment[]) => void;
  readonly mark: (model: string, mark: HistoryMark) => void;
  readonly forget: (model: string) => void;
};

/** What is run inside an open transaction. */
function prepareWriting(db: Db): Writing {
  const addObservation = db.prepare(
    'INSERT OR IGNORE INTO observations (model, entity, name, at, known_at, value, record) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  // A label that is known better by now takes the place of the earlier one.
  const addMoment = db.prepare(
    'INSERT OR REPLACE INTO moments (model, entity, as_of, outcome_at, targets, links) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const putMark = db.prepare('INSERT OR REPLACE INTO history_marks (model, source, cursor, read_at, begun_at) VALUES (?, ?, ?, ?, ?)');
  const forget = ['observations', 'moments', 'history_marks'].map((table) => db.prepare<[string]>(`DELETE FROM ${table} WHERE model = ?`));
  return {
    observations(model, rows) {
      for (const { entity, name, at, knownAt, value, record } of rows)
        addObservation.run(model, entity, name, at, knownAt ?? at, JSON.stringify(value), record ?? null);
    },
    moments(model, rows) {
      for (const { entity, asOf, outcomeAt, targets, links } of rows)
        addMoment.run(model, entity, asOf, outcomeAt, JSON.stringify(targets), canonicalJson(links ?? {}));
    },
    forget(model) {
      for (const statement of forget) statement.run(model);
    },
    mark: (model, { source, cursor, readAt, begunAt }) => void putMark.run(model, source, cursor, readAt ?? null, begunAt ?? null),
  };
}

const toMark = ({ source, cursor, read_at: readAt, begun_at: begunAt }: MarkRow): HistoryMark => ({
  source,
  cursor,
  ...(readAt === null ? {} : { readAt }),
  ...(begunAt === null ? {} : { begunAt }),
});

const toObservation = ({ entity, name, at, known_at: knownAt, value, record }: ObservationRow): Observation => ({
  entity,
  name,
  value: JSON.parse(value),
  at,
  ...(knownAt === at ? {} : { knownAt }),
  ...(record === null ? {} : { record }),
});

const toMoment = ({ entity, as_of: asOf, outcome_at: outcomeAt, targets, links }: MomentRow): LabelledMoment => ({
  entity,
  asOf,
  outcomeAt,
  targets: JSON.parse(targets),
  links: JSON.parse(links),
});
