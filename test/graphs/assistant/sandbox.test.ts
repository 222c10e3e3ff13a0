import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chartOf, largestIn, orderIn, overdueIn, proposalOf, rowsOf, shown } from '../../support/answer-parts.ts';
import { openCompanyChat, type CompanyChat } from '../../support/company-chat.ts';

// The built-in company over its SAP and Salesforce faces, by the real connectors; its day is Friday, May 17, 2024.
const today = '2024-05-17';
let rig: CompanyChat;
beforeAll(async () => {
  rig = await openCompanyChat();
}, 60_000);
afterAll(() => rig?.shut());

describe('orders', () => {
  it('tells the status of an order with its customer, value and dates', async () => {
    const order = orderIn(rig.seed, 'SO-78911');
    const turn = await rig.chat().say('What is the status of order SO-78911?');
    expect(turn.intents).toEqual(['order.status']);
    expect(turn.text).toMatch(/SO-78911 is delayed\. It is 9 days late/);
    expect(turn.text).toContain(`Norwick Supply Co., the value ${shown([order.net], order.currency)}`);
    expect(turn.text).toMatch(/May 15, 2024, expected on May 24, 2024/);
  });

  it('lists the late orders of a customer, and the one pointed at next', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Which orders of Norwick Supply are late?');
    expect(turn.text).toMatch(/1 of \d+ open orders of Norwick Supply Co\. is late/);
    expect(rowsOf(turn).map(({ order, daysLate }) => [order, daysLate])).toEqual([['SO-78911', '9']]);
    expect((await chat.say('and for the second one?')).text).toMatch(/only 1 entry/);
    expect((await chat.say('and the first?')).text).toMatch(/Order SO-78911/);
  });

  it('lists all late orders, the latest first, and answers for the second one', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Which late orders are there?');
    const rows = rowsOf(turn);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map(({ daysLate }) => Number(daysLate))).toEqual(rows.map(({ daysLate }) => Number(daysLate)).toSorted((a, b) => b - a));
    const next = await chat.say('and for the second one?');
    expect(next.intents).toEqual(['order.status']);
    expect(next.text).toContain(`Order ${rows[1]?.['order']}`);
  });

  it('ranks the ten largest open orders of the leading currency in a table and a chart', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Show me the ten largest open orders as a table and a chart');
    const ten = largestIn(rig.seed, 'EUR').slice(0, 10);
    expect(rowsOf(turn).map(({ order }) => order)).toEqual(ten.map(({ id }) => id));
    expect(chartOf(turn)?.points.map(({ label, value }) => [label, value])).toEqual(ten.map(({ id, net }) => [id, net]));
    expect(turn.text).toContain(
      shown(
        ten.map(({ net }) => net),
        'EUR',
      ),
    );
    expect((await chat.say('and for the second one?')).text).toContain(`Order ${ten[1]?.id}`);
  });
});

describe('stock', () => {
  it('promises 40 pieces from the plant that has them', async () => {
    const turn = await rig.chat().say('Can 40 of Screw pump XP-30 be promised by next Friday?');
    expect(turn.text).toMatch(/Yes: 40 pcs of Screw pump XP-30 \(MAT-1025\) can be promised for May 24, 2024 from plant 1020/);
    expect(rowsOf(turn).map(({ plant, available }) => [plant, available])).toEqual([
      ['1010', '6 pcs'],
      ['1020', '40 pcs'],
    ]);
  });

  it('says no where there are too few, and what else would do', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Can we promise 40 MAT-1027 by next Friday?');
    expect(turn.text).toMatch(/No: 40 pcs of Rotary valve RV-12 \(MAT-1027\) cannot be promised for May 24, 2024; at most 12 pcs/);
    const else_ = await chat.say('What else would do?');
    expect(else_.intents).toEqual(['stock.alternatives']);
    // Thirty-five days to get more.
    expect(else_.text).toMatch(/40 pcs would be there on June 21, 2024/);
    expect(else_.text).toMatch(/A similar product is .* \(MAT-\d+\) with \d+ pcs in stock/);
    expect((await chat.say('and by the 30th of June?')).text).toMatch(/Yes: 40 pcs .* June 30, 2024/);
  });
});

describe('credit', () => {
  it('tells exposure and overdue invoices as the books have them', async () => {
    const customer = rig.seed.customers.find(({ id }) => id === '10100026');
    const overdue = overdueIn(rig.seed, '10100026', today);
    const turn = await rig.chat().say('What is the credit exposure of Hollister Pumpen GmbH and which of their invoices are overdue?');
    expect(turn.intents).toEqual(['credit.exposure', 'invoices.overdue']);
    expect(turn.text).toContain(shown([customer?.creditLimit ?? ''], 'EUR'));
    expect(turn.text).toContain(shown([customer?.creditExposure ?? ''], 'EUR'));
    const total = shown(
      overdue.map(({ gross }) => gross),
      'EUR',
    );
    expect(turn.text).toContain(`${overdue.length} overdue invoices, ${total} in total`);
    expect(rowsOf(turn).map(({ invoice }) => invoice)).toEqual(overdue.map(({ id }) => id));
  });

  it.each(['10100028', '10100029', '10100030'])('finds the overdue invoice of customer %s', async (id) => {
    const name = rig.seed.customers.find((each) => each.id === id)?.name ?? '';
    const turn = await rig.chat().say(`overdue invoices of ${name}`);
    expect(turn.text).toMatch(/1 overdue invoice, /);
    expect(rowsOf(turn).map(({ invoice }) => invoice)).toEqual(overdueIn(rig.seed, id, today).map((each) => each.id));
  });

  it('asks back between two names that are easily taken for one another', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Which invoices of Hollister are overdue?');
    expect(turn.text).toMatch(/2 customers fit/);
    expect(rowsOf(turn).map(({ number }) => number)).toEqual(['10100026', '10100027']);
    expect((await chat.say('the second one')).text).toMatch(/Hollister Pumps Ltd has no overdue invoice/);
    expect((await chat.say('same for Hollister Pumpen')).text).toMatch(/Hollister Pumpen GmbH has 2 overdue invoices/);
  });

  it('reads through a typo in a name', async () => {
    const turn = await rig.chat().say('invoices overdue of Marcheta Conservs');
    expect(turn.text).toMatch(/Marchetta Conserves SAS has 1 overdue invoice, €5,380\.70/);
  });
});

describe('opportunities at risk', () => {
  it('names those whose order wants more than there is', async () => {
    const chat = rig.chat();
    const turn = await chat.say('Which opportunities are at risk because stock is short?');
    const rows = rowsOf(turn);
    // 48 screw pumps are wanted and 46 there, the later order goes short; 8 servo drives and none there; 24 valves and 17 there.
    expect(rows.map(({ order, missing }) => [order, missing]).toSorted(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([
      ['SO-78978', '8 pcs'],
      ['SO-78979', '7 pcs'],
      ['SO-78980', '2 pcs'],
    ]);
    expect(turn.text).toContain(shown(['9160.00', '8928.00', '33480.00'], 'EUR'));
    const next = await chat.say('and the second one?');
    expect(next.intents).toEqual(['deal.status']);
    expect(next.text).toContain(rows[1]?.['deal'] ?? '?');
  });
});

describe('changes', () => {
  it('proposes to move a close date to Friday', async () => {
    const turn = await rig.chat().say('Move the close date of SO-78978 to Friday');
    expect(turn.text).toMatch(/Servo drive SD-9 from June 26, 2024 to May 24, 2024[\s\S]*countersignature/);
    expect(proposalOf(turn)).toMatchObject({ state: 'waiting', waitsFor: 'controller', changes: [{ system: 'crm', after: '2024-05-24' }] });
    expect(turn.parked).toHaveLength(1);
  });

  it('proposes a delivery block', async () => {
    const turn = await rig.chat().say('Put order SO-78912 on delivery block');
    expect(proposalOf(turn)).toMatchObject({ state: 'waiting', changes: [{ system: 'erp', record: 'A_SalesOrder SO-78912' }] });
  });

  it('drafts thanks to the customer of an order', async () => {
    const turn = await rig.chat().say('Thank the customer of SO-78910');
    expect(turn.text).toMatch(/thank-you for order SO-78910 to Callum Thornbury at Norwick Supply Co\./);
    expect(proposalOf(turn)).toMatchObject({ state: 'waiting', title: 'Task: thank the customer of order SO-78910' });
  });
});

describe('everything else', () => {
  it('answers two questions in one message', async () => {
    const turn = await rig.chat().say('What is the status of SO-78911, and how many MAT-1025 are in stock?');
    expect(turn.intents).toEqual(['order.status', 'stock.level']);
    expect(turn.text).toMatch(/SO-78911 is delayed[\s\S]*46 pcs of Screw pump XP-30/);
  });

  it('asks who a customer is that nobody knows, and does not answer for all', async () => {
    const turn = await rig.chat().say('late orders of Contoso');
    expect(turn.text).toMatch(/Which customer do you mean/);
    expect(rowsOf(turn)).toEqual([]);
  });

  it('says honestly what it does not understand and what it can do', async () => {
    const turn = await rig.chat().say('What is the meaning of life?');
    expect(turn.intents).toEqual(['unknown']);
    expect(turn.text).toMatch(/I did not understand.*I can tell you about orders, stock, credit, invoices, customers and deals/);
  });
});
