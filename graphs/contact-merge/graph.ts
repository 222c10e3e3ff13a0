import type { ChildRecord, Contact } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getContact } from '../../tools/crm/get-contact.ts';
import { listContactCases } from '../../tools/crm/list-contact-cases.ts';
import { mergeContact } from '../../tools/crm/merge-contact.ts';
import { moveToContact } from '../../tools/crm/move-to-contact.ts';
import { listContactPersons } from '../../tools/erp/list-contact-persons.ts';
import { slotOfChild } from '../customer-merge/plan.ts';
import { Mapping } from '../customer-merge/mapping.ts';
import { asException } from '../_shared/problem.ts';
import { decide, type Decision } from './decide.ts';

/** A contact is said to be another one of its account: both become one, once somebody agreed. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const contact = await flow.read(masterDesk, getContact, { contact: input.record.id });
  const into = input.hint['into'] ?? (await likeOf(flow, contact));
  if (into === undefined) return { kind: 'done', outcome: 'no other contact of the account is like it' };
  const [other, { items: cases, more }, before] = await Promise.all([
    standingFor(flow, into),
    flow.read(masterDesk, listContactCases, { contact: contact.id, limit: mapping.most.children }),
    flow.earlier('contact-unmerge'),
  ]);
  const persons = await flow.read(masterDesk, listContactPersons, { contacts: [contact.id, other.id] });
  const known = new Set(persons.flatMap(({ crmContactId, isBlocked }) => (crmContactId === undefined || isBlocked ? [] : [crmContactId])));
  const agreements = (await flow.ports.people?.compareContacts(contact.id, other.id, flow)) ?? [];
  const equal = new Set(agreements.filter(({ level }) => level === 'exact').map(({ field }) => field));
  const same = new Set([...equal, ...(equal.has('name') ? ['firstName', 'lastName'] : [])]);
  const decision = decide({ contact, other, cases: cases.length, more, known, same }, mapping);
  flow.audit('decision.made', { contact: contact.id, other: other.id, decision: decision.kind });
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'problem':
      return asException(decision.problem, { contact: contact.id, other: other.id });
    case 'other-way-round':
      await flow.raise('contact.merge', { type: 'Contact', id: other.id }, { into: contact.id });
      return { kind: 'done', outcome: 'this contact stays; that the other one is merged into it is proposed there' };
    case 'merge':
      return plan(flow, { contact, kept: other, cases, turn: before.length }, decision);
  }
}

/** Where a contact was merged itself, the one that stands for it now; a circle of them is left to a person. */
async function standingFor(flow: FlowContext, id: string): Promise<Contact> {
  let found = await flow.read(masterDesk, getContact, { contact: id });
  for (let hops = 0; found.mergedIntoId !== undefined && hops < mostHops; hops += 1)
    found = await flow.read(masterDesk, getContact, { contact: found.mergedIntoId });
  return found;
}

const mostHops = 5;

/** The contact of the same account this one is most like, as the comparison of people says. */
async function likeOf(flow: FlowContext, contact: Contact): Promise<string | undefined> {
  if (contact.accountId === undefined) return undefined;
  const likes = (await flow.ports.people?.contactsLike(contact.accountId, undefined, flow)) ?? [];
  const own = likes.find((like) => like.contact === contact.id && like.other.system === 'crm');
  if (own) return own.other.id;
  return likes.find((like) => like.other.system === 'crm' && like.other.id === contact.id)?.contact;
}

type Merging = { readonly contact: Contact; readonly kept: Contact; readonly cases: readonly ChildRecord[]; readonly turn: number };

export const contactEvidence = (flow: FlowContext, { id, ref }: Contact, label: string): ProposalPlan['evidence'][number] => ({
  label,
  connection: flow.connectionName('crm'),
  type: 'Contact',
  id,
  ...(ref.version === undefined ? {} : { version: ref.version }),
});

/** The merged contact leaves the account: whoever writes to the account's people writes to the kept one. */
function plan(flow: FlowContext, { contact, kept, cases, turn }: Merging, decision: Extract<Decision, { kind: 'merge' }>): ProposalPlan {
  const { fields, tags, reasons } = decision;
  const takes = kept.accountId === undefined && contact.accountId !== undefined ? { ...fields, account: contact.accountId } : fields;
  const hasFields = Object.keys(takes).length > 0;
  return {
    kind: 'propose',
    identity: { merge: contact.id, into: kept.id, turn },
    facts: JSON.parse(JSON.stringify({ fields: takes, cases: cases.map(({ id }) => id) })),
    title: `Merge contact ${contact.id} into contact ${kept.id}`,
    reasons: reasons.slice(0, 20),
    evidence: [contactEvidence(flow, contact, 'Contact that is merged'), contactEvidence(flow, kept, 'Contact that stays')],
    traits: { tags: [...tags] },
    requestedBy: [],
    slots: [
      { slot: 'merged', tool: mergeContact },
      ...(hasFields ? [{ slot: 'kept', tool: mergeContact }] : []),
      ...cases.map((one) => ({ slot: slotOfChild(one), tool: moveToContact })),
    ],
    write: async (draft) => {
      await draft.propose('merged', mergeContact, { contact: contact.id, into: kept.id, account: null });
      if (hasFields) await draft.propose('kept', mergeContact, { contact: kept.id, ...takes });
      for (const one of cases) await draft.propose(slotOfChild(one), moveToContact, { case: one.id, contact: kept.id, from: contact.id });
    },
  };
}
