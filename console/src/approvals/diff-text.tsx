import type { ReactNode } from 'react';
import { say } from '../shell/language.ts';
import { wordDiff } from './diff.ts';

type Props = { readonly before: string; readonly after: string };

/** Short values side by side with an arrow; long texts word by word. `del` and `ins` say it to a screen reader as well. */
export function DiffText({ before, after }: Props): ReactNode {
  const isLong = Math.max(before.length, after.length) > 60 || /\n/.test(before + after);
  if (before !== '' && after !== '' && isLong)
    return (
      <p className="diff">
        {wordDiff(before, after).map(({ kind, text }, i) => {
          // Pieces have no names, and a diff that changes is drawn anew.
          const key = `${kind}-${String(i)}`;
          if (kind === 'gone') return <del key={key}>{text}</del>;
          return kind === 'new' ? <ins key={key}>{text}</ins> : <span key={key}>{text}</span>;
        })}
      </p>
    );
  return (
    <p className="diff">
      {before === '' ? <span className="dim">{say('empty')}</span> : <del>{before}</del>}
      <span className="arrow" aria-hidden="true">
        {' '}
        →{' '}
      </span>
      {after === '' ? <span className="dim">{say('empty')}</span> : <ins>{after}</ins>}
    </p>
  );
}
