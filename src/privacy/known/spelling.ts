import { searchFold, transliterated } from '../fold.ts';
import type { Spelling } from './model.ts';
import { lettersOf, scan } from './scan.ts';

/** A value in the spellings people give it, each still with its spaces: folded, transliterated, and back. */
export function spellingsOf(value: string): readonly Spelling[] {
  const found = new Map<string, Spelling>();
  const add = (letters: string, needsMark: boolean) => {
    if (!found.has(letters)) found.set(letters, { letters, needsMark });
  };
  add(value, false);
  const spelledOut = transliterated(value);
  if (spelledOut !== undefined) add(spelledOut, false);
  if (/[øœ]/iu.test(value)) add(value.replace(/[øœ]/giu, 'oe'), false);
  // Spelled out in the record, with its umlaut in the text.
  const folded = searchFold(value);
  if (/[aou]e/.test(folded)) add(folded.replace(/([aou])e/g, '$1'), true);
  return [...found.values()];
}

/** The words of a value, folded as the text will be. */
export function wordsOf(value: string): readonly string[] {
  const words = scan(value);
  return Array.from({ length: words.count }, (_, word) => lettersOf(words, word));
}

export function compact(value: string): string {
  return wordsOf(value).join('');
}

/** Whether one edit (a letter more, less, exchanged, or two swapped) makes one out of the other. */
export function isOneEditApart(a: string, b: string): boolean {
  if (a.length < b.length) return isOneEditApart(b, a);
  if (a.length > b.length + 1) return false;
  let start = 0;
  while (start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  if (a.length > b.length) return isSameFrom(a, start + 1, b, start);
  if (start === a.length) return false;
  if (isSameFrom(a, start + 1, b, start + 1)) return true;
  const isSwapped = a.charCodeAt(start) === b.charCodeAt(start + 1) && a.charCodeAt(start + 1) === b.charCodeAt(start);
  return isSwapped && isSameFrom(a, start + 2, b, start + 2);
}

function isSameFrom(a: string, fromA: number, b: string, fromB: number): boolean {
  if (a.length - fromA !== b.length - fromB) return false;
  for (let at = 0; fromA + at < a.length; at += 1) if (a.charCodeAt(fromA + at) !== b.charCodeAt(fromB + at)) return false;
  return true;
}
