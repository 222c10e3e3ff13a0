import { afterEach, describe, expect, it } from 'vitest';
import { openOutbound } from '../../src/app/outbound.ts';
import { openChannels, type Channels } from '../../src/app/services/channels.ts';
import { createSlack } from '../../src/connectors/slack/index.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { createHttpApp, listen } from '../../src/http/index.ts';
import { countedIds, fixedClock } from '../../src/testing/index.ts';
import { carl, delayed, tell, waiting } from '../support/flow-rig.ts';
import { memorySystems } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';
import { buttonPayload, modalPayload, signed, signingSecret, startSlack } from '../support/slack-workspace.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

type Desk = Awaited<ReturnType<typeof desk>>;

/** An order that is late, a Slack workspace, and an installation that tells the one of the other. */
async function desk(change: { channel?: Record<string, unknown>; people?: Record<string, unknown> } = {}) {
  const slack = await startSlack();
  open.push(slack);
  const clock = fixedClock();
  const systems = memorySystems(delayed());
  const settings = { url: slack.url, token: 'xoxb-1', settleDelayMs: 1000, ratePerSecond: 1000 };
  const deps = { clock, sleep: async () => undefined, random: () => 0.5, log: silentLog };
  const connection = createSlack({ name: 'slack', config: settings, deps });
  open.push(connection);
  const rig = await openRig({
    clock,
    connections: new Map([...Object.entries(systems), ['slack', connection]]),
    config: {
      connections: { slack: { vendor: 'slack', ...settings } },
      channels: { ops: { kind: 'slack', channel: 'C0123456789', signingSecret, team: 'T061EG9R6', ...change.channel } },
      http: { publicUrl: 'https://countersign.example.com' },
      people: {
        olivia: { name: 'Olivia Ortega', roles: ['operations'], users: { slack: 'U00OLIVIA' } },
        carl: { name: 'Carl Castle', roles: ['controller'], users: { slack: 'U00CARL' }, email: 'carl@example.com' },
        cora: { name: 'Cora Cole', roles: ['controller'], email: 'Cora.Cole@example.com' },
        ...change.people,
      },
    },
  });
  open.push(rig);
  const channels = openChannels(rig.core, rig.services.approvals, () => 0.5);
  if (!channels) throw new Error('a Slack channel is configured');
  open.push(channels);
  return { slack, rig, channels, crm: systems.crm };
}

/** Everything that is due is told and done. */
async function settle(rig: Rig): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const outbound = await openOutbound(rig.core);
    await outbound?.deliver();
    await outbound?.stop();
    await rig.core.worker.drain();
  }
}

async function asked({ rig, slack }: Desk) {
  await tell(rig);
  await settle(rig);
  const [approval] = await waiting(rig);
  const blocks = slack.messages[0]?.body['blocks'] as { type: string; elements: { action_id: string; value: string }[] }[];
  const value = blocks.find(({ type }) => type === 'actions')?.elements[0]?.value ?? '';
  return { approval, value };
}

const press = (channels: Channels, rig: Rig, payload: unknown) => {
  const { body, headers } = signed(payload, rig.clock.now());
  return channels.slack('ops', body, headers);
};

describe('an approval in Slack', () => {
  it('is told as a card with what would change, two buttons that carry approval and proposal, and no name of anybody', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    expect(there.slack.messages).toHaveLength(1);
    const [message] = there.slack.messages;
    expect(message?.channel).toBe('C0123456789');
    expect(JSON.parse(value)).toEqual({ a: approval?.id, h: approval?.proposalHash });
    const text = JSON.stringify(message?.body);
    expect(text).toContain('countersign.approve');
    expect(text).toContain(`https://countersign.example.com/#/approvals/${approval?.id}`);
    for (const name of ['Harbour', 'Sommerfeld', 'Brinkmann', '<PERSON', '‹']) expect(text).not.toContain(name);
    const [effect] = (await there.rig.storage.effects.list({ limit: 20 })).filter(({ connection }) => connection === 'slack');
    expect(effect).toMatchObject({ state: 'applied', workflow: 'approval-notice', tool: 'notify.slack-message' });
    expect(message?.body['metadata']).toEqual({ event_type: 'countersign_notice', event_payload: { key: effect?.key } });
  });

  it('is decided by the button of a person we know, by the same rules as over HTTP; card and thread then say so', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    expect(await press(there.channels, there.rig, buttonPayload('U00CARL', 'countersign.approve', value))).toEqual({});
    await settle(there.rig);
    expect(await there.rig.storage.approvals.get(approval?.id ?? '')).toMatchObject({ status: 'approved', closedBy: 'person:carl' });
    expect(there.crm.committed.length).toBeGreaterThan(0);
    expect(await there.rig.storage.audit.list({ action: 'channel.decision', limit: 5 })).toMatchObject([
      { actor: 'person:carl', body: { channel: 'ops', verdict: 'approve' } },
    ]);
    const [card, reply, ...others] = there.slack.messages;
    expect(others).toEqual([]);
    expect(JSON.stringify(card?.body['blocks'])).toContain('approved by carl');
    expect(JSON.stringify(card?.body['blocks'])).not.toContain('countersign.approve');
    expect(reply?.body).toMatchObject({ text: 'Approved by carl.', thread_ts: card?.ts });
    // The button of a client that still shows the old card changes nothing any more.
    await press(there.channels, there.rig, buttonPayload('U00CARL', 'countersign.approve', value));
    expect(JSON.stringify(there.slack.of('views.open').at(-1))).toContain('already approved');
  });

  it('a no asks for its reason in a modal, and is recorded with it', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    await press(there.channels, there.rig, buttonPayload('U00CARL', 'countersign.reject', value));
    const opened = there.slack.of('views.open').at(-1) as { trigger_id: string; view: { callback_id: string; private_metadata: string } };
    expect(opened.trigger_id).toBe('12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3');
    expect(JSON.parse(opened.view.private_metadata)).toEqual(JSON.parse(value));
    const { callback_id: callback, private_metadata: metadata } = opened.view;
    expect(await press(there.channels, there.rig, modalPayload('U00CARL', callback, metadata, '  '))).toMatchObject({
      response_action: 'errors',
    });
    expect(await press(there.channels, there.rig, modalPayload('U00CARL', callback, metadata, 'wrong date'))).toEqual({
      response_action: 'clear',
    });
    expect(await there.rig.storage.approvals.get(approval?.id ?? '')).toMatchObject({
      status: 'rejected',
      reason: 'wrong date',
      closedBy: 'person:carl',
    });
    await settle(there.rig);
    expect(there.crm.committed).toHaveLength(0);
    expect(JSON.stringify(there.slack.messages)).not.toContain('wrong date');
    expect(await press(there.channels, there.rig, modalPayload('U00CARL', callback, metadata, 'again'))).toMatchObject({
      response_action: 'errors',
      errors: { reason: expect.stringContaining('already rejected') },
    });
  });

  it('who has no right in Countersign has none in Slack, whoever the payload says they are', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    const refused = async (payload: Record<string, unknown>): Promise<string> => {
      await press(there.channels, there.rig, payload);
      return JSON.stringify(there.slack.of('views.open').at(-1));
    };
    expect(await refused(buttonPayload('U00STRANGER', 'countersign.approve', value))).toContain('does not know who you are');
    expect(await refused(buttonPayload('U00OLIVIA', 'countersign.approve', value))).toContain('approvals.decide');
    const claiming = {
      ...buttonPayload('U00STRANGER', 'countersign.approve', value),
      user: { id: 'U00STRANGER', username: 'carl', email: 'carl@example.com', name: 'person:carl' },
    };
    expect(await refused(claiming)).toContain('does not know who you are');
    expect((await there.rig.storage.approvals.get(approval?.id ?? ''))?.status).toBe('waiting');
  });

  it('a button of a proposal that has changed since decides nothing, and the card shows the new one', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    const view = await there.rig.services.approvals.get(approval?.id ?? '', carl);
    const write = view.writes.find(({ input }) => typeof input['subject'] === 'string');
    const edit = {
      verdict: 'edit' as const,
      hash: approval?.proposalHash ?? '',
      slot: write?.slot ?? '',
      input: { ...(write?.input as Record<string, string>), subject: 'Call the customer' },
    };
    await there.rig.services.approvals.decide(approval?.id ?? '', edit, carl);
    await press(there.channels, there.rig, buttonPayload('U00CARL', 'countersign.approve', value));
    expect(JSON.stringify(there.slack.of('views.open').at(-1))).toContain('The proposal changed since you looked at it');
    await settle(there.rig);
    const now = await there.rig.storage.approvals.get(approval?.id ?? '');
    expect(JSON.stringify(there.slack.messages[0]?.body['blocks'])).toContain(now?.proposalHash);
    expect(there.slack.messages[1]?.body).toMatchObject({ text: 'carl: edited the proposal; earlier votes are void.' });
  });

  it('calls of another workspace, with another secret or of another hour are refused', async () => {
    const there = await desk();
    const { value } = await asked(there);
    const payload = buttonPayload('U00CARL', 'countersign.approve', value, 'T0OTHER');
    await expect(press(there.channels, there.rig, payload)).rejects.toMatchObject({ code: 'auth.forbidden' });
    const wrong = signed(buttonPayload('U00CARL', 'countersign.approve', value), there.rig.clock.now(), 'another secret of ours');
    await expect(there.channels.slack('ops', wrong.body, wrong.headers)).rejects.toMatchObject({ code: 'auth.signature' });
    const old = signed(buttonPayload('U00CARL', 'countersign.approve', value), there.rig.clock.now());
    there.rig.clock.advance(301_000);
    await expect(there.channels.slack('ops', old.body, old.headers)).rejects.toMatchObject({ code: 'auth.signature' });
    await expect(there.channels.slack('none', old.body, old.headers)).rejects.toMatchObject({ code: 'resource.not_found' });
  });

  it('finds people by the confirmed address Slack has for them where that is wanted, and nobody where two share one', async () => {
    const there = await desk({
      channel: { byEmail: true },
      people: {
        twin: { name: 'Twin', roles: ['controller'], email: 'both@example.com' },
        other: { name: 'Other', roles: ['controller'], email: 'both@example.com' },
      },
    });
    const { approval, value } = await asked(there);
    there.slack.emails.set('U00TWIN', 'both@example.com');
    await press(there.channels, there.rig, buttonPayload('U00TWIN', 'countersign.approve', value));
    expect((await there.rig.storage.approvals.get(approval?.id ?? ''))?.status).toBe('waiting');
    there.slack.emails.set('U00CORA', 'cora.cole@example.com');
    await press(there.channels, there.rig, buttonPayload('U00CORA', 'countersign.approve', value));
    expect(await there.rig.storage.approvals.get(approval?.id ?? '')).toMatchObject({ status: 'approved', closedBy: 'person:cora' });
  });

  it('a posting whose answer is lost is found again by its key and never posted twice', async () => {
    const there = await desk();
    there.slack.answerNext('lose');
    await tell(there.rig);
    await settle(there.rig);
    there.rig.clock.advance(2000);
    await settle(there.rig);
    expect(there.slack.messages).toHaveLength(1);
    const effects = (await there.rig.storage.effects.list({ limit: 20 })).filter(({ connection }) => connection === 'slack');
    expect(effects).toMatchObject([{ state: 'applied', receipt: { id: `C0123456789/${there.slack.messages[0]?.ts}` } }]);
  });

  it('an event that claims to be of an approval, told under another name, posts nothing', async () => {
    const there = await desk();
    const { approval } = await asked(there);
    const event = {
      source: 'x',
      type: 'approval.changed',
      record: { connection: 'erp', type: 'Approval', id: approval?.id ?? '' },
      hint: {},
    };
    await there.rig.services.intake.events([event], Buffer.from('{}'), { id: 'service:erp', name: 'erp', roles: ['source'] });
    await settle(there.rig);
    expect(there.slack.messages).toHaveLength(1);
  });

  it('a refusal of Slack is an exception with its word for it, and holds up no other work', async () => {
    const there = await desk();
    there.slack.answerNext('not_in_channel');
    await tell(there.rig);
    await settle(there.rig);
    const [problem] = (await there.rig.services.exceptions.list({ limit: 5 }, carl)).items;
    expect(problem).toMatchObject({ code: 'effect.refused', details: { reason: expect.stringContaining('not_in_channel') } });
    expect(await waiting(there.rig)).toHaveLength(1);
  });

  it('comes in over HTTP with its raw body, and needs no key of ours', async () => {
    const there = await desk();
    const { approval, value } = await asked(there);
    const app = createHttpApp({
      services: { ...there.rig.services, channels: there.channels },
      limits: { bodyLimitBytes: 65_536, depthLimit: 20 },
      log: silentLog,
      ids: countedIds(),
      version: '1',
      isDraining: () => false,
    });
    const listening = await listen(app, '127.0.0.1', 0);
    open.push(listening);
    const { body, headers } = signed(buttonPayload('U00CARL', 'countersign.approve', value), there.rig.clock.now());
    const send = (changed: Buffer) =>
      fetch(`${listening.url}/channels/slack/ops`, { method: 'POST', headers, body: new Uint8Array(changed) });
    expect((await send(Buffer.concat([body, Buffer.from('&')]))).status).toBe(401);
    const answer = await send(body);
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    expect((await there.rig.storage.approvals.get(approval?.id ?? ''))?.status).toBe('approved');
  });
});
