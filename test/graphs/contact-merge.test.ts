import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { decide, type Pair } from '../../graphs/contact-merge/decide.ts';
import { undo } from '../../graphs/contact-unmerge/decide.ts';
import { Mapping } from '../../graphs/customer-merge/mapping.ts';
import type { EarlierProposal } from '../../src/flow/index.ts';
import type { Contact } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-merge/mapping.yaml'), 'utf8')));
const contact = (id: string, given: Partial<Contact> = {}): Contact => ({
  ref: { connection: 'crm', type: 'Contact', id, changedAt: '2026-01-01T00:00:00Z' },
  id,
  accountId: 'A1',
  lastName: '<PERSON_1>',
  name: '<PERSON_1>',
  isPrimary: false,
  optedOut: false,
  ...given,
});
const pair = (given: Partial<Pair> = {}): Pair => ({
  contact: contact('C2'),
  other: contact('C1'),
  cases: 0,
  more: false,
  known: new Set<string>(),
  same: new Set<string>(),
  ...given,
});
const merged = (given: Partial<Pair>, map: Mapping = mapping) => {
  const decision = decide(pair(given), map);
  if (decision.kind !== 'merge') throw new Error(`it is ${decision.kind}`);
  return decision;
};
const newer = { ref: { connection: 'crm', type: 'Contact', id: 'C2', changedAt: '2026-02-01T00:00:00Z' } };
const winning = (winner: 'newest' | 'review'): Mapping => ({ ...mapping, contacts: { ...mapping.contacts, email: winner } });

describe('which of two contacts stays', () => {
  it.each([
    ['the one entered first', {}, 'merge'],
    ['the one entered first, also where the run is about it', { contact: contact('C1'), other: contact('C2') }, 'other-way-round'],
    ['the one the ERP knows', { known: new Set(['C2']) }, 'other-way-round'],
    ['the one entered first of two the ERP knows', { known: new Set(['C1', 'C2']) }, 'merge'],
  ] as const)('%s', (_, given, kind) => expect(decide(pair(given), mapping).kind).toBe(kind));

  it('is said with the reason, and what becomes of a second person of the ERP', () => {
    expect(merged({ known: new Set(['C1']) }).reasons[0]).toBe('contact C1 stays because the ERP knows that person');
    expect(merged({ known: new Set(['C1', 'C2']) }).reasons).toContain(
      'the ERP knows both; its second person is blocked by the next look at the account, once somebody agreed',
    );
  });
});

describe('what keeps two contacts apart', () => {
  it.each([
    ['a contact and itself', { other: contact('C2') }, 'nothing'],
    ['one that is merged already', { contact: contact('C2', { mergedIntoId: 'C9' }) }, 'nothing'],
    ['one whose other is merged itself', { other: contact('C1', { mergedIntoId: 'C9' }) }, 'problem'],
    ['those of two accounts', { other: contact('C1', { accountId: 'A2' }) }, 'problem'],
    ['one with too many cases', { more: true }, 'problem'],
  ] as const)('%s', (_, given, kind) => expect(decide(pair(given), mapping).kind).toBe(kind));
});

describe('the golden record of a person', () => {
  it('takes what the kept one leaves empty and keeps the rest', () => {
    const found = merged({
      contact: contact('C2', { email: '<EMAIL_1>', phone: '<PHONE_2>' }),
      other: contact('C1', { phone: '<PHONE_1>' }),
    });
    expect(found.fields).toEqual({ email: '<EMAIL_1>' });
    expect(found.reasons).toEqual(
      expect.arrayContaining(['it takes email, which it leaves empty', 'phone differs; the mapping says whose counts']),
    );
  });

  it('follows the mapping where both say something', () => {
    const two = { contact: contact('C2', { email: '<EMAIL_2>', ...newer }), other: contact('C1', { email: '<EMAIL_1>' }) };
    expect(merged(two).fields).toEqual({});
    expect(merged(two, winning('newest')).fields).toEqual({ email: '<EMAIL_2>' });
    expect(merged(two, winning('review'))).toMatchObject({ fields: {}, tags: ['merge', 'conflict'] });
  });

  it('opts out where either did, and never in', () => {
    expect(merged({ contact: contact('C2', { optedOut: true }) }).fields).toEqual({ optedOut: true });
    expect(merged({ other: contact('C1', { optedOut: true }) }).fields).toEqual({});
  });
});

const merge: EarlierProposal = {
  id: 'prop_1',
  tags: ['merge'],
  at: '2026-03-03T10:00:00Z',
  isWhole: true,
  writes: [
    {
      slot: 'merged',
      tool: 'crm.merge-contact',
      target: { type: 'Contact', id: 'C2' },
      forgotten: [],
      changes: [
        { field: 'Merged_Into__c', before: null, after: 'C1' },
        { field: 'AccountId', before: 'A1', after: null },
      ],
    },
    {
      slot: 'kept',
      tool: 'crm.merge-contact',
      target: { type: 'Contact', id: 'C1' },
      forgotten: [],
      changes: [
        { field: 'Email', before: null, after: '<EMAIL_1>' },
        { field: 'HasOptedOutOfEmail', before: false, after: true },
      ],
    },
    {
      slot: 'case-k1',
      tool: 'crm.move-to-contact',
      target: { type: 'Case', id: 'K1' },
      forgotten: [],
      changes: [{ field: 'ContactId', before: 'C2', after: 'C1' }],
    },
  ],
};

describe('taking a merge of contacts back', () => {
  const gone = contact('C2', { accountId: undefined, mergedIntoId: 'C1' });

  it('gives account, values and cases back', () => {
    expect(undo(gone, contact('C1', { email: '<EMAIL_1>', optedOut: true }), merge)).toMatchObject({
      contact: { account: 'A1' },
      kept: { email: null, optedOut: false },
      cases: [{ type: 'Case', id: 'K1' }],
    });
  });

  it('leaves alone what somebody changed since, and names it', () => {
    const found = undo(contact('C2', { accountId: 'A7', mergedIntoId: 'C1' }), contact('C1', { email: '<EMAIL_9>' }), merge);
    expect([found.contact, found.kept]).toEqual([{}, {}]);
    expect(found.reasons).toEqual(
      expect.arrayContaining([
        'account of this contact changed since and stays as it is',
        'email of contact C1 changed since and stays as it is',
      ]),
    );
  });
});
