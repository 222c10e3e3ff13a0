import type { CallOptions } from './call-options.ts';

/** What one field says about a pair of records: a level of agreement and its weight in bits. The values stay where they are. */
export type FieldAgreement = {
  readonly field: string;
  readonly level: 'exact' | 'close' | 'far' | 'weak' | 'different' | 'missing';
  readonly weight: number;
};

/** A customer of the ERP that may be the account's. */
export type CustomerCandidate = {
  readonly customer: string;
  /** `match` needs nobody; `review` a person. */
  readonly verdict: 'match' | 'review';
  /** 0 to 1. */
  readonly probability: number;
  /** Why a pair that scores as a match needs a person all the same: ids of guards, or `ambiguous`. */
  readonly held: readonly string[];
  readonly fields: readonly FieldAgreement[];
};

export type CustomerSearch = {
  /** Whether the account's tax id has the form and check digit of its country's. */
  readonly taxId: 'missing' | 'sound' | 'unsound';
  /** The same of the provider's, where a number was given. */
  readonly foundTaxId?: 'missing' | 'sound' | 'unsound';
  /** Best first, five at most. */
  readonly candidates: readonly CustomerCandidate[];
  /** How many customers were looked at. */
  readonly compared: number;
  /** False where the ERP has more customers than are held for comparing. */
  readonly isComplete: boolean;
};

/**
 * Compares masters whose values are personal. It takes record ids and answers ids, levels and odds, so that a workflow, whose state holds
 * tokens, can decide about them. Served by the installation itself, not by a connection.
 */
export interface CustomerLinkage {
  /**
   * Customers of the ERP like this account; undefined where the CRM has no such account. With `duns`, what the account leaves empty is
   * taken from the company-data provider's record of that number.
   */
  customersLike(account: string, options?: CallOptions & { readonly duns?: string }): Promise<CustomerSearch | undefined>;
  /** Field by field, an account and a customer that are known to be one; undefined where either is gone. */
  compare(account: string, customer: string, options?: CallOptions): Promise<readonly FieldAgreement[] | undefined>;
  /** The same of two accounts. */
  compareAccounts(one: string, other: string, options?: CallOptions): Promise<readonly FieldAgreement[] | undefined>;
}
