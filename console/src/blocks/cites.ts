import type { TextBlock } from '../../../src/contracts/answer.ts';

export type Piece = { readonly start: number; readonly text: string; readonly source?: string };

/** A text cut at its cites. Cites that overlap or reach outside the text are left out: their text still stands. */
export function piecesOf({ text, cites }: Pick<TextBlock, 'text' | 'cites'>): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  const plain = (until: number): void => {
    if (until > from) pieces.push({ start: from, text: text.slice(from, until) });
  };
  for (const { start, end, source } of cites.toSorted((a, b) => a.start - b.start)) {
    if (start < from || end <= start || end > text.length) continue;
    plain(start);
    pieces.push({ start, text: text.slice(start, end), source });
    from = end;
  }
  plain(text.length);
  return pieces;
}
