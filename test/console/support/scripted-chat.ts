import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { beatsOf, type Beat } from './script.ts';

type Event = { readonly id: number; readonly event: string; readonly data: unknown };
type Run = {
  readonly id: string;
  readonly events: Event[];
  isOver: boolean;
  isCancelled: boolean;
  breaks: number;
  /** May come before the script holds, and before a second reader waits: neither is lost. */
  isReleased: boolean;
  release: () => void;
  readonly waiting: Set<() => void>;
};
type Thread = {
  readonly id: string;
  title: string;
  updatedAt: string;
  messages: unknown[];
  isParked: boolean;
  readonly runs: Map<string, Run>;
};

/** The part of the Agent Server protocol the console speaks, with an assistant that reads from a script. */
export type ScriptedChat = { release(): void; readonly joins: string[]; readonly cancels: string[]; readonly bodies: unknown[] };

export function mountScriptedChat(app: Hono): ScriptedChat {
  const threads = new Map<string, Thread>();
  const chat = {
    joins: [] as string[],
    cancels: [] as string[],
    bodies: [] as unknown[],
    release: () => threads.forEach((thread) => thread.runs.forEach((run) => run.release())),
  };
  const found = (c: Context): Thread => {
    const thread = threads.get(c.req.param('thread') ?? '');
    if (!thread) throw new Error('no such thread');
    return thread;
  };
  let clock = Date.now();
  app.post('/threads', (c) => {
    const thread: Thread = {
      id: randomUUID(),
      title: '',
      updatedAt: new Date((clock += 1)).toISOString(),
      messages: [],
      isParked: false,
      runs: new Map(),
    };
    threads.set(thread.id, thread);
    return c.json({ thread_id: thread.id });
  });
  app.post('/threads/search', (c) =>
    c.json(
      [...threads.values()]
        .toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
        .map(({ id, title, updatedAt, messages }) => ({
          thread_id: id,
          updated_at: updatedAt,
          status: 'idle',
          metadata: {},
          values: { title, messages },
        })),
    ),
  );
  app.get('/threads/:thread/state', (c) => {
    const { title, messages, isParked } = found(c);
    return c.json({ values: { title, messages }, tasks: isParked ? [{ interrupts: [{ id: '0', value: {} }] }] : [] });
  });
  app.delete('/threads/:thread', (c) => {
    threads.delete(c.req.param('thread'));
    return c.body(null, 204);
  });
  app.post('/threads/:thread/runs/stream', async (c) => {
    const body = await c.req.json();
    chat.bodies.push(body);
    const thread = found(c);
    thread.updatedAt = new Date((clock += 1)).toISOString();
    const run = startRun(thread, String(body.input.messages[0].content));
    if (body.input.messages[0].content === 'Start slowly') await new Promise((resolve) => setTimeout(resolve, 500));
    return stream(c, thread, run, 0);
  });
  app.get('/threads/:thread/runs/:run/stream', (c) => {
    const thread = found(c);
    const run = thread.runs.get(c.req.param('run'));
    if (!run) return c.json({ detail: 'no such run' }, 404);
    const last = c.req.header('last-event-id') ?? '';
    chat.joins.push(last);
    return stream(c, thread, run, last === '-1' ? 0 : Number(last));
  });
  app.post('/threads/:thread/runs/:run/cancel', (c) => {
    const run = found(c).runs.get(c.req.param('run'));
    chat.cancels.push(c.req.param('run'));
    if (run) run.isCancelled = true;
    run?.release();
    return c.json(null, 202);
  });
  return chat;
}

const woken = (run: Run): Promise<void> => new Promise((resolve) => run.waiting.add(resolve));
function wake(run: Run): void {
  const waiting = [...run.waiting];
  run.waiting.clear();
  for (const resolve of waiting) resolve();
}

function startRun(thread: Thread, question: string): Run {
  const run: Run = {
    id: randomUUID(),
    events: [],
    isOver: false,
    isCancelled: false,
    breaks: 0,
    isReleased: false,
    release: () => {
      run.isReleased = true;
      wake(run);
    },
    waiting: new Set(),
  };
  thread.runs.set(run.id, run);
  thread.messages.push({ type: 'human', id: randomUUID(), content: question });
  const emit = (event: string, data: unknown): void => {
    run.events.push({ id: run.events.length + 1, event, data });
    wake(run);
  };
  const values = (): void => emit('values', { title: thread.title, messages: [...thread.messages] });
  const play = async (): Promise<void> => {
    emit('metadata', { run_id: run.id, attempt: 1 });
    values();
    for (const beat of beatsOf(question, randomUUID())) {
      if (run.isCancelled) break;
      await perform(beat, { thread, run, emit, values });
    }
    run.isOver = true;
    wake(run);
  };
  void play();
  return run;
}

type Stage = {
  readonly thread: Thread;
  readonly run: Run;
  readonly emit: (event: string, data: unknown) => void;
  readonly values: () => void;
};

async function perform(beat: Beat, { thread, run, emit, values }: Stage): Promise<void> {
  switch (beat.kind) {
    case 'pause':
      await new Promise((resolve) => setTimeout(resolve, beat.ms));
      return;
    case 'hold':
      while (!run.isReleased) await woken(run);
      return;
    case 'break':
      emit('break', null);
      return;
    case 'chunk':
      emit('messages', [{ type: 'AIMessageChunk', id: beat.id, content: beat.text, additional_kwargs: {} }, {}]);
      return;
    case 'custom':
      emit('custom', beat.event);
      return;
    case 'final':
      thread.messages.push({
        type: 'ai',
        id: beat.id,
        content: beat.content,
        additional_kwargs: beat.answer ? { answer: beat.answer } : {},
      });
      values();
      return;
    case 'title':
      thread.title = beat.title;
      return;
    case 'park':
      thread.isParked = true;
      return;
    case 'error':
      emit('error', { error: beat.error, message: beat.message });
  }
}

/** Sends what is there and what comes, in pieces that cut characters and lines; a `break` event cuts the connection, once each. */
function stream(c: Context, thread: Thread, run: Run, after: number): Response {
  const reader = { isGone: false };
  let sent = after;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      while (!reader.isGone) {
        const event = run.events[sent];
        if (!event) {
          if (run.isOver) break;
          await woken(run);
          continue;
        }
        sent += 1;
        if (event.event === 'break') {
          if (event.id <= run.breaks) continue;
          run.breaks = event.id;
          // Half an event, and then nothing: what a cut line looks like.
          controller.enqueue(new TextEncoder().encode('event: messages\ndata: [{"type":"AIMess'));
          await new Promise((resolve) => setTimeout(resolve, 20));
          controller.error(new Error('cut'));
          return;
        }
        const bytes = new TextEncoder().encode(`event: ${event.event}\r\ndata: ${JSON.stringify(event.data)}\r\nid: ${event.id}\r\n\r\n`);
        for (let at = 0; at < bytes.length; at += 700) controller.enqueue(bytes.slice(at, at + 700));
      }
      if (!reader.isGone) controller.close();
    },
    cancel() {
      reader.isGone = true;
      wake(run);
    },
  });
  const path = `/threads/${thread.id}/runs/${run.id}`;
  return c.body(body, 200, { 'content-type': 'text/event-stream', 'content-location': path, location: `${path}/stream` });
}
