import type { Database } from 'better-sqlite3';
import { type Cell, compareCells, emptyCell } from './edm-values.ts';
import { type Condition, equals } from './filter.ts';
import type { EntitySet } from './model.ts';
import { allSets } from './services.ts';

export type Row = Readonly<Record<string, Cell>>;

export type Material = {
  readonly id: string;
  readonly description: string;
  readonly unit: string;
  readonly price: string;
  readonly currency: string;
  readonly plant: string;
  readonly stock: string;
  readonly lead_time_days: number;
};

/** One table per entity set, made from the model. Prepared statements only; names come from the model, values are bound. */
export type SapStore = {
  get(set: EntitySet, key: Row): Row | undefined;
  find(set: EntitySet, where: Condition, tail?: { orderBy?: string; limit?: number; offset?: number }): Row[];
  count(set: EntitySet, where: Condition): number;
  /** Fields that are not given get their type's empty value. */
  insert(set: EntitySet, values: Row): Row;
  update(set: EntitySet, key: Row, changes: Row): void;
  remove(set: EntitySet, where: Condition): void;
  transaction<T>(work: () => T): T;
  material(id: string): Material | undefined;
  putMaterial(material: Material): void;
  /** The CRM's name for the deal behind an order, as outside systems quote it. */
  crmIdOf(order: string): string;
  putCrmId(order: string, crmId: string): void;
  clear(): void;
};

export function sapStore(db: Database): SapStore {
  db.function('sap_compare', { deterministic: true }, compareCells);
  for (const set of allSets()) createTable(db, set);
  db.exec(`CREATE TABLE IF NOT EXISTS sap_material (id TEXT PRIMARY KEY, description TEXT NOT NULL, unit TEXT NOT NULL, price TEXT NOT NULL,
    currency TEXT NOT NULL, plant TEXT NOT NULL, stock TEXT NOT NULL, lead_time_days INTEGER NOT NULL) STRICT`);
  db.exec('CREATE TABLE IF NOT EXISTS sap_crm_link (sales_order TEXT PRIMARY KEY, crm_id TEXT NOT NULL) STRICT');
  const crmId = db.prepare<[string], { crm_id: string }>('SELECT crm_id FROM sap_crm_link WHERE sales_order = ?');
  const putCrmId = db.prepare('INSERT OR REPLACE INTO sap_crm_link VALUES (?, ?)');
  const material = db.prepare<[string], Material>('SELECT * FROM sap_material WHERE id = ?');
  const putMaterial = db.prepare(
    'INSERT OR REPLACE INTO sap_material VALUES (@id, @description, @unit, @price, @currency, @plant, @stock, @lead_time_days)',
  );
  const find: SapStore['find'] = (set, where, tail = {}) =>
    db
      .prepare<Cell[], Row>(`SELECT * FROM "sap_${set.name}" WHERE ${where.sql} ORDER BY ${tail.orderBy ?? keyOrder(set)} LIMIT ? OFFSET ?`)
      .all(...where.params, tail.limit ?? -1, tail.offset ?? 0);
  return {
    find,
    get: (set, key) => find(set, equals(keyOf(set, key)), { limit: 1 })[0],
    count: (set, where) =>
      db.prepare<Cell[], { n: number }>(`SELECT count(*) AS n FROM "sap_${set.name}" WHERE ${where.sql}`).get(...where.params)?.n ?? 0,
    insert(set, values) {
      const row = Object.fromEntries([...set.fields.values()].map((field) => [field.name, values[field.name] ?? emptyCell(field)]));
      db.prepare(`INSERT INTO "sap_${set.name}" VALUES (${[...set.fields.keys()].map(() => '?').join(', ')})`).run(...Object.values(row));
      return row;
    },
    update(set, key, changes) {
      const names = Object.keys(changes);
      if (names.length === 0) return;
      const where = equals(keyOf(set, key));
      db.prepare(`UPDATE "sap_${set.name}" SET ${names.map((name) => `"${name}" = ?`).join(', ')} WHERE ${where.sql}`).run(
        ...Object.values(changes),
        ...where.params,
      );
    },
    remove(set, where) {
      db.prepare(`DELETE FROM "sap_${set.name}" WHERE ${where.sql}`).run(...where.params);
    },
    transaction: (work) => db.transaction(work)(),
    material: (id) => material.get(id),
    putMaterial: (row) => void putMaterial.run(row),
    crmIdOf: (order) => crmId.get(order)?.crm_id ?? '',
    putCrmId: (order, id) => void putCrmId.run(order, id),
    clear() {
      for (const set of allSets()) db.exec(`DELETE FROM "sap_${set.name}"`);
      db.exec('DELETE FROM sap_material; DELETE FROM sap_crm_link');
    },
  };
}

export function keyOf(set: EntitySet, row: Row): Row {
  return Object.fromEntries(set.keys.map((name) => [name, row[name] ?? null]));
}

function createTable(db: Database, set: EntitySet): void {
  const columns = [...set.fields.values()].map((field) => `"${field.name}" ${field.type === 'Boolean' ? 'INTEGER' : 'TEXT'}`);
  db.exec(
    `CREATE TABLE IF NOT EXISTS "sap_${set.name}" (${columns.join(', ')}, PRIMARY KEY (${set.keys.map((key) => `"${key}"`).join(', ')})) STRICT, WITHOUT ROWID`,
  );
  // A file of an earlier version holds its company with the fields of then.
  const there = new Set(
    db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
      .all(`sap_${set.name}`)
      .map(({ name }) => name),
  );
  for (const field of set.fields.values())
    if (!there.has(field.name))
      db.exec(`ALTER TABLE "sap_${set.name}" ADD COLUMN "${field.name}" ${field.type === 'Boolean' ? 'INTEGER' : 'TEXT'}`);
  for (const name of [
    'SalesOrder',
    'LastChangeDateTime',
    'ReferenceSDDocument',
    'SalesDocument',
    'SoldToParty',
    'AddressID',
    'Material',
    'PayerParty',
    'BillingDocument',
    'ActualGoodsMovementDate',
    'ClearingCreationDate',
    'PredictionId',
    'CountersignKey',
  ]) {
    if (set.fields.has(name)) db.exec(`CREATE INDEX IF NOT EXISTS "sap_${set.name}_${name}" ON "sap_${set.name}" ("${name}")`);
  }
}

/** Item numbers are texts of digits: 10 comes before 100 and after 5. */
function keyOrder(set: EntitySet): string {
  return set.keys.map((key) => `length("${key}"), "${key}"`).join(', ');
}
