import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { train, trainingRows } from '../../../../src/scoring/index.ts';
import { historyCompany } from '../../../support/history-company.ts';
import { type HistoryRig, openHistoryRig } from '../../../support/history-rig.ts';
import { sandboxApp } from '../../../../src/sandbox/salesforce/index.ts';

let rig: HistoryRig;
const company = historyCompany({ deals: 600 });
beforeAll(async () => {
  rig = await openHistoryRig(company);
}, 60_000);
afterAll(() => rig.close());

const rowsOf = async () => trainingRows(rig.definition('deal'), await rig.store.moments('deal'), await rig.store.observations('deal'));

async function call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
  const token = await fetch(`${rig.box.salesforceUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: sandboxApp.clientId, client_secret: sandboxApp.clientSecret }),
  });
  const { access_token: access } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${rig.box.salesforceUrl}/services/data/v60.0${path}`, {
    method,
    headers: { authorization: `Bearer ${access}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
}

const records = async (soql: string) => (await call('GET', `/query?q=${encodeURIComponent(soql)}`))['records'] as { Id: string }[];

describe('opportunities of the CRM as history', () => {
  it('each other week of a decided opportunity becomes a labelled moment with the stage and the date that stood then', async () => {
    const { records: read, gaps } = await rig.fill('deal');
    expect(read).toBe(600);
    expect(gaps.map(({ feature }) => feature)).toEqual([
      'discount',
      'activities_30d',
      'competitor',
      'existing_customer',
      'lead_source',
      'owner_win_rate',
    ]);
    const rows = await rowsOf();
    expect(rows.length).toBeGreaterThan(1500);
    // Nothing of a row is from after its moment: no stage it was closed in, no date it was pushed to later.
    expect(new Set(rows.map(({ values }) => values['stage']))).toEqual(new Set(['Qualification', 'Proposal/Price Quote']));
    const pushed = rows.filter(({ values }) => Number(values['close_date_pushes']) > 0);
    expect(pushed.every(({ values }) => Number(values['age_days']) >= 20)).toBe(true);
    expect(rows.every(({ values }) => Number(values['days_to_close']) >= -5 && values['activities_30d'] === null)).toBe(true);
  });

  it('what is learned from it answers a question by id', async () => {
    const { version, artefact } = await train(rig.definition('deal'), await rowsOf(), {
      seed: 1,
      by: 'operator:local',
      at: '2026-01-05T08:00:00Z',
    });
    const stored = await rig.store.addVersion(version, artefact);
    expect(stored.reports['won']?.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.65);
    await rig.store.deploy({
      environment: 'production',
      model: 'deal',
      number: stored.number,
      stage: 'champion',
      since: '2026-01-05T08:00:00Z',
      by: 'person:mona',
      approvedBy: 'person:carl',
    });
    const [open] = await records('SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Id LIMIT 1');
    const answer = await rig.predictor.predict('deal', { opportunity_id: open?.Id }, {});
    expect(answer.role).toBe('champion');
    expect(answer.inputs.filter(({ from }) => from === 'fetched').map(({ field }) => field)).toEqual(
      expect.arrayContaining(['stage', 'amount', 'days_to_close', 'age_days', 'days_in_stage', 'close_date_pushes']),
    );
    expect(answer.inputs.find(({ field }) => field === 'stage')?.records).toEqual([`crm/Opportunity/${open?.Id}`]);
    expect(answer.inputs.find(({ field }) => field === 'competitor')).toMatchObject({
      from: 'missing',
      why: 'no port tells it from crm.opportunities',
    });
  });

  it('a stage, an amount and a date that are changed afterwards move no earlier moment', async () => {
    const before = await rowsOf();
    const [closed] = await records('SELECT Id FROM Opportunity WHERE IsClosed = true ORDER BY Id LIMIT 1');
    const id = `opportunity:${closed?.Id}`;
    const asOf = before.find(({ entity }) => entity === rig.pseudonym(id))?.asOf ?? '';
    const known = async () => (await rig.source.of('deal', id, asOf))?.observations.filter(({ at, knownAt = at }) => knownAt <= asOf);
    const wasKnown = await known();
    expect(wasKnown?.length).toBeGreaterThan(3);
    await call('PATCH', `/sobjects/Opportunity/${closed?.Id}`, { Amount: 1, CloseDate: '2031-01-01' });
    expect((await rig.fill('deal')).records).toBeLessThan(10);
    expect(await rowsOf()).toEqual(before);
    expect(await known()).toEqual(wasKnown);
  });
});
