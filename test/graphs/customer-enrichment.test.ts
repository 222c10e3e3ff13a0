import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { goldenOf, newCustomer, sourceOf } from '../../graphs/customer-sync/decide.ts';
import { fill, sourceOfProvider, weighMatch, type Standing } from '../../graphs/customer-sync/enrich.ts';
import { Mapping } from '../../graphs/customer-sync/mapping.ts';
import type { AccountMaster, CompanyProfile, CompanySearch } from '../../src/index.ts';

const written: unknown = parse(readFileSync(join(import.meta.dirname, '../../graphs/customer-sync/mapping.yaml'), 'utf8'));
const mapping = Mapping.parse(written);

const account = (given: Partial<AccountMaster> = {}): AccountMaster => ({
  ref: { connection: 'crm', type: 'Account', id: 'A1' },
  id: 'A1',
  name: '<ORG_1>',
  country: 'DE',
  ...given,
});
const profile = (given: Partial<CompanyProfile> = {}): CompanyProfile => ({
  duns: '804735132',
  name: '<ORG_1>',
  street: '<ADDRESS_1>',
  city: '<ADDRESS_2>',
  postalCode: '<ADDRESS_3>',
  country: 'DE',
  phone: '<PHONE_1>',
  taxId: '<TAXID_1>',
  isActive: true,
  ...given,
});
const asked = (confidence: number): CompanySearch => ({
  kind: 'asked',
  told: ['name', 'country'],
  match: { duns: '804735132', confidence, grades: ['Name A', 'City B'] },
});
const taken: Standing = { kind: 'take', duns: '804735132', reasons: [] };
const doubtful: Standing = { ...taken, kind: 'ask' };
const facts = { mapping, isTaxIdSound: true };

describe('what a company-data provider says', () => {
  it.each([
    [10, 'take'],
    [8, 'take'],
    [7, 'ask'],
    [6, 'ask'],
    [5, 'leave'],
    [1, 'leave'],
  ] as const)('with a confidence of %i is to be: %s', (confidence, kind) => {
    expect(weighMatch(asked(confidence), account(), mapping)).toMatchObject({ kind });
  });

  it('cannot be taken below a confidence of 8, whatever the mapping says', () => {
    const withTake = (take: number) => ({ ...mapping, companyData: { ...mapping.companyData, take } });
    expect(Mapping.safeParse(withTake(7)).success).toBe(false);
    expect(Mapping.safeParse(withTake(9)).success).toBe(true);
  });

  it('is told with number, confidence and grades, and no value of anybody', () => {
    expect(weighMatch(asked(9), account(), mapping).reasons).toEqual([
      'company data knows it as DUNS 804735132 with confidence 9 of 10 (Name A, City B)',
    ]);
  });

  it('is left alone where somebody said to do without', () => {
    const state = { syncStatus: mapping.companyData.withoutState };
    expect(weighMatch(asked(7), state, mapping)).toMatchObject({ kind: 'leave' });
    expect(weighMatch(asked(10), state, mapping)).toMatchObject({ kind: 'leave' });
  });

  it('is nothing where no provider is connected, and a sentence where it did not answer or knows no such company', () => {
    expect(weighMatch({ kind: 'off' }, account(), mapping)).toEqual({ kind: 'leave', duns: '', reasons: [] });
    expect(weighMatch({ kind: 'unavailable', code: 'connector.timeout' }, account(), mapping).reasons).toEqual([
      'the company-data provider did not answer; the account goes on as it is',
    ]);
    expect(weighMatch({ kind: 'asked', told: [] }, account(), mapping).reasons).toEqual([
      'the company-data provider knows no such company',
    ]);
  });
});

describe('what the provider fills', () => {
  it('is what the account leaves empty, and what it says stays', () => {
    const { fields, standing } = fill(account({ phone: '<PHONE_9>' }), profile(), taken, facts);
    expect(fields).toEqual({ street: '<ADDRESS_1>', city: '<ADDRESS_2>', postalCode: '<ADDRESS_3>', taxId: '<TAXID_1>' });
    expect(standing.reasons).toEqual(['company data adds street, city, postalCode, taxId, which the account leaves empty']);
  });

  it('is never half of another address', () => {
    const { fields, standing } = fill(account({ city: '<ADDRESS_8>' }), profile(), taken, facts);
    expect(fields).toEqual({ phone: '<PHONE_1>', taxId: '<TAXID_1>' });
    expect(standing.reasons).toContain('company data has another address; the one of the account stays');
  });

  it('completes an address where what is there agrees', () => {
    expect(fill(account({ city: '<ADDRESS_2>' }), profile(), taken, facts).fields).toMatchObject({
      street: '<ADDRESS_1>',
      postalCode: '<ADDRESS_3>',
    });
  });

  it('is no tax id without the form and check digit of its country', () => {
    expect(fill(account(), profile(), taken, { ...facts, isTaxIdSound: false }).fields).not.toHaveProperty('taxId');
  });

  it('is nothing the ERP is master of, and nothing that is not listed', () => {
    const ours = { ...mapping, masters: { ...mapping.masters, phone: 'erp' as const } };
    expect(fill(account(), profile(), taken, { ...facts, mapping: ours }).fields).not.toHaveProperty('phone');
    const fewer = { ...mapping, companyData: { ...mapping.companyData, fields: ['phone' as const] } };
    expect(fill(account(), profile(), taken, { ...facts, mapping: fewer }).fields).toEqual({ phone: '<PHONE_1>' });
  });

  it('asks nobody where a doubtful match adds nothing', () => {
    const bare = profile({ street: undefined, city: undefined, postalCode: undefined, phone: undefined, taxId: undefined });
    expect(fill(account(), bare, doubtful, facts).standing.kind).toBe('leave');
    expect(fill(account(), profile(), doubtful, facts).standing.kind).toBe('ask');
  });

  it('of a company that is out of business is looked at, however sure the match', () => {
    const { standing } = fill(account(), profile({ isActive: false }), taken, facts);
    expect(standing).toMatchObject({ kind: 'ask' });
    expect(standing.reasons.at(-1)).toBe('company data says that it is out of business');
  });

  it('becomes part of the golden record, behind what the account says', () => {
    const own = account({ phone: '<PHONE_9>' });
    const filled = fill(own, profile(), taken, facts);
    const golden = goldenOf([sourceOf('crm', own), ...sourceOfProvider(filled)]);
    expect(golden.conflicts).toEqual([]);
    expect(golden.fields['street']?.from).toEqual({ system: 'company-data', id: '804735132' });
    expect(newCustomer(own, golden, mapping)).toMatchObject({ phone: '<PHONE_9>', street: '<ADDRESS_1>', taxId: '<TAXID_1>' });
  });
});
