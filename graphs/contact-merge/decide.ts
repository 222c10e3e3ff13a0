import type { Contact } from 'countersign';
import type { Mapping } from '../customer-merge/mapping.ts';
import { goldenFields, goldenReasons } from '../_shared/golden-fields.ts';
import type { Problem } from '../_shared/problem.ts';

/** Two contacts that are said to be one person, with the cases of the one the run is about, and whom the ERP knows. */
export type Pair = {
  readonly contact: Contact;
  readonly other: Contact;
  readonly cases: number;
  readonly more: boolean;
  /** Ids of contacts that persons of the ERP bear. */
  readonly known: ReadonlySet<string>;
  /** Fields that say the same, compared where their values are. */
  readonly same: ReadonlySet<string>;
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
  const golden = goldenFields(contact, other, { parts, winnerOf: (part) => mapping.contacts[fieldOf(part)], same: pair.same });
  const optsOut = contact.optedOut && !other.optedOut;
  return {
    kind: 'merge',
    fields: { ...golden.fields, ...(optsOut ? { optedOut: true } : {}) },
    tags: ['merge', ...(golden.open.length > 0 ? ['conflict'] : [])],
    reasons: [
      `contact ${other.id} stays because ${known.has(other.id) ? 'the ERP knows that person' : 'it was entered first'}`,
      ...(cases > 0 ? [`${cases} × Case ${cases === 1 ? 'moves' : 'move'} to it`] : []),
      ...goldenReasons(golden, 'contact'),
      ...(optsOut ? ['it opts out of e-mail, as the other one did'] : []),
      ...(known.has(contact.id)
        ? ['the ERP knows both; its second person is blocked by the next look at the account, once somebody agreed']
        : []),
      'it can be taken back: run contact-unmerge for the merged contact',
    ],
  };
}

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

type Field = keyof Mapping['contacts'];
type Part = Exclude<Field, 'name'> | 'firstName' | 'lastName';
const parts: readonly Part[] = ['firstName', 'lastName', 'title', 'email', 'phone', 'language'];
const fieldOf = (part: Part): Field => (part === 'firstName' || part === 'lastName' ? 'name' : part);
