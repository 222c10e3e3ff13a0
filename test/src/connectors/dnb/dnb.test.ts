import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sleep, systemClock } from '../../../../src/app/system.ts';
import { createDnb } from '../../../../src/connectors/dnb/index.ts';
import type { CompanyData } from '../../../../src/contracts/company-data.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { Connection } from '../../../../src/contracts/ports.ts';
import { startSandbox, type CompanySandbox } from '../../../../src/sandbox/index.ts';
import { dnbFace, sandboxSubscription } from '../../../../src/sandbox/dnb/index.ts';

let sandbox: CompanySandbox;
let connection: Connection;
let companies: CompanyData;
const open = (config: object = {}): Connection =>
  createDnb({
    name: 'company-data',
    config: { url: sandbox.dnbUrl, ...sandboxSubscription, ratePerSecond: 1000, ...config },
    deps: { clock: systemClock, sleep, random: () => 0, log: silentLog },
  });
const portOf = ({ ports }: Connection): CompanyData => {
  if (!ports.companyData) throw new Error('no company data');
  return ports.companyData;
};
const asked = (part: string) => sandbox.requests.list({ face: 'dnb' }).filter(({ path }) => path.includes(part));

async function register(company: Record<string, string | boolean>): Promise<string> {
  const answer = await fetch(`${sandbox.url}/_sandbox/dnb/companies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(company),
  });
  return ((await answer.json()) as { duns: string }).duns;
}

let duns: string;
beforeAll(async () => {
  sandbox = await startSandbox({ file: ':memory:', clock: systemClock, faces: [dnbFace()] });
  connection = open();
  companies = portOf(connection);
  duns = await register({
    name: 'Gorman Manufacturing GmbH',
    country: 'DE',
    street: 'Kollerstraße 492',
    city: 'Köln',
    postalCode: '50667',
    phone: '+49 221 5550 100',
    registrationNumber: 'DE136695976',
  });
});
afterAll(async () => {
  await connection.close();
  await sandbox.close();
});

describe('D&B Direct+', () => {
  it('answers candidates with a confidence of 1 to 10 and grades, the surest first', async () => {
    const [sure] = await companies.match({ name: 'Gorman Manufacturing', country: 'DE', city: 'Köln', street: 'Kollerstraße 492' });
    expect(sure).toEqual({ duns, confidence: 9, grades: ['Name A', 'Street Name A', 'City A'] });
    const [unsure] = await companies.match({ name: 'Gorman Manufacturing', country: 'DE' });
    expect(unsure).toMatchObject({ duns, confidence: 6 });
  });

  it('that knows no such company is an empty answer, not a failure', async () => {
    expect(await companies.match({ name: 'Nobody Heard Of', country: 'DE' })).toEqual([]);
    expect(await companies.get('999999999')).toBeUndefined();
    expect(await companies.get('../token')).toBeUndefined();
  });

  it('gives a company by its number, and is asked for it once', async () => {
    const fresh = open();
    const before = asked(`/v1/data/duns/${duns}`).length;
    const held = await portOf(fresh).get(duns);
    expect(held).toEqual({
      duns,
      name: 'Gorman Manufacturing GmbH',
      street: 'Kollerstraße 492',
      city: 'Köln',
      postalCode: '50667',
      country: 'DE',
      phone: '+49 221 5550 100',
      taxId: 'DE136695976',
      isActive: true,
    });
    expect(await portOf(fresh).get(duns)).toEqual(held);
    expect(asked(`/v1/data/duns/${duns}?blockIDs=companyinfo_L2_v1`).length).toBe(before + 1);
    await fresh.close();
  });

  it('keeps no more companies than it is told to', async () => {
    const other = await register({ name: 'Second Company', country: 'FR' });
    const small = open({ cacheSize: 1 });
    const before = asked('/v1/data/').length;
    for (const one of [duns, other, duns]) await portOf(small).get(one);
    expect(asked('/v1/data/').length).toBe(before + 3);
    await small.close();
  });

  it('that refuses a token gets a fresh one and one more try', async () => {
    sandbox.faults.add({ kind: 'server-error', face: 'dnb', status: 401, path: /cleanseMatch/, times: 1 });
    const before = asked('/v3/token').length;
    expect(await companies.match({ name: 'Gorman Manufacturing', country: 'DE' })).toHaveLength(1);
    expect(asked('/v3/token').length).toBe(before + 1);
  });

  it('that is down is an error that says so, within the deadline', async () => {
    const impatient = open({ deadlineMs: 1500 });
    sandbox.faults.add({ kind: 'server-error', face: 'dnb', path: /cleanseMatch/ });
    await expect(portOf(impatient).match({ name: 'Gorman', country: 'DE' })).rejects.toMatchObject({ code: 'connector.unavailable' });
    sandbox.faults.clear();
    await impatient.close();
  });

  it('is never written to', async () => {
    const outcome = await connection.writer.send({ operation: 'create', target: { type: 'Company' }, fields: {}, key: 'CS-1' });
    expect(outcome).toMatchObject({ kind: 'refused', code: 'capability.missing' });
  });

  it('is examined by asking for a token, and a wrong secret is told with what to do', async () => {
    expect(await connection.doctor([])).toEqual([{ level: 'ok', check: 'token', message: 'company-data issued a token' }]);
    const wrong = open({ secret: 'other' });
    expect(await wrong.doctor([])).toMatchObject([{ level: 'fail', check: 'token', fix: expect.stringContaining('key and secret') }]);
    await wrong.close();
  });
});
