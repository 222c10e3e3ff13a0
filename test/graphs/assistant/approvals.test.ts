import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/contracts/principal.ts';
import { carl, olivia, openChatRig, type ChatRig, type Turn } from '../../support/chat-rig.ts';
import { questionCompany } from './company.ts';

let rig: ChatRig;
const company = questionCompany();
beforeAll(async () => {
  rig = await openChatRig({ connections: company.connections });
}, 60_000);
afterAll(() => rig?.close());

/** Every delivery block written, oldest first. */
const written = (): readonly unknown[] => company.erp.committed.map(({ request }) => request.fields['DeliveryBlockReason']);
const release = (): void => company.erp.put('A_SalesOrder', 'SO-78912', { DeliveryBlockReason: '' });
const proposal = (turn: Turn) => turn.blocks.flatMap((block) => (block.type === 'proposal' ? [block] : []))[0];

async function asked(order: string, by: Principal = olivia) {
  const chat = rig.chat(by);
  const turn = await chat.say(`Put order ${order} on delivery block`);
  return { chat, turn, parked: turn.parked[0] };
}

describe('a change that waits', () => {
  it('parks the thread with what inboxes of both kinds read, in both casings', async () => {
    const before = written();
    const { chat, turn, parked } = await asked('SO-78912');
    expect(proposal(turn)).toMatchObject({ state: 'waiting', waitsFor: 'controller' });
    const request = { name: 'erp.set-delivery-block', args: { order: 'SO-78912' }, description: 'Put order SO-78912 on delivery block' };
    expect(parked?.value).toMatchObject({
      approvals: [{ approval: proposal(turn)?.approval, hash: proposal(turn)?.hash }],
      action_requests: [request],
      review_configs: [{ action_name: 'erp.set-delivery-block', allowed_decisions: ['approve', 'edit', 'reject'] }],
      actionRequests: [request],
      reviewConfigs: [{ actionName: 'erp.set-delivery-block', allowedDecisions: ['approve', 'edit', 'reject'] }],
    });
    expect(rig.served.hooks.showInterrupt?.(parked?.value, 'agent-inbox')).toMatchObject([
      {
        action_request: { action: 'erp.set-delivery-block', args: { order: 'SO-78912' } },
        config: { allow_accept: true, allow_edit: true },
      },
    ]);
    expect(written()).toEqual(before);
    await chat.say('withdraw it');
  });

  it('is reminded of, and a question in between is answered without starting the work again', async () => {
    const before = written();
    const { chat } = await asked('SO-78912');
    const between = await chat.say('What is the status of SO-78910?');
    expect(between.text).toMatch(/SO-78910 has been/);
    expect(between.text).toMatch(/Still waiting for controller/);
    expect(between.parked.length).toBe(1);
    const pending = await chat.say('what is waiting?');
    expect(pending.intents).toEqual(['pending']);
    expect(pending.text).toMatch(/1 change is waiting for a decision by controller/);
    const runs = (await rig.storage.runs.list({ limit: 100 })).filter(({ status }) => status === 'awaiting_approval');
    expect(runs.length).toBe(1);
    const withdrawn = await chat.say('forget it, withdraw that');
    expect(withdrawn.text).toMatch(/withdrawn; nothing is written/);
    expect(withdrawn.parked).toEqual([]);
    expect(written()).toEqual(before);
  });

  it('asked for twice is one proposal; after it was withdrawn it can be asked for anew', async () => {
    const { chat, turn } = await asked('SO-78912');
    const again = await chat.say('Put order SO-78912 on delivery block');
    expect(proposal(again)?.approval).toBe(proposal(turn)?.approval);
    await chat.say('withdraw it');
    const anew = await chat.say('Put order SO-78912 on delivery block');
    expect(proposal(anew)).toMatchObject({ state: 'waiting' });
    expect(proposal(anew)?.approval).not.toBe(proposal(turn)?.approval);
    await chat.say('withdraw it');
  });
});

const approvals: readonly (readonly [what: string, resume: (id: string) => unknown])[] = [
  ['agent-chat-ui', () => ({ decisions: [{ type: 'approve' }] })],
  ['agent-inbox', () => [{ type: 'accept', args: null }]],
  ['one decision alone', () => ({ type: 'approve' })],
  ['our own words', () => ({ verdict: 'approve' })],
  ['an id map', (id) => ({ [id]: { decisions: [{ type: 'approve' }] } })],
];

describe('a decision through the conversation', () => {
  it.each(approvals)('%s: approved by one who may, written once, and told', async (_what, resume) => {
    release();
    const before = written().length;
    const { chat, parked } = await asked('SO-78912');
    const turn = await chat.resume(resume(parked?.id ?? ''), carl);
    expect(proposal(turn)).toMatchObject({ state: 'applied' });
    expect(turn.text).toMatch(/delivery block/i);
    expect(turn.parked).toEqual([]);
    expect(written().length).toBe(before + 1);
    release();
  });

  it('edited: what the approver wrote is what is written', async () => {
    const { chat } = await asked('SO-78912');
    const turn = await chat.resume(
      { decisions: [{ type: 'edit', edited_action: { name: 'erp.set-delivery-block', args: { order: 'SO-78912', reason: '07' } } }] },
      carl,
    );
    // Whoever edits it asks in their turn; another one countersigns.
    expect(proposal(turn)).toMatchObject({ state: 'waiting', changes: [{ after: '07' }] });
    const done = await chat.resume({ type: 'approve' }, { ...carl, id: 'person:cora', name: 'Cora Cole' });
    expect(proposal(done)).toMatchObject({ state: 'applied' });
    expect(written().at(-1)).toBe('07');
    release();
  });

  it('rejected with a reason: nothing is written, and the asker is told', async () => {
    const before = written();
    const { chat } = await asked('SO-78912');
    const turn = await chat.resume({ decisions: [{ type: 'reject', message: 'The customer paid this morning' }] }, carl);
    expect(proposal(turn)).toMatchObject({ state: 'rejected' });
    expect(written()).toEqual(before);
  });

  it.each([
    ['words', 'yes', 'input.invalid'],
    ['true', true, 'input.invalid'],
    ['a shape of its own', { approved: true }, 'input.invalid'],
    ['two decisions for one', { decisions: [{ type: 'approve' }, { type: 'approve' }] }, 'input.invalid'],
    ['a rejection without a reason', { decisions: [{ type: 'reject' }] }, 'input.invalid'],
    ['an edit of nothing', { decisions: [{ type: 'edit' }] }, 'input.invalid'],
  ])('%s is no decision, and nothing happens', async (_what, resume, code) => {
    const before = written();
    const { chat } = await asked('SO-78912');
    await expect(chat.resume(resume, carl)).rejects.toMatchObject({ code });
    expect(written()).toEqual(before);
    await chat.say('withdraw it');
  });

  it('nobody countersigns what they asked for, and nobody without the right', async () => {
    const before = written();
    const { chat } = await asked('SO-78912', { ...olivia, roles: ['operations', 'controller'] });
    const both: Principal = { ...olivia, roles: ['operations', 'controller'] };
    await expect(chat.resume({ decisions: [{ type: 'approve' }] }, both)).rejects.toMatchObject({ code: 'approval.not_allowed' });
    await expect(chat.resume({ decisions: [{ type: 'approve' }] }, olivia)).rejects.toMatchObject({ code: 'auth.forbidden' });
    expect(written()).toEqual(before);
    await chat.say('withdraw it');
  });
});

it('decided in the list of approvals, the conversation tells what became of it', async () => {
  const { chat, turn } = await asked('SO-78912');
  const before = written().length;
  const { approval = '', hash = '' } = proposal(turn) ?? {};
  await rig.services.approvals.decide(approval, { verdict: 'approve', hash }, carl);
  const next = await chat.say('and now?');
  expect(next.text + JSON.stringify(next.state['messages'])).toMatch(/delivery block/);
  expect(written().length).toBe(before + 1);
  release();
});

it('one who may not ask for changes is told so, and no run is made', async () => {
  const before = (await rig.storage.runs.list({ limit: 1000 })).length;
  const turn = await rig.chat({ id: 'person:nina', name: 'Nina', roles: ['auditor'] }).say('Put order SO-78912 on delivery block');
  expect(proposal(turn)).toBeUndefined();
  expect((await rig.storage.runs.list({ limit: 1000 })).length).toBe(before);
});
