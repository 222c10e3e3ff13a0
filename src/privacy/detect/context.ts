import { isAddressed } from './sequel.ts';
import { deeds } from './deeds.ts';
import { TAKEN, type Draft } from './draft.ts';
import * as has from './flags.ts';
import { isApostrophe } from './rows.ts';
import { endsSentence } from './sentences.ts';
import { behindTitle } from './titles.ts';
import { ALL_CAPS, ALL_LOWER, JOINED, MARK, MORE_LINES, SPACED, WORD } from './tokens.ts';
import { isWholeLine, wordBefore } from './words.ts';

/** What the words around say of the words between. */
export type Context = {
  /** Mr, Frau, Dott. stand in front. */
  readonly isTitled: boolean;
  /** `name is`, `Name:`. */
  readonly isNamed: boolean;
  /** Somebody is spoken to, spoken of, or does something. */
  readonly isAnnounced: boolean;
  /** A word of place stands in front: in, from, near. */
  readonly isPlaced: boolean;
  /** The first word of a sentence, of a line's item or behind a label's colon: a capital there says nothing. */
  readonly startsSentence: boolean;
  /** Alone on its line: a signature, a field of an address. */
  readonly isWholeLine: boolean;
  /** The word in front on the same line; -1 where there is none. */
  readonly before: number;
};

const colon = 0x3a;
const semicolon = 0x3b;

export function contextOf(draft: Draft, first: number, last: number): Context {
  const { tokens } = draft;
  const before = nearWordBefore(draft, first);
  const flag = before < 0 ? 0 : tokens.flagsAt(before);
  const isNamed = isNamedBy(draft, before);
  const isFirst = startsSentence(draft, first);
  return {
    isTitled: behindTitle(draft, first) >= 0,
    isNamed: isNamed && !draft.isMark(last + 1, colon),
    isAnnounced:
      isNamed ||
      (flag & has.PERSON_CUE) !== 0 ||
      isDoing(draft, last + 1) ||
      isOwner(draft, last + 1) ||
      (isFirst && isAddressed(draft, last)),
    isPlaced: (flag & has.PLACE_CUE) !== 0 && tokens.shape[before] !== ALL_CAPS,
    startsSentence: isFirst,
    isWholeLine: isWholeLine(draft, first, last),
    before,
  };
}

/** A dash or what stands at the head of a line: an item begins behind it. */
const bullets = new Set([0x2d, 0x2013, 0x2014, 0x2a, 0x2022, 0x3e, 0x23, 0x7c]);

function startsSentence(draft: Draft, first: number): boolean {
  const { tokens } = draft;
  const mark = first - 1;
  if (first === 0) return true;
  if (endsSentence(draft, mark)) return !isBroken(draft, mark);
  if (tokens.kind[mark] !== MARK || tokens.gap[first] === JOINED) return false;
  const unit = tokens.sizeAt(mark);
  if (unit === colon || unit === semicolon) return true;
  const head = draft.isMark(mark - 1, unit) && tokens.gap[mark] === JOINED ? mark - 1 : mark;
  return tokens.gap[head] !== JOINED && bullets.has(unit);
}

/** A name of one word at the end of a line: its surname may follow on the next. */
function isBroken(draft: Draft, last: number): boolean {
  const { tokens, owner } = draft;
  return tokens.kind[last] === WORD && owner[last] === TAKEN && owner[last - 1] !== TAKEN && tokens.gapAt(last + 1) < MORE_LINES;
}

/** The word in front, marks between or not, unless a line or more lies between. */
function nearWordBefore(draft: Draft, first: number): number {
  const { tokens } = draft;
  const before = wordBefore(draft, first);
  return before >= 0 && tokens.gapAt(before + 1) <= SPACED && tokens.gapAt(first) < MORE_LINES ? before : -1;
}

/** Whether the words in front say that this is what somebody is called: `mein Name ist`. */
export function isCalledHere(draft: Draft, at: number): boolean {
  return isNamedBy(draft, nearWordBefore(draft, at));
}

/** `name`, or a small word behind one: `name is`, `nom de`. */
function isNamedBy(draft: Draft, before: number): boolean {
  if (before < 0) return false;
  const { tokens } = draft;
  if (tokens.cues[before] === has.cue.name) return true;
  const link = tokens.says(before, has.FUNCTION_WORD) ? wordBefore(draft, before) : -1;
  return link >= 0 && tokens.cues[link] === has.cue.name;
}

/** What a person does stands behind (called, said); a preposition does not. */
export function isDoing(draft: Draft, next: number): boolean {
  return draft.tokens.kind[next] === WORD && draft.tokens.shape[next] === ALL_LOWER && deeds.has(draft, next);
}

/** `Karen's order`, `James’ approval`. */
function isOwner(draft: Draft, mark: number): boolean {
  const { tokens } = draft;
  if (!isApostrophe(draft, mark) || tokens.gap[mark] !== JOINED) return false;
  const isBare = tokens.gap[mark + 1] === SPACED && tokens.kind[mark + 1] === WORD && /[sxz]$/.test(draft.word(mark - 1));
  return isBare || draft.word(mark + 1).toLowerCase() === 's';
}
