import { FREE, type Draft } from './draft.ts';
import { cue } from './flags.ts';
import { isAlnum } from './letters.ts';
import { JOINED, MARK, SPACED, WORD } from './tokens.ts';

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
  for (let each = 0; each < marks.size; each += 1) {
    const index = marks.at[each] ?? 0;
    const unit = tokens.size[index];
    if (unit === 0x2d && tokens.text.startsWith('-----BEGIN', tokens.startAt(index))) privateKey(draft, index);
    else if ((unit === 0x2d || unit === 0x5f || unit === 0x2e) && tokens.gap[index] === JOINED) keyByForm(draft, index - 1);
  }
  for (let each = 0; each < numbers.size; each += 1) keyByForm(draft, numbers.at[each] ?? 0);
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
  if (end - from < 16 || !/\d/.test(text.slice(from, Math.min(end, from + 200)))) return;
  draft.takeRange('SECRET', from, end, 'pattern');
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

/** Behind `password:` or `pwd=` anything up to the next space; after a bare `password` only what no word looks like. */
function announcedSecret(draft: Draft, index: number): void {
  const { tokens } = draft;
  let next = index + 1;
  let isAssigned = false;
  while (next < tokens.count && next - index < 5 && tokens.gapAt(next) <= SPACED && isBetween(draft, next)) {
    isAssigned ||= isAssignment(draft, next);
    next += 1;
  }
  if (next >= tokens.count || draft.owner[next] !== FREE || tokens.gapAt(next) > SPACED) return;
  const from = tokens.startAt(next);
  const end = endOfSecret(tokens.text, from);
  const value = tokens.text.slice(from, end);
  if (value.length >= 4 && (isAssigned || looksSecret(value))) draft.takeRange('SECRET', from, end, 'cue');
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
  return /^(?:is|was|ist|war|est|es|era|was|token|key|the|lautet|bearer|value|id)$/i.test(word);
}

/** Letters with digits or signs among them, or small and capital letters mixed inside. */
function looksSecret(value: string): boolean {
  return value.length >= 6 && /[A-Za-z]/.test(value) && /[\d!@#$%^&*?+=]/.test(value) && !/^[A-Z]{1,4}-?\d+$/.test(value);
}
