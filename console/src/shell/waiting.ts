import { useEffect, useState } from 'react';
import type { Approval } from '../../../src/contracts/approvals.ts';
import { look as read } from './api.ts';

/** Sent when a decision was taken on this page. */
export const approvalsChanged = 'countersign:approvals-changed';

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
        const { items, next } = await read<{ items: readonly Approval[]; next: string | null }>(
          `/v1/approvals?status=waiting&limit=${most}`,
        );
        if (!isOver) setWaiting(next === null ? (items.length === 0 ? '' : String(items.length)) : `${most}+`);
      } catch {
        // The number is a courtesy; the page that is open says what is wrong.
      }
    };
    void look();
    const now = (): void => void look();
    window.addEventListener(approvalsChanged, now);
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
      window.removeEventListener(approvalsChanged, now);
    };
  }, [mayRead, place]);
  return waiting;
}
