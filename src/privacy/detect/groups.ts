import type { Draft } from './draft.ts';
import { CODE, JOINED, MARK, NUMBER, SPACED } from './tokens.ts';

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
      // Full-width digits are digits.
      addDigits(group, marks, at, draft.word(at).normalize('NFKC'));
      marks = '';
      continue;
    }
    if (kind === CODE) addExtension(draft, group, marks, at);
    if (kind !== MARK || !isInside(draft, group, at, at > from)) break;
    marks += String.fromCharCode(tokens.sizeAt(at));
    if (marks.length > 3) break;
  }
  closeBracket(draft, group);
  return group;
}

function addDigits(group: Group, marks: string, at: number, digits: string): void {
  if (group.lengths.length > 0) group.between += marks === '' ? ' ' : marks.length === 1 ? marks : bracketed(marks);
  group.digits += digits;
  group.lengths.push(digits.length);
  group.last = at;
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
  else if (unit === minus || unit === slash) return isBegun;
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
