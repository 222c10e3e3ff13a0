import { useCallback, useEffect, useState } from 'react';
import { approvalStatuses, type Approval, type ApprovalStatus } from './statuses.ts';
import { call, look, sentence } from '../shell/api.ts';
import { say } from '../shell/language.ts';

type Found = { readonly items: readonly Approval[]; readonly next: string | null };
const pageSize = 50;
const everyMs = 20_000;

export type Approvals = {
  readonly items: readonly Approval[] | undefined;
  readonly hasMore: boolean;
  readonly error: string;
  readonly more: () => void;
  readonly refresh: () => void;
};

/** What waits stands first, what is due earliest first among it; the rest as the server lists it, newest first. */
export function inOrder(items: readonly Approval[]): readonly Approval[] {
  const waiting = items.filter(({ status }) => status === 'waiting').toSorted((a, b) => (a.expiresAt < b.expiresAt ? -1 : 1));
  return [...waiting, ...items.filter(({ status }) => status !== 'waiting')];
}

/** Approvals of a status, page by page. The pages that are shown are read again every 20 s while somebody looks. */
export function useApprovals(status: string): Approvals {
  const [found, setFound] = useState<Found>();
  const [pages, setPages] = useState(1);
  const [error, setError] = useState('');
  const load = useCallback(
    async (isTimer: boolean) => {
      try {
        setFound(await read(status, pages, isTimer));
        setError('');
      } catch (thrown) {
        setError(sentence(thrown, say('noAnswer')));
      }
    },
    [status, pages],
  );
  useEffect(() => {
    void load(false);
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void load(true);
    }, everyMs);
    return () => clearInterval(timer);
  }, [load]);
  return {
    items: found && inOrder(found.items),
    hasMore: found !== undefined && found.next !== null,
    error,
    more: () => setPages(pages + 1),
    refresh: () => void load(false),
  };
}

/** "All" reads what waits by itself as well: on a later page it would be missing at the top. */
async function read(status: string, pages: number, isTimer: boolean): Promise<Found> {
  if (isStatus(status)) return readPages(`status=${status}&`, pages, isTimer);
  const [waiting, all] = await Promise.all([readPages('status=waiting&', 1, isTimer), readPages('', pages, isTimer)]);
  const known = new Set(waiting.items.map(({ id }) => id));
  return { items: [...waiting.items, ...all.items.filter(({ id }) => !known.has(id))], next: all.next };
}

async function readPages(query: string, pages: number, isTimer: boolean): Promise<Found> {
  let found: Found = { items: [], next: null };
  for (let page = 0; page < pages; page += 1) {
    if (page > 0 && found.next === null) break;
    const after = found.next === null ? '' : `&after=${encodeURIComponent(found.next)}`;
    const path = `/v1/approvals?${query}limit=${pageSize}${after}`;
    const next: Found = await (isTimer ? look<Found>(path) : call<Found>('GET', path));
    found = { items: [...found.items, ...next.items], next: next.next };
  }
  return found;
}

const isStatus = (status: string): status is ApprovalStatus => approvalStatuses.some((each) => each === status);
