import { isOpen, isParked, readList, readText, readTree } from '../read.ts';
import { call, look, ownHeader, Problem, refuseProblem } from '../shell/api.ts';
import { say } from '../shell/language.ts';
import { follow, type Opening } from '../sse.ts';
import type { Step } from './conversation.ts';
import { runInHand, runIn, wait } from './run-in-hand.ts';

/** `isOpen`: more may come without a question, so the thread is looked at now and then. */
export type ThreadState = { readonly isParked: boolean; readonly isOpen: boolean };

export type TalkParts = {
  readonly thread: string;
  readonly tell: (step: Step) => void;
  readonly onState: (state: ThreadState) => void;
  /** Something was added while nobody here asked: what became of a change. */
  readonly onNews: () => void;
  /** The list of conversations is out of date. */
  readonly onChange: () => void;
};

export type Talk = {
  /** Reads what the thread holds, then asks `question` or joins the run this tab was reading before a reload. */
  readonly open: (question: string | undefined) => Promise<void>;
  readonly send: (text: string) => Promise<void>;
  readonly stop: () => void;
  /** Reads whether there is news; a timer asks, so it keeps no session awake. */
  readonly look: () => Promise<void>;
  /** The page goes elsewhere; the run goes on. */
  readonly leave: () => void;
};

/** The requests of one thread. */
export function createTalk(parts: TalkParts): Talk {
  const { thread, tell } = parts;
  const base = `/threads/${encodeURIComponent(thread)}`;
  const pathOf = (run: string): string => `${base}/runs/${encodeURIComponent(run)}`;
  const news = createNews(parts, base);
  const load = async (): Promise<void> => {
    const state = await call<unknown>('GET', `${base}/state`);
    tell({ type: 'loaded', values: readTree(state)['values'] });
    news.keep(state);
  };

  const reader = createReader(parts, { load, keep: news.keep });

  const cancel = (run: string): void => {
    // The run may have ended in the same moment; then there is nothing to stop.
    void call('POST', `${pathOf(run)}/cancel?wait=0`).catch(() => undefined);
  };

  const send = (text: string): Promise<void> => {
    runInHand.drop(thread);
    tell({ type: 'asked', text });
    return reader.read({ method: 'POST', path: `${base}/runs/stream`, body: JSON.stringify(runOf(text)) });
  };

  return {
    async open(question) {
      try {
        await load();
      } catch (thrown) {
        tell({ type: 'failed', ...failureOf(thrown) });
        return;
      }
      const run = runInHand.get(thread);
      if (question !== undefined) await send(question);
      else if (run !== undefined) {
        tell({ type: 'joined' });
        // -1 asks for the whole run: this page has seen nothing of it.
        await reader.read({ method: 'GET', path: `${pathOf(run)}/stream`, lastEventId: '-1' });
      }
    },
    send,
    stop() {
      tell({ type: 'stopped' });
      news.forget();
      reader.stop(cancel);
    },
    look: () => news.look(reader.isReading),
    leave: () => reader.leave(),
  };
}

const stateOf = (state: unknown): ThreadState => ({ isParked: isParked(state), isOpen: isOpen(state) });
const idsIn = (state: unknown): string =>
  readList(readTree(readTree(state)['values'])['messages'])
    .map((message) => readText(readTree(message)['id']))
    .join(' ');

type News = {
  readonly keep: (state: unknown) => void;
  /** What was stopped stays on the screen: the messages a look finds next are where news is counted from. */
  readonly forget: () => void;
  readonly look: (isReading: () => boolean) => Promise<void>;
};

/** Tells messages nobody here asked for from the ones that came with an answer. */
function createNews(parts: TalkParts, base: string): News {
  let known: string | undefined;
  const keep = (state: unknown): void => {
    known = idsIn(state);
    parts.onState(stateOf(state));
  };
  return {
    keep,
    forget() {
      known = undefined;
    },
    async look(isReading) {
      if (isReading()) return;
      const state = await look<unknown>(`${base}/state`).catch(() => undefined);
      // Whoever asked something meanwhile reads what came with the answer.
      if (state === undefined || isReading()) return;
      const isNews = known !== undefined && idsIn(state) !== known;
      if (isNews) parts.tell({ type: 'loaded', values: readTree(state)['values'] });
      keep(state);
      if (isNews) parts.onNews();
    },
  };
}

type Reader = {
  readonly isReading: () => boolean;
  readonly read: (opening: Opening) => Promise<void>;
  readonly leave: () => void;
  /** Stops listening, and cancels the run: now, or as soon as the server has said which one it is. */
  readonly stop: (cancel: (run: string) => void) => void;
};

type Loading = { readonly load: () => Promise<void>; readonly keep: (state: unknown) => void };
type Reading = { readonly controller: AbortController; cancel: ((run: string) => void) | undefined };

/** Reads a run to its end, through every connection that breaks. One at a time: a newer one ends the one before. */
function createReader(parts: TalkParts, { load, keep }: Loading): Reader {
  const { thread, tell } = parts;
  let current: Reading = { controller: new AbortController(), cancel: undefined };
  let reading = 0;
  const read = async (opening: Opening): Promise<void> => {
    // One that is being stopped ends by itself, as soon as it knows what to cancel.
    if (!current.cancel) current.controller.abort();
    const mine: Reading = { controller: new AbortController(), cancel: undefined };
    current = mine;
    const { signal } = mine.controller;
    const isOver = (): boolean => signal.aborted || mine.cancel !== undefined;
    const onResponse = keepRun(thread, mine);
    reading += 1;
    try {
      const stream = follow(opening, { fetch: window.fetch.bind(window), wait, signal, headers: ownHeader, onResponse });
      for await (const { event, data } of stream) if (!isOver()) tell({ type: 'event', event, data: parsed(data) });
      if (isOver()) return;
      runInHand.drop(thread);
      tell({ type: 'ended' });
      parts.onChange();
      keep(await call<unknown>('GET', `/threads/${encodeURIComponent(thread)}/state`));
    } catch (thrown) {
      if (isOver()) return;
      if (thrown instanceof Problem) runInHand.drop(thread);
      // A run that is no longer kept has ended: the thread holds what it wrote.
      if (thrown instanceof Problem && thrown.status === 404 && opening.method === 'GET') {
        tell({ type: 'ended' });
        await load().catch(() => undefined);
      } else tell({ type: 'failed', ...failureOf(thrown) });
    } finally {
      reading -= 1;
    }
  };
  return {
    read,
    isReading: () => reading > 0,
    leave: () => current.controller.abort(),
    stop(cancel) {
      const run = runInHand.get(thread);
      runInHand.drop(thread);
      current.cancel = cancel;
      if (run === undefined) return;
      current.controller.abort();
      cancel(run);
    },
  };
}

const runOf = (text: string): unknown => ({
  assistant_id: 'assistant',
  input: { messages: [{ type: 'human', content: text }] },
  stream_mode: ['messages-tuple', 'custom', 'values'],
  stream_resumable: true,
});

const keepRun =
  (thread: string, reading: Reading) =>
  async (response: Response): Promise<void> => {
    await refuseProblem(response);
    const run = runIn(response.headers.get('content-location'));
    if (run === undefined) return;
    if (reading.cancel) {
      reading.cancel(run);
      reading.controller.abort();
    } else runInHand.set(thread, run);
  };

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const failureOf = (thrown: unknown): { readonly code: string; readonly message: string } =>
  thrown instanceof Problem ? { code: thrown.code, message: thrown.message } : { code: '', message: say('noAnswer') };
