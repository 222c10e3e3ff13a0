import { isNumberGap, isSoftGap, readsAsName } from './context.ts';
import { wordHas } from './glyph.ts';
import { addHash, createHashIndex, mayHave, sealIndex, type HashIndex } from './hash-index.ts';
import { domainEnd } from './mail.ts';
import type { Candidate, Whole } from './model.ts';
import { legalFormEnd } from './organisation.ts';
import { hashOf, hashOfText, isSame, longestHash, type Words } from './scan.ts';

/** `lengths`: how long the values are that begin with these four letters; shorter values are looked up directly. */
export type WholeIndex = { readonly values: HashIndex<Whole>; readonly lengths: HashIndex<number>; readonly short: readonly number[] };

const beginning = 4;

export function createWholeIndex(wholes: readonly Whole[]): WholeIndex {
  const index = { values: createHashIndex<Whole>(), lengths: createHashIndex<number>() };
  const short = new Set<number>();
  for (const whole of wholes) {
    const { letters } = whole;
    if (letters.length < 2 || letters.length > longestHash) continue;
    addHash(index.values, hashOfText(letters), whole);
    if (letters.length < beginning) short.add(letters.length);
    else addHash(index.lengths, hashOfText(letters.slice(0, beginning)), letters.length);
  }
  sealIndex(index.values);
  sealIndex(index.lengths);
  return { ...index, short: [...short] };
}

/** Every value whose letters begin with the letters of this word, or inside it at `skip` letters. */
export function findWholes(index: WholeIndex, words: Words, word: number, found: Candidate[], skip = 0): void {
  const { sums, from, count } = words;
  const start = (from[word] ?? 0) + skip;
  const total = from[count] ?? 0;
  for (const length of index.short) if (start + length <= total) lookUp(index, words, word, start, length, found);
  if (start + beginning > total) return;
  const hash = hashOf(sums, start, start + beginning);
  if (!mayHave(index.lengths, hash)) return;
  for (const length of index.lengths.map.get(hash) ?? []) if (start + length <= total) lookUp(index, words, word, start, length, found);
}

function lookUp({ values }: WholeIndex, words: Words, word: number, start: number, length: number, found: Candidate[]): void {
  const hash = hashOf(words.sums, start, start + length);
  if (!mayHave(values, hash)) return;
  for (const whole of values.map.get(hash) ?? []) {
    if (!isSame(words.letters, start, whole.letters)) continue;
    const candidate = matchWhole(words, word, start, whole);
    if (candidate) found.push(candidate);
  }
}

function matchWhole(words: Words, word: number, start: number, whole: Whole): Candidate | undefined {
  const end = start + whole.letters.length;
  const last = lastWord(words, word, end, whole);
  const cut = last < 0 ? undefined : endingOf(words, last, end, whole);
  if (cut === undefined) return undefined;
  if (whole.isOrdinary === true && !readsAsName(words, word, last + 1)) return undefined;
  const from = (words.starts[word] ?? 0) + (start - (words.from[word] ?? 0));
  const domain = whole.domain && cut === 0 ? domainEnd(words, last, whole.domain) : undefined;
  if (domain !== undefined) return { start: from, end: words.ends[domain] ?? 0, holder: whole.holder, strength: 3 };
  if (whole.needsDomain === true) return undefined;
  const to = whole.isOrg === true && cut === 0 ? legalFormEnd(words, last) : (words.ends[last] ?? 0) - cut;
  return { start: from, end: to, holder: whole.holder, strength: whole.strength };
}

/** The word the value's last letter is in, or -1 where its words may not stand so. */
function lastWord(words: Words, word: number, end: number, { grouping, needsMark }: Whole): number {
  let last = word;
  let isMarked = markedAt(words, word);
  while ((words.from[last + 1] ?? 0) < end) {
    if (grouping === 'user name' || !(grouping === 'digits' ? isNumberGap(words, last) : isSoftGap(words, last))) return -1;
    last += 1;
    isMarked ||= markedAt(words, last);
  }
  return needsMark && !isMarked ? -1 : last;
}

function markedAt({ has }: Words, word: number): boolean {
  return ((has[word] ?? 0) & wordHas.mark) !== 0;
}

/** What of the last word stays outside: nothing, or the `s` of a genitive. Undefined where the value ends inside a word. */
function endingOf(words: Words, last: number, end: number, { holder, grouping }: Whole): number | undefined {
  const rest = (words.from[last + 1] ?? 0) - end;
  if (rest === 0) return 0;
  if (grouping === 'digits' || holder.kind === 'EMAIL') return undefined;
  if (rest === 1 && words.letters[end] === 115 && 'sS'.includes(words.text[(words.ends[last] ?? 0) - 1] ?? '-')) return 1;
  // johnsmith85 is still John Smith.
  return holder.kind === 'PERSON' && rest <= 4 && areDigits(words, end, rest) ? 0 : undefined;
}

function areDigits({ letters }: Words, start: number, count: number): boolean {
  return /^\d+$/.test(String.fromCharCode(...letters.subarray(start, start + count)));
}
