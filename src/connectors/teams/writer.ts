import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cardIn } from '../../contracts/channels.ts';
import type { Log } from '../../contracts/log.ts';
import type { RecordWriter, WriteOutcome, WriteRequest } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { classifyTransport, classifyWrite, type HttpReply } from '../core/index.ts';
import type { TeamsClient } from './client.ts';
import type { TeamsConfig } from './config.ts';
import { activityOf } from './map.ts';
import { Created } from './schema.ts';

const Fields = z.object({ Channel: z.string(), Text: z.string(), Card: z.string().optional(), Thread: z.string().optional() });
type Fields = z.infer<typeof Fields>;

/** Messages are `CONVERSATION/ACTIVITY`. The service keeps no field of ours and answers no question about what was said. */
export function createWriter(deps: { client: TeamsClient; config: TeamsConfig; clock: Clock; log: Log }): RecordWriter {
  const { client, config, log } = deps;
  return {
    settleDelayMs: config.settleDelayMs ?? config.deadlineMs * 2,
    // Writing the same card into the same message again changes nothing; a second posting would be a second message.
    refusesSecond: (request) => request.operation === 'update',
    async send(request, options) {
      const parsed = request.target.type === 'Message' ? Fields.safeParse(request.fields) : undefined;
      if (!parsed?.success)
        return { kind: 'refused', status: 0, code: 'input.invalid', reason: 'Teams is sent messages with a channel and a text' };
      const outcome = await sendOnce(deps, request, parsed.data, options?.signal);
      log.info({ connection: client.connection, operation: request.operation, key: request.key, outcome: outcome.kind }, 'write sent');
      return outcome;
    },
    lookup: async (request) => (request.operation === 'update' ? { kind: 'absent' } : { kind: 'ambiguous', count: 0 }),
  };
}

async function sendOnce(
  { client, clock }: { client: TeamsClient; clock: Clock },
  request: WriteRequest,
  fields: Fields,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  const card = fields.Card === undefined ? undefined : cardIn(fields.Card);
  if (card === null) return { kind: 'refused', status: 0, code: 'input.invalid', reason: 'The card is not one', field: 'Card' };
  const place = request.operation === 'update' ? placeOf(request.target.id) : undefined;
  if (request.operation === 'update' && !place)
    return { kind: 'refused', status: 0, code: 'input.invalid', reason: 'A message is named by CONVERSATION/ACTIVITY', field: 'id' };
  // A reply goes to the conversation with the message it answers in its name.
  const thread = placeOf(fields.Thread);
  const conversation = place?.conversation ?? (thread ? `${thread.conversation};messageid=${thread.activity}` : fields.Channel);
  const path = `/v3/conversations/${encodeURIComponent(conversation)}/activities`;
  try {
    const reply = await client.call({
      method: place ? 'PUT' : 'POST',
      path: place ? `${path}/${encodeURIComponent(place.activity)}` : path,
      body: activityOf(fields.Text, card),
      signal,
    });
    return outcomeOf(reply, client.connection, place?.conversation ?? fields.Channel, place?.activity, clock.now());
  } catch (thrown) {
    return classifyTransport(thrown);
  }
}

function placeOf(id: string | undefined): { readonly conversation: string; readonly activity: string } | undefined {
  const slash = id?.lastIndexOf('/') ?? -1;
  if (id === undefined || slash <= 0 || slash === id.length - 1) return undefined;
  return { conversation: id.slice(0, slash), activity: id.slice(slash + 1) };
}

function outcomeOf(reply: HttpReply, connection: string, conversation: string, known: string | undefined, now: Date): WriteOutcome {
  const common = classifyWrite(reply, connection, now);
  if (common) return common;
  if (reply.status < 200 || reply.status >= 300)
    return { kind: 'refused', status: reply.status, code: `HTTP_${reply.status}`, reason: `${connection} refused the message` };
  const created = Created.safeParse(jsonOf(reply));
  const id = created.success && created.data.id !== '' ? created.data.id : known;
  if (id === undefined) return { kind: 'uncertain', reason: `${connection} answered without saying which message it made` };
  const responseHash = createHash('sha256').update(reply.bytes).digest('hex');
  return { kind: 'applied', receipt: { id: `${conversation}/${id}`, status: reply.status, responseHash } };
}

function jsonOf(reply: HttpReply): unknown {
  try {
    return reply.json();
  } catch {
    // An update may answer with nothing.
    return undefined;
  }
}
