import { isSoftGap } from './context.ts';
import { addHash, createHashIndex, mayHave, sealIndex, type HashIndex } from './hash-index.ts';
import { wordHas } from './glyph.ts';
import { hashOf, hashOfText, isSame, longestHash, type Words } from './scan.ts';
import { wordsOf } from './spelling.ts';

type Stretch = { readonly start: number; readonly end: number };
/** An id as its words, the first without zeros in front. */
type Id = { readonly words: readonly string[]; readonly letters: string };
/** `lengths`: how long the ids are that begin with this word; thousands begin with `SO`. */
type IdIndex = { readonly ids: HashIndex<Id>; readonly lengths: HashIndex<number> };

const shortest = 3;

/**
 * Business ids stand as they were recorded, in any case, with zeros in front or without, behind `#` or not. What ties
 * their words together is not compared: `SO-1001` is also written `SO 1001`.
 */
export function createSafeValues(values: readonly string[]): (words: Words) => readonly Stretch[] {
  const index: IdIndex = { ids: createHashIndex(), lengths: createHashIndex() };
  for (const value of values) {
    const words = withoutZeros(wordsOf(value));
    const letters = words.join('');
    if (letters.length < shortest || letters.length > longestHash) continue;
    addHash(index.ids, hashOfText(letters), { words, letters });
    addHash(index.lengths, hashOfText(words[0] ?? ''), letters.length);
  }
  sealIndex(index.ids);
  sealIndex(index.lengths);
  return (words) => (index.ids.map.size === 0 ? [] : findIds(index, words));
}

function withoutZeros(words: readonly string[]): readonly string[] {
  const [first = '', ...rest] = words;
  return [/^0+\d/.test(first) ? first.replace(/^0+(?=\d)/, '') : first, ...rest];
}

function findIds(index: IdIndex, words: Words): readonly Stretch[] {
  const found: Stretch[] = [];
  for (let word = 0; word < words.count;) {
    const last = longestId(index, words, word);
    if (last < 0) {
      word += 1;
      continue;
    }
    found.push({ start: words.starts[word] ?? 0, end: words.ends[last] ?? 0 });
    word = last + 1;
  }
  return found;
}

/** The last word of the longest id that begins here, or -1. */
function longestId({ ids, lengths }: IdIndex, words: Words, word: number): number {
  const { from, sums } = words;
  const start = firstSignificant(words, word);
  const end = from[word + 1] ?? 0;
  if (end - start > longestHash) return -1;
  const hash = hashOf(sums, start, end);
  if (!mayHave(lengths, hash)) return -1;
  let longest = -1;
  const total = from[words.count] ?? 0;
  for (const length of lengths.map.get(hash) ?? []) {
    if (start + length > total) continue;
    for (const id of ids.map.get(hashOf(sums, start, start + length)) ?? []) {
      const last = word + id.words.length - 1;
      if (last > longest && last < words.count && isWritten(words, word, start, id)) longest = last;
    }
  }
  return longest;
}

/** Where the word's letters begin behind the zeros of a number. */
function firstSignificant({ from, letters, has }: Words, word: number): number {
  let start = from[word] ?? 0;
  if (((has[word] ?? 0) & wordHas.digit) === 0) return start;
  const last = (from[word + 1] ?? 0) - 1;
  while (start < last && letters[start] === 48 && isDigit(letters[start + 1])) start += 1;
  return start;
}

function isWritten(words: Words, word: number, start: number, { words: parts, letters }: Id): boolean {
  if (!isSame(words.letters, start, letters)) return false;
  let end = start;
  for (const [at, part] of parts.entries()) {
    end += part.length;
    if ((words.from[word + at + 1] ?? 0) !== end || (at > 0 && !isSoftGap(words, word + at - 1))) return false;
  }
  return true;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}
