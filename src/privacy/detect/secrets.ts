import { FREE, type Draft } from './draft.ts';
import { cue } from './flags.ts';
import { isAlnum } from './letters.ts';
import { hashOf } from './lexicon.ts';
import { CODE, JOINED, MARK, SPACED, WORD } from './tokens.ts';

/** What is longer is no secret but a text that goes on. */
const longest = 512;
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
  for (const { kind, end } of draft.spans) if (kind === 'EMAIL') besideMail(draft, draft.tokenAt(end - 1) + 1);
  // What was read as a value and refused is not read again from within.
  let reached = 0;
  for (let each = 0; each < marks.size; each += 1) {
    const index = marks.at[each] ?? 0;
    if (tokens.startAt(index) >= reached && isAssignment(draft, index)) reached = assignedKey(draft, index);
    else beginAtMark(draft, index);
  }
  for (let each = 0; each < numbers.size; each += 1) {
    const index = numbers.at[each] ?? 0;
    keyByForm(draft, index);
    if (tokens.kind[index] === CODE) passBefore(draft, index);
  }
}

function beginAtMark(draft: Draft, index: number): void {
  const { tokens } = draft;
  const unit = tokens.sizeAt(index);
  if (unit === 0x2d && tokens.text.startsWith('-----BEGIN', tokens.startAt(index))) privateKey(draft, index);
  else if ((unit === 0x2d || unit === 0x5f || unit === 0x2e) && tokens.gap[index] === JOINED) keyByForm(draft, index - 1);
}

/** Letters that known keys begin with. */
const keyLetters = new Set('sprgxAenShy'.split('').map((letter) => letter.charCodeAt(0)));

function keyByForm(draft: Draft, index: number): void {
  const { text, start, kind, gap } = draft.tokens;
  const from = start[index] ?? 0;
  const isStart = kind[index] !== MARK && draft.owner[index] === FREE && (gap[index] !== JOINED || kind[index - 1] === MARK);
  if (!isStart || !keyLetters.has(text.charCodeAt(from))) return;
  if (!keyStarts.test(text.slice(from, from + 14))) return;
  let end = from;
  while (end < text.length && isKeyUnit(text.charCodeAt(end))) end += 1;
  while (end > from && !isAlnum(text.charCodeAt(end - 1))) end -= 1;
  if (!isKeyLong(text.slice(from, Math.min(end, from + 200)))) return;
  draft.takeRange('SECRET', from, end, 'pattern');
}

/** A digit among sixteen characters; behind `sk-` twelve are enough where small letters and digits mix. */
function isKeyLong(key: string): boolean {
  if (key.length < 16) return key.length >= 12 && /^sk[-_](?=.*\d)(?=.*[a-z])[\w-]+$/.test(key);
  return /\d/.test(key);
}

function isKeyUnit(unit: number): boolean {
  return (
    (unit < 128 && isAlnum(unit)) || unit === 0x2d || unit === 0x5f || unit === 0x2e || unit === 0x2b || unit === 0x2f || unit === 0x3d
  );
}

function privateKey(draft: Draft, index: number): void {
  const { text, start } = draft.tokens;
  const from = start[index] ?? 0;
  const close = text.indexOf('-----END', from + 10);
  const end = close < 0 ? text.length : Math.min(text.length, text.indexOf('-----', close + 8) + 5 || text.length);
  if (draft.owner[index] !== FREE || !text.slice(from, from + 48).includes('KEY')) return;
  draft.takeRange('SECRET', from, Math.max(end, from + 10), 'pattern');
}

/** Names of headers, cookies and settings whose value is a key: only behind `=` or `:`, and only what looks like one. */
const keyNames = new Set(
  'sessionid jsessionid phpsessid sessid sid session authorization authkey csrf csrftoken xsrftoken sharedkey accountkey subscriptionkey'
    .split(' ')
    .map(hashOf),
);
const keyHash = hashOf('key');
const keysOf = new Set(
  'api access secret private auth client signing encryption session shared master consumer subscription app application'
    .split(' ')
    .map(hashOf),
);

/** `api_key=9f8b…`, `X-API-Key: …`, `sessionid=…`, `Authorization: Basic …`. Returns how far it read. */
function assignedKey(draft: Draft, mark: number): number {
  const { tokens } = draft;
  const name = draft.isMark(mark - 1, 0x22) || draft.isMark(mark - 1, 0x27) ? mark - 2 : mark - 1;
  const hash = tokens.kind[name] === WORD ? (tokens.hash[name] ?? 0) : 0;
  const isKey = keyNames.has(hash) || (hash === keyHash && keysOf.has(tokens.hash[beforeTie(draft, name)] ?? 0));
  return isKey ? valueBehind(draft, mark, looksLikeKey) : 0;
}

/** The word before `_` or `-`, or before a blank: `api_key`, `api-key`, `API key`. */
function beforeTie(draft: Draft, at: number): number {
  return draft.isMark(at - 1, 0x5f) || draft.isMark(at - 1, 0x2d) ? at - 2 : at - 1;
}

function looksLikeKey(value: string): boolean {
  return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/^[A-Z]{1,4}-?\d+$/.test(value);
}

/** Behind `password:` or `pwd=` anything up to the next space; after a bare `password` only what no word looks like. */
function announcedSecret(draft: Draft, index: number): void {
  const isPasse = draft.tokens.hash[index] === passeHash;
  if (!isPasse || (draft.word(index - 1) === 'de' && draft.word(index - 2).toLowerCase() === 'mot')) valueBehind(draft, index, undefined);
}

/** `kim@example.com / W!nter2024`: a login and its password, as people paste them. */
function besideMail(draft: Draft, mark: number): void {
  if (draft.isMark(mark, 0x2f) || draft.isMark(mark, 0x3a)) valueBehind(draft, mark, looksLikePassword);
}

const passHash = hashOf('pass');
const passeHash = hashOf('passe');

/** `my pass is Qw3rty!`: the word has other meanings, so it is looked for from a code that could be a password. */
function passBefore(draft: Draft, index: number): void {
  const { hash } = draft.tokens;
  const pass = hash[index - 1] === passHash ? index - 1 : hash[index - 2] === passHash ? index - 2 : -1;
  if (pass >= 0) valueBehind(draft, pass, looksLikePassword);
}

function looksLikePassword(value: string): boolean {
  return looksSecret(value) && /[a-z]/.test(value) && /[A-Z!@#$%^&*?+=]/.test(value);
}

/** Takes what stands behind a token and what ties to it, if it passes; without a test, anything assigned and what looks secret. Returns where it ends. */
function valueBehind(draft: Draft, index: number, test: ((value: string) => boolean) | undefined): number {
  const { tokens } = draft;
  let next = index + 1;
  let isAssigned = false;
  while (next < tokens.count && next - index < 5 && tokens.gapAt(next) <= SPACED && isBetween(draft, next)) {
    isAssigned ||= isAssignment(draft, next);
    next += 1;
  }
  if (next >= tokens.count || draft.owner[next] !== FREE || tokens.gapAt(next) > SPACED) return 0;
  const from = tokens.startAt(next);
  const end = endOfSecret(tokens.text, from);
  const value = tokens.text.slice(from, end);
  const isSecret = test ? test(value) : isAssigned || looksSecret(value);
  if (value.length >= 4 && isSecret) draft.takeRange('SECRET', from, end, 'cue');
  return end;
}

/** What may stand between the announcing word and the secret: `:`, `=`, quotes and small words. */
function isBetween(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] === WORD) return isLink(draft.word(at));
  const unit = tokens.kind[at] === MARK ? tokens.sizeAt(at) : 0;
  return isAssignment(draft, at) || unit === 0x22 || unit === 0x27 || unit === 0x2018 || unit === 0x201c;
}

function isAssignment(draft: Draft, at: number): boolean {
  return draft.isMark(at, 0x3a) || draft.isMark(at, 0x3d);
}

function endOfSecret(text: string, from: number): number {
  let end = from;
  while (end < text.length && end - from < longest && !isSecretEnd(text.charCodeAt(end))) end += 1;
  while (end > from && /[.,;:)\]}]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

function isSecretEnd(unit: number): boolean {
  return unit <= 32 || unit === 0x22 || unit === 0x27 || unit === 0x2019 || unit === 0x201d || unit === 0x3c || unit === 0x3e;
}

function isLink(word: string): boolean {
  return /^(?:is|was|ist|war|est|es|era|è|e|token|key|the|lautet|bearer|basic|digest|value|id)$/i.test(word);
}

/** Letters with digits or signs among them, or small and capital letters mixed inside. */
function looksSecret(value: string): boolean {
  return value.length >= 6 && /[A-Za-z]/.test(value) && /[\d!@#$%^&*?+=]/.test(value) && !/^[A-Z]{1,4}-?\d+$/.test(value);
}
