import type { AccountMaster, CustomerCandidate, CustomerMaster, CustomerSearch } from 'countersign';
import { countryCode, goldenRecord, type GoldenRecord, type SourceRecord } from 'countersign/matching';
import { isCurrency, type Problem } from '../_shared/problem.ts';
import type { Mapping } from './mapping.ts';

/** What is known of an account that has no ERP customer yet. Names and addresses are tokens; what they say was compared elsewhere. */
export type Newcomer = {
  readonly account: AccountMaster;
  /** Accounts above it, nearest first; it ends where one comes a second time. */
  readonly parents: readonly string[];
  readonly search: CustomerSearch;
};

const known = new Set(Intl.supportedValuesOf('currency'));

/** What has to be put right before the account can become a customer; undefined when nothing has. */
export function badData({ account, parents, search }: Newcomer, mapping: Mapping): Problem | undefined {
  const missing = (field: string, message: string): Problem => ({ code: 'data.missing', field, message });
  const invalid = (field: string, message: string): Problem => ({ code: 'data.invalid', field, message });
  if (account.name.trim() === '') return missing('Name', 'The account has no name; enter one and the ERP customer follows');
  const country = account.country ?? '';
  if (country.trim() === '') return missing('BillingCountry', 'The account has no country; enter one and the ERP customer follows');
  if (countryCode(country) === undefined)
    return invalid('BillingCountry', 'The country of the account is none that is known; write its name or its two-letter code');
  const currency = account.currency ?? mapping.defaultCurrency;
  if (!isCurrency(currency) || !known.has(currency))
    return invalid('CurrencyIsoCode', 'The currency of the account is none that is known; choose another');
  if (parents.includes(account.id) || new Set(parents).size !== parents.length)
    return invalid('ParentId', 'The accounts above this one go round in a circle; correct the parent of one of them');
  if (parents.length > mapping.maxParents)
    return invalid('ParentId', `More than ${mapping.maxParents} accounts stand above this one; check its parents`);
  if (search.taxId === 'unsound')
    return invalid('Tax_Id__c', 'The tax id does not have the form or the check digit of its country; correct or empty it');
  if (termsOf(account, mapping) === undefined)
    return invalid('Payment_Terms__c', 'The payment terms of the account are none the ERP knows; choose others or add them to the mapping');
  return undefined;
}

export const termsOf = ({ paymentTerms }: AccountMaster, { terms, defaultTerms }: Mapping): string | undefined =>
  paymentTerms === undefined || paymentTerms.trim() === '' ? defaultTerms : terms[paymentTerms];

export type Choice = {
  readonly kind: 'create' | 'link';
  /** The customer to be linked. */
  readonly customer: string;
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
};

/** A clear match is linked, none is created, anything between is for a person: the best candidate is proposed and its score told. */
export function choose({ account, search }: Newcomer, mapping: Mapping): Choice {
  const [best, ...others] = search.candidates;
  const isNew = account.syncStatus === mapping.newCustomerState;
  if (!best || isNew) return create(account, search, mapping);
  const tags = ['link', ...(best.verdict === 'match' && search.isComplete ? [] : ['possible-duplicate'])];
  return {
    kind: 'link',
    customer: best.customer,
    tags,
    reasons: [
      told(best),
      ...others.map(
        (other) => `also like it: ${told(other)}; if both are this account, one of them is a duplicate to be closed in the ERP`,
      ),
      ...(tags.includes('possible-duplicate') ? [otherwise(mapping)] : []),
      ...incomplete(search),
    ].slice(0, 20),
  };
}

const otherwise = ({ newCustomerState }: Mapping): string =>
  `if it is another company, reject this and set the account's state to "${newCustomerState}"; to undo a link, empty the ERP customer of the account`;

const incomplete = ({ isComplete, compared }: CustomerSearch): string[] =>
  isComplete ? [] : [`the ERP has more customers than the ${compared} that were looked at`];

function create(account: AccountMaster, search: CustomerSearch, mapping: Mapping): Choice {
  const [best] = search.candidates;
  const terms = termsOf(account, mapping);
  const hasOwnTerms = terms !== mapping.defaultTerms;
  return {
    kind: 'create',
    customer: '',
    tags: ['create', ...(hasOwnTerms ? ['new-terms'] : []), ...(search.isComplete ? [] : ['possible-duplicate'])],
    reasons: [
      best === undefined
        ? `none of ${search.compared} customers of the ERP is like this account`
        : `somebody said that it is a new customer, though: ${told(best)}`,
      ...(hasOwnTerms ? [`payment terms ${terms ?? ''} are not the usual ${mapping.defaultTerms}`] : []),
      ...incomplete(search),
    ],
  };
}

/** A score in words: which fields speak for it and against it, and how much. No value of anybody. */
export const told = (candidate: CustomerCandidate): string => `ERP customer ${candidate.customer} ${scored(candidate)}`;

export function scored({ probability, held, fields }: Pick<CustomerCandidate, 'probability' | 'held' | 'fields'>): string {
  const spoken = fields
    .filter(({ level }) => level !== 'missing')
    .map(({ field, level, weight }) => `${field} ${level} ${weight < 0 ? '−' : '+'}${Math.abs(weight).toFixed(1)}`);
  const percent = (Math.floor(probability * 1000) / 10).toFixed(1);
  return `at ${percent} % (${spoken.join(', ')})${held.length === 0 ? '' : `, held back by ${held.join(' and ')}`}`;
}

/** Fields of both sides by one set of names, for the rules that say who wins. */
export function sourceOf(system: 'crm' | 'erp', master: AccountMaster | CustomerMaster, only?: readonly string[]): SourceRecord {
  const { name, street, city, postalCode, country, phone, email, taxId, language, currency, paymentTerms } = master;
  const all = { name, street, city, postalCode, country, phone, email, taxId, language, currency, paymentTerms };
  const fields = Object.entries(all).flatMap(([field, value]): [string, { value: string }][] =>
    value === undefined || value.trim() === '' || (only && !only.includes(field)) ? [] : [[field, { value }]],
  );
  return { system, id: master.id, fields: Object.fromEntries(fields) };
}

/** The one record a new customer is made of, from every source there is. */
export const goldenOf = (sources: readonly SourceRecord[]): GoldenRecord =>
  goldenRecord(sources, { fields: {}, otherwise: [{ by: 'master', system: 'crm' }] });

/** The golden record as the ERP takes it. */
export function newCustomer(account: AccountMaster, golden: GoldenRecord, mapping: Mapping) {
  const value = (field: string): string | undefined => golden.fields[field]?.value;
  const country = countryCode(value('country') ?? '') ?? '';
  const taken = ['street', 'city', 'postalCode', 'phone', 'email', 'taxId'].flatMap((field): [string, string][] => {
    const held = value(field);
    return held === undefined ? [] : [[field, held]];
  });
  return {
    account: account.id,
    name: value('name') ?? '',
    ...Object.fromEntries(taken),
    country,
    taxType: mapping.taxTypes[country] ?? `${country}0`,
    language: languageOf(value('language')) ?? mapping.defaultLanguage,
    currency: value('currency') ?? mapping.defaultCurrency,
    paymentTerms: termsOf(account, mapping) ?? mapping.defaultTerms,
    grouping: mapping.grouping,
    role: mapping.role,
    ...mapping.salesArea,
  };
}

/** The same as a vendor: paid in one company code, bought from by one purchasing organisation. */
export function newVendor(customer: ReturnType<typeof newCustomer>, paymentTerms: string, { vendor }: Mapping) {
  const { role: _role, salesOrganization: _organization, distributionChannel: _channel, division: _division, ...company } = customer;
  const { companyCode, reconciliationAccount, purchasingOrganization, grouping } = vendor;
  return { ...company, paymentTerms, grouping, companyCode, reconciliationAccount, purchasingOrganization };
}

/** `de`, `de_DE` and `DE` are SAP's DE. */
export function languageOf(text: string | undefined): string | undefined {
  const [, language] = /^([A-Za-z]{2})(?:$|[-_])/.exec(text?.trim() ?? '') ?? [];
  return language?.toUpperCase();
}
