import { isIPv6 } from 'node:net';
import { cue } from './flags.ts';
import { CASELESS, DIGIT, LOWER, UPPER, charClass } from './letters.ts';
import type { Draft } from './draft.ts';
import { CODE, JOINED, MARK, SPACED, WORD } from './tokens.ts';

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

function isAlnum(unit: number): boolean {
  const kind = charClass[unit] ?? 0;
  return kind === LOWER || kind === UPPER || kind === DIGIT;
}

function isLocal(unit: number): boolean {
  return (
    isAlnum(unit) || unit === dot || unit === 0x5f || unit === 0x2d || unit === 0x2b || unit === 0x25 || unit === 0x27 || unit === 0x26
  );
}

function email(draft: Draft, index: number): number {
  const { text, start } = draft.tokens;
  const middle = start[index] ?? 0;
  let from = middle;
  while (from > 0 && middle - from < longestPart && isLocal(text.charCodeAt(from - 1))) from -= 1;
  while (from < middle && !isAlnum(text.charCodeAt(from))) from += 1;
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
  const isWhole = from < middle && lastDot > middle + 1 && end - lastDot >= 3 && charClass[text.charCodeAt(end - 1)] !== DIGIT;
  if (!isWhole) return index;
  draft.takeRange('EMAIL', from, end, 'pattern');
  return draft.tokenAt(end - 1);
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

const longestIp = 45;

/** Groups of hexadecimal digits with colons between, from the first colon on. */
function ipv6(draft: Draft, index: number): number {
  const { text, start } = draft.tokens;
  const colonAt = start[index] ?? 0;
  let from = colonAt;
  while (from > 0 && colonAt - from < 4 && isHex(text.charCodeAt(from - 1))) from -= 1;
  let end = colonAt;
  let colons = 0;
  while (end < text.length && end - from < longestIp) {
    const unit = text.charCodeAt(end);
    if (unit === colon) colons += 1;
    else if (!isHex(unit) && unit !== dot) break;
    end += 1;
  }
  while (end > from && (text.charCodeAt(end - 1) === dot || (text.charCodeAt(end - 1) === colon && text.charCodeAt(end - 2) !== colon)))
    end -= 1;
  if (colons < 2 || !isIPv6(text.slice(from, end)) || end - from < 4) return index;
  draft.takeRange('IP', from, end, 'pattern');
  return draft.tokenAt(end - 1);
}

function isHex(unit: number): boolean {
  return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 102) || (unit >= 65 && unit <= 70);
}

function endOfUrl(text: string, from: number): number {
  let end = from;
  while (end < text.length) {
    const unit = text.charCodeAt(end);
    if (unit <= 32 || unit === 0xa0 || unit === 0x3c || unit === 0x3e || unit === 0x22 || unit === 0x7c || unit === 0x5d || unit === 0x7d)
      break;
    if (charClass[unit] === CASELESS) break;
    end += 1;
  }
  while (end > from && !isAlnum(text.charCodeAt(end - 1)) && text.charCodeAt(end - 1) !== slash) end -= 1;
  return end;
}

/** `www.acme.com`, `acme.co.uk/orders`: words joined by points up to an ending that hosts have. */
function bareHost(draft: Draft, index: number): number {
  const { tokens } = draft;
  if (tokens.kind[index - 1] !== WORD && tokens.kind[index - 1] !== CODE) return index;
  if (tokens.gap[index] !== JOINED) return index;
  let last = index - 1;
  let first = index - 1;
  while (
    first >= 2 &&
    tokens.gap[first] === JOINED &&
    draft.isMark(first - 1, 0x2d) &&
    tokens.gap[first - 1] === JOINED &&
    tokens.kind[first - 2] !== MARK
  )
    first -= 2;
  while (
    draft.isMark(last + 1, dot) &&
    tokens.gap[last + 1] === JOINED &&
    tokens.gap[last + 2] === JOINED &&
    tokens.kind[last + 2] !== MARK &&
    last + 2 < tokens.count
  )
    last = draft.isMark(last + 3, 0x2d) && tokens.gap[last + 3] === JOINED && tokens.gap[last + 4] === JOINED ? last + 4 : last + 2;
  if (last <= index) return index;
  const ending = draft.word(last);
  const isWeb = draft.word(first).toLowerCase() === 'www';
  const ending2 = ending.toLowerCase();
  if (!isWeb && (ending !== ending2 || !bareEndings.has(ending2) || tokens.sizeAt(first) < 2 || isAbbreviation(draft, first, last)))
    return last;
  const start = tokens.startAt(first);
  const end = draft.isMark(last + 1, slash) ? endOfUrl(tokens.text, tokens.endAt(last)) : tokens.endAt(last);
  draft.takeRange('URL', start, end, 'pattern');
  return draft.tokenAt(end - 1);
}

/** `z.B.de`, `e.g.it`: single letters between points are no host. */
function isAbbreviation(draft: Draft, first: number, last: number): boolean {
  for (let part = first; part < last; part += 2) if (draft.tokens.sizeAt(part) > 1) return false;
  return true;
}

const keyStarts =
  /^(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?|^gh[pousr]_|^github_pat_|^xox[abprs]-|^AKIA|^ASIA|^AIza|^glpat-|^npm_|^eyJ|^SG\.|^hf_|^ya29\./;

/** Keys, tokens and passwords: by the form some services give them, or behind the word that announces one. */
export function findSecrets(draft: Draft): void {
  const { tokens } = draft;
  const { announcing, marks, numbers } = tokens;
  for (let each = 0; each < announcing.size; each += 1) {
    const index = announcing.at[each] ?? 0;
    if (tokens.cues[index] === cue.secret) announcedSecret(draft, index);
  }
  for (let each = 0; each < marks.size; each += 1) {
    const index = marks.at[each] ?? 0;
    const unit = tokens.size[index];
    if (unit === 0x2d && tokens.text.startsWith('-----BEGIN', tokens.startAt(index))) privateKey(draft, index);
    else if ((unit === 0x2d || unit === 0x5f || unit === dot) && tokens.gap[index] === JOINED) keyByForm(draft, index - 1);
  }
  for (let each = 0; each < numbers.size; each += 1) keyByForm(draft, numbers.at[each] ?? 0);
}

// s, p, r, g, x, A, e, n, S, h, y
function isKeyLetter(unit: number): boolean {
  return (
    unit === 115 ||
    unit === 112 ||
    unit === 114 ||
    unit === 103 ||
    unit === 120 ||
    unit === 65 ||
    unit === 101 ||
    unit === 110 ||
    unit === 83 ||
    unit === 104 ||
    unit === 121
  );
}

function keyByForm(draft: Draft, index: number): void {
  const { text, start, kind, gap } = draft.tokens;
  const from = start[index] ?? 0;
  const isStart = kind[index] !== MARK && draft.owner[index] === 0 && (gap[index] !== JOINED || kind[index - 1] === MARK);
  if (!isStart || !isKeyLetter(text.charCodeAt(from))) return;
  if (!keyStarts.test(text.slice(from, from + 14))) return;
  let end = from;
  while (end < text.length && isKeyUnit(text.charCodeAt(end))) end += 1;
  while (end > from && !isAlnum(text.charCodeAt(end - 1))) end -= 1;
  if (end - from < 16 || !/\d/.test(text.slice(from, Math.min(end, from + 200)))) return;
  draft.takeRange('SECRET', from, end, 'pattern');
}

function isKeyUnit(unit: number): boolean {
  return (
    (unit < 128 && isAlnum(unit)) || unit === 0x2d || unit === 0x5f || unit === dot || unit === 0x2b || unit === slash || unit === 0x3d
  );
}

function privateKey(draft: Draft, index: number): void {
  const { text, start } = draft.tokens;
  const from = start[index] ?? 0;
  const close = text.indexOf('-----END', from + 10);
  const end = close < 0 ? text.length : Math.min(text.length, text.indexOf('-----', close + 8) + 5 || text.length);
  if (draft.owner[index] !== 0 || !text.slice(from, from + 48).includes('KEY')) return;
  draft.takeRange('SECRET', from, Math.max(end, from + 10), 'pattern');
}

/** Behind `password:` or `pwd=` anything up to the next space; after a bare `password` only what no word looks like. */
function announcedSecret(draft: Draft, index: number): void {
  const { tokens } = draft;
  const { text } = tokens;
  let next = index + 1;
  let isAssigned = false;
  while (next < tokens.count && next - index < 5 && tokens.gapAt(next) <= SPACED) {
    const unit = tokens.kind[next] === MARK ? tokens.size[next] : 0;
    if (unit === colon || unit === 0x3d) isAssigned = true;
    else if (
      unit !== 0x22 &&
      unit !== 0x27 &&
      unit !== 0x2018 &&
      unit !== 0x201c &&
      !(tokens.kind[next] === WORD && isLink(draft.word(next)))
    )
      break;
    next += 1;
  }
  if (next >= tokens.count || draft.owner[next] !== 0 || tokens.gapAt(next) > SPACED) return;
  const from = tokens.startAt(next);
  let end = from;
  while (end < text.length && end - from < 512 && !isSecretEnd(text.charCodeAt(end))) end += 1;
  while (end > from && /[.,;:)\]}]/.test(text[end - 1] ?? '')) end -= 1;
  const value = text.slice(from, end);
  if (value.length < 4 || (!isAssigned && !looksSecret(value))) return;
  draft.takeRange('SECRET', from, end, 'cue');
}

function isSecretEnd(unit: number): boolean {
  return unit <= 32 || unit === 0x22 || unit === 0x27 || unit === 0x2019 || unit === 0x201d || unit === 0x3c || unit === 0x3e;
}

function isLink(word: string): boolean {
  return /^(?:is|was|ist|war|est|es|era|was|token|key|the|lautet|bearer|value|id)$/i.test(word);
}

/** Letters with digits or signs among them, or small and capital letters mixed inside. */
function looksSecret(value: string): boolean {
  return value.length >= 6 && /[A-Za-z]/.test(value) && /[\d!@#$%^&*?+=]/.test(value) && !/^[A-Z]{1,4}-?\d+$/.test(value);
}
