import type { Contact } from 'countersign';
import { created, type Draft, type FlowContext, type ProposalPlan } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { listAccountContacts } from '../../tools/crm/list-account-contacts.ts';
import { createContactPerson } from '../../tools/erp/create-contact-person.ts';
import { listContactPersons } from '../../tools/erp/list-contact-persons.ts';
import { relateContactPerson } from '../../tools/erp/relate-contact-person.ts';
import { setContactEmail } from '../../tools/erp/set-contact-email.ts';
import { setContactPhone } from '../../tools/erp/set-contact-phone.ts';
import { updateContactPerson } from '../../tools/erp/update-contact-person.ts';
import { choosePeople, type PersonStep } from './contacts.ts';
import { languageOf } from './decide.ts';
import type { Mapping } from './mapping.ts';

/** What a proposal about an account says of its people; put together with what it says of the account itself. */
export type PeoplePart = Pick<ProposalPlan, 'slots' | 'write'> & {
  /** As JSON: who and what, for identity and facts. */
  readonly about: ReturnType<typeof aboutStep>[];
  readonly links: NonNullable<ProposalPlan['links']>;
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

const nobody: PeoplePart = { about: [], slots: [], links: [], tags: [], reasons: [], write: async () => undefined };

/** The partner they belong to, or the slot it is created in. */
type Partner = { readonly is: string } | { readonly becomes: 'customer' | 'vendor' };
type Place = { readonly account: string; readonly country: string; readonly language: string; readonly mapping: Mapping };

/** Reads the people of an account and, where there is one, of its partner, and decides what becomes of each. */
export async function peopleOf(flow: FlowContext, partner: Partner, place: Place): Promise<PeoplePart> {
  const customer = 'is' in partner ? partner.is : undefined;
  const { account, mapping } = place;
  if (mapping.contacts.most === 0) return nobody;
  const contacts = await flow.read(masterDesk, listAccountContacts, { account });
  const asked = { contacts: contacts.map(({ id }) => id), ...(customer === undefined ? {} : { customer }) };
  const [persons, likes] = await Promise.all([
    asked.contacts.length === 0 && customer === undefined ? [] : flow.read(masterDesk, listContactPersons, asked),
    contacts.length === 0 ? [] : (flow.ports.people?.contactsLike(account, customer, flow) ?? []),
  ]);
  const choice = choosePeople({ contacts, persons, likes }, mapping);
  // Two contacts of one person are proposed to become one, each pair by a run of its own.
  for (const { contact, into } of choice.merges) await flow.raise('contact.merge', { type: 'Contact', id: contact }, { into });
  const whose = 'is' in partner ? partner.is : created(partner.becomes);
  return {
    about: choice.steps.map(aboutStep),
    tags: choice.tags,
    reasons: [...summary(choice.steps), ...choice.reasons],
    links: choice.steps.flatMap((step) => linksOf(flow, step)),
    slots: choice.steps.flatMap(slotsOf),
    write: async (draft) => {
      for (const step of choice.steps) await writeStep(draft, step, { ...place, customer: whose });
    },
  };
}

function summary(steps: readonly PersonStep[]): string[] {
  const count = (kind: PersonStep['kind']): number => steps.filter((step) => step.kind === kind).length;
  return [
    ...(count('create') > 0 ? [`${count('create')} of its contacts are new to the ERP`] : []),
    ...(count('keep') > 0 ? [`${count('keep')} of its contact persons follow the CRM`] : []),
  ];
}

const idOf = (step: PersonStep): string => (step.kind === 'block' ? step.person.id : step.contact.id);
/** 18-letter ids differ in more than case, so a slot in small letters is still theirs alone. */
const slot = (what: string, step: PersonStep): string => `${what}-${idOf(step).toLowerCase()}`;

function aboutStep(step: PersonStep) {
  const changes = step.kind === 'keep' ? step.changes : {};
  return { who: idOf(step), what: step.kind, changes: { ...changes }, ...(step.kind === 'create' ? {} : { person: step.person.id }) };
}

function slotsOf(step: PersonStep): ProposalPlan['slots'] {
  if (step.kind === 'block') return [{ slot: slot('person', step), tool: updateContactPerson }];
  const relation = { slot: slot('relation', step), tool: relateContactPerson };
  if (step.kind === 'create') return [{ slot: slot('person', step), tool: createContactPerson }, relation];
  const { email, phone } = step.changes;
  return [
    { slot: slot('person', step), tool: updateContactPerson },
    ...(step.person.isRelated ? [] : [relation]),
    ...(email === undefined ? [] : [{ slot: slot('email', step), tool: setContactEmail }]),
    ...(phone === undefined ? [] : [{ slot: slot('phone', step), tool: setContactPhone }]),
  ];
}

function linksOf(flow: FlowContext, step: PersonStep): PeoplePart['links'] {
  if (step.kind === 'block' || (step.kind === 'keep' && !step.isNewLink)) return [];
  const person = step.kind === 'create' ? created(slot('person', step)) : step.person.id;
  const left = { connection: flow.connectionName('crm'), type: 'Contact', id: step.contact.id };
  const right = { connection: flow.connectionName('erp'), type: 'ContactPerson', id: person };
  return [
    { left, right, source: 'customer-sync' },
    { left: right, right: left, source: 'customer-sync' },
  ];
}

async function writeStep(draft: Draft, step: PersonStep, place: Place & { readonly customer: string }): Promise<void> {
  const { relationship } = place.mapping.contacts;
  if (step.kind === 'block') {
    await draft.propose(slot('person', step), updateContactPerson, { person: step.person.id, isBlocked: true });
    return;
  }
  if (step.kind === 'create') {
    await draft.propose(slot('person', step), createContactPerson, newPerson(step.contact, place));
    const person = created(slot('person', step));
    await draft.propose(slot('relation', step), relateContactPerson, { customer: place.customer, person, relationship });
    return;
  }
  const { person, contact, changes, isNewLink } = step;
  const { email, phone, ...names } = changes;
  if (isNewLink || Object.keys(names).length > 0)
    await draft.propose(slot('person', step), updateContactPerson, {
      person: person.id,
      ...names,
      ...(isNewLink ? { contact: contact.id } : {}),
    });
  if (!person.isRelated)
    await draft.propose(slot('relation', step), relateContactPerson, { customer: place.customer, person: person.id, relationship });
  const addressId = person.addressId ?? '';
  if (email !== undefined) await draft.propose(slot('email', step), setContactEmail, { addressId, email, ...numbered(person.emailNumber) });
  if (phone !== undefined) await draft.propose(slot('phone', step), setContactPhone, { addressId, phone, ...numbered(person.phoneNumber) });
}

const numbered = (number: string | undefined) => (number === undefined ? {} : { number });

function newPerson(contact: Contact, { country, language, mapping }: Place) {
  const { id, firstName, lastName, email, phone } = contact;
  const held = Object.fromEntries(
    Object.entries({ firstName, email, phone }).flatMap(([field, value]): [string, string][] =>
      value === undefined || value.trim() === '' ? [] : [[field, value]],
    ),
  );
  const { grouping, role } = mapping.contacts;
  return { contact: id, lastName, ...held, language: languageOf(contact.language) ?? language, country, grouping, role };
}
