import type { TokenEntry } from '../contracts/privacy.ts';
import { searchFold } from './fold.ts';
import { isLookAlike, longestGap, saysSomething } from './leak.ts';
import type { Finding } from './spans.ts';

export type NoteFinder = (text: string) => readonly Finding[];

type Note = { readonly token: string; readonly words: readonly string[] };
type Word = { readonly folded: string; readonly start: number; readonly end: number };

/**
 * Finds the thread's confidential texts where somebody writes one again, word by word: a user who copies a note from the
 * screen, a tool that gives it back raw. The leak check would stop such a text; here it becomes the token it has.
 */
export function createNoteFinder(entries: readonly TokenEntry[]): NoteFinder {
  const byStart = new Map<string, Note[]>();
  for (const { kind, token, value } of entries) {
    if (kind !== 'TEXT' || isLookAlike(value)) continue;
    const words = wordsIn(value).map(({ folded }) => folded);
    if (!saysSomething(words)) continue;
    const start = startOf(words[0], words[1]);
    byStart.set(start, [...(byStart.get(start) ?? []), { token, words }]);
  }
  if (byStart.size === 0) return () => [];
  return (text) => {
    const words = wordsIn(text);
    const found: Finding[] = [];
    for (let at = 0; at + 1 < words.length; at += 1) {
      const notes = byStart.get(startOf(words[at]?.folded, words[at + 1]?.folded)) ?? [];
      const longest = notes.filter((note) => stands(note, words, at)).toSorted((a, b) => b.words.length - a.words.length)[0];
      const [first, last] = [words[at], words[at + (longest?.words.length ?? 0) - 1]];
      if (!longest || !first || !last) continue;
      found.push({ kind: 'TEXT', by: 'known', start: first.start, end: last.end, token: longest.token });
      at += longest.words.length - 1;
    }
    return found;
  };
}

function startOf(first: string | undefined, second: string | undefined): string {
  return `${first} ${second}`;
}

function stands({ words }: Note, text: readonly Word[], at: number): boolean {
  return words.every((word, index) => {
    const [here, before] = [text[at + index], text[at + index - 1]];
    return here?.folded === word && (index === 0 || (before !== undefined && here.start - before.end <= longestGap));
  });
}

function wordsIn(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    folded: searchFold(match[0]),
    start: match.index,
    end: match.index + match[0].length,
  }));
}
