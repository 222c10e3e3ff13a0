import type { Clock } from '../../contracts/time.ts';
import type { SeededIds } from '../core/ids.ts';
import { acceptFields, checkWhole } from './accept.ts';
import { derive } from './derive.ts';
import { notFound, SalesforceFault } from './fault.ts';
import { momentMs, momentText } from './moment.ts';
import { findObject } from './organisation.ts';
import { type ObjectDef, opportunityHistory } from './objects/index.ts';
import type { Records, Row, Value } from './records.ts';
import { recordId } from './record-id.ts';

export type Change = {
  readonly operation: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly id: string;
  readonly key?: string;
};

export type Writes = {
  create(object: ObjectDef, body: Readonly<Record<string, unknown>>): { id: string; change: Change };
  update(object: ObjectDef, id: string, body: Readonly<Record<string, unknown>>, unmodifiedSince?: string): Change;
  remove(object: ObjectDef, id: string): Change;
  /** Somebody else saves the record without changing anything: its stamps move. */
  touch(object: ObjectDef, id: string): void;
  /** Stores without permission or field checks; for loading. Returns the id. */
  plant(object: ObjectDef, values: Row, at: string): string;
  /** Changes a planted record as if it had been changed then. */
  replant(object: ObjectDef, id: string, values: Row, at: string): void;
};

export type WriteDeps = {
  readonly records: Records;
  readonly clock: Clock;
  readonly ids: SeededIds;
  /** Who the API user is, for OwnerId and LastModifiedById. */
  readonly userId: () => string;
  /** `Opportunity.update`, `Case.create` … that the API user may not do. */
  readonly denied: ReadonlySet<string>;
  /** Hears of every change of a record, with what it was and what it is. */
  readonly changed?: (change: Change, before: Row | undefined, after: Row | undefined) => void;
};

export function createWrites(deps: WriteDeps): Writes {
  const { records } = deps;
  return {
    create(object, body) {
      allow(deps, object, 'create');
      const given = acceptFields(object, body, 'create', records);
      const id = insert(deps, object, given, stamp(deps.clock, undefined));
      if (summed[object.name]) sumUp(deps, object, existing(records, object, id));
      const made = change('create', object, id, given);
      deps.changed?.(made, undefined, records.get(object, id));
      return { id, change: made };
    },
    update(object, id, body, unmodifiedSince) {
      allow(deps, object, 'update');
      const before = existing(records, object, id);
      unchangedSince(before, unmodifiedSince);
      const given = acceptFields(object, body, 'update', records);
      if (records.isLocked(id)) throw locked();
      replace(deps, object, before, given);
      sumUp(deps, object, before);
      const made = change('update', object, id, given);
      deps.changed?.(made, before, records.get(object, id));
      return made;
    },
    remove(object, id) {
      allow(deps, object, 'update');
      const before = existing(records, object, id);
      if (records.isLocked(id)) throw locked();
      records.remove(object, id);
      sumUp(deps, object, before);
      const made = change('delete', object, id, {});
      deps.changed?.(made, before, undefined);
      return made;
    },
    touch(object, id) {
      const before = records.get(object, id);
      if (!before) return;
      const now = stamp(deps.clock, before);
      records.save(object, { ...before, LastModifiedDate: now, SystemModstamp: now });
    },
    plant: (object, values, at) => insert(deps, object, values, momentText(Date.parse(at))),
    replant: (object, id, values, at) => replace(deps, object, existing(records, object, id), values, momentText(Date.parse(at))),
  };
}

function insert(deps: WriteDeps, object: ObjectDef, given: Row, now: string): string {
  const id = recordId(object.keyPrefix, deps.ids.next(`salesforce:${object.name}`));
  const user = deps.userId();
  const row: Record<string, Value> = Object.fromEntries(object.fields.map((field) => [field.name, field.defaultValue ?? null]));
  Object.assign(row, {
    IsDeleted: false,
    ...given,
    Id: id,
    CreatedDate: now,
    CreatedById: user,
    LastModifiedDate: now,
    LastModifiedById: user,
    SystemModstamp: now,
  });
  if ('OwnerId' in row) row['OwnerId'] ??= user;
  derive(object, row, { before: undefined, given, now, number: numbers(deps, object), find: finder(deps.records) });
  checkWhole(object, row, deps.records);
  deps.records.save(object, row);
  remember(deps, object, undefined, row, now);
  return id;
}

function replace(deps: WriteDeps, object: ObjectDef, before: Row, given: Row, now = stamp(deps.clock, before)): void {
  const row: Record<string, Value> = { ...before, ...given, LastModifiedDate: now, LastModifiedById: deps.userId(), SystemModstamp: now };
  derive(object, row, { before, given, now, number: numbers(deps, object), find: finder(deps.records) });
  checkWhole(object, row, deps.records);
  deps.records.save(object, row);
  remember(deps, object, before, row, now);
}

const finder =
  (records: Records) =>
  (name: string, id: Value | undefined): Row | undefined => {
    const object = findObject(name);
    return object && typeof id === 'string' ? records.get(object, id) : undefined;
  };

/** What a parent sums up of its lines. A deal with lines has their total as its amount, as with the vendor. */
const summed: Readonly<Record<string, { readonly parent: string; readonly by: string; readonly field: string }>> = {
  OpportunityLineItem: { parent: 'Opportunity', by: 'OpportunityId', field: 'Amount' },
  QuoteLineItem: { parent: 'Quote', by: 'QuoteId', field: 'GrandTotal' },
};

function sumUp(deps: WriteDeps, object: ObjectDef, row: Row): void {
  const rule = summed[object.name];
  const parent = rule && findObject(rule.parent);
  const id = rule && row[rule.by];
  const before = parent && typeof id === 'string' ? deps.records.get(parent, id) : undefined;
  if (!rule || !parent || !before || typeof id !== 'string') return;
  const lines = deps.records.byValue(object, rule.by, id);
  const total = lines.reduce((sum, line) => sum + Math.round(Number(line['TotalPrice'] ?? 0) * 100), 0) / 100;
  replace(deps, parent, before, {
    [rule.field]: total,
    ...('HasOpportunityLineItem' in before ? { HasOpportunityLineItem: lines.length > 0 } : {}),
  });
}

const remembered = ['StageName', 'Amount', 'CloseDate', 'Probability', 'CurrencyIsoCode'] as const;

/** The CRM keeps what an opportunity was by itself: a row when it is made and whenever one of these changes. */
function remember(deps: WriteDeps, object: ObjectDef, before: Row | undefined, row: Row, now: string): void {
  if (object.name !== 'Opportunity' || (before && remembered.every((field) => before[field] === row[field]))) return;
  const values = Object.fromEntries(remembered.map((field) => [field, row[field] ?? null]));
  insert(deps, opportunityHistory, { ...values, OpportunityId: row['Id'] ?? null }, now);
}

function numbers(deps: WriteDeps, object: ObjectDef): () => number {
  return () => deps.ids.next(`salesforce:${object.name}:number`);
}

/** Stamps have whole seconds. Two changes within one second still get different ones here, so that a version always moves. */
function stamp(clock: Clock, before: Row | undefined): string {
  const now = momentText(clock.now().getTime());
  if (!before) return now;
  const last = momentMs(String(before['SystemModstamp']));
  return momentMs(now) > last ? now : momentText(last + 1_000);
}

function allow(deps: WriteDeps, object: ObjectDef, operation: 'create' | 'update'): void {
  const can = operation === 'create' ? object.createable : object.updateable;
  if (can && !deps.denied.has(`${object.name}.${operation}`)) return;
  throw new SalesforceFault(403, 'INSUFFICIENT_ACCESS_OR_READONLY', `insufficient access rights on object id: ${object.label}`);
}

function existing(records: Records, object: ObjectDef, id: string): Row {
  const before = records.get(object, id);
  if (!before) throw notFound();
  return before;
}

function locked(): SalesforceFault {
  return new SalesforceFault(400, 'ENTITY_IS_LOCKED', 'the entity is locked for editing', []);
}

function unchangedSince(row: Row, header: string | undefined): void {
  if (header === undefined) return;
  const since = Date.parse(header);
  if (Number.isNaN(since) || momentMs(String(row['LastModifiedDate'])) <= since) return;
  throw new SalesforceFault(412, 'PRECONDITION_FAILED', 'The record was modified after the moment in If-Unmodified-Since');
}

function change(operation: Change['operation'], object: ObjectDef, id: string, given: Row): Change {
  const key = given['Countersign_Key__c'] ?? given['Key__c'];
  return { operation, type: object.name, id, ...(typeof key === 'string' ? { key } : {}) };
}
