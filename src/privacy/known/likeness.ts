import { isOrdinary } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import type { Part, Reading, Spelling } from './model.ts';
import { isOneEditApart } from './one-edit.ts';
import { isSame, lengthOf, lettersOf, type Words } from './scan.ts';

export type Likeness = { readonly part: number; readonly reading: Reading | 'initial' };

const longestTypo = 30;
const rank = { exact: 3, genitive: 2, typo: 1 } as const;

/** How a word beside a known part reads as another part of the same value that is not used yet (`used` is a bit set). */
export function likenessOf(words: Words, word: number, parts: readonly Part[], used: number): Likeness | undefined {
  let best: Reading | undefined;
  let bestPart = -1;
  for (let part = 0; part < parts.length && best !== 'exact'; part += 1) {
    const reading = (used >>> part) & 1 ? undefined : readingOfPart(words, word, parts[part]?.spellings ?? []);
    if (reading === undefined || (best !== undefined && rank[best] >= rank[reading])) continue;
    best = reading;
    bestPart = part;
  }
  if (best === undefined) return lengthOf(words, word) === 1 ? initialOf(words, word, parts, used) : undefined;
  if (best === 'typo' && (parts[bestPart]?.weight === 'particle' || isOrdinary(lettersOf(words, word)))) return undefined;
  return { part: bestPart, reading: best };
}

function readingOfPart(words: Words, word: number, spellings: readonly Spelling[]): Reading | undefined {
  const length = lengthOf(words, word);
  let best: Reading | undefined;
  for (const spelling of spellings) {
    const difference = length - spelling.letters.length;
    if (difference > 1 || difference < -1) continue;
    const reading = readingOf(words, word, spelling, difference);
    if (reading !== undefined && (best === undefined || rank[reading] > rank[best])) best = reading;
  }
  return best;
}

function readingOf(words: Words, word: number, { letters, needsMark }: Spelling, difference: number): Reading | undefined {
  const start = words.from[word] ?? 0;
  if (needsMark && ((words.has[word] ?? 0) & wordHas.mark) === 0) return undefined;
  if (difference >= 0 && isSame(words.letters, start, letters)) {
    if (difference === 0) return 'exact';
    if (words.letters[start + letters.length] === 115) return 'genitive';
  }
  return !needsMark && isMisspelt(words, word, letters, difference) ? 'typo' : undefined;
}

function isMisspelt(words: Words, word: number, letters: string, difference: number): boolean {
  if (((words.has[word] ?? 0) & wordHas.digit) !== 0 || letters.length < 3 || letters.length > longestTypo) return false;
  if (!isOneEditApart(words.letters, words.from[word] ?? 0, words.from[word + 1] ?? 0, letters)) return false;
  // Of three letters one may be missing, too many or swapped: Tom is no misspelt Tim.
  return letters.length > 3 || difference !== 0 || areSwapped(lettersOf(words, word), letters);
}

function areSwapped(a: string, b: string): boolean {
  return Array.from(a).toSorted().join('') === Array.from(b).toSorted().join('');
}

/** One letter is an initial if it is a capital or has its dot; of `De Maio` the capital alone. */
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
