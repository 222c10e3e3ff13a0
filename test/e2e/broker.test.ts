import { connect } from 'amqplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeRigsAfterEach, olivia, rigOver, shipped, tell } from '../support/flow-rig.ts';
import { deliver, runOn } from '../support/outbound.ts';
import { startRabbit, withoutRabbit, type Rabbit } from '../support/rabbitmq.ts';
import { loopbackCertificate } from '../src/connectors/core/loopback-certificate.ts';

closeRigsAfterEach();

describe.skipIf(withoutRabbit !== '')(`events to a broker${withoutRabbit}`, () => {
  let rabbit: Rabbit;
  beforeAll(async () => {
    rabbit = await startRabbit();
  }, 90_000);
  afterAll(() => rabbit.close());

  const told = (change: Record<string, unknown> = {}) => ({
    outbound: {
      source: 'urn:acme:countersign',
      maxAttempts: 4,
      ca: loopbackCertificate.cert,
      brokers: {
        bus: {
          kind: 'amqp',
          host: '127.0.0.1',
          port: rabbit.port,
          security: 'none',
          user: 'guest',
          password: 'guest',
          exchange: 'events',
          ...change,
        },
      },
    },
  });
  /** Somebody at the broker: makes exchanges and queues, and reads. */
  async function operator<T>(
    work: (channel: Awaited<ReturnType<Awaited<ReturnType<typeof connect>>['createChannel']>>) => Promise<T>,
  ): Promise<T> {
    const connection = await connect(`amqp://guest:guest@127.0.0.1:${rabbit.port}`);
    try {
      const channel = await connection.createChannel();
      return await work(channel);
    } finally {
      await connection.close();
    }
  }
  const declare = (queue: string, pattern = '#', options: Record<string, unknown> = {}, exchange = 'events') =>
    operator(async (channel) => {
      await channel.assertExchange(exchange, 'topic', { durable: true });
      await channel.assertQueue(queue, { durable: true, arguments: options });
      await channel.bindQueue(queue, exchange, pattern);
    });
  const drain = (queue: string) =>
    operator(async (channel) => {
      const heard: { properties: Record<string, unknown>; routingKey: string; event: Record<string, unknown>; body: string }[] = [];
      for (;;) {
        const message = await channel.get(queue, { noAck: true });
        if (message === false) return heard;
        const body = message.content.toString();
        // Properties and events are objects of JSON; the test looks at what it names.
        heard.push({
          properties: message.properties as unknown as Record<string, unknown>,
          routingKey: message.fields.routingKey,
          event: JSON.parse(body) as Record<string, unknown>,
          body,
        });
      }
    });
  const stateOf = async (rig: Awaited<ReturnType<typeof rigOver>>['rig']) =>
    (await rig.services.deliveries.list({ limit: 20 }, olivia)).items.map(({ status, attempts, lastProblem }) => ({
      status,
      attempts,
      lastProblem,
    }));

  it('arrive as the CloudEvents a webhook would get: kept, in order, with their ids and without a name', async () => {
    await declare('all');
    await declare('effects', 'countersign.effect.*');
    const { rig } = await rigOver(shipped(), { config: told() });
    await tell(rig);
    expect(await deliver(rig)).toBe(6);
    expect((await stateOf(rig)).every(({ status }) => status === 'delivered')).toBe(true);
    const heard = await drain('all');
    expect(heard.map(({ event }) => event['type'])).toEqual([
      'countersign.proposal.made',
      'countersign.policy.allowed',
      ...Array.from({ length: 4 }, () => 'countersign.effect.applied'),
    ]);
    for (const { properties, routingKey, event, body } of heard) {
      expect(event).toMatchObject({
        specversion: '1.0',
        source: 'urn:acme:countersign',
        subject: 'SalesOrder/SO-1',
        partitionkey: 'erp/SalesOrder/SO-1',
      });
      expect(properties).toMatchObject({
        messageId: event['id'],
        type: event['type'],
        contentType: 'application/cloudevents+json; charset=utf-8',
        deliveryMode: 2,
        appId: 'countersign',
      });
      expect(routingKey).toBe(event['type']);
      for (const name of ['Harbour', 'Sommerfeld', 'Brinkmann']) expect(body).not.toContain(name);
    }
    expect(await drain('effects')).toHaveLength(4);
    expect(await deliver(rig)).toBe(0);
  });

  it('that nobody would get are not told: with a queue bound they arrive, under the same ids and in their order', async () => {
    await operator((channel) => channel.assertExchange('lonely', 'topic', { durable: true }));
    const { rig } = await rigOver(shipped(), { config: told({ exchange: 'lonely' }) });
    const say = await runOn(rig, 'SO-1');
    await say('effect.applied', { step: 'first' });
    await say('effect.applied', { step: 'second' });
    await deliver(rig);
    expect(await stateOf(rig)).toContainEqual({
      status: 'waiting',
      attempts: 1,
      lastProblem: expect.stringContaining('no queue is bound'),
    });
    await declare('late', '#', {}, 'lonely');
    rig.clock.advance(5_000);
    await deliver(rig);
    const heard = await drain('late');
    expect(heard.map(({ event }) => (event['data'] as Record<string, unknown>)['step'])).toEqual(['first', 'second']);
    expect((await stateOf(rig)).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  });

  it('an exchange that is not there, or a password that is none, is said without the password', async () => {
    const { rig } = await rigOver(shipped(), { config: told({ exchange: 'nowhere' }) });
    await (
      await runOn(rig, 'SO-1')
    )('effect.applied', { step: 'one' });
    await deliver(rig);
    expect((await stateOf(rig))[0]).toMatchObject({ status: 'waiting', lastProblem: expect.stringContaining('NOT_FOUND') });
    const { rig: other } = await rigOver(shipped(), { config: told({ password: 'not-the-password' }) });
    await (
      await runOn(other, 'SO-1')
    )('effect.applied', { step: 'one' });
    await deliver(other);
    const [refused] = await stateOf(other);
    expect(refused).toMatchObject({ status: 'waiting', lastProblem: expect.stringContaining('ACCESS_REFUSED') });
    expect(JSON.stringify(refused)).not.toContain('not-the-password');
  });

  it('a full queue that turns messages away is a no, and asked again later', async () => {
    await declare('small', '#', { 'x-max-length': 1, 'x-overflow': 'reject-publish' }, 'full');
    const { rig } = await rigOver(shipped(), { config: told({ exchange: 'full' }) });
    const say = await runOn(rig, 'SO-1');
    await say('effect.applied', { step: 'first' });
    await say('effect.applied', { step: 'second' });
    await deliver(rig);
    expect((await stateOf(rig)).map(({ status }) => status).toSorted()).toEqual(['delivered', 'waiting']);
    expect(await stateOf(rig)).toContainEqual(expect.objectContaining({ lastProblem: expect.stringContaining('nack') }));
    expect(await drain('small')).toHaveLength(1);
    rig.clock.advance(5_000);
    await deliver(rig);
    expect((await drain('small')).map(({ event }) => (event['data'] as Record<string, unknown>)['step'])).toEqual(['second']);
  });

  it('over TLS with the authority the config names; a broker under another one is not spoken to', async () => {
    await declare('secured', '#', {}, 'secure');
    const { rig } = await rigOver(shipped(), { config: told({ exchange: 'secure', security: 'tls', port: rabbit.tlsPort }) });
    await (
      await runOn(rig, 'SO-1')
    )('effect.applied', { step: 'one' });
    await deliver(rig);
    expect(await drain('secured')).toHaveLength(1);
    const { ca: _ca, ...without } = told({ exchange: 'secure', security: 'tls', port: rabbit.tlsPort }).outbound;
    const { rig: other } = await rigOver(shipped(), { config: { outbound: without } });
    await (
      await runOn(other, 'SO-1')
    )('effect.applied', { step: 'one' });
    await deliver(other);
    expect((await stateOf(other))[0]).toMatchObject({ status: 'waiting', lastProblem: expect.stringMatching(/certificate/i) });
    expect(await drain('secured')).toEqual([]);
  });

  it(
    'outlive the broker: what it took is there when it is back, what it could not take comes afterwards',
    { timeout: 90_000 },
    async () => {
      await declare('lasting', '#', {}, 'lasts');
      const { rig } = await rigOver(shipped(), { config: told({ exchange: 'lasts' }) });
      const say = await runOn(rig, 'SO-1');
      await say('effect.applied', { step: 'before' });
      await deliver(rig);
      await rabbit.kill();
      await say('effect.applied', { step: 'meanwhile' });
      await deliver(rig);
      expect(await stateOf(rig)).toContainEqual(expect.objectContaining({ status: 'waiting', attempts: 1 }));
      await rabbit.start();
      rig.clock.advance(5_000);
      await deliver(rig);
      expect((await drain('lasting')).map(({ event }) => (event['data'] as Record<string, unknown>)['step'])).toEqual([
        'before',
        'meanwhile',
      ]);
    },
  );
});
