import { canonicalJson } from '../../contracts/json.ts';
import type { ModelStore } from '../../contracts/model-store.ts';
import type { LabelledMoment, Observation } from '../../contracts/models.ts';
import type { Db } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

type ObservationRow = { entity: string; name: string; at: string; known_at: string; value: string; record: string | null };
type MomentRow = { entity: string; as_of: string; outcome_at: string; targets: string; links: string };

/** The feature store: what was known of whom since when, and the labelled moments. Reading history in twice changes nothing. */
export function createHistoryStore(
  db: Db,
  group: GroupCommit,
): Pick<ModelStore, 'addObservations' | 'addMoments' | 'observations' | 'moments' | 'history'> {
  const addObservation = db.prepare(
    'INSERT OR IGNORE INTO observations (model, entity, name, at, known_at, value, record) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  // A label that is known better by now takes the place of the earlier one.
  const addMoment = db.prepare(
    'INSERT OR REPLACE INTO moments (model, entity, as_of, outcome_at, targets, links) VALUES (?, ?, ?, ?, ?, ?)',
  );
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
  return {
    addObservations: (model, rows) =>
      group.run(() => {
        for (const { entity, name, at, knownAt, value, record } of rows)
          addObservation.run(model, entity, name, at, knownAt ?? at, JSON.stringify(value), record ?? null);
      }),
    addMoments: (model, rows) =>
      group.run(() => {
        for (const { entity, asOf, outcomeAt, targets, links } of rows)
          addMoment.run(model, entity, asOf, outcomeAt, JSON.stringify(targets), canonicalJson(links ?? {}));
      }),
    async observations(model, entities) {
      return (entities === undefined ? every.all(model) : some.all(model, JSON.stringify(entities))).map(toObservation);
    },
    async moments(model) {
      return moments.all(model).map(toMoment);
    },
    async history(model) {
      const row = counted.get(model, model, model);
      return { observations: row?.observations ?? 0, moments: row?.moments ?? 0, ...(row?.newest ? { newest: row.newest } : {}) };
    },
  };
}

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
