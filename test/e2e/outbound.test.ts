import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { openOutbound } from '../../src/app/outbound.ts';
import type { AuditEntry } from '../../src/contracts/audit.ts';
import type { Prediction } from '../../src/contracts/model-store.ts';
import { toldActions } from '../../src/contracts/outbound.ts';
import { carl, closeRigsAfterEach, delayed, olivia, rigOver, shipped, tell, waiting } from '../support/flow-rig.ts';
import { startReceiver, type Receiver } from '../support/receiver.ts';
import type { Rig } from '../support/rig.ts';

closeRigsAfterEach();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const old = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

async function receiver(...given: Parameters<typeof startReceiver>): Promise<Receiver> {
  const made = await startReceiver(...given);
  open.push(made);
  return made;
}

const told = (...receivers: { receiver: Receiver; types?: string[] }[]) => ({
  outbound: {
    source: 'urn:acme:countersign',
    privateHosts: receivers.map(({ receiver: { host } }) => host),
    maxAttempts: 3,
    webhooks: Object.fromEntries(
      receivers.map(({ receiver: { url }, types }, at) => [`to-${at}`, { url, secrets: [old, secret], ...(types ? { types } : {}) }]),
    ),
  },
});

async function deliver(rig: Rig): Promise<number> {
  const outbound = await openOutbound(rig.core);
  const count = await outbound?.deliver();
  await outbound?.stop();
  return count ?? 0;
}

/** A run of one record, so that steps can be told about it. */
async function runOn(rig: Rig, id: string): Promise<(action: string, body: AuditEntry['body']) => Promise<void>> {
  const at = rig.clock.now().toISOString();
  const record = { connection: 'erp', type: 'SalesOrder', id };
  const run = {
    id: `run_${id}`,
    workflow: 'order-status',
    workflowVersion: '1',
    threadId: `thread ${id}`,
    orderingKey: id,
    record,
    principal: 'x',
    input: {},
    at,
  };
  await rig.storage.runs.enqueue(run, []);
  return (action, body) => rig.storage.audit.append([{ at: rig.clock.now().toISOString(), actor: 'system', action, runId: run.id, body }]);
}

const steps = (heard: Receiver['heard'], subject: string): unknown[] =>
  heard.filter(({ event }) => event.subject === subject).map(({ event }) => event.data?.['step']);

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

describe('the outbox and what it tells of', () => {
  it('stand in one transaction: whatever a power cut leaves, both are there or neither', async () => {
    const to = await receiver();
    const { rig } = await rigOver(shipped(), { config: told({ receiver: to }) });
    await tell(rig);
    // Queued and never committed: nothing of it may be told.
    void (await runOn(rig, 'SO-9'))('effect.applied', { step: 'lost' }).catch(() => undefined);
    rig.storage.crash();
    const again = await rig.reopen();
    open.push({ close: async () => again.close() });
    const audited = (await again.storage.audit.list({ limit: 500 })).filter(({ action }) => toldActions.some((each) => each === action));
    const kept = await again.storage.outbox.list({ limit: 500 });
    expect(kept.map(({ eventId }) => eventId).toSorted()).toEqual(audited.map(({ hash }) => `cs-${hash.slice(0, 32)}`).toSorted());
    expect(kept.length).toBeGreaterThan(0);
    await deliver(again);
    expect(steps(to.heard, 'SalesOrder/SO-9')).toEqual([]);
    expect(to.heard).toHaveLength(kept.length);
  });

  it(
    'survive kill -9 at any moment: every step is told, in the order of its record, a repeat with the same id',
    { timeout: 120_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-outbound-'));
      open.push({ close: async () => rmSync(folder, { recursive: true, force: true }) });
      const to = await receiver();
      const steps = 300;
      const child = (): ChildProcess => {
        const script = join(import.meta.dirname, '../support/outbound-child.ts');
        return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', script, folder, to.host, String(steps)], {
          stdio: 'inherit',
        });
      };
      const ended = (process: ChildProcess): Promise<number | null> => new Promise((resolve) => process.on('exit', resolve));
      for (const kills of [1, 2, 3]) {
        const running = child();
        const end = ended(running);
        const before = to.heard.length;
        while (to.heard.length < before + 20 * kills && running.exitCode === null) await wait(1);
        running.kill('SIGKILL');
        await end;
      }
      expect(await ended(child())).toBe(0);
      const stepOf = ({ event }: Receiver['heard'][number]): number => Number(event.data?.['step']);
      expect(new Set(to.heard.map(stepOf)).size).toBe(steps);
      for (let record = 0; record < 5; record += 1) {
        const firsts = [...new Set(to.heard.filter(({ event }) => event.subject === `SalesOrder/SO-${record}`).map(stepOf))];
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }
      const ids = new Map(to.heard.map((each) => [stepOf(each), each.event.id]));
      for (const each of to.heard) expect(each.event.id).toBe(ids.get(stepOf(each)));
    },
  );
});
