import type { ContactLikeness, ContactLinkage, ContactPerson } from '../contracts/contact-persons.ts';
import type { Contact } from '../contracts/business.ts';
import type { Connection } from '../contracts/ports.ts';
import { compareRecords, contactProfile, type ContactRecord, type RecordPair } from '../matching/index.ts';

/** Below these odds two people are two people, and nothing is said of them. */
const leastProbability = 0.5;
/** People compared with each other at most; an account with more has a list nobody looks through. */
const most = 100;

/** The people of an account and of its customer compared where their names are. */
export function contactLinkage({ connection }: { readonly connection: (system: string) => Connection }): ContactLinkage {
  return {
    async contactsLike(account, customer, options) {
      const contacts = (await connection('crm').ports.contacts?.listForAccount(account, options)) ?? [];
      const port = connection('erp').ports.contactPersons;
      const persons =
        (await port?.listForCustomer(
          customer,
          contacts.map(({ id }) => id),
          options,
        )) ?? [];
      return likenesses(contacts.slice(0, most), persons.slice(0, most));
    },
    async compareContacts(one, other, options) {
      const port = connection('crm').ports.contactMasters;
      const [first, second] = await Promise.all([port?.get(one, options), port?.get(other, options)]);
      if (!first || !second) return undefined;
      const { fields } = compareRecords(contactProfile, recordOf(first), recordOf(second));
      return fields.map(({ field, level, weight }) => ({ field, level, weight }));
    },
  };
}

/** Every pair that may be one person, best first. */
export function likenesses(contacts: readonly Contact[], persons: readonly ContactPerson[]): readonly ContactLikeness[] {
  const known = new Set(persons.flatMap(({ crmContactId }) => crmContactId ?? []));
  const strangers = persons.filter(({ crmContactId, isRelated }) => crmContactId === undefined && isRelated);
  const records = contacts.map(recordOf);
  const found = contacts.flatMap((contact, at): ContactLikeness[] => {
    const own = records[at];
    if (!own || known.has(contact.id)) return [];
    const inErp = strangers.map((person) => likeness('erp', contact.id, compareRecords(contactProfile, own, recordOf(person))));
    // The older of two contacts stands; a contact the ERP knows stands before one it does not.
    const others = contacts.flatMap((other, position) => {
      const record = records[position];
      const stands = known.has(other.id) || other.id < contact.id;
      return record && other.id !== contact.id && stands ? [likeness('crm', contact.id, compareRecords(contactProfile, own, record))] : [];
    });
    return [...inErp, ...others];
  });
  return found.filter(({ probability }) => probability >= leastProbability).toSorted((a, b) => b.probability - a.probability);
}

/** All are people of one company, so that says nothing about who is who and is left out. */
const recordOf = ({
  id,
  firstName,
  lastName,
  email,
  phone,
}: Pick<Contact, 'id' | 'firstName' | 'lastName' | 'email' | 'phone'>): ContactRecord => ({
  id,
  firstName,
  lastName,
  email,
  phone,
});

const likeness = (system: 'erp' | 'crm', contact: string, pair: RecordPair): ContactLikeness => ({
  contact,
  other: { system, id: pair.right },
  verdict: pair.decision,
  probability: pair.probability,
  held: pair.held,
  fields: pair.fields.map(({ field, level, weight }) => ({ field, level, weight })),
});
