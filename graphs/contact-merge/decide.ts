import type { Contact } from 'countersign';
import { goldenRecord, type SourceRecord, type SurvivorshipRule } from 'countersign/matching';
import type { Mapping } from '../customer-merge/mapping.ts';
import type { Problem } from '../_shared/problem.ts';

/** Two contacts that are said to be one person, with the cases of the one the run is about, and whom the ERP knows. */
export type Pair = {
  readonly contact: Contact;
  readonly other: Contact;
  readonly cases: number;
  readonly more: boolean;
  /** Ids of contacts that persons of the ERP bear. */
  readonly known: ReadonlySet<string>;
};

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'other-way-round' }
  | {
      readonly kind: 'merge';
      /** What the kept contact takes. */
      readonly fields: Readonly<Record<string, string | boolean>>;
      readonly tags: readonly string[];
      readonly reasons: readonly string[];
    };

/** What becomes of two contacts that are one person; pure. */
export function decide(pair: Pair, mapping: Mapping): Decision {
  const { contact, other, cases, more, known } = pair;
  if (contact.id === other.id) return { kind: 'nothing', reason: 'a contact is not merged with itself' };
  if (contact.mergedIntoId !== undefined) return { kind: 'nothing', reason: 'this contact is merged already' };
  const problem = problemOf(contact, other, more, mapping);
  if (problem) return { kind: 'problem', problem };
  if (stays(contact, other, known)) return { kind: 'other-way-round' };
  const { fields, open, taken, differing } = goldenOf(contact, other, mapping);
  const optsOut = contact.optedOut && !other.optedOut;
  return {
    kind: 'merge',
    fields: { ...fields, ...(optsOut ? { optedOut: true } : {}) },
    tags: ['merge', ...(open.length > 0 ? ['conflict'] : [])],
    reasons: [
      `contact ${other.id} stays because ${known.has(other.id) ? 'the ERP knows that person' : 'it was entered first'}`,
      ...(cases > 0 ? [`${cases} × Case move to it`] : []),
      ...(taken.length > 0 ? [`it takes ${taken.join(', ')}, which it leaves empty`] : []),
      ...(differing.length > 0 ? [`${differ(differing)}; the mapping says whose counts`] : []),
      ...(open.length > 0 ? [`${differ(open)} and nobody is master; what the kept contact says stays`] : []),
      ...(optsOut ? ['it opts out of e-mail, as the other one did'] : []),
      ...(known.has(contact.id)
        ? ['the ERP knows both; its second person is blocked by the next look at the account, once somebody agreed']
        : []),
      'it can be taken back: run contact-unmerge for the merged contact',
    ],
  };
}

const differ = (fields: readonly string[]): string => `${fields.join(', ')} ${fields.length === 1 ? 'differs' : 'differ'}`;

function problemOf(contact: Contact, other: Contact, more: boolean, { most }: Mapping): Problem | undefined {
  if (other.mergedIntoId !== undefined)
    return {
      code: 'link.ambiguous',
      field: 'Merged_Into__c',
      message: `Contact ${other.id} is merged into ${other.mergedIntoId} itself; merge this contact with that one`,
    };
  if (contact.accountId !== undefined && other.accountId !== undefined && contact.accountId !== other.accountId)
    return {
      code: 'data.invalid',
      field: 'AccountId',
      message: 'The two contacts belong to two accounts; merge the accounts or move one of the contacts first, then retry',
    };
  return more
    ? {
        code: 'data.invalid',
        field: 'Contact',
        message: `More than ${most.children} cases belong to the contact; merge the two in the CRM itself, which moves them all at once`,
      }
    : undefined;
}

/** The contact the ERP knows stays; of two alike the one that was entered first, which has the lower id. */
function stays(contact: Contact, other: Contact, known: ReadonlySet<string>): boolean {
  if (known.has(contact.id) !== known.has(other.id)) return known.has(contact.id);
  return contact.id < other.id;
}

const fieldsOf = { name: ['firstName', 'lastName'], title: ['title'], email: ['email'], phone: ['phone'], language: ['language'] } as const;
type Field = keyof typeof fieldsOf;
type Part = (typeof fieldsOf)[Field][number];
const fields = Object.keys(fieldsOf).filter((field): field is Field => field in fieldsOf);

function goldenOf(contact: Contact, kept: Contact, mapping: Mapping) {
  const isNewer = (contact.ref.changedAt ?? '') > (kept.ref.changedAt ?? '');
  const ruleOf = (field: Field): readonly SurvivorshipRule[] => {
    const winner = mapping.contacts[field];
    if (winner === 'review') return [{ by: 'review' }];
    return [{ by: 'trusted', systems: winner === 'newest' && isNewer ? ['other', 'kept'] : ['kept', 'other'] }];
  };
  const golden = goldenRecord([sourceOf('kept', kept), sourceOf('other', contact)], {
    fields: Object.fromEntries(fields.flatMap((field) => fieldsOf[field].map((part) => [part, ruleOf(field)] as const))),
    otherwise: [{ by: 'review' }],
  });
  const won = parts.filter((part) => golden.fields[part]?.from.system === 'other');
  return {
    fields: Object.fromEntries(won.map((part) => [part, golden.fields[part]?.value ?? ''])),
    open: golden.open,
    taken: won.filter((part) => !isSaid(kept[part])),
    differing: golden.conflicts.map(({ field }) => field).filter((field) => !golden.open.includes(field)),
  };
}

const parts: readonly Part[] = fields.flatMap((field) => fieldsOf[field]);
const isSaid = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

function sourceOf(system: string, contact: Contact): SourceRecord {
  const held = parts.flatMap((part): [string, { value: string }][] => {
    const value = contact[part];
    return value === undefined || !isSaid(value) ? [] : [[part, { value }]];
  });
  return { system, id: contact.id, fields: Object.fromEntries(held) };
}
