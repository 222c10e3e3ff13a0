import { describe, expect, it } from 'vitest';
import { companyLookup, profileOf, questionAbout } from '../../../src/app/company-lookup.ts';
import type { AccountMaster } from '../../../src/contracts/business-crm.ts';
import type { CompanyData, CompanyQuestion } from '../../../src/contracts/company-data.ts';
import { CountersignError } from '../../../src/contracts/errors.ts';
import { silentLog } from '../../../src/contracts/log.ts';
import type { Connection } from '../../../src/contracts/ports.ts';

const account: AccountMaster = {
  ref: { connection: 'crm', type: 'Account', id: 'A1' },
  id: 'A1',
  name: 'Larkspur Pumps GmbH',
  street: 'Am Kanal 7',
  city: 'Hamburg',
  postalCode: '20457',
  country: 'Germany',
  phone: '+49 40 5550 100',
  email: 'a.person@larkspur.example',
  website: 'https://larkspur.example',
  taxId: 'DE136695976',
  ownerId: '005A',
};

// The look-up touches no other part of a connection.
const crm = { ports: { accountMasters: { get: async () => account } } } as unknown as Connection;
const parts = (provider: CompanyData | undefined) => ({ connection: () => crm, companyData: () => provider, log: silentLog });
const failing = (code: 'connector.unavailable' | 'state.invalid'): CompanyData => {
  const fail = async (): Promise<never> => {
    throw new CountersignError(code, 'no');
  };
  return { match: fail, get: fail };
};

describe('the company-data provider', () => {
  it('is told name, country, address and registration number of a company, and nothing else', async () => {
    const asked: CompanyQuestion[] = [];
    const provider: CompanyData = { match: async (question) => (asked.push(question), []), get: async () => undefined };
    const found = await companyLookup(parts(provider)).ofAccount('A1');
    expect(asked).toEqual([
      {
        name: 'Larkspur Pumps GmbH',
        country: 'DE',
        street: 'Am Kanal 7',
        city: 'Hamburg',
        postalCode: '20457',
        registrationNumber: 'DE136695976',
      },
    ]);
    expect(found).toEqual({
      kind: 'asked',
      told: ['name', 'country', 'street', 'city', 'postalCode', 'registrationNumber'],
    });
  });

  it('is not asked about an account without a name or a known country', () => {
    expect(questionAbout({ ...account, name: ' ' })).toBeUndefined();
    expect(questionAbout({ ...account, country: 'Atlantis' })).toBeUndefined();
    expect(questionAbout({ ...account, street: ' ', taxId: '' })).not.toHaveProperty('street');
  });

  it('that does not answer is a value, not a failure of the run', async () => {
    const outage = parts(failing('connector.unavailable'));
    expect(await companyLookup(outage).ofAccount('A1')).toEqual({ kind: 'unavailable', code: 'connector.unavailable' });
    expect(await profileOf(outage)('804735132')).toBeUndefined();
  });

  it('hides nothing that is no outage', async () => {
    await expect(companyLookup(parts(failing('state.invalid'))).ofAccount('A1')).rejects.toMatchObject({ code: 'state.invalid' });
  });

  it('that is not there is off', async () => {
    expect(await companyLookup(parts(undefined)).ofAccount('A1')).toEqual({ kind: 'off' });
    expect(await profileOf(parts(undefined))('804735132')).toBeUndefined();
  });
});
