import { describe, expect, it } from 'vitest';
import { likenesses } from '../../../src/app/contact-linkage.ts';
import type { Contact } from '../../../src/contracts/business.ts';
import type { ContactPerson } from '../../../src/contracts/contact-persons.ts';

const contact = (id: string, firstName: string, lastName: string, more: Partial<Contact> = {}): Contact => ({
  ref: { connection: 'crm', type: 'Contact', id },
  id,
  firstName,
  lastName,
  name: `${firstName} ${lastName}`,
  isPrimary: false,
  optedOut: false,
  ...more,
});
const person = (id: string, firstName: string, lastName: string, more: Partial<ContactPerson> = {}): ContactPerson => ({
  ref: { connection: 'erp', type: 'A_BusinessPartner', id },
  id,
  firstName,
  lastName,
  isBlocked: false,
  isRelated: true,
  ...more,
});
const maren = { email: 'maren.holt@larkspur.example', phone: '+49 40 5550 123' };

describe('people compared', () => {
  it('a person under a nickname with the same e-mail address is a match', () => {
    const found = likenesses([contact('C1', 'William', 'Holt', maren)], [person('P1', 'Bill', 'Holt', maren)]);
    expect(found).toMatchObject([{ contact: 'C1', other: { system: 'erp', id: 'P1' }, verdict: 'match' }]);
    expect(JSON.stringify(found)).not.toMatch(/Holt|larkspur|5550/);
  });

  it('colleagues who share a mailbox and a telephone are two people', () => {
    const found = likenesses([contact('C1', 'Maren', 'Holt', maren)], [person('P1', 'Jonas', 'Brandt', maren)]);
    expect(found.filter(({ verdict }) => verdict === 'match')).toEqual([]);
  });

  it('two contacts of one account that are one person are told of the newer one', () => {
    const found = likenesses([contact('C1', 'Maren', 'Holt', maren), contact('C2', 'Maren', 'Holt', maren)], []);
    expect(found).toMatchObject([{ contact: 'C2', other: { system: 'crm', id: 'C1' }, verdict: 'match' }]);
  });

  it('who is known already is compared with nobody', () => {
    const known = person('P1', 'Maren', 'Holt', { ...maren, crmContactId: 'C1' });
    expect(likenesses([contact('C1', 'Maren', 'Holt', maren)], [known])).toEqual([]);
    expect(likenesses([contact('C2', 'Maren', 'Holt', maren)], [known])).toEqual([]);
  });

  it('people who have nothing in common are not mentioned', () => {
    expect(likenesses([contact('C1', 'Maren', 'Holt')], [person('P1', 'Aiko', 'Tanaka')])).toEqual([]);
  });
});
