import { afterEach, describe, expect, it } from 'vitest';
import { openOutbound } from '../../src/app/outbound.ts';
import { openChannels } from '../../src/app/services/channels.ts';
import { createTeams } from '../../src/connectors/teams/index.ts';
import { silentLog } from '../../src/contracts/log.ts';
import { fixedClock } from '../../src/testing/index.ts';
import { delayed, tell, waiting } from '../support/flow-rig.ts';
import { memorySystems } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';
import { appId, invoke, startTeams, tenant } from '../support/teams-service.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).toReversed()) await each.close();
});

const conversation = '19:abc@thread.tacv2';

async function desk(kept: { keys: boolean } = { keys: false }) {
  const teams = await startTeams();
  open.push(teams);
  const clock = fixedClock();
  const systems = memorySystems(delayed());
  const settings = { serviceUrl: teams.url, loginUrl: teams.url, appId, appSecret: 'secret', tenant, ratePerSecond: 1000 };
  const connection = createTeams({
    name: 'teams',
    config: settings,
    deps: { clock, sleep: async () => undefined, random: () => 0.5, log: silentLog },
  });
  open.push(connection);
  const keys = kept.keys ? { keys: JSON.stringify(teams.keySet) } : { keysUrl: `${teams.url}/v1/.well-known/keys` };
  const rig = await openRig({
    clock,
    connections: new Map([...Object.entries(systems), ['teams', connection]]),
    config: {
      channels: {
        finance: { kind: 'teams', conversation, appId, tenants: [tenant], ...keys },
        group: { kind: 'chatter', group: '0F9000000000001AAA' },
      },
      people: {
        olivia: { name: 'Olivia Ortega', roles: ['operations'], users: { teams: 'oid-olivia' } },
        carl: { name: 'Carl Castle', roles: ['controller'], users: { teams: 'oid-carl' } },
      },
    },
  });
  open.push(rig);
  const channels = openChannels(rig.core, rig.services.approvals, () => 0.5);
  if (!channels) throw new Error('a Teams channel is configured');
  open.push(channels);
  const press = async (user: string, verb: string, data: Record<string, unknown>, from = tenant) =>
    channels.teams('finance', Buffer.from(JSON.stringify(invoke(teams.url, user, verb, data, from))), {
      authorization: `Bearer ${await teams.token(clock.now())}`,
    });
  return { teams, rig, channels, press, crm: systems.crm };
}

async function settle(rig: Rig): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    const outbound = await openOutbound(rig.core);
    await outbound?.deliver();
    await outbound?.stop();
    await rig.core.worker.drain();
  }
}

async function asked({ rig }: Pick<Awaited<ReturnType<typeof desk>>, 'rig'>) {
  await tell(rig);
  await settle(rig);
  const [approval] = await waiting(rig);
  return { id: approval?.id ?? '', data: { a: approval?.id, h: approval?.proposalHash } };
}

describe('an approval in Teams', () => {
  it('is told as an Adaptive Card whose buttons carry approval and proposal, and as a notice in Chatter, each through the ledger', async () => {
    const there = await desk();
    const { data } = await asked(there);
    const [posted] = there.teams.activities;
    expect(posted).toMatchObject({ method: 'POST', conversation });
    const text = JSON.stringify(posted?.body);
    expect(posted?.body).toMatchObject({
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.4' } }],
    });
    expect(text).toContain(JSON.stringify(data));
    for (const name of ['Harbour', 'Sommerfeld', 'Brinkmann', '<PERSON']) expect(text).not.toContain(name);
    const notices = (await there.rig.storage.effects.list({ limit: 20 })).filter(({ workflow }) => workflow === 'approval-notice');
    expect(notices.map(({ connection, state }) => `${connection} ${state}`).toSorted()).toEqual(['crm applied', 'teams applied']);
    expect(there.crm.committed).toMatchObject([
      {
        request: {
          target: { type: 'FeedItem' },
          fields: { ParentId: '0F9000000000001AAA', Body: expect.stringContaining('Waiting for a decision.') },
        },
      },
    ]);
  });

  it('is decided by Action.Execute of a person we know; the answer and the card show what came of it, the thread says it', async () => {
    const there = await desk();
    const { id, data } = await asked(there);
    const answer = await there.press('oid-carl', 'countersign.approve', data);
    expect(answer).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(answer)).toContain('approved by carl');
    expect(JSON.stringify(answer)).not.toContain('Action.Execute');
    await settle(there.rig);
    expect(await there.rig.storage.approvals.get(id)).toMatchObject({ status: 'approved', closedBy: 'person:carl' });
    const [first, ...later] = there.teams.activities;
    expect(later).toMatchObject([
      { method: 'PUT', conversation, activity: first?.activity },
      { method: 'POST', conversation: `${conversation};messageid=${first?.activity}`, body: { text: 'Approved by carl.' } },
    ]);
    expect(await there.press('oid-carl', 'countersign.approve', data)).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('already approved'),
    });
  });

  it('a no says why, in the card itself', async () => {
    const there = await desk({ keys: true });
    const { id, data } = await asked(there);
    expect(await there.press('oid-carl', 'countersign.reject', data)).toMatchObject({ value: 'A no says why.' });
    await there.press('oid-carl', 'countersign.reject', { ...data, reason: 'wrong date' });
    expect(await there.rig.storage.approvals.get(id)).toMatchObject({ status: 'rejected', reason: 'wrong date' });
    expect(there.teams.keysAsked()).toBe(0);
  });

  it('strangers, people without the right, other directories and old proposals decide nothing', async () => {
    const there = await desk();
    const { id, data } = await asked(there);
    expect(await there.press('oid-nobody', 'countersign.approve', data)).toMatchObject({
      value: expect.stringContaining('does not know who you are'),
    });
    expect(await there.press('oid-olivia', 'countersign.approve', data)).toMatchObject({
      value: expect.stringContaining('approvals.decide'),
    });
    expect(await there.press('oid-carl', 'countersign.approve', { ...data, h: 'another' })).toMatchObject({
      value: expect.stringContaining('proposal changed'),
    });
    await expect(there.press('oid-carl', 'countersign.approve', data, 'another-tenant')).rejects.toMatchObject({ code: 'auth.forbidden' });
    const body = Buffer.from(JSON.stringify(invoke(there.teams.url, 'oid-carl', 'countersign.approve', data)));
    await expect(there.channels.teams('finance', body, {})).rejects.toMatchObject({ code: 'auth.signature' });
    expect((await there.rig.storage.approvals.get(id))?.status).toBe('waiting');
    expect(there.teams.keysAsked()).toBe(1);
  });
});
