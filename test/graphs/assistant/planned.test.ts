import { afterEach, describe, expect, it } from 'vitest';
import { calls, handTo, openPlanned, says, type PlannedRig, type Step } from '../../support/scripted-planner.ts';

const open: PlannedRig[] = [];
afterEach(() => {
  for (const rig of open.splice(0)) rig.close();
});

async function planned(provider: 'openai' | 'ollama', steps: readonly Step[], role: object = {}): Promise<PlannedRig> {
  const rig = await openPlanned(provider, steps, role);
  open.push(rig);
  return rig;
}

describe.each(['openai', 'ollama'] as const)('a model that calls tools, over %s', (provider) => {
  it('the status of an order: handed over, read, answered with the record behind each number', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['erp_get-sales-order', { order: 'SO-78911' }], ['erp_list-deliveries', { order: 'SO-78911' }]),
      says((order) => `Order ${order.id} for customer ${order.soldTo} was requested for ${order.requestedOn}.`),
    ]);
    const turn = await rig.chat().say('What is the status of order SO-78911?');
    expect(turn.text).toMatch(/^Order SO-78911 for customer \d+ was requested for \d{4}-\d\d-\d\d\.$/);
    expect(turn.answer.engine).toBe(provider);
    expect(turn.streamed.trim()).toBe(turn.text);
    const [text] = turn.blocks;
    expect(text?.type === 'text' && text.cites.length).toBeGreaterThanOrEqual(2);
    expect(turn.answer.sources).toMatchObject([{ id: 's1', system: 'erp', record: 'SO-78911', label: 'Sales order SO-78911' }]);
    expect(turn.events.filter(({ type }) => type === 'tool').length).toBe(4);
    expect(turn.intents).toEqual(['planned']);
    expect(rig.wire.bodies.length).toBe(3);
  });

  it('amounts are tokens to the model and money to the reader', async () => {
    const rig = await planned(provider, [
      handTo('credit'),
      calls(['erp_get-credit-status', { customer: '10100003' }], ['erp_list-open-invoices', { customer: '10100003' }]),
      says(
        (credit, invoices) =>
          `The limit is ${credit.limit}, the exposure ${credit.exposure}. ${invoices.count} invoices are open, ${invoices.totals[0]} together.`,
      ),
    ]);
    const turn = await rig.chat().say('What is the credit exposure of Brightwater?');
    expect(turn.text).toMatch(/^The limit is [^<]*\d.*, the exposure [^<]*\d/);
    expect(turn.text).not.toMatch(/<AMOUNT/);
    expect(rig.wire.bodies.join()).toContain('<AMOUNT_');
    expect(rig.wire.bodies[0]).toContain('customer 10100003');
    expect(rig.wire.bodies.join()).not.toContain('Brightwater');
  });

  it('two questions in one message go to two desks and come back as one answer', async () => {
    const rig = await planned(provider, [
      handTo('orders', 'inventory'),
      calls(['erp_get-sales-order', { order: 'SO-78911' }]),
      says((order) => `Order ${order.id} was requested for ${order.requestedOn}.`),
      calls(['erp_get-stock', { material: 'MAT-1003' }]),
      says(
        (stock) =>
          `There are ${(Array.isArray(stock) ? stock : stock.items).map((each: { available: string; onHand: string }) => each.onHand ?? each.available).join(' and ')} in stock.`,
      ),
    ]);
    const turn = await rig.chat().say('When was SO-78911 requested and how many of MAT-1003 are in stock?');
    expect(turn.intents).toEqual(['planned', 'planned']);
    expect(turn.text).toMatch(/SO-78911 was requested.*\nThere are \d/s);
  });

  it('a follow-up is asked with the conversation before it, in tokens', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['erp_list-orders', { customer: '10100003', isOpen: true }]),
      says((orders) => `There are ${orders.items.count} open orders, the first is ${orders.items.items[0].id}.`),
      handTo('orders'),
      ({ messages }) => ({
        calls: [
          {
            id: 'c',
            name: 'erp_get-sales-order',
            arguments: JSON.stringify({ order: /SO-\d+/.exec(messages.findLast(({ role }) => role === 'assistant')?.content ?? '')?.[0] }),
          },
        ],
      }),
      says((order) => `Order ${order.id} was created on ${order.createdOn ?? order.requestedOn}.`),
    ]);
    const chat = rig.chat();
    await chat.say('Which orders of Brightwater are open?');
    const turn = await chat.say('And when was the first one created?');
    expect(turn.answer.engine).toBe(provider);
    expect(turn.text).toMatch(/^Order SO-\d+ was created on \d{4}/);
    expect(rig.wire.bodies.join()).not.toContain('Brightwater');
  });

  it('a change becomes a proposal that waits for its countersignature, and nothing is written', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['erp_get-sales-order', { order: 'SO-78912' }]),
      calls(['propose_erp_set-delivery-block', { order: 'SO-78912', reason: '01' }]),
      says((_order, proposed) => `Order SO-78912 would go on delivery block; this waits for ${proposed.waitsFor}.`),
    ]);
    const turn = await rig.chat().say('Put order SO-78912 on delivery block');
    expect(turn.text).toMatch(/waits for/);
    expect(turn.text).not.toMatch(/Still waiting/);
    expect(turn.blocks).toContainEqual(
      expect.objectContaining({ type: 'proposal', state: 'waiting', title: 'Put order SO-78912 on delivery block' }),
    );
    expect(turn.parked.length).toBe(1);
    expect((await rig.storage.effects.list({ limit: 10 })).filter(({ state }) => state === 'applied')).toEqual([]);
  });

  it('a change of a record nobody read is refused to the model', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['propose_erp_set-delivery-block', { order: 'SO-78912', reason: '01' }]),
      says(({ error, message }) =>
        error === 'input.invalid' && /Read SO-78912 first/.test(message) ? 'I read nothing yet.' : 'Proposed.',
      ),
    ]);
    const turn = await rig.chat().say('Put order SO-78912 on delivery block');
    expect(turn.text).toContain('I read nothing yet.');
    expect(turn.parked).toEqual([]);
  });
});
