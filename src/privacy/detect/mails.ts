import { FREE, type Draft } from './draft.ts';
import { bareEndings } from './host-endings.ts';
import { DIGIT, UNSEEN, charClass, isAlnum } from './letters.ts';
import { hashOf } from './lexicon.ts';
import { JOINED, MARK, SPACED, WORD } from './tokens.ts';

const dot = 0x2e;
const percent = 0x25;
const longestPart = 256;

/** `karen@example.com`, from its at sign. Returns the last token looked at. */
export function email(draft: Draft, index: number): number {
  return emailAround(draft, index, draft.tokens.startAt(index) + 1, false);
}

/** `kw%40example.com`: the at sign as addresses of pages write it. */
export function encodedEmail(draft: Draft, index: number): number {
  const behind = draft.tokens.startAt(index) + 3;
  return draft.tokens.text.startsWith('40', behind - 2) ? emailAround(draft, index, behind, true) : index;
}

function emailAround(draft: Draft, index: number, behind: number, isEncoded: boolean): number {
  const { text } = draft.tokens;
  const middle = draft.tokens.startAt(index);
  let from = middle;
  while (from > 0 && middle - from < longestPart && isLocal(text.charCodeAt(from - 1), isEncoded)) from -= 1;
  while (from < middle && !isAlnum(text.charCodeAt(from))) from += 1;
  const end = from < middle ? endOfDomain(text, behind - 1) : -1;
  if (end < 0) return index;
  draft.takeRange('EMAIL', from, end, 'pattern');
  return draft.tokenAt(end - 1);
}

// . _ - + ' & and the apostrophe of typesetting
const localMarks = new Set([dot, 0x5f, 0x2d, 0x2b, 0x27, 0x26, 0x2019]);

function isLocal(unit: number, isEncoded: boolean): boolean {
  return isAlnum(unit) || localMarks.has(unit) || (unit === percent && !isEncoded) || charClass[unit] === UNSEEN;
}

/** Where the host behind an at sign ends; -1 where there is none with a point and an ending of two letters or more. */
function endOfDomain(text: string, middle: number): number {
  let end = middle + 1;
  let lastDot = 0;
  while (end < text.length && end - middle < longestPart) {
    const unit = text.charCodeAt(end);
    if (unit === dot) lastDot = end;
    else if (!isAlnum(unit) && unit !== 0x2d && charClass[unit] !== UNSEEN) break;
    end += 1;
  }
  while (end > middle && !isAlnum(text.charCodeAt(end - 1))) end -= 1;
  if (lastDot >= end) lastDot = text.lastIndexOf('.', end - 1);
  return lastDot > middle + 1 && end - lastDot >= 3 && charClass[text.charCodeAt(end - 1)] !== DIGIT ? end : -1;
}

const atHash = hashOf('at');
const dotHash = hashOf('dot');
/** Parts with a point between in front of an at sign. */
const mostParts = 4;

/** `john (at) example (dot) com`, `john{at}example.com`: from the opening bracket. */
export function bracketedEmail(draft: Draft, bracket: number): number {
  const { tokens } = draft;
  const isAt = tokens.size[bracket + 1] === 2 && tokens.kind[bracket + 1] === WORD && tokens.hash[bracket + 1] === atHash;
  return isAt && isClosing(draft, bracket + 2) ? spelledEmail(draft, bracket - 1, bracket + 3, bracket) : bracket;
}

/** `john at acme dot com`: from the word for the point. */
export function spokenEmail(draft: Draft, point: number): void {
  const { tokens } = draft;
  if (tokens.kind[point - 2] === WORD && tokens.hash[point - 2] === atHash) spelledEmail(draft, point - 3, point - 1, point);
}

/** `local` and `host` are the tokens on both sides of the at sign. Returns the last token taken, `none` where there is no address. */
function spelledEmail(draft: Draft, local: number, host: number, none: number): number {
  const { tokens } = draft;
  if (local < 0 || !isPart(draft, local) || !isPart(draft, host)) return none;
  let last = host;
  for (let next = behindPoint(draft, last); next > 0; next = behindPoint(draft, last)) last = next;
  if (last === host || !bareEndings.has(draft.word(last).toLowerCase())) return none;
  let from = tokens.startAt(startOfLocal(draft, local));
  const limit = from - longestPart;
  while (from > 0 && from > limit && isLocal(tokens.text.charCodeAt(from - 1), false)) from -= 1;
  draft.takeRange('EMAIL', from, tokens.endAt(last), 'pattern');
  return last;
}

function isPart(draft: Draft, at: number): boolean {
  return draft.owner[at] === FREE && at < draft.tokens.count && draft.tokens.kind[at] !== MARK;
}

/** The part behind `.`, ` dot ` or `(dot)`; -1 where none follows. */
function behindPoint(draft: Draft, last: number): number {
  const { tokens } = draft;
  let next = last + 1;
  if (draft.isMark(next, dot))
    return tokens.gap[next] === JOINED && tokens.gap[next + 1] === JOINED && isPart(draft, next + 1) ? next + 1 : -1;
  if (isOpening(draft, next)) next += 1;
  if (tokens.kind[next] !== WORD || tokens.hash[next] !== dotHash) return -1;
  next += isClosing(draft, next + 1) ? 2 : 1;
  return tokens.gapAt(next) <= SPACED && isPart(draft, next) ? next : -1;
}

/** `jane(dot)doe`: the first part in front of the at sign. */
function startOfLocal(draft: Draft, from: number): number {
  let at = from;
  for (let more = 0; more < mostParts; more += 1) {
    const part = beforePoint(draft, at);
    if (part < 0 || !isPart(draft, part)) break;
    at = part;
  }
  return at;
}

function beforePoint(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (tokens.gapAt(at) > SPACED) return -1;
  if (draft.isMark(at - 1, dot)) return tokens.gap[at] === JOINED && tokens.gap[at - 1] === JOINED ? at - 2 : -1;
  const word = isClosing(draft, at - 1) ? at - 2 : at - 1;
  if (tokens.kind[word] !== WORD || tokens.hash[word] !== dotHash || tokens.gapAt(word) > SPACED) return -1;
  return isOpening(draft, word - 1) ? word - 2 : word - 1;
}

function isOpening(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x28) || draft.isMark(at, 0x5b) || draft.isMark(at, 0x7b);
}

function isClosing(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x29) || draft.isMark(at, 0x5d) || draft.isMark(at, 0x7d);
}
