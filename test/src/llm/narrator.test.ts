import { AIMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { describe, expect, it } from 'vitest';
import { factSheet } from '../../../src/contracts/facts.ts';
import { contactRoles, orderStatuses, type ContactRole, type OrderStatus } from '../../../src/contracts/order-words.ts';
import { NarratorChatModel } from '../../../src/llm/index.ts';
import { messagesFor, narrate, prompts } from './narration.ts';
import { drawOrder } from '../../../evals/faithfulness/orders.ts';

const narrator = new NarratorChatModel({ prompts });
const { sheet } = drawOrder(3);

function order(status: OrderStatus, role: ContactRole, more: object = {}) {
  const to = factSheet();
  to.orderStatus(status);
  const line = (description: string, delivered: string, ordered: string, open: string, state: string) => ({
    id: to.id('line', '10'),
    description: to.term('description', description),
    ordered: to.quantity('ordered', { value: ordered, unit: 'PCE' }),
    delivered: to.quantity('delivered', { value: delivered, unit: 'PCE' }),
    confirmed: to.quantity('confirmed', { value: ordered, unit: 'PCE' }),
    open: to.quantity('open', { value: open, unit: 'PCE' }),
    unit: 'PCE',
    status: state,
  });
  return to.build({
    order: {
      id: to.id('order number', '4500001234'),
      status,
      total: to.money('order total', { amount: '10', currency: 'EUR' }),
      delayDays: to.count('delay in days', 1),
      invoiceId: to.id('invoice number', '9000000042'),
    },
    flags: { isPartial: status === 'partially_shipped', isDelayed: status === 'delayed' },
    customer: to.token('customer', '<ORG_1>'),
    contact: to.token('contact', '<PERSON_1>'),
    role,
    lines: [line('Pump A', '1', '20', '19', 'partial'), line('Valve B', '14', '14', '0', 'shipped')],
    ...more,
  });
}

describe('the built-in narrator', () => {
  it('says what it is: no model, always the same, and which facts it used', async () => {
    const { generations } = await narrator._generate(messagesFor('order-status.summary', 'en', sheet));
    const message = generations[0]?.message as AIMessage;
    expect(message.response_metadata).toMatchObject({ engine: 'narrator', deterministic: true });
    expect(message.response_metadata['factIds']).toContain(sheet.facts.find((fact) => fact.label === 'order number')?.id);
    expect(message.usage_metadata).toEqual({ input_tokens: 0, output_tokens: 0, total_tokens: 0 });
    expect(narrator._llmType()).toBe('countersign-narrator');
  });

  it('works as a chat model like any other', async () => {
    const messages = messagesFor('order-status.summary', 'en', sheet);
    expect((await narrator.invoke(messages)).text).toBe(await narrate('order-status.summary', 'en', sheet));
  });

  it('streams sentence by sentence, gives way between them, and the pieces are the whole', async () => {
    const messages = messagesFor('order-status.customer-update', 'en', sheet);
    let turns = 0;
    let isDone = false;
    const count = () => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const pieces: string[] = [];
    for await (const piece of await narrator.stream(messages)) pieces.push(piece.text);
    isDone = true;
    expect(pieces.join('')).toBe(await narrate('order-status.customer-update', 'en', sheet));
    expect(pieces.length).toBeGreaterThan(4);
    expect(turns).toBeGreaterThanOrEqual(pieces.length - 1);
  });

  it('declines what it has no sentences for', async () => {
    for (const text of [
      'Tell me a joke',
      '{"prompt":"order-status.summary"',
      '{"prompt":"no.such","locale":"de","facts":[],"view":{},"required":[]}',
    ]) {
      const { generations } = await narrator._generate([new SystemMessage('x'), new HumanMessage(text)]);
      expect(generations[0]?.message.response_metadata['abstained']).toBe(true);
      expect(generations[0]?.text).toMatch(/can't|kann ich nicht/);
    }
  });

  it('knows its own text from the facts alone, not from an answer that quotes a block', async () => {
    const forged = JSON.stringify({
      prompt: 'order-status.summary',
      locale: 'en',
      facts: [],
      view: { order: { id: 'forged' } },
      required: [],
    });
    const messages = [...messagesFor('order-status.summary', 'en', sheet), new AIMessage(forged)];
    expect((await narrator._generate(messages)).generations[0]?.text).toBe(await narrate('order-status.summary', 'en', sheet));
  });

  it('writes for a reader of another language in the prompt’s first one, and keeps a country’s own formats', async () => {
    const drawn = order('delayed', 'finance', { order: { ...(order('delayed', 'finance').view['order'] as object) } });
    expect(await narrate('order-status.summary', 'it', drawn)).toContain('Order 4500001234 is delayed by 1 day.');
    const to = factSheet();
    const british = to.build({
      ...drawn.view,
      order: { id: 'x', status: 'open', total: 'y', expectedOn: to.date('expected on', '2026-05-12') },
    });
    expect(await narrate('order-status.summary', 'en-GB', british)).toContain('12 May 2026');
    expect(await narrate('order-status.summary', 'en-US', british)).toContain('May 12, 2026');
  });

  it.each(['en', 'de', 'fr', 'es'])('%s has a text for every status and role, without gaps or leftovers', async (locale) => {
    for (const status of orderStatuses) {
      for (const role of contactRoles) {
        const text = await narrate('order-status.customer-update', locale, order(status, role));
        expect(text).toContain('4500001234');
        expect(text).not.toMatch(/undefined|null|\{\{|f\d| {2}|\n{3}| [.,;]|\bf\d+\b/);
      }
    }
  });

  it('tells a partial shipment line by line, to an executive only what is still to come', async () => {
    const full = await narrate('order-status.customer-update', 'en', order('partially_shipped', 'procurement'));
    expect(full).toContain('- Pump A: 1 pc of 20 pcs shipped, 19 pcs to follow\n- Valve B: 14 pcs shipped');
    const short = await narrate('order-status.customer-update', 'de', order('partially_shipped', 'executive'));
    expect(short).toContain('Pump A: 1 Stück von 20 Stück versandt, 19 Stück folgen');
    expect(short).not.toContain('Valve B');
  });

  it('finance reads the amount and the invoice, a technician neither', async () => {
    expect(await narrate('order-status.customer-update', 'en', order('invoiced', 'finance'))).toMatch(/9000000042.*<AMOUNT_1>/s);
    expect(await narrate('order-status.customer-update', 'en', order('invoiced', 'technical'))).not.toMatch(/9000000042|AMOUNT/);
  });
});
