import { isOrdinary } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import type { Part, Reading } from './model.ts';
import { isSame, lettersOf, type Words } from './scan.ts';
import { isOneEditApart } from './one-edit.ts';

export type Likeness = { readonly part: number; readonly reading: Reading | 'initial' };

/** How a word beside a known part reads as another part of the same value that is not used yet (`used` is a bit set). */
export function likenessOf(words: Words, word: number, parts: readonly Part[], used: number): Likeness | undefined {
  const start = words.from[word] ?? 0;
  const length = (words.from[word + 1] ?? 0) - start;
  const exact = findPart(parts, used, ({ letters, needsMark }) => isSpelled(words, word, letters, needsMark, length));
  if (exact >= 0) return { part: exact, reading: 'exact' };
  if (length === 1) return initialOf(words, word, parts, used);
  if (words.letters[start + length - 1] === 115) {
    const owner = findPart(parts, used, ({ letters, needsMark }) => isSpelled(words, word, letters, needsMark, length - 1));
    if (owner >= 0) return { part: owner, reading: 'genitive' };
  }
  return misspelled(words, word, parts, used, length);
}

function findPart(parts: readonly Part[], used: number, fits: (spelling: Part['spellings'][number]) => boolean): number {
  for (let part = 0; part < parts.length; part += 1) {
    if ((used >>> part) & 1) continue;
    for (const spelling of parts[part]?.spellings ?? []) if (fits(spelling)) return part;
  }
  return -1;
}

export function isSpelled(words: Words, word: number, letters: string, needsMark: boolean, length: number): boolean {
  if (letters.length !== length || !isSame(words.letters, words.from[word] ?? 0, letters)) return false;
  return !needsMark || ((words.has[word] ?? 0) & wordHas.mark) !== 0;
}

/** One letter is an initial if it is a capital or has its dot. */
function initialOf(words: Words, word: number, parts: readonly Part[], used: number): Likeness | undefined {
  const isCapital = ((words.first[word] ?? 0) & wordHas.upper) !== 0;
  if (!isCapital && words.text[words.ends[word] ?? 0] !== '.') return undefined;
  const letter = words.letters[words.from[word] ?? 0] ?? 0;
  for (let part = 0; part < parts.length; part += 1) {
    const { spellings = [], weight = 'particle' } = parts[part] ?? {};
    if (((used >>> part) & 1) === 0 && (isCapital || weight !== 'particle') && spellings[0]?.letters.charCodeAt(0) === letter)
      return { part, reading: 'initial' };
  }
  return undefined;
}

/** Beside a known part, words from four letters may have a typo; of three letters only a letter more, less or swapped. */
function misspelled(words: Words, word: number, parts: readonly Part[], used: number, length: number): Likeness | undefined {
  if (length > 30 || ((words.has[word] ?? 0) & wordHas.digit) !== 0) return undefined;
  const start = words.from[word] ?? 0;
  const part = findPart(parts, used, ({ letters, needsMark }) => {
    if (needsMark || letters.length < 3 || Math.abs(letters.length - length) > 1) return false;
    if (letters.length === 3 && length === 3 && !areSwapped(lettersOf(words, word), letters)) return false;
    return isOneEditApart(words.letters, start, start + length, letters);
  });
  if (part < 0 || parts[part]?.weight === 'particle' || isOrdinary(lettersOf(words, word))) return undefined;
  return { part, reading: 'typo' };
}

function areSwapped(a: string, b: string): boolean {
  return Array.from(a).toSorted().join('') === Array.from(b).toSorted().join('');
}
