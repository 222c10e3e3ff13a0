import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { isParked, readTree } from '../read.ts';
import { call, ownHeader, Problem, refuseProblem } from '../shell/api.ts';
import { say } from '../shell/language.ts';
import { follow, type Opening } from '../sse.ts';
import { advance, emptyConversation, type Conversation } from './conversation.ts';

/** Which run of a thread this tab was reading; an id and nothing else, so that a reload can join it again. */
const memory = {
  key: (thread: string) => `countersign:run:${thread}`,
  get: (thread: string): string | null => sessionStorage.getItem(memory.key(thread)),
  set: (thread: string, run: string): void => sessionStorage.setItem(memory.key(thread), run),
  drop: (thread: string): void => sessionStorage.removeItem(memory.key(thread)),
};

const wait = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });

const runIn = (path: string | null): string | undefined => /\/runs\/([^/?]+)/.exec(path ?? '')?.[1];

export type Talk = {
  readonly conversation: Conversation;
  readonly isLoading: boolean;
  readonly isWaitingForPerson: boolean;
  readonly send: (text: string) => void;
  readonly stop: () => void;
  readonly reload: () => void;
};

/** One thread, from what it holds to what is being written. A run that this tab was reading before a reload is joined again. */
export function useConversation(thread: string, first: string | undefined, onChange: () => void): Talk {
  const [conversation, dispatch] = useReducer(advance, emptyConversation);
  const [isLoading, setLoading] = useState(true);
  const [isWaitingForPerson, setWaiting] = useState(false);
  const reading = useRef<AbortController>(undefined);
  const toSend = useRef(first);
  const base = `/threads/${encodeURIComponent(thread)}`;

  const load = useCallback(async () => {
    const state = await call<unknown>('GET', `${base}/state`);
    dispatch({ type: 'loaded', values: readTree(state)['values'] });
    setWaiting(isParked(state));
  }, [base]);

  const read = useCallback(
    async (opening: Opening) => {
      const controller = new AbortController();
      reading.current?.abort();
      reading.current = controller;
      const onResponse = async (response: Response): Promise<void> => {
        await refuseProblem(response);
        const run = runIn(response.headers.get('content-location'));
        if (run !== undefined) memory.set(thread, run);
      };
      const parts = { fetch: window.fetch.bind(window), wait, signal: controller.signal, headers: ownHeader, onResponse };
      try {
        for await (const { event, data } of follow(opening, parts)) dispatch({ type: 'event', event, data: parsed(data) });
        if (controller.signal.aborted) return;
        memory.drop(thread);
        dispatch({ type: 'ended' });
        setWaiting(isParked(await call<unknown>('GET', `${base}/state`)));
        onChange();
      } catch (thrown) {
        if (controller.signal.aborted) return;
        const gone = thrown instanceof Problem && opening.method === 'GET' && thrown.status === 404;
        if (gone) memory.drop(thread);
        if (gone) return await load();
        if (thrown instanceof Problem) memory.drop(thread);
        dispatch({ type: 'failed', ...failureOf(thrown) });
      }
    },
    [thread, base, load, onChange],
  );

  const send = useCallback(
    (text: string) => {
      dispatch({ type: 'asked', text });
      const body = {
        assistant_id: 'assistant',
        input: { messages: [{ type: 'human', content: text }] },
        stream_mode: ['messages-tuple', 'custom', 'values'],
        stream_resumable: true,
      };
      void read({ method: 'POST', path: `${base}/runs/stream`, body: JSON.stringify(body) });
    },
    [read, base],
  );

  const stop = useCallback(() => {
    const run = memory.get(thread);
    memory.drop(thread);
    reading.current?.abort();
    dispatch({ type: 'stopped' });
    // The run may have ended in the same moment; then there is nothing to stop.
    if (run !== null) void call('POST', `${base}/runs/${encodeURIComponent(run)}/cancel?wait=0`).catch(() => undefined);
  }, [thread, base]);

  const reload = useCallback(() => {
    const open = async (): Promise<void> => {
      try {
        await load();
      } catch (thrown) {
        dispatch({ type: 'failed', ...failureOf(thrown) });
        return;
      } finally {
        setLoading(false);
      }
      const run = memory.get(thread);
      const question = toSend.current;
      toSend.current = undefined;
      if (question !== undefined) send(question);
      else if (run !== null) {
        dispatch({ type: 'joined' });
        // -1 asks for the whole run: this page has seen nothing of it.
        await read({ method: 'GET', path: `${base}/runs/${encodeURIComponent(run)}/stream`, lastEventId: '-1' });
      }
    };
    void open();
  }, [load, read, send, thread, base]);

  useEffect(() => {
    reload();
    return () => reading.current?.abort();
  }, [reload]);

  return { conversation, isLoading, isWaitingForPerson, send, stop, reload };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const failureOf = (thrown: unknown): { readonly code: string; readonly message: string } =>
  thrown instanceof Problem ? { code: thrown.code, message: thrown.message } : { code: '', message: say('noAnswer') };
