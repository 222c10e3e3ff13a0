import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly hang?: true;
  readonly isCutOff?: true;
};
export type Wire = { readonly url: string; readonly bodies: readonly string[]; close(): Promise<void> };

/**
 * A server on loopback that records the bytes of each request and answers with the next reply; the last one repeats. A reply
 * may be worked out from the request.
 */
export async function wire<R extends object>(
  replies: readonly (R | ((body: string) => R))[],
  path: string,
  answer: (response: ServerResponse, reply: R) => void,
  base: string,
): Promise<Wire> {
  const bodies: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url !== path) return void response.writeHead(404).end();
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      const next = replies[bodies.length - 1] ?? replies.at(-1);
      const reply = typeof next === 'function' ? next(bodies.at(-1) ?? '') : next;
      if (reply && !('hang' in reply && reply.hang)) answer(response, reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    bodies,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function openAiServer(...replies: (Reply | ((body: string) => Reply))[]): Promise<Wire> {
  return wire(
    replies,
    '/v1/chat/completions',
    (response, { status = 200, headers = {}, text = '', isCutOff }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      if (status !== 200) return void response.end(JSON.stringify({ error: { message: 'no', type: 'server_error' } }));
      response.end(
        JSON.stringify({
          id: 'chatcmpl-1',
          object: 'chat.completion',
          created: 1,
          model: 'm',
          choices: [{ index: 0, finish_reason: isCutOff ? 'length' : 'stop', message: { role: 'assistant', content: text } }],
          usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
        }),
      );
    },
    '/v1',
  );
}

export function ollamaServer(...replies: Reply[]): Promise<Wire> {
  return wire(
    replies,
    '/api/chat',
    (response, { status = 200, text = '' }) => {
      response.writeHead(status, { 'content-type': 'application/x-ndjson' });
      if (status !== 200) return void response.end(JSON.stringify({ error: 'model is not there' }));
      const half = Math.floor(text.length / 2);
      for (const content of [text.slice(0, half), text.slice(half)]) {
        response.write(
          `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content }, done: false })}\n`,
        );
      }
      response.end(
        `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 90, eval_count: 10 })}\n`,
      );
    },
    '',
  );
}
