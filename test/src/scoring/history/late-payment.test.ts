import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { train, trainingRows } from '../../../../src/scoring/index.ts';
import { dayAgo, historyCompany } from '../../../support/history-company.ts';
import { type HistoryRig, openHistoryRig } from '../../../support/history-rig.ts';

let rig: HistoryRig;
const company = historyCompany({ orders: 900 });
beforeAll(async () => {
  rig = await openHistoryRig(company);
}, 60_000);
afterAll(() => rig.close());

const rowsOf = async () =>
  trainingRows(rig.definition('late-payment'), await rig.store.moments('late-payment'), await rig.store.observations('late-payment'));

describe('invoices and payments of the ERP as history', () => {
  it('every paid invoice becomes a labelled moment with what was known when it was issued, and what no port tells is named', async () => {
    const said: string[] = [];
    const { records, gaps } = await rig.fill('late-payment', { progress: (done, total, words) => said.push(`${done}/${total} ${words}`) });
    const paid = company.orders.filter(({ invoices }) => invoices[0]?.cleared);
    expect(records).toBe(company.orders.length + paid.length);
    expect(said).toContain(`200/900 reading erp feeds.invoices for late-payment`);
    expect(Object.fromEntries(gaps.map(({ feature, why }) => [feature, why]))).toEqual({
      payment_method: 'no port tells it from erp.invoices',
      disputed: 'no port tells it from erp.invoices',
      segment: 'no port tells it from erp.customers',
      usual_amount: 'no port tells it from erp.customers',
      payment_index: 'no port tells it from signal.payment-index',
    });
    const rows = await rowsOf();
    expect(rows).toHaveLength(paid.length);
    const [order] = paid.toReversed();
    const [invoice] = order?.invoices ?? [];
    const row = rows.find(({ entity }) => entity === rig.pseudonym(`invoice:${invoice?.id}`));
    expect(row?.values).toMatchObject({ amount: Number(invoice?.gross), terms_days: expect.any(Number), disputed: null });
    expect(row?.asOf).toBe(new Date(Date.parse(`${invoice?.issuedOn}T00:00:00Z`) + 86_400_000).toISOString());
  });

  it('what is learned from it answers a question by id, with the records behind each value and how old they are', async () => {
    const { version, artefact } = await train(rig.definition('late-payment'), await rowsOf(), {
      seed: 1,
      by: 'operator:local',
      at: '2026-01-05T08:00:00Z',
    });
    const stored = await rig.store.addVersion(version, artefact);
    expect(stored.reports['late']?.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.85);
    await rig.store.deploy({
      environment: 'production',
      model: 'late-payment',
      number: stored.number,
      stage: 'champion',
      since: '2026-01-05T08:00:00Z',
      by: 'person:mona',
      approvedBy: 'person:carl',
    });
    const open = company.orders.filter(({ invoices }) => !invoices[0]?.cleared);
    const late = open.find(({ customer }) => company.customers.findIndex(({ id }) => id === customer) % 3 === 0);
    const prompt = open.find(({ customer }) => company.customers.findIndex(({ id }) => id === customer) % 3 !== 0);
    const ask = async (order: typeof late) => rig.predictor.predict('late-payment', { invoice_id: order?.invoices[0]?.id }, {});
    const [one, other] = [await ask(late), await ask(prompt)];
    expect(Number(one.output['late_probability'])).toBeGreaterThan(Number(other.output['late_probability']) + 0.4);
    const of = (field: string) => one.inputs.find((each) => each.field === field);
    expect(of('amount')).toMatchObject({ from: 'fetched', records: [`erp/A_BillingDocument/${late?.invoices[0]?.id}`] });
    expect(of('days_late_mean')?.ageDays).toBeGreaterThan(0);
    expect(of('segment')).toEqual({
      field: 'segment',
      value: null,
      from: 'missing',
      source: 'erp.customers',
      why: 'no port tells it from erp.customers',
    });
    expect(of('disputed')).toMatchObject({ from: 'missing', value: null });
  });

  it('an invoice nobody has is not found', async () => {
    await expect(rig.predictor.predict('late-payment', { invoice_id: '1' }, {})).rejects.toMatchObject({ code: 'resource.not_found' });
  });

  it('a payment entered later changes no earlier moment, and the next reading brings it', async () => {
    const before = await rowsOf();
    const order = company.orders.findLast(({ invoices }) => invoices[0]?.cleared === false);
    const asked = { entity: `invoice:${order?.invoices[0]?.id}`, asOf: `${dayAgo(3)}T00:00:00.000Z` };
    const known = async () => rig.source.of('late-payment', asked.entity, asked.asOf);
    const wasKnown = (await known())?.observations.filter(({ at, knownAt = at }) => knownAt <= asked.asOf);
    await rig.box.act.pay(order?.id ?? '');
    const { records } = await rig.fill('late-payment');
    expect(records).toBeLessThan(60);
    const after = await rowsOf();
    expect(after).toHaveLength(before.length + 1);
    expect(after.filter(({ entity }) => before.some((row) => row.entity === entity))).toEqual(before);
    expect((await known())?.observations.filter(({ at, knownAt = at }) => knownAt <= asked.asOf)).toEqual(wasKnown);
  });
});
