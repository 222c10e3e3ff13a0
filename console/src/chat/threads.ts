import { useCallback, useEffect, useState } from 'react';
import { readList, readText, readTree, readValues } from '../read.ts';
import { call } from '../shell/api.ts';
import { say } from '../shell/language.ts';

export type Thread = { readonly id: string; readonly title: string; readonly updatedAt: string; readonly isBusy: boolean };

const pageSize = 50;

function readThread(value: unknown): Thread {
  const thread = readTree(value);
  const { title, messages } = readValues(thread['values']);
  const first = messages.find(({ role }) => role === 'human')?.text ?? '';
  const named = [title, readText(readTree(thread['metadata'])['title']), first].find((each) => each.trim() !== '');
  return {
    id: readText(thread['thread_id']),
    title: named?.trim().slice(0, 120) ?? say('untitled'),
    updatedAt: readText(thread['updated_at']),
    isBusy: thread['status'] === 'busy',
  };
}

export type Threads = { readonly threads: readonly Thread[] | undefined; readonly hasFailed: boolean; readonly refresh: () => void };

/** The person's own conversations, the newest first: the server shows nobody else's. */
export function useThreads(): Threads {
  const [threads, setThreads] = useState<readonly Thread[]>();
  const [hasFailed, setFailed] = useState(false);
  const refresh = useCallback(() => {
    const look = async (): Promise<void> => {
      try {
        const found = await call<unknown>('POST', '/threads/search', { limit: pageSize, sort_by: 'updated_at', sort_order: 'desc' });
        setFailed(false);
        setThreads(readList(found).map(readThread));
      } catch {
        setFailed(true);
      }
    };
    void look();
  }, []);
  useEffect(refresh, [refresh]);
  return { threads, hasFailed, refresh };
}

export const createThread = async (): Promise<string> =>
  readText(readTree(await call<unknown>('POST', '/threads', { metadata: {} }))['thread_id']);
export const deleteThread = (id: string): Promise<unknown> => call('DELETE', `/threads/${encodeURIComponent(id)}`);
