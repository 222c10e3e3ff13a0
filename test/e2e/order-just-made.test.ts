import { describe, expect, it } from 'vitest';
import { closeRigsAfterEach, olivia, rigOver, shipped, tell } from '../support/flow-rig.ts';
import { company, delivery, opportunity, order } from '../support/order-company.ts';

closeRigsAfterEach();
const deal = '006000000000001AAA';
/** The order was made of a deal, as its reference says; the deal does not bear its number yet. */
const between = () =>
  company({
    orders: [order({ customerReference: deal })],
    deliveries: [delivery()],
    opportunities: [opportunity({ erpOrderId: undefined })],
  });

describe('an order the ERP tells of before its deal bears its number', () => {
  it('is looked at again, and told once it does', async () => {
    const { rig, data } = await rigOver(between());
    const run = await tell(rig);
    expect((await rig.storage.runs.get(run))?.status).toBe('waiting');
    data.opportunities[0] = opportunity();
    rig.clock.advance(6000);
    await rig.core.worker.drain();
    expect((await rig.storage.runs.get(run))?.outcome).toBe('applied');
    expect((await rig.services.exceptions.list({ limit: 5 }, olivia)).items).toEqual([]);
  });

  it('after a minute it is an exception that names the deal', async () => {
    const { rig } = await rigOver(between());
    const run = await tell(rig);
    for (let looks = 0; looks < 15; looks += 1) {
      rig.clock.advance(6000);
      await rig.core.worker.drain();
    }
    expect((await rig.storage.runs.get(run))?.status).toBe('exception');
    const [item] = (await rig.services.exceptions.list({ limit: 5 }, olivia)).items;
    expect(item).toMatchObject({ code: 'link.missing', message: expect.stringContaining(`made of deal ${deal}`) });
  });

  it.each([
    ['a purchase order of the customer', { customerReference: 'PO-4711' }],
    ['a deal that became another order', { customerReference: deal }, opportunity({ erpOrderId: 'SO-2' })],
    ['nothing', {}],
  ])(
    'with %s as its reference it is an exception at once',
    async (_, change, other = opportunity({ id: '006000000000009AAA', erpOrderId: undefined })) => {
      const { rig } = await rigOver({ ...shipped(), orders: [order(change)], opportunities: [other] });
      const run = await tell(rig);
      expect((await rig.storage.runs.get(run))?.status).toBe('exception');
    },
  );
});
