import { describe, expect, it } from 'vitest';
import { createPublisher, type ConfirmLine, type OpenLine, type Properties } from '../../../../src/connectors/amqp/publisher.ts';

type Heard = Parameters<OpenLine>[1];
type Answer = 'ack' | 'nack' | 'give back' | 'close' | 'silence';
const config = { host: 'broker', port: 5671, security: 'tls', vhost: '/', user: 'u', password: 'secret', exchange: 'events' } as const;
const message = (id = 'cs-1') => ({
  id,
  type: 'countersign.effect.applied',
  contentType: 'application/cloudevents+json',
  body: '{}',
  at: '2024-05-17T16:00:00.000Z',
});

/** A broker that answers as it is told, message by message; once it has nothing left to say it acknowledges. */
function brokerWith(answers: readonly Answer[], opens: readonly ('ok' | 'refuses')[] = []) {
  const sent: { exchange: string; routingKey: string; properties: Properties }[] = [];
  const left = [...answers];
  const doors = [...opens];
  let opened = 0;
  const line = (heard: Heard): ConfirmLine => ({
    async publish(exchange, routingKey, _body, properties) {
      sent.push({ exchange, routingKey, properties });
      switch (left.shift() ?? 'ack') {
        case 'ack':
          return 'ack';
        case 'nack':
          return 'nack';
        case 'give back':
          // The broker returns a message first and confirms it then.
          heard.returned(properties.messageId);
          return 'ack';
        case 'close':
          heard.ended();
          throw new Error('channel closed');
        case 'silence':
          return new Promise(() => undefined);
      }
    },
    close: async () => undefined,
  });
  const openLine: OpenLine = async (_config, heard) => {
    opened += 1;
    if (doors.shift() === 'refuses') throw new Error('ACCESS_REFUSED - Login was refused');
    return line(heard);
  };
  return { openLine, sent, opened: () => opened };
}
const patient = () => new AbortController().signal;

describe('a message handed to a broker', () => {
  it.each<[Answer, object]>([
    ['ack', { kind: 'taken' }],
    ['nack', { kind: 'refused', reason: 'it answered with a nack' }],
    ['give back', { kind: 'unroutable' }],
    ['close', { kind: 'lost', reason: 'channel closed' }],
  ])('answered with %s is %o', async (answer, expected) => {
    const { openLine } = brokerWith([answer]);
    expect(await createPublisher(config, openLine).publish(message(), patient())).toEqual(expected);
  });

  it('goes out persistent, mandatory, under the event’s own id and by its type', async () => {
    const { openLine, sent } = brokerWith([]);
    const publisher = createPublisher(config, openLine);
    await publisher.publish(message(), patient());
    await createPublisher({ ...config, exchange: '', routingKey: 'queue' }, openLine).publish(message(), patient());
    expect(sent).toMatchObject([
      {
        exchange: 'events',
        routingKey: 'countersign.effect.applied',
        properties: { mandatory: true, persistent: true, messageId: 'cs-1', type: 'countersign.effect.applied', timestamp: 1_715_961_600 },
      },
      { exchange: '', routingKey: 'queue' },
    ]);
  });

  it('given back once is taken the next time: what came back is not remembered', async () => {
    const { openLine } = brokerWith(['give back', 'ack']);
    const publisher = createPublisher(config, openLine);
    expect(await publisher.publish(message(), patient())).toEqual({ kind: 'unroutable' });
    expect(await publisher.publish(message(), patient())).toEqual({ kind: 'taken' });
  });

  it('of several at once, only the one that came back was not taken', async () => {
    const { openLine, opened } = brokerWith(['ack', 'give back', 'ack']);
    const publisher = createPublisher(config, openLine);
    const all = await Promise.all(['cs-1', 'cs-2', 'cs-3'].map((id) => publisher.publish(message(id), patient())));
    expect(all.map(({ kind }) => kind)).toEqual(['taken', 'unroutable', 'taken']);
    expect(opened()).toBe(1);
  });

  it('after the line broke goes over a new one, under the same id', async () => {
    const { openLine, sent, opened } = brokerWith(['close', 'ack']);
    const publisher = createPublisher(config, openLine);
    await publisher.publish(message(), patient());
    expect(await publisher.publish(message(), patient())).toEqual({ kind: 'taken' });
    expect(opened()).toBe(2);
    expect(sent.map(({ properties }) => properties.messageId)).toEqual(['cs-1', 'cs-1']);
  });

  it('that cannot even be handed over says why, and the next one knocks again', async () => {
    const { openLine } = brokerWith([], ['refuses', 'ok']);
    const publisher = createPublisher(config, openLine);
    expect(await publisher.publish(message(), patient())).toEqual({ kind: 'refused', reason: 'ACCESS_REFUSED - Login was refused' });
    expect(await publisher.publish(message(), patient())).toEqual({ kind: 'taken' });
  });

  it('without an answer in time is lost: it may have been taken, and is sent again', async () => {
    const { openLine } = brokerWith(['silence']);
    expect(await createPublisher(config, openLine).publish(message(), AbortSignal.timeout(20))).toEqual({
      kind: 'lost',
      reason: 'the time is up',
    });
  });

  it('when the server stops is not handed over any more', async () => {
    const { openLine, sent } = brokerWith([]);
    const publisher = createPublisher(config, openLine);
    await publisher.close();
    expect(await publisher.publish(message(), patient())).toMatchObject({ kind: 'lost' });
    expect(sent).toEqual([]);
  });
});
