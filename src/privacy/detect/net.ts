import { FREE, type Draft } from './draft.ts';
import { bareEndings } from './host-endings.ts';
import { ipv6 } from './ips.ts';
import { CASELESS, charClass, isAlnum } from './letters.ts';
import { bracketedEmail, email, encodedEmail } from './mails.ts';
import { CODE, JOINED, MARK, WORD } from './tokens.ts';
import { handle, ownerOfFolder } from './user-names.ts';

const at = 0x40;
const dot = 0x2e;
const colon = 0x3a;
const slash = 0x2f;

/** E-mail addresses, web addresses and IPv6, each found from the mark that gives it away. */
export function findAddressesOnTheNet(draft: Draft): void {
  const { tokens } = draft;
  let done = -1;
  for (let mark = 0; mark < tokens.marks.size; mark += 1) {
    const index = tokens.marks.at[mark] ?? 0;
    if (index > done && draft.owner[index] === FREE) done = fromMark(draft, index, tokens.sizeAt(index));
  }
}

/** What a mark gives away. Returns the last token looked at. */
function fromMark(draft: Draft, index: number, unit: number): number {
  if (unit === dot) return bareHost(draft, index);
  if (unit === colon) return Math.max(url(draft, index), ipv6(draft, index));
  if (unit === at) return Math.max(email(draft, index), draft.owner[index] === FREE ? handle(draft, index) : index);
  if (unit === 0x25) return encodedEmail(draft, index);
  if (unit === 0x28 || unit === 0x5b || unit === 0x7b) return bracketedEmail(draft, index);
  if (unit === slash || unit === 0x5c) ownerOfFolder(draft, index);
  return index;
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
