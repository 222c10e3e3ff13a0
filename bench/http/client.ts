import { Pool } from 'undici';
import { chatInput, orderInput, tokensPerTurn } from './graphs.ts';

/** A client of the Agent Server protocol with connections that stay open. */
export type Client = {
  newThread(): Promise<string>;
  /** The order run on a thread of its own that goes when it ends, or on one that stays. */
  order(id: string, threadId?: string): Promise<void>;
  /** A turn as a browser takes it: every event parsed, the tokens in the order in which they came. */
  chat(threadId: string): Promise<string[]>;
  close(): Promise<void>;
};

export function connect(url: string, key: string, connections: number): Client {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const headers = { 'content-type': 'application/json', 'x-api-key': key };
  const post = async (path: string, body: unknown) => {
    const answer = await pool.request({ path, method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.statusCode === 200) return answer.body;
    throw new Error(`${path} answered ${answer.statusCode}: ${await answer.body.text()}`);
  };
  return {
    async newThread() {
      return ((await (await post('/threads', {})).json()) as { thread_id: string }).thread_id;
    },
    async order(id, threadId) {
      const body = await post(threadId === undefined ? '/runs/wait' : `/threads/${threadId}/runs/wait`, {
        assistant_id: 'order',
        input: orderInput(id),
        durability: 'sync',
      });
      const state = (await body.json()) as { receipt?: { id?: string } };
      if (state.receipt?.id !== `receipt of ${id}`) throw new Error(`run ${id} did not come to its end: ${JSON.stringify(state)}`);
    },
    async chat(threadId) {
      const body = await post(`/threads/${threadId}/runs/stream`, {
        assistant_id: 'chat',
        input: chatInput,
        stream_mode: ['messages-tuple'],
        durability: 'sync',
      });
      const heard: string[] = [];
      let rest = '';
      body.setEncoding('utf8');
      // Read as text; undici's body yields strings once it has an encoding.
      for await (const chunk of body as AsyncIterable<string>) {
        const events = (rest + chunk).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) hear(event, heard);
      }
      return heard;
    },
    close: () => pool.close(),
  };
}

function hear(event: string, heard: string[]): void {
  let name = '';
  let data = '';
  for (const line of event.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice(7);
    else if (line.startsWith('data: ')) data = line.slice(6);
  }
  if (data === '') return;
  const parsed: unknown = JSON.parse(data);
  if (name === 'error') throw new Error(`a turn failed: ${data}`);
  if (!name.startsWith('messages')) return;
  const [message] = parsed as [{ type: string; content: string }];
  if ((message.type === 'ai' || message.type === 'AIMessageChunk') && message.content !== '') heard.push(message.content.trim());
}

/** Tokens of a turn that did not come, and those that came twice or out of their order. */
export function lostTokens(heard: readonly string[]): number {
  const seen = new Map<string, number>();
  for (const token of heard) seen.set(token, (seen.get(token) ?? 0) + 1);
  let wrong = 0;
  for (let n = 0; n < tokensPerTurn; n += 1) {
    wrong += Math.abs((seen.get(`w${n}`) ?? 0) - 1);
    if (seen.get(`w${n}`) === 1 && heard[n] !== `w${n}`) wrong += 1;
    seen.delete(`w${n}`);
  }
  return wrong + seen.size;
}
