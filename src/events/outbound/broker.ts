import type { BrokerPublisher, Published } from '../../contracts/broker.ts';
import type { OutboxEvent } from '../../contracts/outbound.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import { cloudEvent } from './cloud-event.ts';
import type { Send, Sent } from './dispatcher.ts';

/** Another receiver's way of being told: the same CloudEvent as a webhook gets, handed to a broker that keeps it for whoever listens. */
export function broker(
  publisher: Pick<BrokerPublisher, 'publish'>,
  parts: { readonly source: string; readonly findLeak: Privacy['findLeak'] },
): Send {
  return async (event: OutboxEvent, _at: Date, signal: AbortSignal): Promise<Sent> => {
    const { type, body } = cloudEvent(event, parts.source);
    const leak = event.threadId === undefined ? undefined : await parts.findLeak(event.threadId, body);
    // Nothing personal leaves, and no later attempt would be another.
    if (leak) return { problem: `privacy.leak: a value of ${leak.token} stands in it`, isFinal: true };
    const message = { id: event.id, type: `countersign.${event.type}`, contentType: type, body, at: event.at };
    return sentAs(await publisher.publish(message, signal));
  };
}

/** Told is what the broker said it keeps. Everything else is tried again: a queue may be bound, a disk freed, a broker back tomorrow. */
function sentAs(published: Published): Sent {
  switch (published.kind) {
    case 'taken':
      return {};
    case 'unroutable':
      return { problem: 'the broker has nobody who would get it: no queue is bound' };
    case 'refused':
      return { problem: `the broker did not take it: ${published.reason}` };
    case 'lost':
      return { problem: `the broker did not answer: ${published.reason}` };
  }
}
