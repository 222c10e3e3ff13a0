import type { CountryCode } from 'libphonenumber-js';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { SpanKind } from '../../contracts/detection.ts';
import type { Announced, Draft } from './draft.ts';
import { cue } from './flags.ts';
import { hasIbanShape, ibanLengths, isCard, isIban, luhn } from '../ids/index.ts';
import { hasCardLength, isIpv4, isSsn } from './number-checks.ts';
import { ALL_CAPS, CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** Groups of digits with what stands between them: `+49 (0)30 1234-5678`. */
export type Group = {
  /** First and last token, marks and brackets included. */
  first: number;
  last: number;
  digits: string;
  /** Lengths of the groups, and the marks between: ` `, `-`, `.`, `/`, `(` … */
  lengths: number[];
  between: string;
  hasPlus: boolean;
  hasBrackets: boolean;
};

/** What the whole text says about numbers in it. */
type Around = { readonly countries: readonly CountryCode[]; /** Kinds of cues, a bit each. */ readonly cues: number };

const longest = 32;
const [plus, minus, dot, slash, open, close] = [...'+-./()'].map((char) => char.charCodeAt(0));

/** Finds cards, IBANs, social security and telephone numbers, IP addresses; keeps what a document's word announces. */
export function findNumbers(draft: Draft, countries: readonly CountryCode[], cues: number): void {
  const { tokens } = draft;
  const around: Around = { countries, cues };
  let done = -1;
  for (let each = 0; each < tokens.numbers.size; each += 1) {
    const at = tokens.numbers.at[each] ?? 0;
    if (at <= done || !draft.isFree(at)) continue;
    if (tokens.kind[at] === CODE) {
      done = judgeCode(draft, at);
      continue;
    }
    const group = gather(draft, startOf(draft, at, done));
    judge(draft, group, around);
    done = group.last;
  }
}

/** A bracket or a plus sign before the first digits belongs to them. */
function startOf(draft: Draft, at: number, done: number): number {
  let first = at;
  if (first - 1 > done && draft.isMark(first - 1, open ?? 0) && draft.isFree(first - 1)) first -= 1;
  const sign = first - 1;
  if (sign <= done || !draft.isMark(sign, plus ?? 0) || !draft.isFree(sign)) return first;
  // In `3699+8138` the sign is a separator of some format.
  return draft.tokens.gap[sign] === JOINED && sign > 0 && draft.tokens.kind[sign - 1] !== MARK ? first : sign;
}

/** The longest run of digit groups from a token on. Every token of it is visited once, whatever becomes of it. */
export function gather(draft: Draft, from: number): Group {
  const { tokens } = draft;
  const group: Group = { first: from, last: from, digits: '', lengths: [], between: '', hasPlus: false, hasBrackets: false };
  let marks = '';
  for (let at = from; at < tokens.count && group.digits.length < longest; at += 1) {
    if (!draft.isFree(at) || (at > from && tokens.gapAt(at) > SPACED)) break;
    const isSpaced = at > from && tokens.gap[at] === SPACED;
    if (tokens.kind[at] === NUMBER) {
      if (group.lengths.length > 0) group.between += marks === '' ? ' ' : marks.length === 1 ? marks : bracketed(marks);
      marks = '';
      // Full-width digits are digits.
      const digits = draft.word(at).normalize('NFKC');
      group.digits += digits;
      group.lengths.push(digits.length);
      group.last = at;
    } else if (tokens.kind[at] === CODE && group.lengths.length > 1 && !isSpaced && tokens.gap[at] === JOINED && marks !== '') {
      // `555-3560x4587`: the last group and an extension run together.
      const [, digits] = /^(\d{3,4})x\d{1,6}$/.exec(draft.word(at)) ?? [];
      if (digits === undefined) break;
      group.between += marks[0] ?? '';
      group.digits += digits;
      group.lengths.push(digits.length);
      group.last = at;
      break;
    } else if (tokens.kind[at] === MARK) {
      const unit = tokens.size[at];
      if (unit === plus && group.lengths.length === 0) group.hasPlus = true;
      else if (unit === open || unit === close) {
        if (unit === close && group.lengths.length > 0) group.hasBrackets = true;
      } else if ((unit !== minus && unit !== dot && unit !== slash) || group.lengths.length === 0) break;
      else if (isSpaced && unit !== minus && unit !== slash) break;
      marks += String.fromCharCode(unit ?? 0);
      if (marks.length > 3) break;
    } else break;
  }
  closeBracket(draft, group);
  return group;
}

function bracketed(marks: string): string {
  return marks.includes('(') ? '(' : marks.includes(')') ? ')' : (marks[0] ?? '');
}

/** A leading bracket belongs to the number only when it closes within it. */
function closeBracket(draft: Draft, group: Group): void {
  if (draft.isMark(group.first, open ?? 0) && !group.hasBrackets) group.first += 1;
  if (group.first > group.last) group.last = group.first;
}

function judge(draft: Draft, group: Group, around: Around): void {
  if (group.digits === '') return;
  const said = draft.announced(group.first);
  const kind = kindOf(draft, group, said, around);
  if (kind !== undefined) {
    draft.take(
      kind,
      group.first,
      kind === 'PHONE' ? withExtension(draft, group.last) : group.last,
      kind === 'CARD' || kind === 'SSN' ? 'checksum' : 'pattern',
    );
  } else if (said.isDocument && group.lengths.length === 1) draft.keep(group.first, group.last);
  else if (group.between.includes(' ')) judgeParts(draft, group, said, around);
}

/** Numbers side by side are no one number: each piece between spaces is looked at by itself. */
function judgeParts(draft: Draft, group: Group, said: Announced, around: Around): void {
  const { tokens } = draft;
  let from = group.first;
  for (let at = group.first; at <= group.last; at += 1) {
    const isEnd = at === group.last || tokens.gap[at + 1] === SPACED;
    if (!isEnd) continue;
    // A short number alone is nobody's.
    const isWorth = at > from || tokens.sizeAt(at) >= 7;
    if (isWorth && (from !== group.first || at !== group.last)) {
      const part = gather(draft, from);
      const cut = part.last <= at ? part : undefined;
      const kind = cut && kindOf(draft, cut, said, around);
      if (cut && kind !== undefined) draft.take(kind, cut.first, cut.last, 'pattern');
    }
    from = at + 1;
  }
}

function kindOf(draft: Draft, group: Group, said: Announced, around: Around): SpanKind | undefined {
  const { digits, between } = group;
  if (isPartOfMore(draft, group)) return undefined;
  if (between === '...' && isIpv4(draft.word(group.first), group, said.cue, (at) => draft.word(at))) return 'IP';
  if (isDate(group)) return undefined;
  if (said.cue === 'ssn' && digits.length === 9) return 'SSN';
  if (isSsn(group) && !said.isDocument) return 'SSN';
  if (isCardNumber(group, said, around)) return 'CARD';
  if (isPhone(draft, group, said, around)) return 'PHONE';
  if (said.distance > 1) return undefined;
  if (said.cue === 'licence' && digits.length >= 5 && !between.includes('.')) return 'LICENCE';
  if (said.cue === 'passport' && digits.length >= 6) return 'PASSPORT';
  if (said.cue === 'account' && digits.length >= 4 && !group.between.includes('.')) return 'ACCOUNT';
  if (said.cue === 'taxId' && digits.length >= 8) return 'TAXID';
  return undefined;
}

/** Inside an amount (`12,400.00`), a time, a decimal or a longer code, digits are no number of their own. */
function isPartOfMore(draft: Draft, group: Group): boolean {
  const { tokens } = draft;
  const before = group.first - 1;
  const after = group.last + 1;
  if (tokens.gap[group.first] === JOINED && before >= 0) {
    const unit = tokens.kind[before] === MARK ? tokens.size[before] : 0;
    if ((unit === 0x2c || unit === 0x3a) && tokens.kind[before - 1] === NUMBER) return true;
    if (unit === 0x24 || unit === 0x20ac || unit === 0xa3) return true;
    if (
      (unit === 0x2d || unit === 0x5f || unit === 0x2f) &&
      (tokens.kind[before - 1] === WORD || tokens.kind[before - 1] === CODE) &&
      tokens.gap[before] === JOINED
    )
      return true;
    if (tokens.kind[before] === WORD || tokens.kind[before] === CODE) return true;
  }
  if (after < tokens.count && tokens.gap[after] === JOINED) {
    const unit = tokens.kind[after] === MARK ? tokens.size[after] : 0;
    if ((unit === 0x2c || unit === 0x3a) && tokens.kind[after + 1] === NUMBER && tokens.gap[after + 1] === JOINED) return true;
    if (unit === 0x25 || unit === 0x5f) return true;
    if (
      (unit === 0x2d || unit === 0x2f) &&
      (tokens.kind[after + 1] === WORD || tokens.kind[after + 1] === CODE) &&
      tokens.gap[after + 1] === JOINED
    )
      return true;
  }
  return false;
}

function isDate({ lengths, between, digits }: Group): boolean {
  if (lengths.length !== 3) return false;
  const [a = 0, b = 0, c = 0] = lengths;
  const isSplit = between[0] === between[1] && between !== '  ';
  if (a === 4 && b <= 2 && c <= 2) return isSplit;
  return isSplit && a <= 2 && b <= 2 && (c === 4 || c === 2) && Number(digits.slice(0, a)) <= 31;
}

function isCardNumber(group: Group, said: Announced, around: Around): boolean {
  const { digits, lengths } = group;
  if (!hasCardLength(digits) || group.hasPlus || group.between.includes('.') || group.between.includes('/')) return false;
  if (said.cue === 'card') return true;
  const isGrouped = lengths.length >= 3 && lengths.every((length) => length >= 3 && length <= 6);
  if ((around.cues & (1 << cue.card)) !== 0 && !said.isDocument && said.cue === 'none' && digits.length >= 13 && digits.length <= 16)
    return true;
  if (isGrouped && /^[3-6]/.test(digits) && luhn(digits)) return true;
  return isCard(digits) && (isGrouped || (lengths.length === 1 && digits.length >= 15 && !said.isDocument && said.cue === 'none'));
}

/** A unit, a currency or a sign of sums stands behind. */
function isMeasured(draft: Draft, group: Group): boolean {
  const { tokens } = draft;
  const next = group.last + 1;
  return (tokens.kind[next] === WORD && tokens.gapAt(next) <= SPACED && tokens.sizeAt(next) <= 3) || tokens.kind[next] === CODE;
}

function isPhone(draft: Draft, group: Group, said: Announced, around: Around): boolean {
  const { digits, lengths, between, hasPlus, hasBrackets } = group;
  if (digits.length < 6 || digits.length > 17) return false;
  if (hasPlus) return digits.length >= 7 && digits.length <= 16;
  if (said.cue === 'phone') return digits.length >= 6 && !(lengths.length === 2 && between === '.' && digits.length < 7);
  if (said.isDocument) return false;
  if (
    (around.cues & (1 << cue.phone)) !== 0 &&
    said.cue === 'none' &&
    digits.length >= 7 &&
    digits.length <= 12 &&
    lengths.length > 1 &&
    new Set(between).size === 1 &&
    between[0] !== '/'
  )
    return true;
  if (hasBrackets) return lengths.length >= 2 && digits.length >= 7 && digits.length <= 14;
  if (said.cue !== 'none' && said.cue !== 'name' && said.cue !== 'email' && said.cue !== 'address') return false;
  const separators = new Set(between);
  if (lengths.join() === '3,4' && (between === '-' || between === ' ') && said.cue === 'none')
    return !digits.startsWith('0') && !isMeasured(draft, group) && (between === '-' || draft.tokens.kind[group.last + 1] !== WORD);
  if (lengths.join() === '3,3,4' && separators.size === 1 && !between.includes('/')) return true;
  if (lengths.join() === '1,3,3,4' && digits.startsWith('1')) return true;
  if (lengths.length === 3 && lengths.every((length) => length === 3) && between === '  ')
    return isPossible(digits, ['ES', 'FR', 'PL', 'PT']);
  if (!digits.startsWith('0') || lengths.length < 2 || digits.length < 8 || digits.length > 13) return false;
  if (lengths.length === 2 && (lengths[0] ?? 0) > 5) return false;
  if (digits.startsWith('000') || lengths.some((length) => length > 8) || separators.size > 2) return false;
  return isPossible(digits, around.countries);
}

function isPossible(digits: string, countries: readonly CountryCode[]): boolean {
  return countries.some((country) => parsePhoneNumberFromString(digits, country)?.isPossible() ?? false);
}

/** `x12`, `ext. 345` behind a telephone number belong to it. */
function withExtension(draft: Draft, last: number): number {
  const { tokens } = draft;
  const next = last + 1;
  if (next >= tokens.count) return last;
  const word = draft.word(next).toLowerCase();
  if (tokens.kind[next] === CODE && /^x\d{1,6}$/.test(word)) return next;
  if (tokens.kind[next] !== WORD || (word !== 'ext' && word !== 'x' && word !== 'extension')) return last;
  const number = draft.isMark(next + 1, dot ?? 0) ? next + 2 : next + 1;
  return tokens.kind[number] === NUMBER && tokens.sizeAt(number) <= 6 ? number : last;
}

/** A code of letters and digits: an IBAN, perhaps written in groups, or something a cue announces. */
function judgeCode(draft: Draft, at: number): number {
  const whole = draft.word(at);
  if (/^[A-Za-z]{2}\d\d/.test(whole)) {
    const last = endOfIban(draft, at, whole.toUpperCase());
    if (last >= 0) {
      draft.take('IBAN', at, last, isIban(joined(draft, at, last)) ? 'checksum' : 'pattern');
      return last;
    }
  }
  const said = draft.announced(at);
  const kind = kindOfCode(draft.word(at), said);
  if (kind !== undefined) draft.take(kind, at, at, 'cue');
  else if (said.isDocument) draft.keep(at, at);
  return at;
}

/** The last token of an account number that begins here, as long as its country says, whole or in groups of four; -1 where it is none. */
function endOfIban(draft: Draft, at: number, start: string): number {
  const { tokens } = draft;
  const wanted = ibanLengths.get(start.slice(0, 2));
  // In a row of short codes only the first can begin an account.
  const isInside = tokens.gap[at] === SPACED && tokens.kind[at - 1] === CODE && tokens.size[at - 1] === 4;
  if (wanted === undefined || isInside) return -1;
  let last = at;
  let length = start.length;
  while (length < wanted && tokens.gap[last + 1] === SPACED && isGroupOfFour(draft, last + 1)) {
    last += 1;
    length += tokens.sizeAt(last);
  }
  if (length !== wanted || !hasIbanShape(joined(draft, at, last))) return -1;
  const said = draft.announced(at);
  return isIban(joined(draft, at, last)) || !said.isDocument || said.cue === 'iban' ? last : -1;
}

function isGroupOfFour(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return (
    draft.isFree(at) && (tokens.kind[at] === NUMBER || tokens.kind[at] === CODE || tokens.shape[at] === ALL_CAPS) && tokens.sizeAt(at) <= 4
  );
}

function joined(draft: Draft, first: number, last: number): string {
  let code = '';
  for (let at = first; at <= last; at += 1) code += draft.word(at);
  return code.toUpperCase();
}

function kindOfCode(code: string, said: Announced): SpanKind | undefined {
  if (code.length < 5 || said.cue === 'none' || said.distance > 1) return undefined;
  if (said.cue === 'licence') return 'LICENCE';
  if (said.cue === 'passport') return 'PASSPORT';
  if (said.cue === 'iban' && code.length >= 12) return 'IBAN';
  if (said.cue === 'account' && code.length >= 6) return 'ACCOUNT';
  if (said.cue === 'taxId' && code.length >= 8) return 'TAXID';
  return undefined;
}
