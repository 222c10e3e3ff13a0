import type { Contact, ContactLikeness, ContactPerson } from 'countersign';
import { languageOf, scored } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** The people of an account in both systems. Names are tokens: equal values are equal tokens, and what is alike was compared elsewhere. */
export type People = {
  readonly contacts: readonly Contact[];
  readonly persons: readonly ContactPerson[];
  readonly likes: readonly ContactLikeness[];
};

type Changes = Partial<Record<'firstName' | 'lastName' | 'language' | 'email' | 'phone', string>>;

/**
 * What becomes of one of them.
 * - create: a contact the ERP does not have
 * - keep: a person the ERP has; it takes what the CRM, which is master of contacts, says, and the contact's id where it bears none
 * - block: a person whose contact is no longer at the account
 */
export type PersonStep =
  | { readonly kind: 'create'; readonly contact: Contact }
  | {
      readonly kind: 'keep';
      readonly contact: Contact;
      readonly person: ContactPerson;
      readonly changes: Changes;
      readonly isNewLink: boolean;
    }
  | { readonly kind: 'block'; readonly person: ContactPerson };

export type PeopleChoice = {
  readonly steps: readonly PersonStep[];
  /** Contacts that are without doubt another one of the account. */
  readonly merges: readonly Merge[];
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

export type Merge = { readonly contact: string; readonly into: string };
type Decided = { readonly step?: PersonStep; readonly merge?: Merge; readonly tag?: string; readonly reason?: string };

/** Contacts the CRM answers at most; with as many, one that is missing may only be behind the last. */
const longestList = 200;

export function choosePeople(people: People, mapping: Mapping): PeopleChoice {
  const { contacts, persons } = people;
  const taken = new Set<string>();
  const decided = contacts.map((contact) => {
    const found = decideOne(contact, people, taken);
    if (found.step?.kind === 'keep') taken.add(found.step.person.id);
    return found;
  });
  const ids = new Set(contacts.map(({ id }) => id));
  const gone = contacts.length >= longestList ? [] : persons.filter((person) => isGone(person, ids));
  const all: readonly Decided[] = [
    ...decided,
    ...gone.map((person): Decided => ({
      step: { kind: 'block', person },
      tag: 'contact-gone',
      reason: `person ${person.id} is contact ${person.crmContactId ?? ''}, which the account no longer has`,
    })),
  ];
  const { most } = mapping.contacts;
  const toDo = all.filter(({ step }) => step !== undefined);
  // What has to wait is not asked about yet.
  const now = all.filter((one) => one.step === undefined || toDo.indexOf(one) < most);
  return {
    steps: now.flatMap(({ step }) => step ?? []),
    merges: all.flatMap(({ merge }) => merge ?? []),
    tags: [...new Set(now.flatMap(({ tag }) => tag ?? []))],
    reasons: [
      ...now.flatMap(({ reason }) => reason ?? []),
      ...(toDo.length > most ? [`${toDo.length - most} more contacts follow with the next change of the account`] : []),
    ],
  };
}

const isGone = ({ isRelated, isBlocked, crmContactId }: ContactPerson, contacts: ReadonlySet<string>): boolean =>
  isRelated && !isBlocked && crmContactId !== undefined && !contacts.has(crmContactId);

function decideOne(contact: Contact, { persons, likes }: People, taken: ReadonlySet<string>): Decided {
  const own = persons.find(({ crmContactId }) => crmContactId === contact.id);
  if (own) return kept(contact, own, false);
  const like = likes.filter((each) => each.contact === contact.id);
  const [best] = like;
  if (best?.other.system === 'crm' && best.verdict === 'match')
    return {
      merge: { contact: contact.id, into: best.other.id },
      reason: `contact ${contact.id} is contact ${best.other.id} ${scored(best)}; they are to be merged, the ERP has one person`,
    };
  const inErp = like.find(({ other }) => other.system === 'erp' && !taken.has(other.id));
  const person = inErp && persons.find(({ id }) => id === inErp.other.id);
  if (inErp && person)
    return {
      ...kept(contact, person, true),
      reason: `contact ${contact.id} is person ${person.id} ${scored(inErp)}`,
      ...(inErp.verdict === 'match' ? {} : { tag: doubtful }),
    };
  // Who does not want to be written to is no new address in another system.
  if (contact.optedOut) return { reason: `contact ${contact.id} opted out and is not created in the ERP` };
  const step = { kind: 'create', contact } as const;
  if (best?.other.system !== 'crm') return { step };
  return {
    step,
    // The CRM is master of contacts: two it keeps apart are two, unless there is no doubt.
    reason: `contact ${contact.id} is like contact ${best.other.id} ${scored(best)}; if they are one, merge them in the CRM`,
  };
}

const doubtful = 'possible-duplicate-contact';

/** The CRM is master of contacts; what it leaves empty stays in the ERP, and so does the e-mail address of somebody who opted out. */
function kept(contact: Contact, person: ContactPerson, isNewLink: boolean): Decided {
  const language = languageOf(contact.language);
  const wanted: Changes = {
    ...differing('firstName', contact.firstName, person.firstName),
    ...differing('lastName', contact.lastName, person.lastName),
    ...(language === undefined || language === languageOf(person.language) ? {} : { language }),
    ...(contact.optedOut ? {} : differing('email', contact.email, person.email)),
    ...differing('phone', contact.phone, person.phone),
  };
  // Without an address of the person's own there is no place for them.
  const { email: _email, phone: _phone, ...names } = wanted;
  const changes = person.addressId === undefined ? names : wanted;
  const isSettled = Object.keys(changes).length === 0 && person.isRelated && !isNewLink;
  return isSettled ? {} : { step: { kind: 'keep', contact, person, changes, isNewLink } };
}

const differing = (field: keyof Changes, wanted: string | undefined, held: string | undefined): Changes =>
  wanted === undefined || wanted.trim() === '' || wanted === held ? {} : { [field]: wanted };
