import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  goldenRecord,
  proposeMerge,
  undoMerge,
  type RecordChange,
  type SourceRecord,
  type SurvivorshipRules,
} from '../../../src/matching/index.ts';

const rules: SurvivorshipRules = {
  fields: {
    paymentTerms: [{ by: 'master', system: 'erp' }],
    phone: [{ by: 'newest' }, { by: 'trusted', systems: ['crm', 'erp'] }],
    name: [{ by: 'verified', providers: ['dnb'] }, { by: 'longest' }],
    taxId: [{ by: 'review' }],
  },
  otherwise: [{ by: 'trusted', systems: ['erp', 'crm'] }],
};
const erp: SourceRecord = {
  system: 'erp',
  id: '1000',
  fields: {
    name: { value: 'Alfreds Futterkiste' },
    phone: { value: '030 74321', changedAt: '2025-01-01T00:00:00Z' },
    paymentTerms: { value: 'NT30' },
    taxId: { value: 'DE136695976' },
    city: { value: 'Berlin' },
  },
};
const crm: SourceRecord = {
  system: 'crm',
  id: '001A',
  fields: {
    name: { value: 'Alfreds Futterkiste GmbH' },
    phone: { value: '030 99999', changedAt: '2025-03-01T00:00:00Z' },
    paymentTerms: { value: 'NT60' },
    taxId: { value: 'DE811569869' },
    city: { value: 'BERLIN ' },
  },
};

describe('the golden record', () => {
  it('each field follows its rule, and says whose value it is', () => {
    const { fields, open } = goldenRecord([erp, crm], rules);
    expect(fields).toEqual({
      name: { value: 'Alfreds Futterkiste GmbH', from: { system: 'crm', id: '001A' }, rule: 'longest' },
      phone: { value: '030 99999', from: { system: 'crm', id: '001A' }, rule: 'newest' },
      paymentTerms: { value: 'NT30', from: { system: 'erp', id: '1000' }, rule: 'master' },
      city: { value: 'Berlin', from: { system: 'erp', id: '1000' }, rule: 'agreed' },
    });
    expect(open).toEqual(['taxId']);
  });

  it('conflicts are listed with every different value once; writing it differently is none', () => {
    const { conflicts } = goldenRecord([erp, crm], rules);
    expect(conflicts.map(({ field, settledBy }) => [field, settledBy])).toEqual([
      ['name', 'longest'],
      ['paymentTerms', 'master'],
      ['phone', 'newest'],
      ['taxId', 'review'],
    ]);
  });

  it('a verified value goes before a longer one', () => {
    const verified = { ...erp, fields: { ...erp.fields, name: { value: 'Alfreds KG', verifiedBy: 'dnb' } } };
    expect(goldenRecord([verified, crm], rules).fields['name']).toMatchObject({ value: 'Alfreds KG', rule: 'verified' });
  });

  it('newest cannot say where one side has no moment, and leaves it to the next rule', () => {
    const undated = { ...erp, fields: { phone: { value: '030 74321' } } };
    expect(goldenRecord([undated, crm], rules).fields['phone']).toMatchObject({ rule: 'trusted', from: { system: 'crm' } });
  });
});

const apply = (records: readonly SourceRecord[], writes: readonly RecordChange[]): SourceRecord[] =>
  records.map((record) => {
    const changes = writes.filter(({ system, id }) => system === record.system && id === record.id).flatMap((write) => write.changes);
    const fields = { ...record.fields };
    for (const { field, after } of changes) {
      if (after === undefined) delete fields[field];
      else fields[field] = { value: after };
    }
    return { ...record, fields };
  });
const values = (records: readonly SourceRecord[]) =>
  records.map(({ system, id, fields }) => [
    system,
    id,
    Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value])),
  ]);

describe('a merge', () => {
  it('writes what differs, retires the second record of a system, and leaves open fields alone', () => {
    const second: SourceRecord = { system: 'crm', id: '001B', fields: { name: { value: 'Alfreds' } } };
    const proposal = proposeMerge([erp, crm, second], goldenRecord([erp, crm, second], rules), { fieldsOf: { erp: ['name', 'phone'] } });
    expect(proposal.retired).toEqual([{ system: 'crm', id: '001B', into: '001A' }]);
    expect(proposal.writes.map(({ system, id, changes }) => [system, id, changes.map(({ field }) => field)])).toEqual([
      ['crm', '001A', ['city', 'paymentTerms']],
      ['erp', '1000', ['name', 'phone']],
    ]);
  });

  it('undo brings back what was there, and leaves alone what somebody changed since', () => {
    const proposal = proposeMerge([erp, crm], goldenRecord([erp, crm], rules));
    const merged = apply([erp, crm], proposal.writes);
    const touched = apply(merged, [{ system: 'erp', id: '1000', changes: [{ field: 'phone', before: '030 99999', after: '030 55555' }] }]);
    const undo = undoMerge(proposal, touched);
    expect(undo.changedSince).toEqual([{ system: 'erp', id: '1000', field: 'phone', now: '030 55555' }]);
    expect(undo.writes.flatMap(({ changes }) => changes.map(({ field }) => field))).not.toContain('phone');
  });

  it('merge and undo together change nothing, whatever the records', () => {
    const value = fc.constantFrom('a', 'b', 'bb', 'A');
    const fields = fc.dictionary(fc.constantFrom('name', 'phone', 'city', 'taxId', 'paymentTerms'), fc.record({ value }), {
      noNullPrototype: true,
    });
    const records = fc.uniqueArray(fc.record({ system: fc.constantFrom('erp', 'crm'), id: fc.constantFrom('1', '2', '3'), fields }), {
      selector: ({ system, id }) => `${system} ${id}`,
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(records, (list) => {
        const golden = goldenRecord(list, rules);
        expect(goldenRecord(list.toReversed(), rules)).toEqual(golden);
        const proposal = proposeMerge(list, golden);
        const merged = apply(list, proposal.writes);
        expect(values(apply(merged, undoMerge(proposal, merged).writes))).toEqual(values(list));
      }),
    );
  });
});
