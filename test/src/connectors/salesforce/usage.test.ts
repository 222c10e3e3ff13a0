import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateCompany } from '../../../../src/sandbox/index.ts';
import { inCrm } from '../../../support/company-rig.ts';
import { connected } from './connection.ts';

let org: Awaited<ReturnType<typeof connected>>;
let contracts: readonly string[];
beforeAll(async () => {
  org = await connected({ multiCurrency: true, usage: {} }, { seed: generateCompany() });
  const found = await org.crm.ports.contracts?.listEnding({ from: '2000-01-01', to: '2099-12-31' }, { limit: 2 });
  contracts = found?.items.map(({ id }) => id) ?? [];
});
afterAll(() => org.close());

const days = { from: '2024-01-01', to: '2024-06-30' };
const record = (to: string, fields: Record<string, string | number | null> = {}) =>
  inCrm(org.sandbox.url, {
    object: 'Usage_Record__c',
    fields: {
      Contract__c: contracts[0] ?? '',
      Period_Start__c: '2024-01-01',
      Period_End__c: to,
      Used__c: 12.5,
      Included__c: 100,
      Unit__c: 'h',
      ...fields,
    },
  });
const usage = () => {
  if (!org.crm.ports.usage) throw new Error('the connection serves no usage records');
  return org.crm.ports.usage;
};

describe('what was used of contracts', () => {
  it('comes by the day it ends, of the contracts and days that were asked for', async () => {
    await record('2024-03-31', { Used__c: 7 });
    await record('2024-01-31');
    await record('2023-12-31');
    await record('2024-07-01');
    await record('2024-02-29', { Contract__c: contracts[1] ?? '' });
    expect(await usage().ofContracts(contracts.slice(0, 1), days)).toEqual([
      { contractId: contracts[0], from: '2024-01-01', to: '2024-01-31', used: '12.5', included: '100', unit: 'h' },
      { contractId: contracts[0], from: '2024-01-01', to: '2024-03-31', used: '7', included: '100', unit: 'h' },
    ]);
    expect(await usage().ofContracts(contracts, days)).toHaveLength(3);
  });

  it('of a hostile or an unknown id is nothing, and nothing is asked', async () => {
    const before = org.sandbox.requests.list({ face: 'salesforce' }).length;
    expect(await usage().ofContracts(["x' OR Id != '", ''], days)).toEqual([]);
    expect(org.sandbox.requests.list({ face: 'salesforce' })).toHaveLength(before);
  });

  it('without a beginning is of its last day, and without what is included says so', async () => {
    await record('2024-05-31', { Period_Start__c: null, Included__c: null, Used__c: null });
    const [last] = (await usage().ofContracts(contracts.slice(0, 1), days)).toReversed();
    expect(last).toMatchObject({ from: '2024-05-31', used: '0' });
    expect(last).not.toHaveProperty('included');
  });

  it('is served only where the connection names the object', async () => {
    expect(org.crm.capabilities.operations).toContain('usage.ofContracts');
    const without = await connected({ multiCurrency: true }, { seed: generateCompany() });
    expect(without.crm.ports.usage).toBeUndefined();
    expect(without.crm.capabilities.operations).not.toContain('usage.ofContracts');
    await without.close();
  });
});
