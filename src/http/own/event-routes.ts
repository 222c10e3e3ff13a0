import { HTTP } from 'cloudevents';
import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { BusinessEvent } from '../../contracts/events.ts';
import { parseJson } from './body.ts';
import type { Given, Route } from './route.ts';

export const eventRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/hooks/{connection}',
    tag: 'events',
    access: 'hook',
    status: 202,
    summary: 'A webhook in the shape the connection has a mapping for',
    async handle({ services, params, body, headers, by }) {
      // An anonymous sender has the empty principal; the connection's own rule decides whether a signature is enough.
      return { status: 202, body: await services.intake.hook(params['connection'] ?? '', body, headers, by.id === '' ? undefined : by) };
    },
  },
  {
    method: 'POST',
    path: '/events',
    tag: 'events',
    access: 'key',
    status: 202,
    summary: 'CloudEvents 1.0: structured, binary or batch',
    async handle(given) {
      const events = cloudEvents(given);
      const accepted = await given.services.intake.events(events, given.body, given.by);
      return { status: 202, body: { items: accepted, next: null } };
    },
  },
];

const maxBatch = 100;

/** The record an event is about: `subject` as `TYPE/ID` (or an id alone) with `connection` in the data or the source. */
const EventData = z.looseObject({
  connection: z.string().max(100).optional(),
  recordType: z.string().max(100).optional(),
  id: z.string().max(80).optional(),
  status: z.string().max(200).optional(),
  SalesOrder: z.string().max(80).optional(),
});

function cloudEvents(given: Given): BusinessEvent[] {
  const type = (given.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (type === 'application/cloudevents-batch+json') {
    const batch = parseJson(given.body, given.limits.depthLimit);
    if (!Array.isArray(batch)) throw new CountersignError('input.invalid', 'A batch is a JSON array of CloudEvents', { field: 'body' });
    if (batch.length > maxBatch)
      throw new CountersignError('input.too_large', `A batch holds at most ${maxBatch} events`, { field: 'body' });
    return batch.map((each, index) => businessEvent(each, `body.${index}`));
  }
  if (type === 'application/cloudevents+json') return [businessEvent(parseJson(given.body, given.limits.depthLimit), 'body')];
  if (type !== 'application/json')
    throw new CountersignError(
      'input.unsupported_media',
      'Send application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers',
      { field: 'content-type' },
    );
  return [businessEvent(binary(given), 'headers')];
}

/** Binary mode: attributes in ce- headers, data in the body. The library checks the attributes. */
function binary(given: Given): unknown {
  const data = parseJson(given.body, given.limits.depthLimit);
  try {
    const made = HTTP.toEvent<unknown>({ headers: { ...given.headers }, body: data });
    if (Array.isArray(made)) throw new TypeError('a batch in binary mode');
    // Not a batch, so one event.
    const event = made as { specversion: string; id: string; source: string; type: string; subject?: string; time?: string };
    return {
      specversion: event.specversion,
      id: event.id,
      source: event.source,
      type: event.type,
      subject: event.subject,
      time: event.time,
      data,
    };
  } catch {
    throw new CountersignError(
      'input.invalid',
      'The ce- headers do not make a CloudEvent: ce-id, ce-source, ce-type and ce-specversion are needed',
      { field: 'headers' },
    );
  }
}

const Attributes = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(200),
  source: z.string().min(1).max(200),
  type: z.string().min(1).max(200),
  subject: z.string().min(1).max(200).optional(),
  time: z.string().max(64).optional(),
  data: z.unknown().optional(),
});

function businessEvent(value: unknown, place: string): BusinessEvent {
  const parsed = Attributes.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = (issue?.path ?? []).join('.');
    throw new CountersignError('input.invalid', `The CloudEvent is not valid at ${where}: ${issue?.message ?? ''}`, {
      field: `${place}.${where}`,
    });
  }
  const { id, source, type, subject, time } = parsed.data;
  const data = EventData.safeParse(parsed.data.data ?? {});
  const facts = data.success ? data.data : {};
  return {
    source,
    sourceId: id,
    type,
    record: recordOf(facts, subject, place),
    ...(time === undefined ? {} : { occurredAt: time }),
    hint: facts.status === undefined ? {} : { status: facts.status },
  };
}

function recordOf(facts: z.infer<typeof EventData>, subject: string | undefined, place: string): BusinessEvent['record'] {
  const slash = subject?.lastIndexOf('/') ?? -1;
  const subjectType = slash > 0 ? subject?.slice(0, slash) : undefined;
  const id = facts.id ?? facts.SalesOrder ?? subject?.slice(slash + 1);
  if (id === undefined || id === '')
    throw new CountersignError('input.unmapped', 'The event names no record: set subject to TYPE/ID, or data.id', {
      field: `${place}.subject`,
    });
  return { connection: facts.connection ?? 'erp', type: facts.recordType ?? subjectType ?? 'SalesOrder', id: id.slice(0, 80) };
}
