import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { isApostrophe } from './rows.ts';
import { endsSentence } from './sentences.ts';
import { ALL_CAPS, MORE_LINES, SPACED, WORD } from './tokens.ts';
import { wordBefore } from './words.ts';

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
  readonly startsSentence: boolean;
};

const point = 0x2e;
const colon = 0x3a;

export function contextOf(draft: Draft, first: number, last: number): Context {
  const { tokens } = draft;
  const before = nearWordBefore(draft, first);
  const flag = before < 0 ? 0 : tokens.flagsAt(before);
  const isNamed = isNamedBy(draft, before);
  return {
    isTitled: (flag & has.TITLE) !== 0 && stands(draft, before, first),
    isNamed: isNamed && !draft.isMark(last + 1, colon),
    isAnnounced: isNamed || (flag & has.PERSON_CUE) !== 0 || isDoing(draft, last + 1) || isOwner(draft, last + 1),
    isPlaced: (flag & has.PLACE_CUE) !== 0 && tokens.shape[before] !== ALL_CAPS,
    startsSentence: first === 0 || endsSentence(draft, first - 1),
  };
}

/** The word in front, marks between or not, unless a line or more lies between. */
function nearWordBefore(draft: Draft, first: number): number {
  const { tokens } = draft;
  const before = wordBefore(draft, first);
  return before >= 0 && tokens.gapAt(before + 1) <= SPACED && tokens.gapAt(first) < MORE_LINES ? before : -1;
}

/** `name`, or a small word behind one: `name is`, `nom de`. */
function isNamedBy(draft: Draft, before: number): boolean {
  if (before < 0) return false;
  const { tokens } = draft;
  if (tokens.cues[before] === has.cue.name) return true;
  const link = tokens.says(before, has.FUNCTION_WORD) ? wordBefore(draft, before) : -1;
  return link >= 0 && tokens.cues[link] === has.cue.name;
}

/** At once in front, or with the point of its abbreviation between. */
function stands(draft: Draft, title: number, first: number): boolean {
  const isNext = title === first - 1 || (title === first - 2 && draft.isMark(first - 1, point));
  return isNext && draft.tokens.gapAt(first) <= SPACED;
}

/** What a person does stands behind (called, said); a preposition does not. */
function isDoing({ tokens }: Draft, next: number): boolean {
  return (
    tokens.kind[next] === WORD && tokens.says(next, has.PERSON_CUE) && !tokens.says(next, has.FUNCTION_WORD) && tokens.sizeAt(next) >= 4
  );
}

function isOwner(draft: Draft, mark: number): boolean {
  return isApostrophe(draft, mark) && draft.word(mark + 1).toLowerCase() === 's';
}
