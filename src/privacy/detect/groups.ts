import { isCard } from '../ids/index.ts';
import type { Draft } from './draft.ts';
import { foldOf } from './letters.ts';
import { CODE, JOINED, MARK, NUMBER, ONE_LINE, SPACED } from './tokens.ts';

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

const longest = 32;
const plus = 0x2b;
const minus = 0x2d;
const enDash = 0x2013;
const dot = 0x2e;
const slash = 0x2f;
const open = 0x28;
const close = 0x29;

/** A bracket or a plus sign before the first digits belongs to them. */
export function startOfGroup(draft: Draft, at: number, done: number): number {
  let first = at;
  if (first - 1 > done && draft.isMark(first - 1, open) && draft.isFree(first - 1)) first -= 1;
  const sign = first - 1;
  if (sign <= done || !draft.isMark(sign, plus) || !draft.isFree(sign)) return first;
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
    const kind = tokens.kindAt(at);
    if (kind === NUMBER) {
      addDigits(group, marks, at, digitsOf(draft, at));
      marks = '';
      continue;
    }
    if (kind === CODE) addExtension(draft, group, marks, at);
    if (kind !== MARK || !isInside(draft, group, at, at > from)) break;
    marks += isHyphen(tokens.sizeAt(at)) ? '-' : String.fromCharCode(tokens.sizeAt(at));
    if (marks.length > 3) break;
  }
  closeBracket(draft, group);
  return group;
}

/** Full-width and Arabic digits are digits; what has no width is none. */
function digitsOf(draft: Draft, at: number): string {
  const { tokens } = draft;
  const word = draft.word(at);
  if (tokens.isAccented[at] === 0 && word.length === tokens.size[at]) return word;
  let digits = '';
  for (let each = 0; each < word.length; each += 1) {
    const digit = foldOf[word.charCodeAt(each)] ?? 0;
    if (digit !== 0) digits += String.fromCharCode(digit);
  }
  return digits;
}

/** As keyboards and word processors write it. */
function isHyphen(unit: number): boolean {
  return unit === minus || unit === 0x2010 || unit === 0x2011;
}

function addDigits(group: Group, marks: string, at: number, digits: string): void {
  if (group.lengths.length > 0) group.between += marks === '' ? ' ' : marks.length === 1 ? marks : bracketed(marks);
  group.digits += digits;
  group.lengths.push(digits.length);
  group.last = at;
}

/** A number that its line was too short for: `+44 20` and `7946 0958` below, half a card above the other half. */
export function withNextLine(draft: Draft, group: Group): Group {
  const { tokens } = draft;
  const next = group.last + 1;
  if (tokens.gap[next] !== ONE_LINE || tokens.kind[next] !== NUMBER || !isCut(group)) return group;
  const below = gather(draft, next);
  const whole: Group = {
    ...below,
    first: group.first,
    digits: group.digits + below.digits,
    lengths: [...group.lengths, ...below.lengths],
    between: `${group.between} ${below.between}`,
    hasPlus: group.hasPlus,
  };
  const isWhole = group.hasPlus ? whole.digits.length <= 15 : isFours(whole) && isCard(whole.digits);
  return isWhole ? whole : group;
}

/** Too short for a telephone number, or groups of four too few for a card. */
function isCut(group: Group): boolean {
  if (group.lengths.length < 2) return false;
  return group.hasPlus ? group.digits.length < 7 : group.lengths.length < 4 && isFours(group);
}

function isFours({ lengths }: Group): boolean {
  return lengths.every((length) => length === 4);
}

/** `555-3560x4587`: the last group and an extension run together. */
function addExtension(draft: Draft, group: Group, marks: string, at: number): void {
  if (group.lengths.length < 2 || marks === '' || draft.tokens.gap[at] !== JOINED) return;
  const [, digits] = /^(\d{3,4})x\d{1,6}$/.exec(draft.word(at)) ?? [];
  if (digits !== undefined) addDigits(group, marks.charAt(0), at, digits);
}

/** Whether a mark may stand in front of or between groups; remembers a plus sign and brackets. */
function isInside(draft: Draft, group: Group, at: number, isBehind: boolean): boolean {
  const unit = draft.tokens.sizeAt(at);
  const isBegun = group.lengths.length > 0;
  if (unit === plus && !isBegun) group.hasPlus = true;
  else if (unit === close && isBegun) group.hasBrackets = true;
  else if (isHyphen(unit) || unit === enDash || unit === slash) return isBegun;
  else if (unit === dot) return isBegun && !(isBehind && draft.tokens.gap[at] === SPACED);
  else return unit === open || unit === close;
  return true;
}

function bracketed(marks: string): string {
  return marks.includes('(') ? '(' : marks.includes(')') ? ')' : marks.charAt(0);
}

/** A leading bracket belongs to the number only when it closes within it. */
function closeBracket(draft: Draft, group: Group): void {
  if (draft.isMark(group.first, open) && !group.hasBrackets) group.first += 1;
  if (group.first > group.last) group.last = group.first;
}
