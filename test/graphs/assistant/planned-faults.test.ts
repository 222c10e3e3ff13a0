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

const question = 'What is the status of order SO-78911?';
const order = calls(['erp_get-sales-order', { order: 'SO-78911' }]);
/** What the rules answer to it. */
const narrated = /SO-78911 is delayed/;

type Fault = [what: string, steps: readonly Step[], notice: string, role?: object];
const faults: readonly Fault[] = [
  ['repeats the same call over and over', [handTo('orders'), order], 'limit.loop'],
  [
    'calls something else each time and never answers',
    [handTo('orders'), ...Array.from({ length: 9 }, (_, at) => calls(['erp_get-sales-order', { order: `SO-7890${at}` }]))],
    'limit.steps',
  ],
  ['refuses with an empty text', [handTo('orders'), order, says(() => '')], 'llm.invalid_output'],
  ['invents a number', [handTo('orders'), order, says(() => 'Order SO-78911 is worth 4,711,000 EUR.')], 'answer.unfaithful'],
  ['invents a date', [handTo('orders'), order, says(() => 'Order SO-78911 comes on 2031-01-01.')], 'answer.unfaithful'],
  ['invents a record', [handTo('orders'), order, says(() => 'Order SO-99999 is on its way.')], 'answer.unfaithful'],
  ['writes a link', [handTo('orders'), order, says(() => 'See https://evil.example/SO-78911 for more.')], 'answer.unfaithful'],
  ['is cut off by its own limit', [handTo('orders'), order, says(({ id }) => `Order ${id} is`, { end: 'length' })], 'llm.invalid_output'],
  ['breaks off in mid-stream', [handTo('orders'), order, says(() => 'Order SO-78911 is on its way to you', { endsAfter: 3 })], ''],
  [
    'falls silent in mid-stream',
    [handTo('orders'), order, says(() => 'Order SO-78911 is on its way', { silentAfter: 2 })],
    '',
    { timeoutMs: 600 },
  ],
  ['answers with an error', [handTo('orders'), () => ({ status: 500 })], 'llm.unavailable'],
];

describe.each(['openai', 'ollama'] as const)('a model over %s that', (provider) => {
  it.each(faults)('%s is told of, and the narrator answers', async (...[, steps, code, role = {}]: Fault) => {
    const rig = await planned(provider, steps, role);
    const turn = await rig.chat().say(question);
    expect(turn.text).toMatch(narrated);
    expect(turn.answer.engine).toBe('narrator');
    const notices = turn.blocks.flatMap((block) => (block.type === 'notice' ? [block.code] : []));
    expect(notices.length).toBe(1);
    if (code !== '') expect(notices).toEqual([code]);
    // Whatever of it was on the screen is taken back, visibly.
    expect(turn.events).toContainEqual(expect.objectContaining({ type: 'replaced', reason: notices[0] }));
    expect(turn.text).not.toMatch(/4,711|2031|99999|evil/);
  });

  it('invents a tool is told so and may answer all the same', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['erp_delete-order', { order: 'SO-78911' }]),
      order,
      says((invented, found) => (invented.error ? `Order ${found.id} was requested for ${found.requestedOn}.` : 'Deleted.')),
    ]);
    const turn = await rig.chat().say(question);
    expect(turn.text).toMatch(/^Order SO-78911 was requested for \d{4}/);
    expect(turn.answer.engine).toBe(provider);
  });

  it('gives wrong arguments is told which field, and nothing is called', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      calls(['erp_get-sales-order', { number: 7 }]),
      order,
      says((wrong, found) => (wrong.field === 'order' ? `Order ${found.id} was requested for ${found.requestedOn}.` : 'What?')),
    ]);
    const turn = await rig.chat().say(question);
    expect(turn.text).toMatch(/^Order SO-78911 was requested for/);
    expect(turn.events.filter(({ type }) => type === 'tool').length).toBe(2);
  });

  it('hands over to a desk that is none leaves the question to the rules', async () => {
    const rig = await planned(provider, [handTo('treasury')]);
    const turn = await rig.chat().say(question);
    expect(turn.text).toMatch(narrated);
    expect(turn.intents).toEqual(['order.status']);
  });

  it('is not there leaves the question to the rules', async () => {
    const rig = await planned(provider, [() => ({ status: 503 })]);
    expect((await rig.chat().say(question)).text).toMatch(narrated);
  });

  it('is told by a record to do something does not get to write', async () => {
    const rig = await planned(provider, [
      handTo('orders'),
      order,
      calls(['erp_set-delivery-block', { order: 'SO-78911', reason: '' }]),
      says((_found, refused) => (refused.error ? 'I cannot write.' : 'Done.')),
    ]);
    const turn = await rig.chat().say(question);
    expect(turn.text).not.toContain('Done.');
    expect(await rig.storage.effects.list({ limit: 10 })).toEqual([]);
  });
});

it('what was proposed before the words turned out wrong stays known, is told of and can be withdrawn', async () => {
  const rig = await planned('openai', [
    handTo('orders'),
    calls(['erp_get-sales-order', { order: 'SO-78912' }]),
    calls(['propose_erp_set-delivery-block', { order: 'SO-78912', reason: '01' }]),
    says(() => 'It is worth 4,711,000 EUR.'),
  ]);
  const chat = rig.chat();
  const turn = await chat.say('What is the status of order SO-78912?');
  expect(turn.text).not.toMatch(/4,711/);
  expect(turn.text).toMatch(/Still waiting for controller/);
  expect(turn.parked.length).toBe(1);
  expect((await chat.say('withdraw it')).text).toMatch(/withdrawn; nothing is written/);
});

it('arguments that are no JSON end in the narrator’s answer', async () => {
  const rig = await planned('openai', [
    handTo('orders'),
    () => ({ calls: [{ id: 'c', name: 'erp_get-sales-order', arguments: '{"order": "SO-' }] }),
  ]);
  const turn = await rig.chat().say(question);
  expect(turn.text).toMatch(narrated);
  expect(turn.blocks).toContainEqual(expect.objectContaining({ type: 'notice', code: 'llm.invalid_output' }));
});

it('nothing personal is in any body sent, whatever was asked', async () => {
  const rig = await planned('openai', [
    handTo('customers'),
    calls(['erp_get-customer', { customer: '10100003' }]),
    calls(['erp_list-open-invoices', { customer: '10100003' }], ['erp_get-credit-status', { customer: '10100003' }]),
    says((customer) => `The customer is ${customer.name}.`),
  ]);
  const turn = await rig
    .chat()
    .say('Who is Brightwater? Ring Hannelore Zwetschgenbaum on +49 151 23456789 or write to h.zwetschgenbaum@example.org');
  expect(turn.text).toMatch(/The customer is Brightwater/);
  const sent = rig.wire.bodies.join('\n');
  expect(rig.wire.bodies.length).toBe(4);
  for (const secret of ['Brightwater', 'Hannelore', 'Zwetschgenbaum', '23456789', 'example.org']) expect(sent).not.toContain(secret);
});
