import type { Word } from './word-pieces.ts';

/** A stretch of words the model reads at once. Answers count for the words from `from` to `to`; the rest is context. */
export type Window = { readonly first: number; readonly from: number; readonly to: number; readonly end: number };

/**
 * Windows of at most `room` pieces over all words. Neighbours share about `overlap` pieces, and each word is answered
 * once: by the first window in the first half of what they share, by the second in the rest.
 */
export function windowsOver(words: readonly Word[], room: number, overlap: number): readonly Window[] {
  const windows: Window[] = [];
  for (let first = 0, from = 0; first < words.length;) {
    const end = endWithin(words, first, room);
    if (end <= from) {
      // The next word is too large to share a window with what came before it.
      first = from;
      continue;
    }
    if (end >= words.length) {
      windows.push({ first, from, to: end, end });
      break;
    }
    const next = Math.max(first + 1, startOfShared(words, end, overlap));
    const to = Math.max(from + 1, Math.ceil((next + end) / 2));
    windows.push({ first, from, to, end });
    first = next;
    from = to;
  }
  return windows;
}

/** A word that fills the room by itself is still read: the model is then given its first pieces. */
function endWithin(words: readonly Word[], first: number, room: number): number {
  let end = first;
  let used = 0;
  while (end < words.length) {
    used += words[end]?.pieces.length ?? 0;
    if (used > room && end > first) break;
    end += 1;
  }
  return end;
}

function startOfShared(words: readonly Word[], end: number, overlap: number): number {
  let start = end;
  let shared = 0;
  while (start > 0) {
    shared += words[start - 1]?.pieces.length ?? 0;
    if (shared > overlap) break;
    start -= 1;
  }
  return start;
}
