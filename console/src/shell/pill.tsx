import type { ReactNode } from 'react';

const tones: Readonly<Record<string, string>> = {
  waiting: 'wait',
  checking: 'wait',
  proposed: 'wait',
  approved: 'good',
  applied: 'good',
  done: 'good',
  rejected: 'bad',
  failed: 'bad',
  expired: 'bad',
};

/** A state in a word; its colour repeats it and never says it alone. */
export function Pill({ state, children }: { readonly state: string; readonly children: ReactNode }): ReactNode {
  return <span className={`pill ${tones[state] ?? 'plain'}`}>{children}</span>;
}
