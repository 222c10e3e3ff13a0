import type { Part } from './address-tail.ts';
import type { Draft } from './draft.ts';
import { ALL_CAPS, JOINED, NUMBER, SPACED, WORD } from './tokens.ts';

/** Three to six digits, `12345-6789`, `SW1A 1AA`, `1234 AB`, `K1A 0B1`. */
export function postalCode(draft: Draft, at: number, isExpected: boolean): Part | undefined {
  const kind = draft.tokens.kindAt(at);
  if (kind === NUMBER) return digits(draft, at, isExpected);
  if (kind === WORD) return withCountry(draft, at);
  return (draft.tokens.sizeAt(at) <= 4 ? lettered(draft, at) : undefined) ?? (isExpected ? joinedDutch(draft, at) : undefined);
}

function digits(draft: Draft, at: number, isExpected: boolean): Part | undefined {
  const size = draft.tokens.sizeAt(at);
  const isHyphened = isHyphenedNumber(draft, at);
  // `18-496` in Poland, `59-330`.
  const isPolish = isHyphened && size === 2 && draft.tokens.size[at + 2] === 3;
  if (!isPolish && (!isExpected || size < 3 || size > 6)) return undefined;
  const last = isHyphened ? at + 2 : isDutch(draft, at) || isSplit(draft, at) ? at + 1 : at;
  return { last, score: 1, isCity: true };
}

function isHyphenedNumber(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return draft.isMark(at + 1, 0x2d) && tokens.gap[at + 1] === JOINED && tokens.gap[at + 2] === JOINED && tokens.kind[at + 2] === NUMBER;
}

/** `D-04109`, `CH-8001`: a country of the post in front. */
function withCountry(draft: Draft, at: number): Part | undefined {
  const { tokens } = draft;
  const isCode = tokens.sizeAt(at) <= 2 && isHyphenedNumber(draft, at) && (tokens.size[at + 2] === 4 || tokens.size[at + 2] === 5);
  return isCode && /^(?:D|A|F|B|L|I|E|S|CH|DE|AT|NL|BE|DK|FI|SE|NO)$/.test(draft.word(at))
    ? { last: at + 2, score: 2, isCity: true }
    : undefined;
}

/** `3512JE`. */
function joinedDutch(draft: Draft, at: number): Part | undefined {
  const isCode = draft.tokens.size[at] === 6 && /^[1-9]\d{3}[A-Z]{2}$/.test(draft.word(at));
  return isCode ? { last: at, score: 1, isCity: true } : undefined;
}

/** `1234 AB`. */
function isDutch(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isPair = tokens.kind[at + 1] === WORD && tokens.size[at + 1] === 2 && tokens.shape[at + 1] === ALL_CAPS;
  return isPair && tokens.size[at] === 4 && tokens.gap[at + 1] === SPACED;
}

/** `111 23` in Sweden, Greece and the Czech Republic. */
function isSplit(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.size[at] === 3 && tokens.kind[at + 1] === NUMBER && tokens.size[at + 1] === 2 && tokens.gap[at + 1] === SPACED;
}

function lettered(draft: Draft, at: number): Part | undefined {
  const first = draft.word(at);
  const second = draft.word(at + 1);
  const isBritish = /^[A-Z]{1,2}\d[A-Z\d]?$/i.test(first) && /^\d[A-Z]{2}$/i.test(second);
  const isCanadian = /^[A-Z]\d[A-Z]$/i.test(first) && /^\d[A-Z]\d$/i.test(second);
  return (isBritish || isCanadian) && draft.tokens.gapAt(at + 1) <= SPACED ? { last: at + 1, score: 2, isCity: true } : undefined;
}
