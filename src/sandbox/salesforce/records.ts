import type { Database } from 'better-sqlite3';
import type { ObjectDef } from './objects/index.ts';

export type Value = string | number | boolean | null;
/** A stored record: every field by its canonical name, `Id` included. */
export type Row = { readonly [field: string]: Value };

export type Records = {
  get(object: ObjectDef, id: string): Row | undefined;
  all(object: ObjectDef): readonly Row[];
  /** Rows whose indexed field equals the text, ignoring case. */
  byValue(object: ObjectDef, field: string, value: string): readonly Row[];
  save(object: ObjectDef, row: Row): void;
  remove(object: ObjectDef, id: string): void;
  isLocked(id: string): boolean;
  setLocked(id: string, locked: boolean): void;
  clear(): void;
  /** Runs everything or nothing. */
  atomically<T>(work: () => T): T;
};

export function createRecords(db: Database): Records {
  db.exec(`
    CREATE TABLE IF NOT EXISTS salesforce_record (id TEXT PRIMARY KEY, type TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX IF NOT EXISTS salesforce_record_type ON salesforce_record (type, id);
    CREATE TABLE IF NOT EXISTS salesforce_value (type TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL,
      PRIMARY KEY (type, field, value, id)) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS salesforce_value_id ON salesforce_value (id);
    CREATE TABLE IF NOT EXISTS salesforce_lock (id TEXT PRIMARY KEY) STRICT;`);
  const one = db.prepare<[string, string], { body: string }>('SELECT body FROM salesforce_record WHERE id = ? AND type = ?');
  const many = db.prepare<[string], { body: string }>('SELECT body FROM salesforce_record WHERE type = ? ORDER BY id');
  const valued = db.prepare<[string, string, string], { body: string }>(
    'SELECT r.body FROM salesforce_value v JOIN salesforce_record r ON r.id = v.id WHERE v.type = ? AND v.field = ? AND v.value = ? ORDER BY r.id',
  );
  const put = db.prepare(
    'INSERT INTO salesforce_record (id, type, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
  );
  const putValue = db.prepare('INSERT INTO salesforce_value (type, field, value, id) VALUES (?, ?, ?, ?)');
  const dropValues = db.prepare('DELETE FROM salesforce_value WHERE id = ?');
  const drop = db.prepare('DELETE FROM salesforce_record WHERE id = ?');
  const locked = db.prepare('SELECT 1 FROM salesforce_lock WHERE id = ?');
  return {
    get(object, id) {
      const found = one.get(id, object.name);
      return found && parseRow(found.body);
    },
    all: (object) => many.all(object.name).map(({ body }) => parseRow(body)),
    byValue: (object, field, value) => valued.all(object.name, field, value.toLowerCase()).map(({ body }) => parseRow(body)),
    save(object, row) {
      const id = String(row['Id']);
      put.run(id, object.name, JSON.stringify(row));
      dropValues.run(id);
      for (const field of object.fields) {
        const value = row[field.name];
        if (field.indexed && typeof value === 'string' && value !== '') putValue.run(object.name, field.name, value.toLowerCase(), id);
      }
    },
    remove(_, id) {
      dropValues.run(id);
      drop.run(id);
    },
    isLocked: (id) => locked.get(id) !== undefined,
    setLocked(id, isLocked) {
      db.prepare(isLocked ? 'INSERT OR IGNORE INTO salesforce_lock (id) VALUES (?)' : 'DELETE FROM salesforce_lock WHERE id = ?').run(id);
    },
    clear() {
      db.exec('DELETE FROM salesforce_value; DELETE FROM salesforce_record; DELETE FROM salesforce_lock');
    },
    atomically: (work) => db.transaction(work)(),
  };
}

/** Written by save() above, so the shape is known. */
function parseRow(body: string): Row {
  return JSON.parse(body) as Row;
}
