import { isNumberGap } from './context.ts';
import { addHash, createHashIndex, mayHave, sealIndex, type HashIndex } from './hash-index.ts';
import { wordHas } from './glyph.ts';
import type { Candidate, Holder } from './model.ts';
import type { Words } from './scan.ts';

/** The codes of E.164 by their length: any other digits in front make another number. */
const countryCode = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[0578]|9[679])\d)$/;

/** `digits` with country and zeros as recorded. */
type Phone = {
  readonly holder: Holder;
  readonly digits: string;
  readonly isInternational: boolean;
  readonly extension: string;
  /** How many digits at the end must be the same. */
  readonly shared: number;
};
type Entry = Holder & { readonly value: string };
export type PhoneIndex = HashIndex<Phone>;

/** The digits two writings of a number share whatever stands in front. */
const sharedDigits = 7;
const modulus = 10 ** sharedDigits;
const recordedExtension = /^(.*\d)[\s,;]*(?:ext(?:ension|n)?\.?|x|durchwahl|dw|poste|int\.?|anexo|toestel|tst\.?)[\s.:]*(\d{1,6})\s*$/iu;
const writtenExtension =
  /[\s,;-]{0,3}(?:ext(?:ension|n)?\.?|x|durchwahl|dw|poste|int\.?|anexo|toestel|tst\.?)[\s.:]{0,2}\d{1,6}(?![\p{L}\p{N}])/iuy;

export function createPhoneIndex(entries: readonly Entry[]): PhoneIndex {
  const index: PhoneIndex = createHashIndex();
  for (const entry of entries) {
    const compatible = entry.value.normalize('NFKC');
    if (entry.kind !== 'PHONE') {
      // Of an account the last digits tell as much.
      const digits = compatible.replace(/\D/g, '');
      if (digits.length > sharedDigits)
        addDialled(index, { holder: entry, digits, isInternational: false, extension: '', shared: sharedDigits + 1 });
      continue;
    }
    const [, main = compatible, extension = ''] = recordedExtension.exec(compatible) ?? [];
    const isInternational = /^\s*\(?(?:\+|00)/.test(main);
    // `+49 (0)30`: the zero is dialled without the country only.
    const digits = (isInternational ? main.replace(/\(0\)/, '') : main).replace(/\D/g, '').replace(/^00/, '');
    for (const dialled of extension === '' ? [digits] : [digits, digits + extension])
      addDialled(index, { holder: entry, digits: dialled, isInternational, extension, shared: sharedDigits });
  }
  sealIndex(index);
  return index;
}

function addDialled(index: PhoneIndex, phone: Phone): void {
  if (phone.digits.length >= phone.shared) addHash(index, Number(phone.digits.slice(-sharedDigits)), phone);
}

/** Numbers in any grouping: every group's end is looked up by the seven digits before it. */
export function findPhones(index: PhoneIndex, words: Words, found: Candidate[]): void {
  if (index.map.size === 0) return;
  const { has, from, letters, count } = words;
  let run = 0;
  let digits = 0;
  let last = 0;
  for (let word = 0; word < count; word += 1) {
    if (has[word] !== wordHas.digit) {
      digits = 0;
      continue;
    }
    if (digits === 0 || !isNumberGap(words, word - 1, 4)) {
      run = word;
      digits = 0;
      last = 0;
    }
    for (let at = from[word] ?? 0; at < (from[word + 1] ?? 0); at += 1) {
      last = (last * 10 + (letters[at] ?? 48) - 48) % modulus;
      digits += 1;
    }
    if (digits < sharedDigits || !mayHave(index, last)) continue;
    for (const phone of index.map.get(last) ?? []) {
      const candidate = matchPhone(words, run, word, phone);
      if (candidate) found.push(candidate);
    }
  }
}

function matchPhone(words: Words, run: number, word: number, phone: Phone): Candidate | undefined {
  const end = words.from[word + 1] ?? 0;
  const earliest = words.from[run] ?? 0;
  let same = 0;
  while (
    same < phone.digits.length &&
    end - same > earliest &&
    words.letters[end - same - 1] === phone.digits.charCodeAt(phone.digits.length - same - 1)
  )
    same += 1;
  if (same < phone.shared) return undefined;
  let first = word;
  while ((words.from[first] ?? 0) > end - same) first -= 1;
  const unreadValue = phone.digits.slice(0, phone.digits.length - same);
  const unreadText = digitsOf(words, words.from[first] ?? 0, end - same);
  const isWhole = isPrefix(unreadValue, phone.isInternational, same);
  // Eight equal digits are no accident; seven may be, inside a longer number.
  const isPlausible = unreadText === '' || same > sharedDigits || (isWhole && isPrefix(unreadText, hasPlus(words, first), same));
  if (!isPlausible) return undefined;
  const start = prefixStart(words, run, first, end - same);
  return {
    start,
    end: extensionEnd(words, word, phone),
    holder: phone.holder,
    strength: isWhole && isPrefix(unreadText, hasPlus(words, first), same) ? 3 : 1,
  };
}

/** A country code, the zero before an area, or both: what two writings of one number may differ in. */
function isPrefix(digits: string, isInternational: boolean, same: number): boolean {
  if (digits === '' || digits === '0' || digits === '00') return true;
  const [, zeros = '', country = ''] = /^(00)?(\d{1,3}?)0?$/.exec(digits) ?? [];
  return countryCode.test(country) && (zeros !== '' || isInternational || same > sharedDigits);
}

function digitsOf({ letters }: Words, start: number, end: number): string {
  return String.fromCharCode(...letters.subarray(start, end));
}

function hasPlus({ text, starts }: Words, word: number): boolean {
  return text[(starts[word] ?? 0) - 1] === '+';
}

/** Groups in front that are a country or an area, and the signs around them, belong to the number. */
function prefixStart(words: Words, run: number, first: number, matched: number): number {
  let start = first;
  for (let word = first - 1; word >= run && matched - (words.from[word] ?? 0) <= 8; word -= 1)
    if (hasPlus(words, word) || words.letters[words.from[word] ?? 0] === 48) start = word;
  let at = words.starts[start] ?? 0;
  while (at > 0 && '+('.includes(words.text[at - 1] ?? '')) at -= 1;
  return at;
}

function extensionEnd(words: Words, word: number, { extension }: Phone): number {
  const end = words.ends[word] ?? 0;
  writtenExtension.lastIndex = end;
  if (writtenExtension.test(words.text)) return writtenExtension.lastIndex;
  const next = word + 1;
  const isNext = extension !== '' && next < words.count && isNumberGap(words, word);
  return isNext && digitsOf(words, words.from[next] ?? 0, words.from[next + 1] ?? 0) === extension ? (words.ends[next] ?? 0) : end;
}
