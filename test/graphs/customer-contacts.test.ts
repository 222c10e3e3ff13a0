import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { choosePeople, type People } from '../../graphs/customer-sync/contacts.ts';
import { Mapping } from '../../graphs/customer-sync/mapping.ts';
import type { Contact, ContactLikeness, ContactPerson } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-sync/mapping.yaml'), 'utf8')));

const contact = (given: Partial<Contact> = {}): Contact => ({
  ref: { connection: 'crm', type: 'Contact', id: 'C1' },
  id: 'C1',
  firstName: '<PERSON_1>',
  lastName: '<PERSON_2>',
  name: '<PERSON_3>',
  email: '<EMAIL_1>',
  phone: '<PHONE_1>',
  isPrimary: false,
  optedOut: false,
  ...given,
});
const person = (given: Partial<ContactPerson> = {}): ContactPerson => ({
  ref: { connection: 'erp', type: 'A_BusinessPartner', id: '10900001' },
  id: '10900001',
  firstName: '<PERSON_1>',
  lastName: '<PERSON_2>',
  email: '<EMAIL_1>',
  phone: '<PHONE_1>',
  crmContactId: 'C1',
  isBlocked: false,
  isRelated: true,
  addressId: '95001',
  emailNumber: '1',
  phoneNumber: '1',
  ...given,
});
const like = (given: Partial<ContactLikeness> = {}): ContactLikeness => ({
  contact: 'C1',
  other: { system: 'erp', id: '10900001' },
  verdict: 'match',
  probability: 0.998,
  held: [],
  fields: [
    { field: 'name', level: 'exact', weight: 12.9 },
    { field: 'phone', level: 'different', weight: -2 },
  ],
  ...given,
});
const choice = (given: Partial<People>) => choosePeople({ contacts: [contact()], persons: [], likes: [], ...given }, mapping);

describe('a contact of the CRM', () => {
  it('that the ERP does not have is created there', () => {
    expect(choice({}).steps).toEqual([{ kind: 'create', contact: contact() }]);
  });

  it('that the ERP has as it is needs nothing', () => {
    expect(choice({ persons: [person()] })).toEqual({ steps: [], merges: [], tags: [], reasons: [] });
  });

  it('is master of its person: what differs is taken, what the CRM leaves empty stays', () => {
    const changed = contact({ lastName: '<PERSON_9>', phone: undefined, language: 'de', email: '<EMAIL_9>' });
    expect(choice({ contacts: [changed], persons: [person({ language: 'en' })] }).steps).toMatchObject([
      { kind: 'keep', isNewLink: false, changes: { lastName: '<PERSON_9>', email: '<EMAIL_9>', language: 'DE' } },
    ]);
  });

  it('whose person was created but never related is related, not created again', () => {
    expect(choice({ persons: [person({ isRelated: false })] }).steps).toMatchObject([{ kind: 'keep', changes: {} }]);
  });

  it('without doubt a person the ERP has is linked to it, with a sentence that explains the score', () => {
    const found = choice({ persons: [person({ crmContactId: undefined })], likes: [like()] });
    expect(found.steps).toMatchObject([{ kind: 'keep', isNewLink: true }]);
    expect(found.tags).toEqual([]);
    expect(found.reasons).toEqual(['contact C1 is person 10900001 at 99.8 % (name exact +12.9, phone different −2.0)']);
  });

  it('that is only like a person of the ERP is for somebody to look at', () => {
    const doubtful = like({ verdict: 'review', probability: 0.71 });
    expect(choice({ persons: [person({ crmContactId: undefined })], likes: [doubtful] }).tags).toEqual(['possible-duplicate-contact']);
  });

  it('is not the same person as another contact: the second one is created', () => {
    const found = choice({
      contacts: [contact(), contact({ id: 'C2' })],
      persons: [person({ crmContactId: undefined })],
      likes: [like(), like({ contact: 'C2' })],
    });
    expect(found.steps.map(({ kind }) => kind)).toEqual(['keep', 'create']);
  });

  it('that is like another contact of the account is one person in the ERP, and the CRM is to merge the two', () => {
    const found = choice({
      contacts: [contact(), contact({ id: 'C2' })],
      likes: [like({ contact: 'C2', other: { system: 'crm', id: 'C1' } })],
    });
    expect(found.steps).toMatchObject([{ kind: 'create', contact: { id: 'C1' } }]);
    expect(found.reasons.join()).toMatch(/contact C2 is contact C1 at 99\.8 % .*they are to be merged/);
    expect(found.merges).toEqual([{ contact: 'C2', into: 'C1' }]);
  });

  it('that shares a name or a mailbox with another one is created, and the likeness told', () => {
    const alike = like({ contact: 'C2', other: { system: 'crm', id: 'C1' }, verdict: 'review', held: ['names-differ'] });
    const found = choice({ contacts: [contact(), contact({ id: 'C2' })], likes: [alike] });
    expect(found.steps).toHaveLength(2);
    expect(found.tags).toEqual([]);
    expect(found.reasons.join()).toContain('held back by names-differ');
  });

  it('who opted out is not created, and of a person that is there the e-mail address stays', () => {
    const quiet = contact({ optedOut: true, email: '<EMAIL_9>', phone: '<PHONE_9>' });
    expect(choice({ contacts: [quiet] })).toMatchObject({ steps: [], reasons: ['contact C1 opted out and is not created in the ERP'] });
    expect(choice({ contacts: [quiet], persons: [person()] }).steps).toMatchObject([{ changes: { phone: '<PHONE_9>' } }]);
  });

  it('that left the account is looked at before its person is blocked, once', () => {
    const found = choice({ contacts: [], persons: [person()] });
    expect(found).toMatchObject({ steps: [{ kind: 'block' }], tags: ['contact-gone'] });
    expect(choice({ contacts: [], persons: [person({ isBlocked: true })] }).steps).toEqual([]);
    expect(choice({ contacts: [], persons: [person({ crmContactId: undefined })] }).steps).toEqual([]);
  });

  it('is one of many: no more than the mapping allows go at once, and the rest is told', () => {
    const many = Array.from({ length: mapping.contacts.most + 3 }, (_, at) => contact({ id: `C${at}` }));
    const found = choice({ contacts: many });
    expect(found.steps).toHaveLength(mapping.contacts.most);
    expect(found.reasons).toEqual(['3 more contacts follow with the next change of the account']);
  });

  it('that has to wait is not asked about yet', () => {
    const one = { ...mapping, contacts: { ...mapping.contacts, most: 1 } };
    const gone = person({ id: '10900009', crmContactId: 'C9' });
    const found = choosePeople({ contacts: [contact()], persons: [gone], likes: [] }, one);
    expect(found).toMatchObject({ steps: [{ kind: 'create' }], tags: [] });
  });
});
