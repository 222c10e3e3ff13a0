import type { ServerResponse } from 'node:http';
import { wire, type Wire } from './wire-servers.ts';

/** A streamed answer. `units` of text or arguments go into one delta, `bytes` into one write; all at once unless told. */
export type Streamed = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly calls?: readonly { readonly id?: string; readonly name: string; readonly arguments: string }[];
  readonly units?: number;
  readonly bytes?: number;
  /** How it says it ended; null says nothing. */
  readonly end?: string | null;
  /** After so many deltas it is silent, or ends without a word. */
  readonly silentAfter?: number;
  readonly endsAfter?: number;
};

export function openAiStream(...replies: (Streamed | ((body: string) => Streamed))[]): Promise<Wire> {
  return wire(
    replies,
    '/v1/chat/completions',
    (response, reply) => {
      const event = (choice: object, more: object = {}): string =>
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, finish_reason: null, ...choice }], ...more })}\n\n`;
      const deltas = [
        event({ delta: { role: 'assistant', content: '' } }),
        ...pieces(reply.text ?? '', reply.units).map((content) => event({ delta: { content } })),
        ...interleaved((reply.calls ?? []).map((call, index) => openAiCall(call, index, reply.units))).map((tool_calls) =>
          event({ delta: { tool_calls } }),
        ),
      ];
      const finish = reply.end === undefined ? (reply.calls ? 'tool_calls' : 'stop') : reply.end;
      const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
      const closing = [
        ...(finish === null ? [] : [event({ delta: {}, finish_reason: finish })]),
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [], usage })}\n\n`,
        'data: [DONE]\n\n',
      ];
      send(response, reply, 'text/event-stream', deltas, closing, { error: { message: 'no', type: 'server_error' } });
    },
    '/v1',
  );
}

export function ollamaStream(...replies: (Streamed | ((body: string) => Streamed))[]): Promise<Wire> {
  return wire(
    replies,
    '/api/chat',
    (response, reply) => {
      const line = (message: object, more: object = { done: false }): string =>
        `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content: '', ...message }, ...more })}\n`;
      const calls = reply.calls?.map((call) => ({ function: { name: call.name, arguments: JSON.parse(call.arguments) as unknown } }));
      const deltas = [
        ...pieces(reply.text ?? '', reply.units).map((content) => line({ content })),
        ...(calls ? [line({ tool_calls: calls })] : []),
      ];
      const reason = reply.end === undefined ? { done_reason: 'stop' } : reply.end === null ? {} : { done_reason: reply.end };
      send(response, reply, 'application/x-ndjson', deltas, [line({}, { done: true, ...reason, prompt_eval_count: 90, eval_count: 10 })], {
        error: 'no',
      });
    },
    '',
  );
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, bytes, silentAfter, endsAfter }: Streamed,
  type: string,
  deltas: readonly string[],
  closing: readonly string[],
  error: object,
): void {
  response.writeHead(status, { 'content-type': status === 200 ? type : 'application/json', ...headers });
  if (status !== 200) return void response.end(JSON.stringify(error));
  const stop = silentAfter ?? endsAfter;
  const all = Buffer.from((stop === undefined ? [...deltas, ...closing] : deltas.slice(0, stop)).join(''));
  const step = bytes ?? all.length;
  for (let at = 0; at < all.length; at += step) response.write(all.subarray(at, at + step));
  if (silentAfter === undefined) response.end();
}

/** The first piece names the call, the others carry its arguments. */
function openAiCall(
  { id, name, arguments: args }: { id?: string; name: string; arguments: string },
  index: number,
  units?: number,
): object[] {
  const about = { index, ...(id === undefined ? {} : { id }), type: 'function' };
  return [
    { ...about, function: { name, arguments: '' } },
    ...pieces(args, units).map((piece) => ({ index, function: { arguments: piece } })),
  ];
}

/** Pieces of parallel calls arrive in turn, one of each. */
function interleaved(calls: readonly object[][]): object[][] {
  const longest = Math.max(0, ...calls.map((each) => each.length));
  return Array.from({ length: longest }, (_, at) => calls.flatMap((each) => each.slice(at, at + 1)));
}

function pieces(text: string, units = text.length): string[] {
  const found = [];
  for (let at = 0; at < text.length; at += units) found.push(text.slice(at, at + units));
  return found;
}
