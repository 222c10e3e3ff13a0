import { expect, it } from 'vitest';
import type { BrokerMessage, Published } from '../../../../src/contracts/broker.ts';
import type { OutboxEvent } from '../../../../src/contracts/outbound.ts';
import { broker } from '../../../../src/events/outbound/broker.ts';

const event: OutboxEvent = {
  id: 'cs-1',
  seq: 7,
  type: 'effect.applied',
  at: '2024-05-17T16:00:00.000Z',
  subject: 'SalesOrder/SO-1',
  orderingKey: 'erp/SalesOrder/SO-1',
  threadId: 'thread',
  data: { slot: 'task' },
};
const at = new Date('2024-05-18T00:00:00.000Z');

async function sent(published: Published, leaks = false) {
  const handed: BrokerMessage[] = [];
  const publish = async (message: BrokerMessage) => {
    handed.push(message);
    return published;
  };
  const findLeak = async () => (leaks ? { token: '<PERSON_1>', at: 3 } : undefined);
  const result = await broker({ publish }, { source: 'urn:acme', findLeak })(event, at, new AbortController().signal);
  return { result, handed };
}

it.each<[Published, object]>([
  [{ kind: 'taken' }, {}],
  [{ kind: 'unroutable' }, { problem: 'the broker has nobody who would get it: no queue is bound' }],
  [{ kind: 'refused', reason: 'nack' }, { problem: 'the broker did not take it: nack' }],
  [{ kind: 'lost', reason: 'reset' }, { problem: 'the broker did not answer: reset' }],
])('%o tells the outbox %o', async (published, expected) => {
  const { result, handed } = await sent(published);
  expect(result).toEqual(expected);
  expect(handed).toMatchObject([{ id: 'cs-1', type: 'countersign.effect.applied', at: event.at }]);
  expect(JSON.parse(handed[0]?.body ?? '')).toMatchObject({
    id: 'cs-1',
    source: 'urn:acme',
    sequence: '0000000000000007',
    data: { slot: 'task' },
  });
});

it('a value of a person in it is handed to nobody, and no later attempt would be another', async () => {
  const { result, handed } = await sent({ kind: 'taken' }, true);
  expect(result).toEqual({ problem: 'privacy.leak: a value of <PERSON_1> stands in it', isFinal: true });
  expect(handed).toEqual([]);
});
