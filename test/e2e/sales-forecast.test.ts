import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyRig, people, type CompanyRig } from '../support/company-rig.ts';
import { addLine } from '../support/deals.ts';

let rig: CompanyRig;
beforeAll(async () => {
  rig = await openCompanyRig();
});
afterAll(() => rig.close());

const today = (): string => new Date().toISOString().slice(0, 10);
const soon = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const look = async (id: string) => {
  const [run] = await rig.tell('forecast.look', { connection: 'crm', type: 'Forecast', id });
  return (await rig.services.runs.get(run ?? '', people.carl)).run;
};
const forecasts = () =>
  rig.query(`SELECT Forecast_Key__c, Currency__c, Period_Start__c, Period_End__c, Expected__c, Low__c, High__c, Stage_Weighted__c, CRM_Forecast__c,
    Cash_Expected__c, Revenue_At_Risk__c, Explanation__c FROM ERP_Forecast__c ORDER BY Forecast_Key__c`);

describe('the sales forecast over a whole company', () => {
  it('stands on the dashboard object once per currency and month, with its range, cash and what is at risk', async () => {
    const overdue = await rig.inCrm('Opportunity', {
      Name: 'Waits for months',
      StageName: 'Negotiation/Review',
      CloseDate: soon(-40),
      Amount: 90_000,
      CurrencyIsoCode: 'EUR',
    });
    expect(await look('first')).toMatchObject({ status: 'done' });
    const rows = await forecasts();
    const keys = rows.map((row) => row['Forecast_Key__c']);
    expect(keys).toEqual([...new Set(keys)]);
    const euros = rows.filter((row) => row['Currency__c'] === 'EUR');
    expect(euros).toHaveLength(6);
    expect(euros[0]?.['Forecast_Key__c']).toBe(`${today().slice(0, 7)}/EUR`);
    for (const row of rows) {
      expect(Number(row['Low__c'])).toBeLessThanOrEqual(Number(row['Expected__c']));
      expect(Number(row['High__c'])).toBeGreaterThanOrEqual(Number(row['Expected__c']));
    }
    expect(euros.some((row) => Number(row['Cash_Expected__c']) > 0)).toBe(true);
    expect(Number(euros[0]?.['Revenue_At_Risk__c'])).toBeGreaterThanOrEqual(81_000);
    expect(euros[0]?.['Explanation__c']).toContain(overdue);
    expect(euros[0]?.['Explanation__c']).toContain('its close date passed 40 days ago');
  });

  it('made again from the same facts it writes nothing; a new deal moves it and the reason says by how much', async () => {
    const before = await forecasts();
    await look('second');
    expect(await forecasts()).toEqual(before);
    const [material] = (await rig.core.flow.connection('erp').ports.materials?.list({ limit: 1 }))?.items ?? [];
    const id = await rig.inCrm('Opportunity', {
      Name: 'A large one',
      StageName: 'Negotiation/Review',
      CloseDate: soon(2),
      Amount: 0,
      CurrencyIsoCode: 'EUR',
    });
    await addLine(rig, id, { material: material?.id ?? '', quantity: 100_000, price: 40 });
    await look('third');
    const after = await forecasts();
    expect(after).toHaveLength(before.length);
    const total = (rows: Record<string, unknown>[]): number =>
      rows.filter((row) => row['Currency__c'] === 'EUR').reduce((sum, row) => sum + Number(row['Expected__c']), 0);
    expect(total(after)).toBeGreaterThan(total(before) + 100_000);
    const words = after.map((row) => String(row['Explanation__c'])).join('\n');
    expect(words).toMatch(/Since \d{4}-\d\d-\d\d: [\d.]+ → [\d.]+ EUR\. .*new deals \+/);
  });

  it('is still made when the last deal is lost: what is open is cash, and the reason says what went', async () => {
    const open = await rig.query('SELECT Id FROM Opportunity WHERE IsClosed = false');
    expect(open.length).toBeGreaterThan(0);
    // The CRM's history has whole seconds: what is lost in the second of the last record was lost before it.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (const { Id: id } of open) await rig.inCrm('Opportunity', { StageName: 'Closed Lost' }, String(id));
    expect(await look('fourth')).toMatchObject({ status: 'done' });
    const euros = (await forecasts()).filter((row) => row['Currency__c'] === 'EUR');
    expect(euros).toHaveLength(6);
    expect(euros.every((row) => Number(row['Stage_Weighted__c']) === 0)).toBe(true);
    expect(euros.every((row) => Number(row['Revenue_At_Risk__c']) === 0)).toBe(true);
    expect(euros.some((row) => Number(row['Cash_Expected__c']) > 0)).toBe(true);
    const words = euros.map((row) => String(row['Explanation__c'])).join('\n');
    expect(words).toMatch(/Cash [\d.]+ of \d+ open items?, 10 days after/);
    expect(words).toMatch(/lost or gone -/);
  });
});
