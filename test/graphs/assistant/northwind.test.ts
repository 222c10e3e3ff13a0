import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartOf, largestIn, orderIn, overdueIn, proposalOf, rowsOf, shown } from '../../support/answer-parts.ts';
import { openCompanyChat, type CompanyChat } from '../../support/company-chat.ts';

const northwind = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'northwind');
const present = existsSync(join(northwind, 'Orders.csv'));
// A Friday a month behind the last order, so that some orders are late and some invoices overdue.
const today = '1998-06-05';

describe.skipIf(!present)(`the assistant over Northwind${present ? '' : ' (skipped: ../shared/data/northwind is not there)'}`, () => {
  let rig: CompanyChat;
  beforeAll(async () => {
    rig = await openCompanyChat({ northwind, now: `${today}T10:00:00Z` });
  }, 60_000);
  afterAll(() => rig?.shut());

  describe('orders', () => {
    it('tells the status of an order that was paid long ago', async () => {
      const turn = await rig.chat().say('What is the status of order 10248?');
      expect(turn.intents).toEqual(['order.status']);
      expect(turn.text).toContain(
        `Order 10248 has been paid. The customer is Vins et alcools Chevalier, the value ${shown([orderIn(rig.seed, '10248').net], 'USD')}.`,
      );
      expect(turn.text).toMatch(/August 1, 1996\. Tracking number NW10248/);
    });

    it('tells that an order is late whose day has passed', async () => {
      const turn = await rig.chat().say('What is the status of order 11077?');
      expect(turn.text).toMatch(/Order 11077 is delayed\. It is 2 days late\. The customer is Rattlesnake Canyon Grocery/);
    });

    it('lists the late orders of a customer, through a typo', async () => {
      const turn = await rig.chat().say('Which orders of Ernst Handl are late?');
      expect(turn.text).toMatch(/2 of 2 open orders of Ernst Handel are late/);
      expect(rowsOf(turn).map(({ order, daysLate }) => [order, daysLate])).toEqual([
        ['11008', '30'],
        ['11072', '3'],
      ]);
    });

    it('lists all late orders and answers for the second one', async () => {
      const chat = rig.chat();
      const turn = await chat.say('Which orders are late?');
      const late = rig.seed.orders.filter((order) => order.invoices.length === 0 && order.requestedOn < today);
      expect(rowsOf(turn)).toHaveLength(late.length);
      const next = await chat.say('and for the second one?');
      expect(next.intents).toEqual(['order.status']);
      expect(next.text).toContain(`Order ${rowsOf(turn)[1]?.['order']}`);
    });

    it('ranks the ten largest open orders in a table and a chart', async () => {
      const turn = await rig.chat().say('Show me the ten largest open orders as a table and a chart');
      const ten = largestIn(rig.seed, 'USD').slice(0, 10);
      expect(rowsOf(turn).map(({ order }) => order)).toEqual(ten.map(({ id }) => id));
      expect(chartOf(turn)?.points.map(({ label, value }) => [label, value])).toEqual(ten.map(({ id, net }) => [id, net]));
    });
  });

  describe('stock', () => {
    it('says no to 40 where there are 22, and what else would do', async () => {
      const chat = rig.chat();
      const turn = await chat.say('Can 40 of Queso Cabrales be promised by the 12th?');
      expect(turn.text).toMatch(/No: 40 pcs of Queso Cabrales \(NW-011\) cannot be promised for June 12, 1998; at most 22 pcs/);
      const alternatives = await chat.say('What else would do?');
      expect(alternatives.intents).toEqual(['stock.alternatives']);
      expect(alternatives.text).toMatch(/40 pcs would be there on June 19, 1998/);
      // A cheese too, which the group of the material says.
      expect(alternatives.text).toMatch(/A similar product is Geitost \(NW-033\)/);
      expect((await chat.say('and by the end of the month?')).text).toMatch(/Yes: 40 pcs .* June 30, 1998/);
    });

    it('says yes where there is enough', async () => {
      const turn = await rig.chat().say('Can we promise 40 NW-040 by next Friday?');
      expect(turn.text).toMatch(/Yes: 40 pcs of Boston Crab Meat \(NW-040\) can be promised for June 12, 1998/);
    });

    it.each([
      ['Chai', 'NW-001'],
      ['Chang', 'NW-002'],
      ['Ikura', 'NW-010'],
    ])('knows the product %s, though it reads like a name or a word', async (name, id) => {
      const stock = rig.seed.materials.find((each) => each.id === id)?.stock ?? '';
      const turn = await rig.chat().say(`stock of ${name}`);
      expect(turn.intents).toEqual(['stock.level']);
      expect(turn.text).toMatch(new RegExp(`${stock} pcs of ${name} \\(${id}\\)`));
    });
  });

  describe('credit', () => {
    it('tells exposure and overdue invoices as the import has them', async () => {
      const overdue = overdueIn(rig.seed, 'ERNSH', today);
      const turn = await rig.chat().say('What is the credit exposure of Ernst Handel and which of their invoices are overdue?');
      expect(turn.intents).toEqual(['credit.exposure', 'invoices.overdue']);
      expect(turn.text).toContain('credit limit of $50,000.00');
      expect(turn.text).toContain(shown([rig.seed.customers.find(({ id }) => id === 'ERNSH')?.creditExposure ?? ''], 'USD'));
      const total = shown(
        overdue.map(({ gross }) => gross),
        'USD',
      );
      expect(turn.text).toContain(`${overdue.length} overdue invoices, ${total} in total`);
      expect(rowsOf(turn).map(({ invoice }) => invoice)).toEqual(overdue.map(({ id }) => id));
    });

    it('goes on with another customer, and knows one by its number and one by a typo', async () => {
      const chat = rig.chat();
      await chat.say('overdue invoices of ALFKI');
      expect((await chat.say('same for QUICK-Stop')).text).toMatch(/QUICK-Stop has 3 overdue invoices/);
      expect((await chat.say('and Alfreds Futerkiste?')).text).toMatch(/Alfreds Futterkiste has 1 overdue invoice, \$933\.50/);
    });

    it('asks back between customers of one name', async () => {
      const chat = rig.chat();
      const turn = await chat.say('What is the credit exposure of Hungry?');
      expect(turn.text).toMatch(/2 customers fit/);
      expect(rowsOf(turn).map(({ number }) => number)).toEqual(['HUNGC', 'HUNGO']);
      expect((await chat.say('the second one')).text).toMatch(/Hungry Owl All-Night Grocers has a credit limit/);
    });
  });

  it('names opportunities at risk because stock is short', async () => {
    const turn = await rig.chat().say('Which opportunities are at risk because stock is short?');
    expect(turn.text).toMatch(/13 of 21 open opportunities with an order are at risk/);
    expect(rowsOf(turn)[0]).toMatchObject({ order: '11008', product: 'Rössle Sauerkraut', missing: '44 pcs' });
  });

  describe('changes', () => {
    it('proposes to move a close date to Friday, the deal told by the number of its order', async () => {
      const turn = await rig.chat().say('Move the close date of 11077 to Friday');
      expect(turn.text).toMatch(/Rattlesnake Canyon Grocery – Chang from June 5, 1998 to June 12, 1998/);
      expect(proposalOf(turn)).toMatchObject({
        state: 'waiting',
        waitsFor: 'controller',
        changes: [{ system: 'crm', after: '1998-06-12' }],
      });
    });

    it('proposes a delivery block', async () => {
      const turn = await rig.chat().say('Put order 11076 on delivery block');
      expect(proposalOf(turn)).toMatchObject({ state: 'waiting', changes: [{ system: 'erp', record: 'A_SalesOrder 11076' }] });
    });

    it('drafts thanks to the customer of an order', async () => {
      const turn = await rig.chat().say('Thank the customer of 10248');
      expect(turn.text).toMatch(/thank-you for order 10248 to Paul Henriot at Vins et alcools Chevalier/);
      expect(proposalOf(turn)).toMatchObject({ state: 'waiting', title: 'Task: thank the customer of order 10248' });
    });
  });

  it('answers two questions in one message', async () => {
    const turn = await rig.chat().say('Status of order 11077 and credit exposure of Ernst Handl?');
    expect(turn.intents).toEqual(['order.status', 'credit.exposure']);
    expect(turn.text).toMatch(/Order 11077[\s\S]*Ernst Handel has a credit limit/);
  });

  it('asks who a customer is that nobody knows, and says what it can do where it understood nothing', async () => {
    expect((await rig.chat().say('open orders of Contoso')).text).toMatch(/Which customer do you mean/);
    expect((await rig.chat().say('What is the meaning of life?')).text).toMatch(/I can tell you about orders, stock, credit/);
  });
});
