import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compareRecords,
  contactProfile,
  customerProfile,
  dedupeRecords,
  linkRecords,
  type ContactRecord,
  type PartyRecord,
} from '../../../src/matching/index.ts';
import { createWorld } from '../../../bench/matching/world.ts';

const alfreds: PartyRecord = {
  id: 'erp-1',
  name: 'Alfreds Futterkiste GmbH',
  street: 'Obere Str. 57',
  postalCode: '12209',
  city: 'Berlin',
  country: 'DE',
  phone: '030-0074321',
  taxId: 'DE136695976',
  email: 'info@alfreds-futterkiste.de',
};
const other = (id: string, change: Partial<PartyRecord>): PartyRecord => ({ ...alfreds, ...change, id });
const decided = (left: PartyRecord, right: PartyRecord = alfreds) => compareRecords(customerProfile, left, right);

describe('two records of companies', () => {
  it('the same company typed by somebody else is a match, and every field says how it spoke', () => {
    const pair = decided(
      other('crm-1', {
        name: 'ALFRED FUTTERKISTE',
        street: 'Obere Straße 57',
        phone: '+49 30 74321',
        country: 'Germany',
        email: 'sales@alfreds-futterkiste.de',
      }),
    );
    expect(pair.decision).toBe('match');
    expect(Object.fromEntries(pair.fields.map(({ field, level }) => [field, level]))).toMatchObject({
      name: 'close',
      taxId: 'exact',
      street: 'exact',
      place: 'exact',
      country: 'exact',
      legalForm: 'missing',
      email: 'close',
    });
  });

  it('the score is the prior and the weights of the fields, and holds no value of the records', () => {
    const { model } = linkRecords(customerProfile, [other('crm-1', {})], [alfreds]);
    const pair = decided(other('crm-1', { phone: '' }));
    expect(pair.logOdds).toBeCloseTo(model.prior + pair.fields.reduce((sum, { weight }) => sum + weight, 0), 9);
    expect(JSON.stringify(pair)).not.toMatch(/alfred|obere|12209|74321|136695976/i);
  });

  it.each([
    ['tax ids that differ and are sound', { taxId: 'DE811569869' }, 'tax-ids-differ'],
    ['a sister in the same house with a tax id of the group', { name: 'Alfreds Logistik Verwaltung GmbH' }, 'names-differ'],
    ['a name that says more, without a tax id', { name: 'Alfreds Futterkiste Holding GmbH', taxId: '' }, 'name-is-longer'],
  ])('%s: a person looks, whatever the score', (_, change, guard) => {
    const pair = decided(other('crm-1', change));
    expect(pair.decision).toBe('review');
    expect(pair.held).toContain(guard);
  });

  it('a tax id with a wrong check digit proves no difference', () => {
    expect(decided(other('crm-1', { taxId: 'DE136695967' })).decision).toBe('match');
  });

  it('the same name in another town without anything in common is no match', () => {
    const pair = decided({
      id: 'crm-1',
      name: 'Alfreds Futterkiste GmbH',
      street: 'Lindenallee 3',
      postalCode: '50667',
      city: 'Köln',
      country: 'DE',
      phone: '0221 998877',
    });
    expect(pair.decision).toBe('review');
    expect(pair.probability).toBeLessThan(0.5);
  });
});

describe('linking two lists', () => {
  const world = createWorld({ seed: 7, left: 400, right: 150, shared: 0.6 });
  const key = ({ left, right }: { left: string; right: string }): string => `${left} ${right}`;
  const linked = linkRecords(customerProfile, world.left, world.right);
  const matches = linked.pairs.filter(({ decision }) => decision === 'match');

  it('finds what belongs together in a small world', () => {
    const right = matches.filter((pair) => world.truth.has(key(pair)));
    expect(right.length / matches.length).toBeGreaterThanOrEqual(0.98);
    expect(right.length / world.truth.size).toBeGreaterThanOrEqual(0.85);
  });

  it('the order of records changes nothing, and the other way round it is the same', () => {
    const turned = linkRecords(customerProfile, world.left.toReversed(), world.right.toReversed());
    expect(turned.pairs).toEqual(linked.pairs);
    const swapped = linkRecords(customerProfile, world.right, world.left, { resolve: 'all' });
    const all = linkRecords(customerProfile, world.left, world.right, { resolve: 'all' });
    expect(new Set(swapped.pairs.map(({ left, right }) => `${right} ${left}`))).toEqual(new Set(all.pairs.map(key)));
  });

  it('a kept model gives the same scores another day', () => {
    expect(linkRecords(customerProfile, world.left, world.right, { model: JSON.parse(JSON.stringify(linked.model)) }).pairs).toEqual(
      linked.pairs,
    );
    expect(() => linkRecords(contactProfile, [], [], { model: linked.model })).toThrow('another kind of record');
  });

  it('two candidates that are equally good are for a person, and one to one leaves each record in one match', () => {
    const twins = [alfreds, other('erp-2', {})];
    const pairs = linkRecords(customerProfile, [other('crm-1', {})], twins).pairs;
    expect(pairs.map(({ decision, held }) => [decision, held])).toEqual([
      ['review', ['ambiguous']],
      ['review', ['taken']],
    ]);
    const oneToOne = linkRecords(customerProfile, world.left, world.right, { resolve: 'one-to-one' }).pairs.filter(
      ({ decision }) => decision === 'match',
    );
    expect(new Set(oneToOne.map(({ left }) => left)).size).toBe(oneToOne.length);
    expect(new Set(oneToOne.map(({ right }) => right)).size).toBe(oneToOne.length);
  });

  it('two records with one id are refused', () => {
    expect(() => linkRecords(customerProfile, [alfreds, alfreds], [])).toThrow('same id');
  });

  it('comparing is symmetric, whatever is written', () => {
    const text = fc.oneof(
      fc.constantFrom('Müller Bau GmbH', 'Mueller Bau', 'ABC', 'Nord Logistik AG', '12 Main St', '030 74321', ''),
      fc.string({ maxLength: 12 }),
    );
    const record = fc.record({
      name: text,
      street: text,
      postalCode: text,
      city: text,
      country: text,
      taxId: text,
      phone: text,
      email: text,
    });
    fc.assert(
      fc.property(record, record, (one, two) => {
        const [left, right] = [
          { ...one, id: 'a' },
          { ...two, id: 'b' },
        ];
        const [there, back] = [decided(left, right), decided(right, left)];
        expect(back.logOdds).toBeCloseTo(there.logOdds, 9);
        expect([back.decision, back.held]).toEqual([there.decision, there.held]);
        expect(back.fields.map(({ level }) => level)).toEqual(there.fields.map(({ level }) => level));
      }),
    );
  });
});

describe('duplicates in one list', () => {
  it('three writings of one company are one cluster, and a sister stays outside', () => {
    const { clusters, pairs } = dedupeRecords(customerProfile, [
      alfreds,
      other('erp-2', { name: 'Alfreds Futterkiste', taxId: '' }),
      other('erp-3', { name: 'ALFREDS FUTTER-KISTE GMBH', phone: '' }),
      other('erp-4', { name: 'Alfreds Logistik Verwaltung GmbH', taxId: 'DE811569869' }),
    ]);
    expect(clusters).toEqual([['erp-1', 'erp-2', 'erp-3']]);
    expect(pairs.filter(({ left, right }) => left === 'erp-4' || right === 'erp-4').every(({ decision }) => decision === 'review')).toBe(
      true,
    );
  });

  it('two unlike records never meet over a third', () => {
    const { clusters, pairs } = dedupeRecords(customerProfile, [
      alfreds,
      other('erp-2', { taxId: '' }),
      other('erp-3', { taxId: 'DE811569869' }),
    ]);
    expect(clusters.every((ids) => !(ids.includes('erp-1') && ids.includes('erp-3')))).toBe(true);
    expect(pairs.some(({ held }) => held.includes('chain'))).toBe(true);
  });
});

describe('people', () => {
  const maria: ContactRecord = {
    id: 'a',
    name: 'Maria Anders',
    email: 'maria.anders@alfreds.de',
    phone: '+49 30 74321',
    employer: 'Alfreds Futterkiste GmbH',
  };
  const compared = (change: Partial<ContactRecord>) => compareRecords(contactProfile, maria, { ...maria, ...change, id: 'b' });

  it('a nickname, swapped names and a slip are the same person', () => {
    expect(
      compareRecords(
        contactProfile,
        { id: 'a', name: 'Robert Brown', email: 'rb@foo.com' },
        { id: 'b', firstName: 'Bob', lastName: 'Brown', email: 'rb@foo.com' },
      ).decision,
    ).toBe('match');
    expect(compared({ name: 'Anders, Maria', phone: '' }).decision).toBe('match');
    expect(compared({ name: 'Maria Andres' }).decision).toBe('match');
  });

  it('a colleague behind the same mailbox and telephone is another person', () => {
    const pair = compared({ name: 'Thomas Hardy' });
    expect(pair.decision).toBe('review');
  });
});
