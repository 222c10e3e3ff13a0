import { z } from 'zod';
import { RecordRef } from './business.ts';
import type { CallOptions } from './call-options.ts';
import { businessId, code, email, flag, person, phone } from './classes.ts';
import type { FieldAgreement } from './linkage.ts';

/** A person the ERP knows at a customer. Telephone and e-mail lie on the person's own address, each with a number of its own. */
export const ContactPerson = z.object({
  ref: RecordRef,
  id: businessId(),
  firstName: person().optional(),
  lastName: person(),
  email: email().optional(),
  phone: phone().optional(),
  language: code().optional(),
  /** The number another system knows it by: the CRM's contact. */
  crmContactId: businessId().optional(),
  isBlocked: flag(),
  addressId: businessId().optional(),
  emailNumber: code().optional(),
  phoneNumber: code().optional(),
  /** Whether it is a contact of the customer that was asked about. */
  isRelated: flag(),
});
export type ContactPerson = z.infer<typeof ContactPerson>;

export interface ContactPersons {
  /** Persons related to a customer, and those that bear one of these ids of contacts, related or not. */
  listForCustomer(customer: string | undefined, contacts: readonly string[], options?: CallOptions): Promise<readonly ContactPerson[]>;
}

/** A contact of the CRM that may be a person the ERP has, or another contact of the same account. */
export type ContactLikeness = {
  readonly contact: string;
  readonly other: { readonly system: 'erp' | 'crm'; readonly id: string };
  /** `match` needs nobody; `review` a person. */
  readonly verdict: 'match' | 'review';
  /** 0 to 1. */
  readonly probability: number;
  readonly held: readonly string[];
  readonly fields: readonly FieldAgreement[];
};

/** Compares people where their names are: ids go in, ids, levels and odds come out. Served by the installation itself. */
export interface ContactLinkage {
  /** Best first. Persons that bear a contact's id already are left out. */
  contactsLike(account: string, customer: string | undefined, options?: CallOptions): Promise<readonly ContactLikeness[]>;
  /** Field by field, two contacts; undefined where either is gone. */
  compareContacts(one: string, other: string, options?: CallOptions): Promise<readonly FieldAgreement[] | undefined>;
}
