import { FREE, type Draft } from './draft.ts';
import { ANY_LANGUAGE, FUNCTION_WORD, TRADE } from './flags.ts';
import { hashOf } from './lexicon.ts';
import { ALL_LOWER, CODE, JOINED, MARK, SPACED, WORD } from './tokens.ts';

/** `user: jsmith`, `login = m.rossi`; without a mark between only what no word looks like: `login k.whitfield failed`. */
export function userName(draft: Draft, at: number): void {
  const { tokens } = draft;
  const mark = at + 1;
  const isAssigned = draft.isMark(mark, 0x3a) || draft.isMark(mark, 0x3d);
  const first = isAssigned ? mark + 1 : mark;
  if (tokens.gapAt(first) > SPACED || !isName(draft, first)) return;
  // `User : see below` is a heading.
  if (isAssigned && tokens.gap[first] === SPACED && draft.word(at).toLowerCase() === 'user') return;
  const last = endOfName(draft, first);
  if (isAssigned || (tokens.gap[first] === SPACED && looksLikeUser(draft, first, last))) draft.take('USERNAME', first, last, 'cue');
}

const loginHash = hashOf('login');

/** `login` announces addresses of machines as well: `login: failed` names nobody. */
export function loginName(draft: Draft, at: number): void {
  if (draft.tokens.hash[at] !== loginHash) return;
  const first = draft.isMark(at + 1, 0x3a) || draft.isMark(at + 1, 0x3d) ? at + 2 : at + 1;
  if (isUnlisted(draft, first) || endOfName(draft, first) > first) userName(draft, at);
}

function isName(draft: Draft, at: number): boolean {
  return draft.owner[at] === FREE && (draft.tokens.kind[at] === WORD || draft.tokens.kind[at] === CODE);
}

/** Over `.`, `_` and `-` with nothing around them. */
function endOfName(draft: Draft, first: number): number {
  const { tokens } = draft;
  let last = first;
  while (isTie(draft, last + 1) && tokens.gap[last + 2] === JOINED && tokens.kind[last + 2] !== MARK) last += 2;
  return last;
}

function isTie(draft: Draft, at: number): boolean {
  return draft.tokens.gap[at] === JOINED && (draft.isMark(at, 0x2e) || draft.isMark(at, 0x5f) || draft.isMark(at, 0x2d));
}

/** Small letters with digits behind them, or with a point or a low line among them. */
function looksLikeUser(draft: Draft, first: number, last: number): boolean {
  const { tokens } = draft;
  if (tokens.shape[first] !== ALL_LOWER || tokens.endAt(last) - tokens.startAt(first) < 5) return false;
  if (first === last) return tokens.kind[first] === CODE && /^\p{L}{3}/u.test(draft.word(first));
  return !draft.isMark(first + 1, 0x2d) && (tokens.sizeAt(first) === 1 || isUnlisted(draft, first) || isUnlisted(draft, last));
}

function isUnlisted(draft: Draft, at: number): boolean {
  return !draft.tokens.says(at, ANY_LANGUAGE | FUNCTION_WORD | TRADE);
}

/** `@karenwhitfield`: an at sign by itself before a word of no list. Returns the last token looked at. */
export function handle(draft: Draft, sign: number): number {
  const { tokens } = draft;
  const first = sign + 1;
  const isAlone = tokens.gap[sign] !== JOINED || draft.isMark(sign - 1, 0x28);
  if (!isAlone || tokens.gap[first] !== JOINED || tokens.shape[first] !== ALL_LOWER || tokens.sizeAt(first) < 5) return sign;
  const last = endOfName(draft, first);
  // Remarks in code have signs of their own.
  const isRemark = /^params?$/.test(draft.word(first));
  if (isRemark || !isName(draft, first) || !isUnlisted(draft, first) || draft.isMark(last + 1, 0x2f)) return sign;
  draft.take('USERNAME', sign, last, 'pattern');
  return last;
}

const homes = new Set(['home', 'users', 'benutzer'].map(hashOf));

/** `/home/kwhitfield/`, `C:\Users\kwhitfield\`: the folder behind the one in which users have theirs. */
export function ownerOfFolder(draft: Draft, slash: number): void {
  const { tokens } = draft;
  if (tokens.kind[slash - 1] !== WORD || !homes.has(tokens.hash[slash - 1] ?? 0) || !isSlash(draft, slash - 2)) return;
  const first = slash + 1;
  if (tokens.gap[slash] !== JOINED || tokens.gap[first] !== JOINED || !isName(draft, first)) return;
  const last = endOfName(draft, first);
  const isPerson = tokens.kind[first] === CODE || isUnlisted(draft, first) || last > first;
  if (isPerson && tokens.endAt(last) - tokens.startAt(first) > 2) draft.take('USERNAME', first, last, 'pattern');
}

function isSlash(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x2f) || draft.isMark(at, 0x5c);
}
