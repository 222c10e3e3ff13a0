import { useEffect, useState } from 'react';
import type { Approval } from '../../../src/contracts/approvals.ts';
import { call } from './api.ts';

const everyMs = 20_000;
const most = 50;

/** How many approvals wait, as it is shown: empty for none. Asked again at every change of place and while the page is looked at. */
export function useWaiting(mayRead: boolean, place: string): string {
  const [waiting, setWaiting] = useState('');
  useEffect(() => {
    if (!mayRead) return undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      if (document.visibilityState === 'hidden') return;
      try {
        const { items, next } = await call<{ items: readonly Approval[]; next: string | null }>(
          'GET',
          `/v1/approvals?status=waiting&limit=${most}`,
        );
        if (!isOver) setWaiting(next === null ? (items.length === 0 ? '' : String(items.length)) : `${most}+`);
      } catch {
        // The number is a courtesy; the page that is open says what is wrong.
      }
    };
    void look();
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [mayRead, place]);
  return waiting;
}
