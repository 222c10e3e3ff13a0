import type { SpanKind } from '../../contracts/detection.ts';
import type { TokenEntry } from '../../contracts/privacy.ts';
import { isCapitalised } from './context.ts';
import { abbreviations } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import { addHash, createHashIndex, mayHave, sealIndex, type HashIndex } from './hash-index.ts';
import type { Beside, Candidate, KnownWord, PartOf, PersonValue, Reading, Reference } from './model.ts';
import { matchOrg, orgValue } from './organisation.ts';
import { initialsOf, matchPerson, personValue } from './person.ts';
import { hashOf, hashOfText, isSame, lettersOf, power, type Words } from './scan.ts';
import { isOneEditApart } from './one-edit.ts';
import { linesOf, matchStreet, streetValue } from './street.ts';

/**
 * Words that are parts of values. `near` holds words of five letters and more under the hash of every spelling with one
 * letter left out, and under their own: two words one edit apart meet in such a spelling.
 */
export type PartIndex = {
  readonly words: HashIndex<KnownWord>;
  readonly near: HashIndex<KnownWord>;
  readonly initials: ReadonlyMap<string, PersonValue | 'several'>;
};

type Collected = Pick<KnownWord, 'letters' | 'needsMark'> & { readonly references: Reference[] };

const none: ReadonlySet<number> = new Set();
const shortestTypo = 5;
const longestTypo = 24;
const mostTries = 3;

export function createPartIndex(entries: readonly (TokenEntry & { readonly kind: SpanKind })[]): PartIndex {
  const known = new Map<string, Collected>();
  const initials = new Map<string, PersonValue | 'several'>();
  for (const entry of entries) {
    if (entry.kind === 'PERSON') {
      const person = personValue(entry, entry.value);
      addParts(known, person);
      for (const pair of initialsOf(person)) initials.set(pair, initials.has(pair) ? 'several' : person);
    } else if (entry.kind === 'ORG') {
      const org = orgValue(entry, entry.value);
      for (const letters of org?.words ?? []) if (org) addWord(known, letters, false, { value: org.value, part: 0, others: none });
    } else if (entry.kind === 'ADDRESS') {
      const { street } = linesOf(entry.value);
      const value = street === undefined ? undefined : streetValue(entry, street);
      if (value) addParts(known, value);
    }
  }
  const index = { words: createHashIndex<KnownWord>(), near: createHashIndex<KnownWord>(), initials };
  for (const word of known.values()) addToIndex(index, { ...word, beside: besideOf(word) });
  sealIndex(index.words);
  sealIndex(index.near);
  return index;
}

function addParts(known: Map<string, Collected>, value: Exclude<PartOf, { is: 'org' }>): void {
  const telling = value.parts.filter(({ weight }) => weight !== 'particle').flatMap(({ spellings }) => spellings);
  const others = new Set(telling.flatMap(({ letters }) => [hashOfText(letters), hashOfText(letters.slice(0, 1))]));
  for (const [part, { spellings, weight }] of value.parts.entries()) {
    if (weight === 'particle' || weight === 'short') continue;
    for (const { letters, needsMark } of spellings) if (letters.length >= 3) addWord(known, letters, needsMark, { value, part, others });
  }
}

function addWord(known: Map<string, Collected>, letters: string, needsMark: boolean, reference: Reference): void {
  const key = `${letters}${needsMark ? '+' : ''}`;
  const word = known.get(key) ?? { letters, needsMark, references: [] };
  word.references.push(reference);
  known.set(key, word);
}

/** The first values of each neighbour are enough: more of them share both words. */
function besideOf({ letters, references }: Collected): Beside {
  const beside = new Map<number, Reference[]>();
  if (references.length <= mostTries) return beside;
  const itself = hashOfText(letters);
  for (const reference of references) {
    for (const other of reference.others) {
      if (other === itself) continue;
      const listed = beside.get(other);
      if (listed === undefined) beside.set(other, [reference]);
      else if (listed.length < mostTries) listed.push(reference);
    }
  }
  return beside;
}

function addToIndex({ words, near }: PartIndex, word: KnownWord): void {
  const { letters } = word;
  addHash(words, hashOfText(letters), word);
  if (word.needsMark || letters.length < shortestTypo || letters.length > longestTypo || /\d/.test(letters)) return;
  addHash(near, hashOfText(letters), word);
  for (let at = 0; at < letters.length; at += 1) addHash(near, hashOfText(letters.slice(0, at) + letters.slice(at + 1)), word);
}

export function findParts(index: PartIndex, words: Words, word: number, found: Candidate[]): void {
  const { sums, from } = words;
  const start = from[word] ?? 0;
  const end = from[word + 1] ?? 0;
  const length = end - start;
  if (length < 3 || length > longestTypo) return;
  const hash = hashOf(sums, start, end);
  if (mayHave(index.words, hash) && findExact(index, words, word, hash, length, 'exact', found)) return;
  if (findOwner(index, words, word, found)) return;
  if (length >= shortestTypo - 1 && ((words.has[word] ?? 0) & wordHas.digit) === 0) findNear(index, words, word, hash, found);
}

/** `Smiths`: the `s` of a genitive without its apostrophe. */
function findOwner(index: PartIndex, words: Words, word: number, found: Candidate[]): boolean {
  const start = words.from[word] ?? 0;
  const end = words.from[word + 1] ?? 0;
  if (end - start < 4 || words.letters[end - 1] !== 115 || !'sS'.includes(words.text[(words.ends[word] ?? 0) - 1] ?? '-')) return false;
  const owner = hashOf(words.sums, start, end - 1);
  return mayHave(index.words, owner) && findExact(index, words, word, owner, end - 1 - start, 'genitive', found);
}

function findExact(
  { words: index }: PartIndex,
  words: Words,
  word: number,
  hash: number,
  length: number,
  reading: Reading,
  found: Candidate[],
): boolean {
  let isFound = false;
  for (const known of index.map.get(hash) ?? []) {
    if (known.letters.length !== length || !isSame(words.letters, words.from[word] ?? 0, known.letters)) continue;
    if (known.needsMark && ((words.has[word] ?? 0) & wordHas.mark) === 0) continue;
    isFound = match(known, words, word, reading, found) || isFound;
  }
  return isFound;
}

/** Looks up the word and every spelling of it with one letter left out; each of those hashes follows from the one before. */
function findNear({ near }: PartIndex, words: Words, word: number, hash: number, found: Candidate[]): void {
  const { sums, from, letters } = words;
  const start = from[word] ?? 0;
  const end = from[word + 1] ?? 0;
  const length = end - start;
  if (mayHave(near, hash) && matchNear(near, words, word, hash, found)) return;
  let left = hashOf(sums, start + 1, end);
  for (let at = 0; at < length; at += 1) {
    if (mayHave(near, left) && matchNear(near, words, word, left, found)) return;
    left = (left + Math.imul((letters[start + at] ?? 0) - (letters[start + at + 1] ?? 0), power(length - 2 - at))) | 0;
  }
}

function matchNear(near: HashIndex<KnownWord>, words: Words, word: number, hash: number, found: Candidate[]): boolean {
  const start = words.from[word] ?? 0;
  const end = words.from[word + 1] ?? 0;
  let tried = 0;
  for (const known of near.map.get(hash) ?? []) {
    if (!isOneEditApart(words.letters, start, end, known.letters)) continue;
    if (match(known, words, word, 'typo', found)) return true;
    tried += 1;
    if (tried >= mostTries) return false;
  }
  return false;
}

/**
 * Tries the values a word is part of. Where there are many (a thread with twenty Johns), those with another part beside
 * the word come first and the rest is not tried to the end: the word is covered all the same.
 */
function match({ references, beside }: KnownWord, words: Words, word: number, reading: Reading, found: Candidate[]): boolean {
  let isFound = false;
  if (references.length <= mostTries) {
    for (const reference of references) isFound = matchOne(reference, words, word, reading, found) || isFound;
    return isFound;
  }
  isFound = matchBeside(beside, words, word, word + 1, reading, found) || matchBeside(beside, words, word, word - 1, reading, found);
  for (let at = 0; at < mostTries && !isFound; at += 1) {
    const reference = references[at];
    isFound = reference !== undefined && matchOne(reference, words, word, reading, found);
  }
  return isFound;
}

/** The values that have the neighbour too; the first that takes both words in is enough. */
function matchBeside(beside: Beside, words: Words, word: number, other: number, reading: Reading, found: Candidate[]): boolean {
  if (other < 0 || other >= words.count) return false;
  let isFound = false;
  for (const reference of beside.get(hashOfWord(words, other)) ?? []) {
    isFound = matchOne(reference, words, word, reading, found) || isFound;
    if (isFound && (found.at(-1)?.strength ?? 0) >= 2) return true;
  }
  return isFound;
}

function hashOfWord({ sums, from }: Words, word: number): number {
  const start = from[word] ?? 0;
  return hashOf(sums, start, Math.min(from[word + 1] ?? 0, start + longestTypo));
}

/** Inside a name of several words a part of it, or of another, tells nothing new; a street may begin with it. */
function isInsideName(value: PartOf, words: Words, word: number, last: Candidate | undefined): boolean {
  const [start = 0, end = 0] = [words.starts[word], words.ends[word]];
  if (!last || last.strength < 2 || last.end < end) return false;
  return last.holder === value.holder || (last.strength === 3 && value.is !== 'street' && (last.start < start || last.end > end));
}

function matchOne({ value, part }: Reference, words: Words, word: number, reading: Reading, found: Candidate[]): boolean {
  if (isInsideName(value, words, word, found.at(-1))) return true;
  const candidate =
    value.is === 'person'
      ? matchPerson(words, word, value, part, reading)
      : value.is === 'org'
        ? matchOrg(words, word, value, reading)
        : matchStreet(words, word, value, part, reading);
  if (candidate) found.push(candidate);
  return candidate !== undefined;
}

/** `J.S.` with both dots, where one known person has these initials and they are no abbreviation. */
export function findInitials({ initials }: PartIndex, words: Words, found: Candidate[]): void {
  if (initials.size === 0) return;
  for (let word = 0; word + 1 < words.count; word += 1) {
    if (!isDottedCapital(words, word) || !isDottedCapital(words, word + 1)) continue;
    if ((words.starts[word + 1] ?? 0) - (words.ends[word] ?? 0) > 2) continue;
    const isLonger = isJoined(words, word - 1) || isJoined(words, word + 1);
    const pair = lettersOf(words, word) + lettersOf(words, word + 1);
    const person = initials.get(pair);
    if (isLonger || person === undefined || person === 'several' || abbreviations.has(pair)) continue;
    found.push({ start: words.starts[word] ?? 0, end: words.ends[word + 1] ?? 0, holder: person.holder, strength: 1 });
  }
}

function isDottedCapital(words: Words, word: number): boolean {
  const isSingle = (words.from[word + 1] ?? 0) - (words.from[word] ?? 0) === 1;
  return isSingle && isCapitalised(words, word) && words.text[words.ends[word] ?? 0] === '.';
}

/** Whether the word and the next are tied by a dot or a hyphen. */
function isJoined({ text, count, starts, ends }: Words, word: number): boolean {
  if (word < 0 || word + 1 >= count) return false;
  const between = text.slice(ends[word], starts[word + 1]);
  return between === '.' || between === '-' || between === '.-';
}
