import { createHash } from 'node:crypto';
import { z } from 'zod';
import { cardIn } from '../../contracts/channels.ts';
import { defined } from '../../contracts/defined.ts';
import { asCountersignError } from '../../contracts/errors.ts';
import type { Log } from '../../contracts/log.ts';
import type { LookupOutcome, RecordWriter, WriteOutcome, WriteRequest } from '../../contracts/ports.ts';
import type { Clock } from '../../contracts/time.ts';
import { classifyTransport, classifyWrite, type HttpReply } from '../core/index.ts';
import type { SlackClient } from './client.ts';
import type { SlackConfig } from './config.ts';
import { cardBlocks, plainText } from './map.ts';
import { ApiReply, History, Posted } from './schema.ts';

const Fields = z.object({ Channel: z.string(), Text: z.string(), Card: z.string().optional(), Thread: z.string().optional() });
type Fields = z.infer<typeof Fields>;

const eventType = 'countersign_notice';
/** So many of the newest messages of a channel or thread are looked through for a key. */
const page = 200;
const mostPages = 5;

/** Messages are `CHANNEL/TS`, as Slack tells them apart. The key of each travels in its metadata, where a look-up finds it again. */
export function createWriter(deps: { client: SlackClient; config: SlackConfig; clock: Clock; log: Log }): RecordWriter {
  const { client, config, log } = deps;
  return {
    settleDelayMs: config.settleDelayMs ?? config.deadlineMs * 2,
    // Writing the same text into the same message again changes nothing; a second posting would be a second message.
    refusesSecond: (request) => request.operation === 'update',
    async send(request, options) {
      const parsed = request.target.type === 'Message' ? Fields.safeParse(request.fields) : undefined;
      if (!parsed?.success)
        return { kind: 'refused', status: 0, code: 'input.invalid', reason: 'Slack is sent messages with a channel and a text' };
      const outcome = await sendOnce(deps, request, parsed.data, options?.signal);
      log.info({ connection: client.connection, operation: request.operation, key: request.key, outcome: outcome.kind }, 'write sent');
      return outcome;
    },
    async lookup(request, options) {
      try {
        return await lookup(client, request, options?.signal);
      } catch (thrown) {
        return { kind: 'unreachable', reason: asCountersignError(thrown).message };
      }
    },
  };
}

async function sendOnce(
  { client, clock }: { client: SlackClient; clock: Clock },
  request: WriteRequest,
  fields: Fields,
  signal: AbortSignal | undefined,
): Promise<WriteOutcome> {
  const card = fields.Card === undefined ? undefined : cardIn(fields.Card);
  if (card === null) return { kind: 'refused', status: 0, code: 'input.invalid', reason: 'The card is not one', field: 'Card' };
  const place = request.operation === 'update' ? placeOf(request.target.id) : undefined;
  const body = {
    channel: place?.channel ?? fields.Channel,
    ...(place === undefined ? {} : { ts: place.ts }),
    ...(fields.Thread === undefined || place !== undefined ? {} : { thread_ts: placeOf(fields.Thread)?.ts ?? fields.Thread }),
    text: plainText(fields.Text),
    ...(card ? { blocks: cardBlocks(card) } : {}),
    unfurl_links: false,
    unfurl_media: false,
    metadata: { event_type: eventType, event_payload: { key: request.key } },
  };
  try {
    const reply = await client.call({ method: place === undefined ? 'chat.postMessage' : 'chat.update', body, safe: false, signal });
    return outcomeOf(reply, client.connection, clock.now());
  } catch (thrown) {
    return classifyTransport(thrown);
  }
}

function placeOf(id: string | undefined): { readonly channel: string; readonly ts: string } | undefined {
  const [channel, ts] = (id ?? '').split('/', 2);
  return channel && ts ? { channel, ts } : undefined;
}

/** Errors after which Slack may have posted it all the same. */
const unsure: ReadonlySet<string> = new Set(['internal_error', 'fatal_error', 'request_timeout', 'service_unavailable']);

function outcomeOf(reply: HttpReply, connection: string, now: Date): WriteOutcome {
  const common = classifyWrite(reply, connection, now);
  if (common) return common;
  const parsed = ApiReply.safeParse(jsonOf(reply));
  if (!parsed.success) return { kind: 'uncertain', reason: `${connection} answered in an unknown form` };
  const { ok, error = 'unknown' } = parsed.data;
  if (!ok && unsure.has(error)) return { kind: 'uncertain', reason: `${connection} said ${error}` };
  if (!ok && error === 'ratelimited') return { kind: 'deferred', retryAfterMs: 1_000 };
  if (!ok) return { kind: 'refused', status: reply.status, code: error, reason: `${connection} refused the message` };
  const posted = Posted.safeParse(parsed.data);
  if (!posted.success) return { kind: 'uncertain', reason: `${connection} answered without saying where the message stands` };
  const { channel, ts } = posted.data;
  const responseHash = createHash('sha256').update(reply.bytes).digest('hex');
  return { kind: 'applied', receipt: { id: `${channel}/${ts}`, version: ts, status: reply.status, responseHash } };
}

function jsonOf(reply: HttpReply): unknown {
  try {
    return reply.json();
  } catch {
    // No JSON is no answer; the schema says so.
    return undefined;
  }
}

/** Slack has no search by metadata for bots: the newest thousand messages are looked through. Older than that is not found. */
async function lookup(client: SlackClient, request: WriteRequest, signal: AbortSignal | undefined): Promise<LookupOutcome> {
  const { Channel, Thread } = Place.parse(request.fields);
  const channel = placeOf(request.target.id)?.channel ?? Channel;
  // A ledger row alone does not say into which channel; a person looks.
  if (channel === undefined) return { kind: 'ambiguous', count: 0 };
  const ts = Thread === undefined ? undefined : (placeOf(Thread)?.ts ?? Thread);
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const history = await pageOf(client, { channel, ts, cursor }, signal);
    const found = history.messages.find(({ metadata }) => carries(metadata, request.key));
    if (found) return { kind: 'found', id: `${channel}/${found.ts}`, version: found.ts };
    cursor = history.response_metadata?.next_cursor;
    if (!history.has_more || !cursor) return { kind: 'absent' };
  }
  return { kind: 'ambiguous', count: 0 };
}

const Place = z.looseObject({ Channel: z.string().optional(), Thread: z.string().optional() });

const carries = (metadata: History['messages'][number]['metadata'], key: string): boolean =>
  metadata?.event_type === eventType && metadata.event_payload?.['key'] === key;

async function pageOf(
  client: SlackClient,
  { channel, ts, cursor }: { channel: string; ts: string | undefined; cursor: string | undefined },
  signal: AbortSignal | undefined,
): Promise<History> {
  const method = ts === undefined ? 'conversations.history' : 'conversations.replies';
  const query = { channel, limit: page, include_all_metadata: 'true', ...defined({ ts, cursor }) };
  return History.parse(await client.look({ method, query, signal }));
}
