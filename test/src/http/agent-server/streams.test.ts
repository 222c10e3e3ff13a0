import { createServer, connect, type Server, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { call, collect, human, openRig, sdks, type Rig } from './rig.ts';

type Event = { id: string; event: string; data: unknown };

/** Whole events only: what is cut off before its blank line did not arrive. */
function eventsIn(text: string): Event[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => !block.startsWith(':'))
    .map((block) => {
      const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) as unknown };
    });
}

const words = (count: number): string[] => Array.from({ length: count }, (_, at) => `w${at} `);
const tokensOf = (events: readonly { event: string; data: unknown }[]): string[] =>
  events.filter((each) => each.event === 'messages').map((each) => (each.data as [{ content: string }])[0].content);

describe.each(sdks)('stream modes with sdk $sdk', ({ make }) => {
  const events = async (graph: string, input: unknown, streamMode: string | string[], more: object = {}): Promise<Event[]> => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    return (await collect(client.runs.stream(id, graph, { input: input as never, streamMode: streamMode as never, ...more }))) as Event[];
  };
  const names = (all: readonly Event[]): string[] => all.map((each) => each.event);

  it('every event has an id of its own', async () => {
    const all = await events('slow', { ms: 0 }, ['values', 'updates', 'debug']);
    expect(new Set(all.map((each) => each.id)).size).toBe(all.length);
    expect(all.every((each) => each.id !== '')).toBe(true);
  });

  it('values shows the whole state after each step', async () => {
    const all = await events('slow', { ms: 0 }, 'values');
    expect(all.map((each) => (each.data as { log?: string[] }).log)).toEqual([
      undefined,
      [],
      ['one'],
      ['one', 'two'],
      ['one', 'two', 'three'],
    ]);
  });

  it('updates shows what each node wrote', async () => {
    const all = await events('slow', { ms: 0 }, 'updates');
    expect(all.slice(1).map((each) => each.data)).toEqual([
      { one: { log: ['one'] } },
      { two: { log: ['two'] } },
      { three: { log: ['three'] } },
    ]);
  });

  it('messages grows each message and then shows it whole', async () => {
    const all = await events('echo', human('say 3 words'), 'messages');
    expect(names(all)).toEqual([
      'metadata',
      'messages/complete',
      'messages/metadata',
      ...words(3).map(() => 'messages/partial'),
      'messages/complete',
    ]);
    expect(all.filter((each) => each.event === 'messages/partial').map((each) => (each.data as [{ content: string }])[0].content)).toEqual([
      'w0 ',
      'w0 w1 ',
      'w0 w1 w2 ',
    ]);
    expect(all.at(-1)?.data).toMatchObject([{ type: 'ai', content: 'w0 w1 w2 ' }]);
  });

  it('messages-tuple gives each token with where it comes from', async () => {
    const all = await events('echo', human('say 4 words'), 'messages-tuple');
    expect(tokensOf(all)).toEqual(words(4));
    expect(all.at(-1)?.data).toMatchObject([
      { type: 'ai' },
      { langgraph_node: 'model', thread_id: expect.any(String), run_id: expect.any(String) },
    ]);
  });

  it('custom gives what the nodes say', async () => {
    const all = await events('custom', { ms: 0 }, 'custom');
    expect(all.slice(1).map((each) => each.data)).toEqual([{ step: 1 }, { step: 2, who: 'Olivia Brandt' }]);
  });

  it('events gives what every inner part does', async () => {
    const all = await events('echo', human('hi'), 'events');
    const kinds = new Set(all.slice(1).map((each) => (each.data as { event: string }).event));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['on_chain_start', 'on_chat_model_start', 'on_chat_model_stream', 'on_chat_model_end']),
    );
  });

  it('tasks gives the beginning and the end of each node', async () => {
    const all = await events('slow', { ms: 0 }, 'tasks');
    expect(all.slice(1).map((each) => [(each.data as { name: string }).name, 'result' in (each.data as object)])).toEqual([
      ['one', false],
      ['one', true],
      ['two', false],
      ['two', true],
      ['three', false],
      ['three', true],
    ]);
  });

  it('checkpoints gives values and what comes next', async () => {
    const all = await events('slow', { ms: 0 }, 'checkpoints');
    expect(all.slice(1).map((each) => (each.data as { next: string[] }).next)).toEqual([['__start__'], ['one'], ['two'], ['three'], []]);
  });

  it('debug gives both, with places and without what belongs to the server', async () => {
    const all = await events('slow', { ms: 0 }, 'debug');
    expect(all.slice(1).map((each) => (each.data as { type: string }).type)).toContain('task_result');
    expect(all[1]?.data).toMatchObject({
      type: 'checkpoint',
      payload: { checkpoint: { thread_id: expect.any(String) }, parent_checkpoint: null },
    });
    expect(JSON.stringify(all)).not.toMatch(/__services|inside|asked_by/);
  });

  it('subgraphs are told apart by the name of the event', async () => {
    const all = await events('nested', { ms: 0 }, ['updates', 'custom'], { streamSubgraphs: true });
    expect(names(all).map((name) => name.replace(/:[0-9a-f-]+$/, ''))).toEqual(['metadata', 'custom|inner', 'updates|inner', 'updates']);
  });

  it('a joined stream gives the modes asked for, from the beginning', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const run = await client.runs.create(id, 'slow', { input: { ms: 5 }, streamMode: ['values', 'updates'] });
    const all = await collect(client.runs.joinStream(id, run.run_id, { streamMode: ['updates'] }));
    expect(names(all as Event[])).toEqual(['metadata', 'updates', 'updates', 'updates']);
    const after = await collect(client.runs.joinStream(id, run.run_id, { lastEventId: (all[1] as Event).id, streamMode: 'updates' }));
    expect(after).toEqual(all.slice(2));
  });
});

describe('a stream that breaks off', () => {
  it('200 times in the middle loses no event and repeats none', { timeout: 60_000 }, async () => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    const first = await call(rig, 'POST', `/threads/${id}/runs/stream`, {
      assistant_id: 'echo',
      input: human('say 1200 words every 3 ms'),
      stream_mode: ['messages-tuple', 'values'],
    });
    const place = first.headers.get('location') ?? '';
    expect(place).toMatch(new RegExp(`^/threads/${id}/runs/[^/]+/stream$`));
    await first.body?.cancel();
    const seen: Event[] = [];
    let drops = 0;
    let isOver = false;
    while (!isOver) {
      const { text, ended } = await readRaw(
        rig,
        place,
        seen.at(-1)?.id,
        drops < 200 ? 200 + ((drops * 7919) % 9000) : Number.POSITIVE_INFINITY,
      );
      seen.push(...eventsIn(text));
      if (!ended) drops += 1;
      isOver = ended;
    }
    const whole = eventsIn(await (await call(rig, 'GET', place)).text());
    expect(drops).toBe(200);
    expect(seen).toEqual(whole);
    expect(tokensOf(seen)).toEqual(words(1200));
  });

  it.each(sdks)('is taken up by sdk $sdk itself where it was', { timeout: 60_000 }, async ({ make }) => {
    const rig = await openRig();
    const wire = await cutting(rig, 3);
    const client = make(wire.url, 'key-olivia');
    const { thread_id: id } = await rig.client().threads.create();
    const all = await collect(client.runs.stream(id, 'echo', { input: human('say 400 words every 5 ms'), streamMode: ['messages-tuple'] }));
    wire.server.close();
    expect(wire.cuts()).toBe(3);
    expect(tokensOf(all as Event[])).toEqual(words(400));
    expect(all.filter((each) => each.event === 'metadata')).toHaveLength(1);
  });
});

/** Reads until so many bytes came, then destroys the socket; `ended` when the answer ended by itself. */
function readRaw(rig: Rig, path: string, lastEventId: string | undefined, dropAfter: number): Promise<{ text: string; ended: boolean }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(rig.url);
    const socket = connect(Number(port), hostname, () => {
      const after = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
      socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nx-api-key: key-olivia\r\n${after}connection: close\r\n\r\n`);
    });
    let raw = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      raw = Buffer.concat([raw, chunk]);
      if (raw.length < dropAfter) return;
      socket.destroy();
      resolve({ text: unchunked(raw), ended: false });
    });
    socket.on('end', () => resolve({ text: unchunked(raw), ended: true }));
    socket.on('error', reject);
  });
}

/** The body of a chunked answer, as far as it came. */
function unchunked(raw: Buffer): string {
  let at = raw.indexOf('\r\n\r\n') + 4;
  const parts: Buffer[] = [];
  for (;;) {
    const line = raw.indexOf('\r\n', at);
    if (line < 0) break;
    const size = Number.parseInt(raw.subarray(at, line).toString(), 16);
    if (!(size > 0)) break;
    parts.push(raw.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
    if (at > raw.length) break;
  }
  return Buffer.concat(parts).toString();
}

/** A wire between client and server that breaks the first streams after a while. */
async function cutting(rig: Rig, times: number): Promise<{ url: string; server: Server; cuts: () => number }> {
  const { hostname, port } = new URL(rig.url);
  let cuts = 0;
  const server = createServer((near: Socket) => {
    const far = connect(Number(port), hostname);
    let isStream = false;
    let passed = 0;
    near.on('data', (chunk) => far.write(chunk));
    far.on('data', (chunk: Buffer) => {
      isStream ||= chunk.toString('latin1').includes('text/event-stream');
      passed += chunk.length;
      near.write(chunk);
      if (!isStream || passed < 20_000 || cuts >= times) return;
      cuts += 1;
      near.resetAndDestroy();
      far.destroy();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has a port');
  return { url: `http://127.0.0.1:${address.port}`, server, cuts: () => cuts };
}

describe('many at once', () => {
  it('64 turns of 200 tokens lose none', { timeout: 60_000 }, async () => {
    const rig = await openRig();
    const by = { id: 'person:olivia', name: 'Olivia', roles: ['user'] };
    const turns = await Promise.all(
      Array.from({ length: 64 }, async () => {
        const turn = await rig.serving.turn({ assistantId: 'echo', input: human('say 200 words') }, { by });
        return tokensOf((await collect(turn.events)).map(({ mode, data }) => ({ event: mode, data })));
      }),
    );
    for (const tokens of turns) expect(tokens).toEqual(words(200));
  });

  it('a principal holds only so many streams open, and may open others when they end', async () => {
    const rig = await openRig({ limits: { streamsPerPrincipal: 2 } });
    const client = rig.client();
    const runs = await Promise.all([1, 2, 3].map(() => client.runs.create(null, 'slow', { input: { ms: 100 } })));
    const answers = await Promise.all(runs.map((run) => call(rig, 'GET', `/runs/${run.run_id}/stream`)));
    const codes = answers.map((each) => each.status);
    for (const each of answers) await each.text();
    expect(codes).toEqual([200, 200, 409]);
    expect((await call(rig, 'GET', `/runs/${runs[0]?.run_id}/stream`)).status).toBe(200);
  });

  it('the events of a run are kept within bounds, and a place that is gone is told', async () => {
    const rig = await openRig({ limits: { eventsPerRun: 40 } });
    const client = rig.client();
    const run = await client.runs.create(null, 'echo', {
      input: human('say 200 words'),
      streamMode: 'messages-tuple',
      onCompletion: 'continue',
    });
    await client.runs.join(run.thread_id, run.run_id);
    const answer = await call(rig, 'GET', `/runs/${run.run_id}/stream`, undefined, { 'last-event-id': '-1' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'resource.not_found', field: 'last-event-id' });
  });
});
