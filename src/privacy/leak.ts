import type { TokenKind } from '../contracts/classes.ts';
import type { TokenEntry } from '../contracts/privacy.ts';
import { commonWords, legalForms } from './common-words.ts';
import { searchFold, transliterated } from './fold.ts';
import { findTokenLike } from './token-like.ts';

export type Leak = { readonly token: string; readonly at: number };
export type LeakFinder = (text: string) => Leak | undefined;

type Needle = { readonly token: string; readonly words: readonly string[] };
type Needles = {
  /** By first word, so that one pass over the text's words serves any number of values. */
  readonly byFirstWord: Map<string, Needle[]>;
  /** By the last eight digits, or by all of a shorter number. */
  readonly byDigits: Map<string, string>;
  /** Scripts that write no spaces between words. */
  readonly unspaced: { readonly token: string; readonly value: string }[];
};

/** Digits two writings of a number share whatever country code or zero stands in front. */
const sharedDigits = 8;
const unspacedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;
/** Characters that may stand between two words of one value. */
export const longestGap = 4;

/**
 * A finder of raw values in text. Names are found from four letters if they are no common word, values of several words
 * as a sequence of words whatever stands between them, numbers from six digits in any formatting. Built once per list.
 */
export function createLeakFinder(entries: readonly TokenEntry[]): LeakFinder {
  const needles: Needles = { byFirstWord: new Map(), byDigits: new Map(), unspaced: [] };
  for (const entry of entries) addEntry(needles, entry);
  return (text) => {
    const folded = searchFold(text);
    const hit = findWords(needles, folded) ?? findDigits(needles, folded) ?? findUnspaced(needles, folded);
    return hit && { token: hit.token, at: originalPosition(text, folded, hit.at) };
  };
}

const numeric: ReadonlySet<TokenKind> = new Set([
  'PHONE',
  'ACCOUNT',
  'TAXID',
  'CARD',
  'IBAN',
  'SSN',
  'NATIONALID',
  'PASSPORT',
  'LICENCE',
  'TEXT',
]);

function addEntry(needles: Needles, { token, kind, value }: TokenEntry): void {
  // A literal that imitates a token was hidden for that alone; looking for it would find every honest token.
  if (kind === 'TEXT' && isLookAlike(value)) return;
  const folded = searchFold(value);
  if (unspacedScript.test(folded) && folded.trim().length >= 2) needles.unspaced.push({ token, value: folded.trim() });
  if (numeric.has(kind)) addDigits(needles, token, folded, kind === 'TEXT');
  const variants = [folded, transliterated(value)].filter((variant) => variant !== undefined);
  for (const variant of variants) {
    const words = wordsOf(variant);
    if (kind === 'TEXT' || kind === 'AMOUNT') addText(needles, token, words);
    else addWhole(needles, token, words);
    if (kind === 'PERSON') for (const part of words) addWhole(needles, token, [part]);
    if (kind === 'ORG') addWhole(needles, token, withoutLegalForm(words));
    if (kind === 'ADDRESS') addWhole(needles, token, wordsOf(variant.split(/[\n,;]/)[0] ?? ''));
  }
}

/** Nothing but what a lenient reader takes for tokens: `<PERSON_1>`, `PERSON_1`, `[Person 1]`. */
export function isLookAlike(value: string): boolean {
  const likes = findTokenLike(value);
  const rest = likes.reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), value);
  return likes.length > 0 && !/[\p{L}\p{N}]/u.test(rest);
}

/** A value of several words counts as it is; a single one from four letters if it is no common word. */
function addWhole(needles: Needles, token: string, words: readonly string[]): void {
  const [first] = words;
  if (first === undefined) return;
  if (words.length === 1 && (!/^\p{L}{4,}$/u.test(first) || commonWords.has(first))) return;
  // Two very short or common fragments ("a b", "an der") would stop honest texts.
  if (words.every((word) => word.length < 3 || /^\d+$/.test(word)) && words.join('').length < 6) return;
  const listed = needles.byFirstWord.get(first);
  if (listed) listed.push({ token, words });
  else needles.byFirstWord.set(first, [{ token, words }]);
}

function addText(needles: Needles, token: string, words: readonly string[]): void {
  if (saysSomething(words)) addWhole(needles, token, words);
}

/** Free text is found whole. A single word, figures alone or a phrase of two everyday words say nothing. */
export function saysSomething(words: readonly string[]): boolean {
  if (words.length < 2 || words.every((word) => /^\d+$/.test(word))) return false;
  return words.length > 2 || words.some((word) => /^\p{L}{4,}$/u.test(word) && !commonWords.has(word));
}

function addDigits(needles: Needles, token: string, folded: string, isText: boolean): void {
  const digits = folded.replace(/\D/g, '');
  // Free text counts as a number only if it is nothing else, and a date is none.
  if (isText && (!/^[+\d\s().\-/]+$/.test(folded) || /^\d{4}-\d\d-\d\d|^(?:19|20)\d{6}$/.test(folded))) return;
  if (digits.length >= 6) needles.byDigits.set(digits.slice(-sharedDigits), token);
}

function withoutLegalForm(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 1 && legalForms.has(words[end - 1] ?? '')) end -= 1;
  return words.slice(0, end);
}

function wordsOf(folded: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < folded.length;) {
    const start = wordStart(folded, at);
    const end = wordEnd(folded, start);
    if (end > start) words.push(folded.slice(start, end));
    at = end + 1;
  }
  return words;
}

function isWordCode(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  return code > 0xbf && !(code >= 0x2000 && code <= 0x206f) && !(code >= 0x3000 && code <= 0x303f) && code !== 0xd7 && code !== 0xf7;
}

function wordStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordCode(text.charCodeAt(at))) at += 1;
  return at;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWordCode(text.charCodeAt(at))) at += 1;
  return at;
}

function findWords({ byFirstWord }: Needles, folded: string): Leak | undefined {
  if (byFirstWord.size === 0) return undefined;
  for (let at = 0; at < folded.length;) {
    const start = wordStart(folded, at);
    const end = wordEnd(folded, start);
    const needles = byFirstWord.get(folded.slice(start, end));
    if (needles) for (const needle of needles) if (continues(folded, end, needle.words)) return { token: needle.token, at: start };
    at = end + 1;
  }
  return undefined;
}

/** Whether the words after the first follow, with a few other characters between them at most. */
function continues(folded: string, from: number, words: readonly string[]): boolean {
  let end = from;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const start = wordStart(folded, end);
    if (start - end > longestGap || !folded.startsWith(word, start) || wordEnd(folded, start) !== start + word.length) return false;
    end = start + word.length;
  }
  return true;
}

function findDigits({ byDigits }: Needles, folded: string): Leak | undefined {
  if (byDigits.size === 0) return undefined;
  for (const run of folded.matchAll(/\d[\d \u00a0()./-]{4,}\d/g)) {
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => ({ digits: group[0], at: run.index + group.index }));
    // Any neighbouring groups may be one number: "0151 2345 678" behind an order number, say.
    for (let first = 0; first < groups.length; first += 1) {
      let digits = '';
      for (let last = first; last < groups.length && digits.length <= 24; last += 1) {
        digits += groups[last]?.digits ?? '';
        const token = digits.length >= 6 ? byDigits.get(digits.slice(-sharedDigits)) : undefined;
        if (token !== undefined && isNoPartOfCode(folded, run.index, digits.length)) return { token, at: groups[first]?.at ?? run.index };
      }
    }
  }
  return undefined;
}

/** Digits inside a code with letters (a tracking number) are no telephone number; behind two letters they may be an account. */
function isNoPartOfCode(folded: string, start: number, digits: number): boolean {
  const before = /[a-z0-9]+$/.exec(folded.slice(Math.max(0, start - 12), start))?.[0] ?? '';
  return before === '' || (/^[a-z]{1,2}$/.test(before) && digits >= 9);
}

function findUnspaced({ unspaced }: Needles, folded: string): Leak | undefined {
  for (const { token, value } of unspaced) {
    const at = folded.indexOf(value);
    if (at >= 0) return { token, at };
  }
  return undefined;
}

/** Folding changes lengths; the place in the original is looked up only when there is something to report. */
function originalPosition(text: string, folded: string, at: number): number {
  if (folded.length === text.length) return at;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (searchFold(text.slice(0, middle + 1)).length <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
