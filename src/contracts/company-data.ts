import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { address, businessId, code, flag, organisation, phone, taxId } from './classes.ts';

/** What a company-data provider holds of a company, by the provider's own number. */
export const CompanyProfile = z.object({
  duns: businessId(),
  name: organisation(),
  street: address().optional(),
  city: address().optional(),
  postalCode: address().optional(),
  country: code().optional(),
  phone: phone().optional(),
  taxId: taxId().optional(),
  /** False where the company is out of business. */
  isActive: flag(),
});
export type CompanyProfile = z.infer<typeof CompanyProfile>;

/** All that is ever told to a provider: a company's name, place and registration number. Nothing of a person. */
export type CompanyQuestion = {
  readonly name: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly street?: string;
  readonly city?: string;
  readonly postalCode?: string;
  readonly registrationNumber?: string;
};

/** A company that may be the one asked for. */
export type CompanyMatch = {
  readonly duns: string;
  /** 1 to 10, as the provider is sure of it. */
  readonly confidence: number;
  /** What it compared and how well that agreed, in the provider's own grades: `Name A`. */
  readonly grades: readonly string[];
};

export interface CompanyData {
  /** Surest first; empty where the provider knows none. */
  match(question: CompanyQuestion, options?: CallOptions): Promise<readonly CompanyMatch[]>;
  /** Undefined where the provider does not know the number. */
  get(duns: string, options?: CallOptions): Promise<CompanyProfile | undefined>;
}

/**
 * What a provider says of an account.
 * - off: none is connected
 * - unavailable: it did not answer, or not as it should; nothing waits for it
 * - asked: its surest match, if it has one, and which fields of the account it was told
 */
export type CompanySearch =
  | { readonly kind: 'off' }
  | { readonly kind: 'unavailable'; readonly code: string }
  | { readonly kind: 'asked'; readonly told: readonly string[]; readonly match?: CompanyMatch };

/**
 * Asks the provider about an account by the account's id, because a workflow's state holds tokens where the values are. Served by the
 * installation itself, not by a connection.
 */
export interface CompanyLookup {
  ofAccount(account: string, options?: CallOptions): Promise<CompanySearch>;
}
