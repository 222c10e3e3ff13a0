import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openOutbound } from '../../src/app/outbound.ts';
import type { Prediction } from '../../src/contracts/model-store.ts';
import { carl, closeRigsAfterEach, delayed, olivia, rigOver, shipped, tell, waiting } from '../support/flow-rig.ts';
import { deliver, old, runOn, secret, steps, told } from '../support/outbound.ts';
import { startReceiver, startSilent, type Receiver } from '../support/receiver.ts';

closeRigsAfterEach();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...given);
  open.push(made);
  return made;
}

describe('what is told to others', () => {
  it('goes out as signed CloudEvents: the proposal, what policy said and what became of each write, in order and without a name', async () => {
    const to = await receiver();
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    await tell(rig);
    expect(await deliver(rig)).toBeGreaterThan(0);
    expect(to.heard.map(({ event }) => event.type)).toEqual([
      'countersign.proposal.made',
      'countersign.policy.allowed',
      'countersign.effect.applied',
      'countersign.effect.applied',
      'countersign.effect.applied',
      'countersign.effect.applied',
    ]);
    for (const { headers, body, event } of to.heard) {
      expect(headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
      expect(event).toMatchObject({
        specversion: '1.0',
        source: 'urn:acme:countersign',
        subject: 'SalesOrder/SO-1',
        partitionkey: 'erp/SalesOrder/SO-1',
      });
      expect(headers['webhook-id']).toBe(event.id);
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const signatures = [old, secret].map((key) =>
        createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
          .update(signed)
          .digest('base64'),
      );
      expect(headers['webhook-signature']).toBe(signatures.map((signature) => `v1,${signature}`).join(' '));
      for (const name of ['Harbour', 'Sommerfeld', 'Brinkmann']) expect(body).not.toContain(name);
    }
    expect(to.heard.some(({ body }) => body.includes('<PERSON_'))).toBe(true);
    const sequence = to.heard.map(({ event }) => String(event['sequence']));
    expect(sequence).toEqual(sequence.toSorted());
    expect(await deliver(rig)).toBe(0);
  });

  it('names decisions and who took them, and nobody is told of what they did not ask for', async () => {
    const [all, some] = [await receiver(), await receiver()];
    const { rig } = await rigOver(delayed(), {
      config: told({ receiver: all }, { receiver: some, types: ['approval.approved', 'effect.*'] }),
    });
    await tell(rig);
    const [asked] = await waiting(rig);
    await rig.services.approvals.decide(asked?.id ?? '', { verdict: 'approve', hash: asked?.proposalHash ?? '' }, carl);
    await rig.core.worker.drain();
    await deliver(rig);
    const decision = some.heard.find(({ event }) => event.type === 'countersign.approval.approved');
    expect(decision?.event.data).toMatchObject({
      actor: 'person:carl',
      approval: asked?.id,
      verdict: 'approve',
      hash: asked?.proposalHash,
      workflow: 'order-status',
    });
    expect(new Set(some.heard.map(({ event }) => event.type))).toEqual(
      new Set(['countersign.approval.approved', 'countersign.effect.applied']),
    );
    expect(all.heard.map(({ event }) => event.type)).toContain('countersign.approval.opened');
  });

  it('a failing one holds back later ones of its record alone, waits as long as it is asked to, and is given up in the end', async () => {
    const to = await receiver((event) => (event.data?.['step'] === 'bad' ? { status: 503, headers: { 'retry-after': '300' } } : 200));
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    const [one, other] = [await runOn(rig, 'SO-1'), await runOn(rig, 'SO-2')];
    await one('effect.applied', { step: 'bad' });
    await one('effect.applied', { step: 'after' });
    await other('effect.applied', { step: 'free' });
    await deliver(rig);
    expect(steps(to.taken(), 'SalesOrder/SO-2')).toEqual(['free']);
    expect(steps(to.heard, 'SalesOrder/SO-1')).toEqual(['bad']);
    // Five seconds by itself, three hundred because the receiver said so.
    rig.clock.advance(200_000);
    expect(await deliver(rig)).toBe(0);
    rig.clock.advance(100_000);
    await deliver(rig);
    rig.clock.advance(300_000);
    await deliver(rig);
    expect(steps(to.heard, 'SalesOrder/SO-1')).toEqual(['bad', 'bad', 'bad', 'after']);
    expect(new Set(to.heard.filter(({ event }) => event.data?.['step'] === 'bad').map(({ event }) => event.id)).size).toBe(1);
    const dead = await rig.services.deliveries.list({ limit: 5, status: 'dead' }, olivia);
    expect(dead.items).toMatchObject([{ attempts: 3, lastStatus: 503, lastProblem: 'answered 503' }]);
    expect(await rig.storage.audit.list({ action: 'delivery.dead', limit: 5 })).toHaveLength(1);
  });

  it('a receiver that hangs keeps nobody else waiting, now and at every later look', async () => {
    const [hanging, to] = [await startSilent(), await receiver()];
    open.push(hanging);
    const { rig } = await rigOver(shipped(), { config: told({ receiver: hanging }, { receiver: to }) });
    const say = await runOn(rig, 'SO-1');
    const outbound = await openOutbound(rig.core);
    await say('effect.applied', { step: 'first' });
    const held = outbound?.deliverTo('to-0');
    await outbound?.deliverTo('to-1');
    await hanging.asked;
    await say('effect.applied', { step: 'second' });
    await outbound?.deliverTo('to-1');
    expect(steps(to.taken(), 'SalesOrder/SO-1')).toEqual(['first', 'second']);
    expect(outbound?.targets).toEqual(['to-0', 'to-1']);
    await outbound?.stop();
    await held;
    expect(await rig.services.deliveries.list({ limit: 5, target: 'to-0', status: 'waiting' }, olivia)).toMatchObject({
      items: [{ attempts: 0 }, { attempts: 0 }],
    });
  });

  it('is in the delivery log attempt by attempt, and sent again with the same id when a person wants it', async () => {
    let isUp = false;
    const to = await receiver(() => (isUp ? 200 : 500));
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    await (
      await runOn(rig, 'SO-1')
    )('effect.refused', { step: 'one' });
    for (let at = 0; at < 3; at += 1) {
      await deliver(rig);
      rig.clock.advance(90_000);
    }
    const [dead] = (await rig.services.deliveries.list({ limit: 5 }, olivia)).items;
    const id = dead?.id ?? '';
    await expect(rig.services.deliveries.redeliver(id, carl)).rejects.toMatchObject({ code: 'auth.forbidden' });
    isUp = true;
    await rig.services.deliveries.redeliver(id, olivia);
    await expect(rig.services.deliveries.redeliver(id, olivia)).rejects.toMatchObject({ code: 'exception.closed' });
    await deliver(rig);
    const view = await rig.services.deliveries.get(id, olivia);
    expect(view.delivery).toMatchObject({ status: 'delivered', lastStatus: 200 });
    expect(view.log.map(({ status }) => status)).toEqual([500, 500, 500, 200]);
    expect(view.body).toBe(to.heard.at(-1)?.body);
    expect(new Set(to.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await rig.storage.audit.list({ action: 'delivery.redelivered', limit: 5 })).toMatchObject([{ actor: 'person:olivia' }]);
  });

  it('a receiver that is gone for good is not asked again', async () => {
    const to = await receiver(() => 410);
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    await (
      await runOn(rig, 'SO-1')
    )('effect.applied', {});
    await deliver(rig);
    expect((await rig.services.deliveries.list({ limit: 5 }, olivia)).items).toMatchObject([{ status: 'dead', attempts: 1 }]);
  });

  it('a body in which a value of its case stands does not leave, and the log names the place and not the value', async () => {
    const to = await receiver();
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    const run = await tell(rig);
    await deliver(rig);
    const before = to.heard.length;
    const at = rig.clock.now().toISOString();
    await rig.storage.audit.append([
      { at, actor: 'system', action: 'effect.refused', runId: run, body: { reason: 'ask Ursula Brinkmann' } },
    ]);
    await deliver(rig);
    expect(to.heard).toHaveLength(before);
    const [held] = (await rig.services.deliveries.list({ limit: 1, status: 'dead' }, olivia)).items;
    expect(held?.lastProblem).toMatch(/^privacy\.leak: a value of <PERSON_\d+>/);
    expect(JSON.stringify(held)).not.toContain('Brinkmann');
  });

  it('predictions are told from the moment somebody is to be told, with output and factors and no input', async () => {
    const to = await receiver();
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to, types: ['prediction.made'] }) });
    const prediction = (id: string, role: Prediction['role'] = 'champion'): Prediction => ({
      id,
      model: 'late-payment',
      version: 3,
      definition: 'd',
      environment: 'production',
      role,
      correlationId: 'c1',
      entity: 'customer:9f3a',
      asOf: '2024-05-17T00:00:00.000Z',
      at: '2024-05-17T16:00:00.000Z',
      output: { daysLate: 12 },
      confidence: 0.8,
      factors: [{ feature: 'overdue_share', contribution: 4.2, value: 0.4 }],
      inputs: [{ field: 'overdue_share', value: 0.4, from: 'given' }],
      notes: [],
      tookMs: 1,
    });
    await rig.storage.models.log([prediction('prd_1')]);
    expect(await deliver(rig)).toBe(0);
    await rig.storage.models.log([prediction('prd_2'), prediction('prd_3', 'shadow')]);
    await deliver(rig);
    expect(to.heard.map(({ event }) => event.id)).toEqual(['prd_2']);
    expect(to.heard[0]?.event).toMatchObject({
      type: 'countersign.prediction.made',
      data: { model: 'late-payment', version: 3, output: { daysLate: 12 }, factors: [{ feature: 'overdue_share', contribution: 4.2 }] },
    });
    expect(to.heard[0]?.body).not.toContain('"value"');
    expect(await deliver(rig)).toBe(0);
  });
});
