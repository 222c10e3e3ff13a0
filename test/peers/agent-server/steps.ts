// What both servers are asked, through the sdk; each step answers with what a client sees.
import type { Client } from '@langchain/langgraph-sdk';

export type Asked = { readonly client: Client; readonly url: string; readonly apiKey: string };
export type Step = { readonly name: string; readonly ask: (asked: Asked) => Promise<unknown> };

const human = (content: string) => ({ messages: [{ role: 'user', content }] });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** The status of what was refused, or what was answered. */
async function status(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    return /HTTP (\d+)/.exec(String(error))?.[1] ?? String(error);
  }
}

const newThread = async ({ client }: Asked): Promise<string> => (await client.threads.create()).thread_id;

const modes = ['values', 'updates', 'messages', 'messages-tuple', 'custom', 'events', 'tasks', 'checkpoints', 'debug'] as const;

function streamed(graph: string, input: unknown, streamMode: string | string[], more: object = {}) {
  return async (asked: Asked): Promise<unknown> => {
    const events = await all(
      asked.client.runs.stream(await newThread(asked), graph, { input: input as never, streamMode: streamMode as never, ...more }),
    );
    const wanted = events.filter(
      ({ event }) => streamMode.includes('checkpoints') || streamMode.includes('debug') || !event.startsWith('checkpoints'),
    );
    return { events: wanted.map(({ event, data }) => ({ event, data })), notAskedFor: events.length - wanted.length };
  };
}

const streams: readonly Step[] = [
  ...modes.map((mode) => ({ name: `stream ${mode}`, ask: streamed('slow', { ms: 0 }, mode) })),
  ...(['values', 'updates', 'messages', 'messages-tuple', 'events'] as const).map((mode) => ({
    name: `stream ${mode} of a model`,
    ask: streamed('echo', human('say 3 words'), mode),
  })),
  { name: 'stream custom of a node', ask: streamed('custom', { ms: 0 }, 'custom') },
  { name: 'stream several modes', ask: streamed('slow', { ms: 0 }, ['values', 'updates', 'tasks']) },
  { name: 'stream subgraphs', ask: streamed('nested', { ms: 0 }, ['values', 'updates', 'custom'], { streamSubgraphs: true }) },
  { name: 'stream an interrupt', ask: streamed('ask', { question: 'q' }, ['values', 'updates', 'tasks']) },
  { name: 'stream an error', ask: streamed('error', { ms: 0 }, 'values') },
];

const runs: readonly Step[] = [
  { name: 'wait', ask: async (asked) => asked.client.runs.wait(await newThread(asked), 'echo', { input: human('hello') }) },
  { name: 'wait without a thread', ask: ({ client }) => client.runs.wait(null, 'echo', { input: human('hello') }) },
  {
    name: 'wait for an error',
    ask: async (asked) => asked.client.runs.wait(await newThread(asked), 'error', { input: { ms: 0 }, raiseError: false }),
  },
  {
    name: 'create, join, get, list',
    async ask(asked) {
      const id = await newThread(asked);
      const run = await asked.client.runs.create(id, 'slow', { input: { ms: 5 }, metadata: { why: 'test' } });
      const joined = await asked.client.runs.join(id, run.run_id);
      await pause(50);
      return [run, joined, await asked.client.runs.get(id, run.run_id), (await asked.client.runs.list(id)).length];
    },
  },
  {
    name: 'headers of a stream',
    async ask(asked) {
      const id = await newThread(asked);
      const answer = await fetch(`${asked.url}/threads/${id}/runs/stream`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': asked.apiKey },
        body: JSON.stringify({ assistant_id: 'slow', input: { ms: 0 } }),
      });
      await answer.text();
      return Object.fromEntries(
        ['content-type', 'content-location', 'location'].map((name) => [name, answer.headers.get(name)?.replace(/;.*/, '') ?? null]),
      );
    },
  },
  {
    name: 'join a stream after its end',
    async ask(asked) {
      const id = await newThread(asked);
      const run = await asked.client.runs.create(id, 'slow', { input: { ms: 0 }, streamResumable: true });
      await asked.client.runs.join(id, run.run_id);
      await pause(50);
      return (await all(asked.client.runs.joinStream(id, run.run_id, { lastEventId: '-1' }))).map(({ event }) => event);
    },
  },
  ...(['reject', 'enqueue', 'interrupt', 'rollback'] as const).map((multitaskStrategy) => ({
    name: `a second run with ${multitaskStrategy}`,
    async ask(asked: Asked) {
      const id = await newThread(asked);
      const first = await asked.client.runs.create(id, 'slow', { input: { ms: 300 } });
      if (multitaskStrategy === 'interrupt' || multitaskStrategy === 'rollback') await pause(450);
      const second = await status(async () => {
        const run = await asked.client.runs.create(id, 'slow', { input: { ms: 1 }, multitaskStrategy });
        await asked.client.runs.join(id, run.run_id);
      });
      await asked.client.runs.join(id, first.run_id).catch(() => undefined);
      await pause(100);
      return { second, runs: (await asked.client.runs.list(id)).map((run) => run.status) };
    },
  })),
  {
    name: 'cancel',
    async ask(asked) {
      const id = await newThread(asked);
      const run = await asked.client.runs.create(id, 'slow', { input: { ms: 800 } });
      await pause(1300);
      await asked.client.runs.cancel(id, run.run_id, true);
      await pause(100);
      return [(await asked.client.runs.get(id, run.run_id)).status, (await asked.client.threads.get(id)).status];
    },
  },
];

const interrupts: readonly Step[] = [
  {
    name: 'an interrupt and its answer',
    async ask(asked) {
      const { client } = asked;
      const id = await newThread(asked);
      const parked = await client.runs.wait(id, 'ask', { input: { question: 'q' } });
      const thread = await client.threads.get(id);
      const state = await client.threads.getState(id);
      const found = (await client.threads.search({ ids: [id], status: 'interrupted' })).length;
      const values = await client.runs.wait(id, 'ask', { command: { resume: 'yes' } });
      return {
        parked,
        status: thread.status,
        interrupts: Object.values(thread.interrupts),
        state,
        found,
        values,
        runs: (await client.runs.list(id)).map((run) => run.status),
      };
    },
  },
  {
    name: 'one answer for two questions',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'ask-two', { input: { question: 'q' } });
      return status(() => asked.client.runs.wait(id, 'ask-two', { command: { resume: 'Y' } }));
    },
  },
  {
    name: 'one of two questions answered',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'ask-two', { input: { question: 'q' } });
      const { tasks } = await asked.client.threads.getState(id);
      const first = tasks[0]?.interrupts[0]?.id ?? '';
      const half = await asked.client.runs.wait(id, 'ask-two', { command: { resume: { [first]: 'A' } } });
      return (half as { __interrupt__?: unknown[] }).__interrupt__?.length;
    },
  },
  {
    name: 'an answer where nothing waits',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'ask', { input: { question: 'q' } });
      await asked.client.runs.wait(id, 'ask', { command: { resume: 'Y' } });
      return status(() => asked.client.runs.wait(id, 'ask', { command: { resume: 'Z' } }));
    },
  },
  {
    name: 'an answer to a question that is gone',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'ask', { input: { question: 'q' } });
      return status(() => asked.client.runs.wait(id, 'ask', { command: { resume: { ['0'.repeat(32)]: 'Z' } } }));
    },
  },
  {
    name: 'an answer that is false',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'ask', { input: { question: 'q' } });
      return asked.client.runs.wait(id, 'ask', { command: { resume: false } });
    },
  },
];

const threads: readonly Step[] = [
  { name: 'a new thread', ask: ({ client }) => client.threads.create({ metadata: { topic: 'x' } }) },
  {
    name: 'a thread after a run',
    async ask(asked) {
      const id = await newThread(asked);
      await asked.client.runs.wait(id, 'slow', { input: { ms: 0 } });
      await pause(50);
      return asked.client.threads.get(id);
    },
  },
  {
    name: 'state, history, copy',
    async ask(asked) {
      const { client } = asked;
      const id = await newThread(asked);
      await client.runs.wait(id, 'slow', { input: { ms: 0 } });
      const copy = await client.threads.copy(id);
      const history = await client.threads.getHistory(id);
      return {
        state: await client.threads.getState(id),
        steps: history.map((each) => each.next),
        copied: (await client.threads.getState(copy.thread_id)).values,
      };
    },
  },
  {
    name: 'state before any run',
    ask: async (asked) => asked.client.threads.getState(await newThread(asked)),
  },
  {
    name: 'state written by hand',
    async ask(asked) {
      const { client } = asked;
      const id = await newThread(asked);
      await client.runs.wait(id, 'slow', { input: { ms: 0 } });
      const config = await client.threads.updateState(id, { values: { log: ['x'] }, asNode: 'one' });
      return { keys: Object.keys(config).toSorted(), next: (await client.threads.getState(id)).next };
    },
  },
  {
    name: 'what is not there or not valid',
    async ask(asked) {
      const { client } = asked;
      const none = '01a21801-804b-719c-bfca-edc94578a5f5';
      const id = await newThread(asked);
      return {
        thread: await status(() => client.threads.get(none)),
        run: await status(() => client.runs.get(id, none)),
        assistant: await status(() => client.runs.create(id, none, { input: {} })),
        graph: await status(() => client.runs.create(id, 'unknown', { input: {} })),
        threadOfRun: await status(() => client.runs.create(none, 'slow', { input: { ms: 0 } })),
        taken: await status(() => client.threads.create({ threadId: id })),
        mode: await status(() => client.runs.create(id, 'slow', { input: { ms: 0 }, streamMode: 'loud' as never })),
      };
    },
  },
];

const others: readonly Step[] = [
  { name: 'a default assistant', ask: ({ client }) => client.assistants.get('echo') },
  {
    name: 'an assistant and its versions',
    async ask({ client }) {
      const made = await client.assistants.create({ graphId: 'echo', name: 'mine', metadata: { a: 1 } });
      const changed = await client.assistants.update(made.assistant_id, { metadata: { b: 2 } });
      const versions = (await client.assistants.getVersions(made.assistant_id)).map((each) => each.version);
      const back = await client.assistants.setLatest(made.assistant_id, 1);
      await client.assistants.delete(made.assistant_id);
      return { made, changed, versions, back: back.version, gone: await status(() => client.assistants.get(made.assistant_id)) };
    },
  },
  { name: 'the graph of an assistant', ask: ({ client }) => client.assistants.getGraph('slow') },
  {
    name: 'the store',
    async ask({ client }) {
      await client.store.putItem(['a', 'b'], 'k', { n: 1 });
      const item = await client.store.getItem(['a', 'b'], 'k');
      const found = await client.store.searchItems(['a'], { filter: { n: 1 } });
      const names = await client.store.listNamespaces({ prefix: ['a'] });
      await client.store.deleteItem(['a', 'b'], 'k');
      return { item, found: found.items.length, names, gone: await client.store.getItem(['a', 'b'], 'k') };
    },
  },
  { name: 'a schedule', ask: ({ client }) => status(() => client.crons.create('slow', { schedule: '0 3 * * *', input: { ms: 0 } })) },
];

export const steps: readonly Step[] = [...threads, ...runs, ...streams, ...interrupts, ...others];
