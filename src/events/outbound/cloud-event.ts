import { CloudEvent, HTTP } from 'cloudevents';
import type { OutboxEvent } from '../../contracts/outbound.ts';

/**
 * One event as CloudEvents 1.0 has it, in structured JSON. `sequence` counts up over everything told and `partitionkey` names the
 * record, so that a receiver who is told twice, or again by a person, sees which is newer.
 */
export function cloudEvent(event: OutboxEvent, source: string): { readonly type: string; readonly body: string } {
  const message = HTTP.structured(
    new CloudEvent({
      id: event.id,
      source,
      type: `countersign.${event.type}`,
      subject: event.subject,
      time: event.at,
      datacontenttype: 'application/json',
      partitionkey: event.orderingKey,
      // As text of one width, which sorts as the numbers do.
      sequence: String(event.seq).padStart(16, '0'),
      data: event.data,
    }),
  );
  if (typeof message.body !== 'string') throw new TypeError('structured JSON is text');
  return { type: 'application/cloudevents+json; charset=utf-8', body: message.body };
}
