import type { Draft } from './draft.ts';
import { ipv6 } from './ips.ts';
import { CASELESS, DIGIT, charClass, isAlnum } from './letters.ts';
import { CODE, JOINED, MARK, WORD } from './tokens.ts';

const at = 0x40;
const dot = 0x2e;
const colon = 0x3a;
const slash = 0x2f;

/** A host that stands without `https://` is only taken for one under these endings; others are words of code. */
const bareEndings = new Set(
  'com org edu gov io co uk de fr es it nl eu ch at be us ca au se dk fi no pl cz hu pt ie info biz cloud shop online app dev ai'.split(
    ' ',
  ),
);
const longestPart = 256;

/** E-mail addresses, web addresses and IPv6, each found from the mark that gives it away. */
export function findAddressesOnTheNet(draft: Draft): void {
  const { tokens } = draft;
  let done = -1;
  for (let mark = 0; mark < tokens.marks.size; mark += 1) {
    const index = tokens.marks.at[mark] ?? 0;
    if (index <= done || draft.owner[index] !== 0) continue;
    const unit = tokens.size[index];
    if (unit === at) done = email(draft, index);
    else if (unit === colon) done = Math.max(url(draft, index), ipv6(draft, index));
    else if (unit === dot) done = bareHost(draft, index);
  }
}

function isLocal(unit: number): boolean {
  return (
    isAlnum(unit) || unit === dot || unit === 0x5f || unit === 0x2d || unit === 0x2b || unit === 0x25 || unit === 0x27 || unit === 0x26
  );
}

function email(draft: Draft, index: number): number {
  const { text } = draft.tokens;
  const middle = draft.tokens.startAt(index);
  let from = middle;
  while (from > 0 && middle - from < longestPart && isLocal(text.charCodeAt(from - 1))) from -= 1;
  while (from < middle && !isAlnum(text.charCodeAt(from))) from += 1;
  const end = from < middle ? endOfDomain(text, middle) : -1;
  if (end < 0) return index;
  draft.takeRange('EMAIL', from, end, 'pattern');
  return draft.tokenAt(end - 1);
}

/** Where the host behind an at sign ends; -1 where there is none with a point and an ending of two letters or more. */
function endOfDomain(text: string, middle: number): number {
  let end = middle + 1;
  let lastDot = 0;
  while (end < text.length && end - middle < longestPart) {
    const unit = text.charCodeAt(end);
    if (unit === dot) lastDot = end;
    else if (!isAlnum(unit) && unit !== 0x2d) break;
    end += 1;
  }
  while (end > middle && !isAlnum(text.charCodeAt(end - 1))) end -= 1;
  if (lastDot >= end) lastDot = text.lastIndexOf('.', end - 1);
  return lastDot > middle + 1 && end - lastDot >= 3 && charClass[text.charCodeAt(end - 1)] !== DIGIT ? end : -1;
}

function url(draft: Draft, index: number): number {
  const { text, start, kind } = draft.tokens;
  const position = start[index] ?? 0;
  if (text.charCodeAt(position + 1) !== slash || text.charCodeAt(position + 2) !== slash || kind[index - 1] !== WORD) return index;
  const end = endOfUrl(text, position + 3);
  if (end <= position + 3) return index;
  draft.takeRange('URL', start[index - 1] ?? 0, end, 'pattern');
  return draft.tokenAt(end - 1);
}

function endOfUrl(text: string, from: number): number {
  let end = from;
  while (end < text.length && isUrlUnit(text.charCodeAt(end))) end += 1;
  while (end > from && !isAlnum(text.charCodeAt(end - 1)) && text.charCodeAt(end - 1) !== slash) end -= 1;
  return end;
}

/** Not a blank, `<`, `>`, `"`, `|`, `]`, `}` or a letter of a script without case. */
function isUrlUnit(unit: number): boolean {
  if (unit <= 32 || unit === 0xa0 || unit === 0x3c || unit === 0x3e || unit === 0x22) return false;
  return unit !== 0x7c && unit !== 0x5d && unit !== 0x7d && charClass[unit] !== CASELESS;
}

/** `www.acme.com`, `acme.co.uk/orders`: words joined by points up to an ending that hosts have. */
function bareHost(draft: Draft, index: number): number {
  const { tokens } = draft;
  if (!isHostWord(draft, index - 1) || tokens.gap[index] !== JOINED) return index;
  const first = startOfHost(draft, index - 1);
  const last = endOfHost(draft, index - 1);
  if (last <= index) return index;
  if (draft.word(first).toLowerCase() !== 'www' && !hasHostEnding(draft, first, last)) return last;
  const end = draft.isMark(last + 1, slash) ? endOfUrl(tokens.text, tokens.endAt(last)) : tokens.endAt(last);
  draft.takeRange('URL', tokens.startAt(first), end, 'pattern');
  return draft.tokenAt(end - 1);
}

function isHostWord(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD || draft.tokens.kind[at] === CODE;
}

/** Back over words tied by hyphens: `my-shop.com`. */
function startOfHost(draft: Draft, from: number): number {
  const { tokens } = draft;
  let first = from;
  while (first >= 2 && isTied(draft, first - 1) && tokens.kind[first - 2] !== MARK) first -= 2;
  return first;
}

/** A hyphen with nothing around it. */
function isTied(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x2d) && draft.tokens.gap[at] === JOINED && draft.tokens.gap[at + 1] === JOINED;
}

function endOfHost(draft: Draft, from: number): number {
  const { tokens } = draft;
  let last = from;
  while (last + 2 < tokens.count && isPointInside(draft, last + 1)) last = isTied(draft, last + 3) ? last + 4 : last + 2;
  return last;
}

function isPointInside(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return draft.isMark(at, dot) && tokens.gap[at] === JOINED && tokens.gap[at + 1] === JOINED && tokens.kind[at + 1] !== MARK;
}

function hasHostEnding(draft: Draft, first: number, last: number): boolean {
  return bareEndings.has(draft.word(last)) && draft.tokens.sizeAt(first) >= 2 && !isAbbreviation(draft, first, last);
}

/** `z.B.de`, `e.g.it`: single letters between points are no host. */
function isAbbreviation(draft: Draft, first: number, last: number): boolean {
  for (let part = first; part < last; part += 2) if (draft.tokens.sizeAt(part) > 1) return false;
  return true;
}
