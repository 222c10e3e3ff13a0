import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelCommands } from '../../../src/app/model-commands.ts';
import { doctor } from '../../../src/app/doctor.ts';
import { lateObservations } from '../../../src/app/model-observations.ts';
import { Config } from '../../../src/config/schema.ts';
import { type CompanySandbox, startSandbox } from '../../../src/sandbox/index.ts';
import { sandboxApp } from '../../../src/sandbox/salesforce/index.ts';
import { fixedClock } from '../../../src/testing/index.ts';
import { openCompanyRig } from '../../support/company-rig.ts';
import { historyCompany, historyNow } from '../../support/history-company.ts';

let box: CompanySandbox;
const folder = mkdtempSync(join(tmpdir(), 'countersign-reader-'));
const config = join(folder, 'countersign.config.yaml');
const settings = { dataDir: join(folder, 'data'), keyDir: join(folder, 'keys') };
const nothing = (): void => undefined;

beforeAll(async () => {
  box = await startSandbox({ file: ':memory:', clock: fixedClock(historyNow), seed: historyCompany({ orders: 300, deals: 60 }) });
  const connections = {
    s4: { vendor: 'sap-s4', baseUrl: box.sapUrl, user: 'COUNTERSIGN', password: 'sandbox' },
    sales: { vendor: 'salesforce', url: box.salesforceUrl, auth: { kind: 'client-credentials', ...sandboxApp }, multiCurrency: true },
  };
  // JSON is YAML.
  writeFileSync(config, JSON.stringify({ ...settings, connections, systems: { erp: 's4', crm: 'sales' } }));
}, 60_000);
afterAll(async () => {
  await box.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('where history is read from', () => {
  it('with systems of its own an installation reads them, names them and trains on what they say', async () => {
    const words = new Set<string>();
    const extracted = await modelCommands.extract({ config, models: ['deal', 'demand', 'renewal'] }, (_done, _total, said) =>
      words.add(said),
    );
    expect(words).toContain('reading sales feeds.opportunities for deal');
    expect(extracted).toMatchObject([
      { model: 'deal', records: 60, marks: [{ source: 'sales feeds.opportunities', readAt: expect.any(String) }] },
      { model: 'demand', records: 300, marks: [{ source: 's4 feeds.deliveries' }] },
      { model: 'renewal', records: 0, observations: 0, marks: [] },
    ]);
    expect(extracted[2]?.gaps).toHaveLength(10);
    const [trained] = await modelCommands.train({ config, models: ['late-payment'], seed: 1, threads: 1 }, nothing);
    expect(trained?.rows).toBeGreaterThan(200);
    const again = await modelCommands.extract({ config, models: ['late-payment'] }, nothing);
    expect(again[0]?.moments).toBe(trained?.rows);
  }, 60_000);

  it('a made-up past is refused beside systems of its own', async () => {
    await expect(modelCommands.extract({ config, models: ['deal'], source: 'sandbox' }, nothing)).rejects.toMatchObject({
      code: 'input.invalid',
      field: 'source',
    });
  });

  it('a person who stops a reading stops it', async () => {
    const signal = AbortSignal.abort();
    await expect(modelCommands.extract({ config, models: ['optimal-price'], signal }, nothing)).rejects.toThrow(/abort/i);
  });

  it('a sandbox reads its made-up past unless it is told to ask its own ERP and CRM', async () => {
    const other = join(folder, 'sandbox.yaml');
    writeFileSync(other, JSON.stringify({ dataDir: join(folder, 'other'), keyDir: join(folder, 'other-keys') }));
    const [madeUp] = await modelCommands.extract({ config: other, models: ['demand'] }, nothing);
    expect(madeUp).toMatchObject({ marks: [{ source: 'sandbox' }], gaps: [] });
    const [asked] = await modelCommands.extract({ config: other, models: ['late-payment'], source: 'systems' }, nothing);
    expect(asked).toMatchObject({ marks: [{ source: 'erp feeds.invoices' }, { source: 'erp feeds.payments' }] });
    expect(asked?.observations).toBeGreaterThan(0);
    // What is made up is never learned from together with what is real.
    const systems = { config: other, models: ['demand'], source: 'systems' };
    await expect(modelCommands.extract(systems, nothing)).rejects.toThrow(/made-up past; .* --source systems --from-start/);
    await expect(modelCommands.train({ config: other, models: ['late-payment'], seed: 1, threads: 1 }, nothing)).rejects.toThrow(
      /read from systems/,
    );
    const [dropped] = await modelCommands.extract({ ...systems, fromStart: true }, nothing);
    expect(dropped?.marks).toMatchObject([{ source: 'erp feeds.deliveries' }]);
    expect(dropped?.observations).toBeLessThan(madeUp?.observations ?? 0);
  }, 60_000);
});

describe('where a record is read that is asked about by its id', () => {
  it('from the connections of the server; their made-up past only where there is a sandbox', async () => {
    const rig = await openCompanyRig();
    try {
      const [opportunity] = await rig.query('SELECT Id FROM Opportunity ORDER BY Id LIMIT 1');
      const entity = `opportunity:${String(opportunity?.['Id'])}`;
      const now = new Date().toISOString();
      const found = await lateObservations(rig.core, { isSandbox: false }).of('deal', entity, now);
      expect(found?.observations.map(({ name }) => name)).toEqual(expect.arrayContaining(['opened', 'stage', 'amount', 'days_to_close']));
      expect(await lateObservations(rig.core, { isSandbox: true }).of('deal', entity, now)).toBeUndefined();
      const told = {
        ...rig.core,
        config: { ...rig.core.config, predictions: { ...rig.core.config.predictions, source: 'sandbox' as const } },
      };
      expect(() => lateObservations(told, { isSandbox: false })).toThrow(/predictions.source/);
    } finally {
      await rig.close();
    }
  }, 60_000);
});

describe('doctor', () => {
  it('looks at the services history is read from, where the config says that models read the systems', async () => {
    const findings = await doctor(Config.parse({ sandbox: { size: 3 }, predictions: { source: 'systems' } }));
    // Workflows read the journal as well; who reads it twice is told of it once.
    expect(findings.filter(({ check }) => check === 'service API_OPLACCTGDOCITEMCUBE_SRV')).toHaveLength(1);
  });
});
