import type { Part } from './address-tail.ts';
import type { Draft } from './draft.ts';
import { ALL_CAPS, CODE, JOINED, NUMBER, SPACED, WORD } from './tokens.ts';

/** Three to six digits, `12345-6789`, `SW1A 1AA`, `1234 AB`, `K1A 0B1`. */
export function postalCode(draft: Draft, at: number, isExpected: boolean): Part | undefined {
  const { tokens } = draft;
  const size = tokens.sizeAt(at);
  if (tokens.kind[at] === CODE) return size <= 4 ? lettered(draft, at) : undefined;
  if (tokens.kind[at] !== NUMBER) return undefined;
  const isHyphened = isHyphenedNumber(draft, at);
  // `18-496` in Poland, `59-330`.
  const isPolish = isHyphened && size === 2 && tokens.size[at + 2] === 3;
  if (!isPolish && (!isExpected || size < 3 || size > 6)) return undefined;
  const last = isHyphened ? at + 2 : isDutch(draft, at) || isSplit(draft, at) ? at + 1 : at;
  return { last, score: 1, isCity: true };
}

function isHyphenedNumber(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return draft.isMark(at + 1, 0x2d) && tokens.gap[at + 1] === JOINED && tokens.gap[at + 2] === JOINED && tokens.kind[at + 2] === NUMBER;
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
