import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inLine } from '../../graphs/customer-sync/compare.ts';
import { badData, choose, goldenOf, languageOf, newCustomer, sourceOf, told, type Newcomer } from '../../graphs/customer-sync/decide.ts';
import { Mapping } from '../../graphs/customer-sync/mapping.ts';
import type { AccountMaster, CustomerCandidate, CustomerMaster, CustomerSearch, FieldAgreement } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-sync/mapping.yaml'), 'utf8')));
const ref = (system: string, id: string) => ({ connection: system, type: 'x', id });

const account = (given: Partial<AccountMaster> = {}): AccountMaster => ({
  ref: ref('crm', 'A1'),
  id: 'A1',
  name: '<ORG_1>',
  street: '<ADDRESS_1>',
  city: '<ADDRESS_2>',
  country: 'Germany',
  currency: 'EUR',
  language: 'de',
  ...given,
});
const customer = (given: Partial<CustomerMaster> = {}): CustomerMaster => ({
  ref: ref('erp', '100'),
  id: '100',
  name: '<ORG_1>',
  street: '<ADDRESS_1>',
  city: '<ADDRESS_2>',
  country: 'DE',
  currency: 'EUR',
  language: 'de',
  paymentTerms: 'NT30',
  isBlocked: false,
  ...given,
});
const candidate = (given: Partial<CustomerCandidate> = {}): CustomerCandidate => ({
  customer: '100',
  verdict: 'match',
  probability: 0.99999,
  held: [],
  fields: [
    { field: 'name', level: 'close', weight: 8.04 },
    { field: 'phone', level: 'different', weight: -2.2 },
    { field: 'email', level: 'missing', weight: 0 },
  ],
  ...given,
});
const search = (given: Partial<CustomerSearch> = {}): CustomerSearch => ({
  taxId: 'sound',
  candidates: [],
  compared: 25,
  isComplete: true,
  ...given,
});
const newcomer = (given: Partial<Newcomer> = {}): Newcomer => ({ account: account(), parents: [], search: search(), ...given });

describe('before an account becomes a customer', () => {
  it.each([
    ['no name', newcomer({ account: account({ name: ' ' }) }), 'data.missing', 'Name'],
    ['no country', newcomer({ account: account({ country: undefined }) }), 'data.missing', 'BillingCountry'],
    ['an unknown country', newcomer({ account: account({ country: 'Atlantis' }) }), 'data.invalid', 'BillingCountry'],
    ['an unknown currency', newcomer({ account: account({ currency: 'ZZZ' }) }), 'data.invalid', 'CurrencyIsoCode'],
    ['a currency that is no code', newcomer({ account: account({ currency: 'Euro' }) }), 'data.invalid', 'CurrencyIsoCode'],
    ['itself as parent', newcomer({ parents: ['A1'] }), 'data.invalid', 'ParentId'],
    ['a circle above it', newcomer({ parents: ['A2', 'A3', 'A2'] }), 'data.invalid', 'ParentId'],
    ['too many parents', newcomer({ parents: Array.from({ length: 21 }, (_, at) => `P${at}`) }), 'data.invalid', 'ParentId'],
    ['a mistyped tax id', newcomer({ search: search({ taxId: 'unsound' }) }), 'data.invalid', 'Tax_Id__c'],
    ['unknown payment terms', newcomer({ account: account({ paymentTerms: 'SOON' }) }), 'data.invalid', 'Payment_Terms__c'],
  ])('%s is put right by a person', (_, facts, code, field) => {
    expect(badData(facts, mapping)).toMatchObject({ code, field });
  });

  it('a country by its name, no tax id, no terms and no currency are good enough', () => {
    const plain = account({ country: 'Deutschland', currency: undefined, paymentTerms: undefined });
    expect(badData(newcomer({ account: plain, search: search({ taxId: 'missing' }), parents: ['A2', 'A3'] }), mapping)).toBeUndefined();
  });
});

describe('which customer an account is', () => {
  it('a match without doubt is linked, a new one is created', () => {
    expect(choose(newcomer({ search: search({ candidates: [candidate()] }) }), mapping)).toMatchObject({
      kind: 'link',
      customer: '100',
      tags: ['link'],
    });
    expect(choose(newcomer(), mapping)).toMatchObject({ kind: 'create', tags: ['create'] });
  });

  it('anything between is proposed to a person, with how it scored and how to say no', () => {
    const unsure = candidate({ verdict: 'review', probability: 0.6 });
    const choice = choose(
      newcomer({ search: search({ candidates: [unsure, candidate({ customer: '200', verdict: 'review' })] }) }),
      mapping,
    );
    expect(choice).toMatchObject({ kind: 'link', customer: '100', tags: ['link', 'possible-duplicate'] });
    expect(choice.reasons[1]).toContain('also like it: ERP customer 200');
    expect(choice.reasons[2]).toContain('"New customer"');
  });

  it('where not all customers could be looked at, nothing is without doubt', () => {
    const partly = { isComplete: false, compared: 20_000 };
    expect(choose(newcomer({ search: search({ ...partly, candidates: [candidate()] }) }), mapping).tags).toContain('possible-duplicate');
    expect(choose(newcomer({ search: search(partly) }), mapping).tags).toContain('possible-duplicate');
  });

  it('somebody who says it is a new one is believed', () => {
    const said = account({ syncStatus: 'New customer' });
    expect(choose(newcomer({ account: said, search: search({ candidates: [candidate()] }) }), mapping)).toMatchObject({ kind: 'create' });
  });

  it('payment terms that are not the usual ones are looked at', () => {
    const choice = choose(newcomer({ account: account({ paymentTerms: 'Net 60' }) }), mapping);
    expect(choice.tags).toEqual(['create', 'new-terms']);
  });

  it('a score tells fields, levels and weights, never rounded up to certainty', () => {
    expect(told(candidate({ held: ['names-differ'] }))).toBe(
      'ERP customer 100 at 99.9 % (name close +8.0, phone different −2.2), held back by names-differ',
    );
  });
});

describe('the new customer', () => {
  it('is the golden record in the ERP’s own words', () => {
    const given = account({ taxId: '<TAXID_1>', paymentTerms: 'Net 45', language: 'en_GB', country: 'United Kingdom' });
    expect(newCustomer(given, goldenOf([sourceOf('crm', given)]), mapping)).toMatchObject({
      account: 'A1',
      name: '<ORG_1>',
      country: 'GB',
      taxType: 'GB0',
      taxId: '<TAXID_1>',
      language: 'EN',
      paymentTerms: 'NT45',
      salesOrganization: '1010',
    });
  });

  it('what the account does not say is left out or the usual', () => {
    const given = account({ street: undefined, currency: undefined, language: undefined, country: 'US' });
    const made = newCustomer(given, goldenOf([sourceOf('crm', given)]), mapping);
    expect(made).toMatchObject({ currency: 'EUR', language: 'EN', taxType: 'US01' });
    expect(made).not.toHaveProperty('street');
  });

  it.each([
    ['de', 'DE'],
    ['pt_BR', 'PT'],
    ['EN', 'EN'],
    ['german', undefined],
    [undefined, undefined],
  ])('the language %s is SAP’s %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

const agreed: readonly FieldAgreement[] = ['name', 'taxId', 'phone', 'email', 'street', 'place'].map((field) => ({
  field,
  level: 'exact',
  weight: 1,
}));
const differing = (...fields: string[]): readonly FieldAgreement[] =>
  agreed.map((each) => (fields.includes(each.field) ? { ...each, level: 'different' } : each));

describe('an account and its customer', () => {
  it('that agree are left alone, in whatever writing', () => {
    const pair = { account: account({ paymentTerms: 'Net 30', phone: '<PHONE_1>' }), customer: customer({ phone: '<PHONE_2>' }) };
    expect(inLine({ ...pair, agreements: agreed }, mapping)).toEqual({ toCrm: {}, toErp: {}, open: [] });
  });

  it('follow the master of each field', () => {
    const pair = {
      account: account({ name: '<ORG_9>', currency: 'USD', paymentTerms: 'NT60', language: 'en' }),
      customer: customer(),
    };
    expect(inLine({ ...pair, agreements: differing('name') }, mapping)).toEqual({
      toCrm: { currency: 'EUR', paymentTerms: 'NT30' },
      toErp: { name: '<ORG_9>', language: 'EN' },
      open: [],
    });
  });

  it('are a person’s to settle where nobody is master and both say something', () => {
    const pair = { account: account({ phone: '<PHONE_1>', city: '<ADDRESS_7>' }), customer: customer({ phone: '<PHONE_2>' }) };
    expect(inLine({ ...pair, agreements: differing('phone', 'place', 'email') }, mapping)).toMatchObject({ open: ['phone', 'place'] });
  });

  it('what the master does not say does not empty the other side', () => {
    const pair = { account: account({ language: undefined }), customer: customer({ currency: undefined, paymentTerms: undefined }) };
    expect(inLine({ ...pair, agreements: agreed }, mapping)).toEqual({ toCrm: {}, toErp: {}, open: [] });
  });

  it('another master set in the mapping turns the direction', () => {
    const own = Mapping.parse({ ...mapping, masters: { ...mapping.masters, name: 'erp', place: 'erp' } });
    const pair = { account: account({ name: '<ORG_9>' }), customer: customer({ city: '<ADDRESS_8>', postalCode: '<ADDRESS_9>' }) };
    expect(inLine({ ...pair, agreements: differing('name', 'place') }, own)).toMatchObject({
      toCrm: { name: '<ORG_1>', city: '<ADDRESS_8>', postalCode: '<ADDRESS_9>' },
      toErp: {},
    });
  });
});
