import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { goldenOf, newCustomer, newVendor, sourceOf } from '../../graphs/customer-sync/decide.ts';
import { Mapping } from '../../graphs/customer-sync/mapping.ts';
import { kindsOf, kindsOfPartner, missingParts, numbersFor, roleReasons, roleTags, vendorTerms } from '../../graphs/customer-sync/roles.ts';
import type { AccountMaster, PartnerSetup } from '../../src/index.ts';

const mapping = Mapping.parse(parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-sync/mapping.yaml'), 'utf8')));
const account = (given: Partial<AccountMaster> = {}): AccountMaster => ({
  ref: { connection: 'crm', type: 'Account', id: 'A1' },
  id: 'A1',
  name: '<ORG_1>',
  country: 'DE',
  currency: 'EUR',
  ...given,
});
const setup = (given: Partial<PartnerSetup> = {}): PartnerSetup => ({
  isCustomer: false,
  isSupplier: false,
  roles: [],
  salesAreas: [],
  companyCodes: [],
  purchasingOrganizations: [],
  ...given,
});
const sold = { isCustomer: true, roles: ['FLCU01'], salesAreas: ['1010/10/00'] };
const bought = { isSupplier: true, roles: ['FLVN00', 'FLVN01'], companyCodes: ['1010'], purchasingOrganizations: ['1010'] };
const [customer, vendor, both] = [
  { customer: true, vendor: false },
  { customer: false, vendor: true },
  { customer: true, vendor: true },
];

describe('what an account is to us', () => {
  it.each([
    ['without a type is a customer', {}, customer],
    ['of a type nobody listed is a customer', { type: 'Prospect' }, customer],
    ['of the type Supplier is a vendor', { type: 'Supplier' }, vendor],
    ['may be both', { type: 'Customer and Supplier' }, both],
    ['stays a customer whose number it bears', { type: 'Supplier', erpCustomerId: '100' }, both],
    ['stays a vendor whose number it bears', { type: 'Prospect', erpVendorId: '100' }, both],
  ] as const)('%s', (_, given, expected) => expect(kindsOf(account(given), mapping)).toEqual(expected));

  it('is told to each of two partners apart, and to the only one as a whole', () => {
    const apart = account({ erpCustomerId: '100', erpVendorId: '200' });
    expect(kindsOfPartner(both, apart, '100')).toEqual(customer);
    expect(kindsOfPartner(both, apart, '200')).toEqual(vendor);
    expect(kindsOfPartner(both, account({ erpCustomerId: '100' }), '100')).toEqual(both);
  });

  it('says which numbers the account lacks', () => {
    expect(numbersFor(both, account({ erpCustomerId: '100' }), '100')).toEqual({ vendor: '100' });
    expect(numbersFor(vendor, account(), '100')).toEqual({ vendor: '100' });
    expect(numbersFor(customer, account({ erpCustomerId: '100' }), '100')).toEqual({});
  });
});

describe('what a partner lacks', () => {
  it.each([
    ['a customer that is sold to lacks nothing, wherever that is', customer, setup({ ...sold, roles: [], salesAreas: ['2020/20/00'] }), []],
    ['a vendor that is paid and bought from lacks nothing', vendor, setup({ ...bought, roles: [] }), []],
    ['a customer that is to be a vendor lacks all of it', both, setup(sold), ['FLVN00', 'company', 'FLVN01', 'purchasing']],
    ['a vendor that is to be a customer lacks its sales area', both, setup(bought), ['FLCU01', 'sales-area']],
    ['what was done halfway is completed, not done again', vendor, setup({ ...bought, purchasingOrganizations: [] }), ['purchasing']],
    ['a role alone is not enough', customer, setup({ isCustomer: true, roles: ['FLCU01'] }), ['sales-area']],
    ['where the ERP does not say, nothing is lacking', both, undefined, []],
  ] as const)('%s', (_, kinds, held, expected) =>
    expect(missingParts(kinds, held, mapping).map((part) => (part.kind === 'role' ? part.role : part.kind))).toEqual(expected),
  );

  it('is looked at by somebody: a vendor can be paid, and a customer that bought nothing so far is somebody already', () => {
    expect(roleTags(both, missingParts(both, setup(sold), mapping))).toEqual(['to-erp', 'vendor']);
    expect(roleTags(both, missingParts(both, setup(bought), mapping))).toEqual(['to-erp', 'new-role']);
    expect(roleTags(both, [])).toEqual([]);
    expect(roleReasons('100', missingParts(both, setup(sold), mapping))).toEqual([
      'partner 100 becomes a vendor too; its bank account is entered in the ERP by somebody who checked it',
    ]);
  });
});

describe('a new vendor', () => {
  const asVendor = (given: Partial<AccountMaster>) => {
    const one = account(given);
    const made = newCustomer(one, goldenOf([sourceOf('crm', one)]), mapping);
    return newVendor(made, vendorTerms(one, kindsOf(one, mapping), mapping), mapping);
  };

  it('has a company code and a purchasing organisation, and no sales area', () => {
    expect(asVendor({ type: 'Supplier' })).toEqual({
      account: 'A1',
      name: '<ORG_1>',
      country: 'DE',
      taxType: 'DE0',
      language: 'EN',
      currency: 'EUR',
      paymentTerms: 'NT30',
      grouping: 'BP02',
      companyCode: '1010',
      reconciliationAccount: '21100000',
      purchasingOrganization: '1010',
    });
  });

  it('is paid by the terms of its account, which of a customer are those it pays by itself', () => {
    expect(asVendor({ type: 'Supplier', paymentTerms: 'Net 60' })).toMatchObject({ paymentTerms: 'NT60' });
    expect(asVendor({ type: 'Customer and Supplier', paymentTerms: 'Net 60' })).toMatchObject({ paymentTerms: 'NT30' });
  });
});
