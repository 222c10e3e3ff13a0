import { afterEach, describe, expect, it } from 'vitest';
import { served } from '../sap-s4/sap-connection.ts';
import { connected } from './connection.ts';

let org: Awaited<ReturnType<typeof connected>>;
afterEach(() => org.close());

const since = '1970-01-01T00:00:00Z';

describe('history in bulk from Salesforce', () => {
  it('an opportunity comes with every stage, amount and date it had, and by its id', async () => {
    org = await connected();
    const feed = served(org.crm.ports.feeds?.opportunities);
    const id = await org.idOf('Opportunity', "Name = 'No order yet'");
    await org.call('PATCH', `/sobjects/Opportunity/${id}`, { CloseDate: '2025-09-30' });
    await org.call('PATCH', `/sobjects/Opportunity/${id}`, { StageName: 'Closed Lost', Description: 'gone' });
    await org.call('PATCH', `/sobjects/Opportunity/${id}`, { Description: 'gone for good' });
    const found = await feed.get(id);
    expect(found?.steps).toMatchObject([
      { stage: 'Negotiation/Review', closeOn: '2025-07-31', amount: { amount: '182400.50' }, at: '2025-06-02T08:00:00.000Z' },
      { stage: 'Negotiation/Review', closeOn: '2025-09-30' },
      { stage: 'Closed Lost', closeOn: '2025-09-30' },
    ]);
    expect(found).toMatchObject({ openedAt: '2025-06-02T08:00:00.000Z', opportunity: { id, isClosed: true, isWon: false } });
    expect(await feed.get('0065g0000000000AAA')).toBeUndefined();
    expect(await feed.get("x' OR Id != '")).toBeUndefined();
  });

  it('each comes once over pages of any size, changed ones again behind what was read', async () => {
    org = await connected();
    const feed = served(org.crm.ports.feeds?.opportunities);
    for (const limit of [1, 3, 50]) {
      const ids: string[] = [];
      let page = await feed.changed({ since }, limit);
      ids.push(...page.items.map(({ opportunity }) => opportunity.id));
      while (page.more) {
        page = await feed.changed({ cursor: page.cursor }, limit);
        ids.push(...page.items.map(({ opportunity }) => opportunity.id));
      }
      expect(new Set(ids).size).toBe(4);
      expect(ids).toHaveLength(4);
    }
    const { cursor } = await feed.changed({ since }, 50);
    expect((await feed.changed({ cursor }, 50)).items).toEqual([]);
    const id = await org.idOf('Opportunity', "Name = 'No order yet'");
    await org.call('PATCH', `/sobjects/Opportunity/${id}`, { Amount: 5 });
    expect((await feed.changed({ cursor }, 50)).items.map(({ opportunity }) => opportunity.id)).toEqual([id]);
    await expect(feed.changed({ cursor: 'x' }, 5)).rejects.toMatchObject({ code: 'input.invalid', field: 'cursor' });
    await expect(feed.changed({ since: "2025-01-01' OR Id != '" }, 5)).rejects.toMatchObject({ code: 'input.invalid', field: 'since' });
  });
});
