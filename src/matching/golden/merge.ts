import { CountersignError } from '../../contracts/errors.ts';
import type { GoldenRecord, RecordRefOf, SourceRecord } from './golden-record.ts';

/** A field that changes; `undefined` is a field the record does not have. */
export type FieldChange = { readonly field: string; readonly before: string | undefined; readonly after: string | undefined };
export type RecordChange = RecordRefOf & { readonly changes: readonly FieldChange[] };

/** What to write so that all records say the same, and which record stands for which from then on. Nothing is deleted. */
export type MergeProposal = {
  readonly writes: readonly RecordChange[];
  /** In each system one record survives; the others of that system point to it. */
  readonly retired: readonly { readonly system: string; readonly id: string; readonly into: string }[];
};

export type MergeOptions = {
  /** Fields each system takes; all of the golden record where a system is not named. */
  readonly fieldsOf?: Readonly<Record<string, readonly string[]>>;
  /** The surviving record of a system that holds several; the lowest id where it is not named. */
  readonly survivors?: Readonly<Record<string, string>>;
};

/** Open fields are left as they are. Records that retire are not written to. */
export function proposeMerge(
  records: readonly SourceRecord[],
  golden: GoldenRecord,
  { fieldsOf = {}, survivors = {} }: MergeOptions = {},
): MergeProposal {
  const systems = [...new Set(records.map(({ system }) => system))].toSorted();
  const writes: RecordChange[] = [];
  const retired: { system: string; id: string; into: string }[] = [];
  for (const system of systems) {
    const own = records.filter((record) => record.system === system).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const survivor = survivors[system] === undefined ? own[0] : own.find(({ id }) => id === survivors[system]);
    if (!survivor)
      throw new CountersignError('input.invalid', 'The record that is to survive is not among those to be merged', { field: 'survivors' });
    const changes = Object.entries(golden.fields).flatMap(([field, { value }]): FieldChange[] => {
      const before = survivor.fields[field]?.value;
      const isTaken = fieldsOf[system]?.includes(field) ?? true;
      return isTaken && before !== value ? [{ field, before, after: value }] : [];
    });
    if (changes.length > 0) writes.push({ system, id: survivor.id, changes });
    retired.push(...own.filter((record) => record !== survivor).map(({ id }) => ({ system, id, into: survivor.id })));
  }
  return { writes, retired };
}

export type Undo = {
  readonly writes: readonly RecordChange[];
  /** Records that stand for themselves again. */
  readonly restored: readonly RecordRefOf[];
  /** Fields somebody changed since: they are left alone, and a person decides. */
  readonly changedSince: readonly (RecordRefOf & { readonly field: string; readonly now: string | undefined })[];
};

/** What to write to get back, seen from how the records are now. */
export function undoMerge({ writes, retired }: MergeProposal, now: readonly SourceRecord[]): Undo {
  const changedSince: (RecordRefOf & { field: string; now: string | undefined })[] = [];
  const back = writes.flatMap(({ system, id, changes }): RecordChange[] => {
    const record = now.find((each) => each.system === system && each.id === id);
    const own = changes.flatMap(({ field, before, after }): FieldChange[] => {
      const value = record?.fields[field]?.value;
      if (value === after) return [{ field, before: after, after: before }];
      if (value !== before) changedSince.push({ system, id, field, now: value });
      return [];
    });
    return own.length > 0 ? [{ system, id, changes: own }] : [];
  });
  return { writes: back, restored: retired.map(({ system, id }) => ({ system, id })), changedSince };
}
