import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { Turn } from '../../contracts/serving.ts';
import { readBody, parseJson } from '../own/body.ts';
import { parse } from '../own/route.ts';
import type { FaceParts } from '../face.ts';
import { ChatBody, textOf } from './schemas.ts';
import { spokenBy } from './spoken.ts';
import { KnownConversations } from './threads.ts';

type Asked = { readonly body: ChatBody; readonly by: Principal; readonly turn: Turn; readonly id: string };

/** `POST /v1/chat/completions` and `GET /v1/models`, for chat front ends that speak OpenAI's protocol. */
export function addOpenAiRoutes(app: Hono, parts: FaceParts): void {
  const known = new KnownConversations();
  app.get('/v1/models', (c) =>
    answered(c, parts, async () => {
      const by = await parts.authenticate(c);
      // The path is OpenAI's and ours: their clients read `data`, ours `items`.
      const items = (await parts.numericModels?.(by)) ?? [];
      const data = parts.serving.graphs.map(({ id }) => ({ id, object: 'model', created: 0, owned_by: 'countersign' }));
      return c.json({ object: 'list', data, items, next: null });
    }),
  );
  app.post('/v1/chat/completions', (c) =>
    answered(c, parts, async () => {
      const asked = await ask(c, parts, known);
      c.header('x-thread-id', asked.turn.threadId);
      return asked.body.stream === true ? streamed(c, parts, known, asked) : whole(c, parts, known, asked);
    }),
  );
}

async function ask(c: Context, parts: FaceParts, known: KnownConversations): Promise<Asked> {
  if (parts.isDraining())
    throw new CountersignError('service.draining', 'The server is shutting down; send it again in a moment', {
      retry: 'later',
      retryAfterMs: 5000,
    });
  const by = await parts.authenticate(c);
  const body = parse(ChatBody, parseJson(await readBody(c.req.raw, parts.limits.bodyLimitBytes), parts.limits.depthLimit), 'body');
  if ((body.n ?? 1) !== 1) throw new CountersignError('input.invalid', 'There is one answer to a question: n is 1', { field: 'body.n' });
  const last = body.messages.findLast(({ role }) => role === 'user');
  if (!last || textOf(last.content).trim() === '')
    throw new CountersignError('input.invalid', 'The conversation has no question of a user', { field: 'body.messages' });
  const named = c.req.header('x-thread-id');
  if (named !== undefined && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named))
    throw new CountersignError('input.invalid', 'x-thread-id is a UUID, as an earlier answer gave it', { field: 'x-thread-id' });
  const threadId = named ?? known.find(by.id, body.messages);
  const turn = await parts.serving.turn(
    {
      assistantId: body.model,
      input: { messages: [{ role: 'user', content: textOf(last.content) }] },
      streamModes: ['messages-tuple', 'custom', 'values'],
      multitaskStrategy: 'enqueue',
      signal: c.req.raw.signal,
      ...(threadId === undefined ? {} : { threadId }),
    },
    { by },
  );
  return { body, by, turn, id: `chatcmpl-${turn.runId}` };
}

const noUsage = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

async function whole(c: Context, parts: FaceParts, known: KnownConversations, { body, by, turn, id }: Asked): Promise<Response> {
  let content = '';
  for await (const { text } of spokenBy(turn)) content += text;
  const result = await turn.result;
  if (result.error) throw failure(result.error);
  known.keep(by.id, body.messages, content, turn.threadId);
  const choice = { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: 'stop' };
  return c.json({ id, object: 'chat.completion', created: seconds(parts), model: body.model, choices: [choice], usage: noUsage });
}

function streamed(c: Context, parts: FaceParts, known: KnownConversations, { body, by, turn, id }: Asked): Response {
  const encoder = new TextEncoder();
  const base = { id, object: 'chat.completion.chunk', created: seconds(parts), model: body.model };
  const chunk = (delta: object, finish: string | null = null): string =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] })}\n\n`;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const put = (text: string): void => controller.enqueue(encoder.encode(text));
      put(chunk({ role: 'assistant', content: '' }));
      let content = '';
      try {
        for await (const { text } of spokenBy(turn)) {
          content += text;
          put(chunk({ content: text }));
        }
        const result = await turn.result;
        if (result.error) throw failure(result.error);
        known.keep(by.id, body.messages, content, turn.threadId);
        put(chunk({}, 'stop'));
        if (body.stream_options?.include_usage === true) put(`data: ${JSON.stringify({ ...base, choices: [], usage: noUsage })}\n\n`);
      } catch (thrown) {
        put(`data: ${JSON.stringify(errorBody(thrown))}\n\n`);
      }
      put('data: [DONE]\n\n');
      controller.close();
    },
    cancel: () => turn.cancel(),
  });
  return c.body(stream, 200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  });
}

function failure({ code, message }: { readonly code: string; readonly message: string }): CountersignError {
  const error = asCountersignError(undefined);
  // The engine's codes are ours; one it does not know stays internal.
  return new CountersignError((code as CountersignError['code']) ?? error.code, message);
}

function seconds(parts: FaceParts): number {
  return Math.floor(parts.now().getTime() / 1000);
}

/** Errors in the shape these clients read; the code is ours. */
async function answered(c: Context, parts: FaceParts, handle: () => Promise<Response>): Promise<Response> {
  try {
    return await handle();
  } catch (thrown) {
    const error = asCountersignError(thrown);
    const status = error.status ?? 500;
    if (status >= 500) parts.log.error({ code: error.code, path: c.req.path }, 'a request failed');
    if (error.retryAfterMs !== undefined) c.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
    // Every status in the table is one that may carry a body.
    return c.json(errorBody(error), status as ContentfulStatusCode);
  }
}

function errorBody(thrown: unknown): object {
  const { code, message, field, status } = asCountersignError(thrown);
  const type = status === 401 || status === 403 ? 'authentication_error' : (status ?? 500) < 500 ? 'invalid_request_error' : 'server_error';
  return { error: { message, type, code, param: field ?? null } };
}
