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
