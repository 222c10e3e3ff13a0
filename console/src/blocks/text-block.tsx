import { useId, useState, type ReactNode } from 'react';
import type { Source, TextBlock } from '../../../src/contracts/answer.ts';
import { say } from '../shell/language.ts';
import { piecesOf } from './cites.ts';

type Props = { readonly block: TextBlock; readonly sources: readonly Source[]; readonly isDraft: boolean };

/** Text as text nodes. What rests on a record is a button that names it. */
export function TextView({ block, sources, isDraft }: Props): ReactNode {
  const [open, setOpen] = useState<number>();
  const id = useId();
  const pieces = piecesOf(block);
  const shown = open === undefined ? undefined : sourceOf(sources, pieces[open]?.source);
  return (
    <div className="text">
      <p className={isDraft ? 'draft' : undefined}>
        {pieces.map((piece, i) =>
          sourceOf(sources, piece.source) ? (
            <button
              key={piece.start}
              type="button"
              className="cite"
              aria-expanded={open === i}
              aria-controls={id}
              aria-label={say('sourceOf', { text: piece.text })}
              onClick={() => setOpen(open === i ? undefined : i)}
            >
              {piece.text}
            </button>
          ) : (
            piece.text
          ),
        )}
      </p>
      <div id={id} aria-live="polite">
        {shown && <SourceView source={shown} />}
      </div>
    </div>
  );
}

export const sourceOf = (sources: readonly Source[], id: string | undefined): Source | undefined =>
  id === undefined || id === '' ? undefined : sources.find((each) => each.id === id);

export function SourceView({ source }: { readonly source: Source }): ReactNode {
  return (
    <p className="source">
      <span className="dim">{say('source')}</span> <strong>{source.label}</strong>{' '}
      <span className="dim">
        {source.system} › {source.type} › <code>{source.record}</code>
      </span>
    </p>
  );
}
