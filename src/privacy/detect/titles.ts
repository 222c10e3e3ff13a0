import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_LOWER, JOINED, MARK, SPACED, WORD } from './tokens.ts';

const point = 0x2e;
const mostParticles = 3;

/** Tails of titles behind their point: sig.ra, sig.na, dott.ssa, prof.ssa. */
const tails = new Set(['ra', 'na', 'ssa', 're', 'ri']);

/** Where the name behind a title begins, its particles with it (`Ms Van den Heuvel`); -1 where no title stands in front. */
export function behindTitle(draft: Draft, at: number): number {
  const start = withParticles(draft, at);
  return isTitleBefore(draft, start) ? start : -1;
}

/** The first of the particles directly in front of a word, small or with capitals. */
export function withParticles(draft: Draft, at: number): number {
  const { tokens } = draft;
  let start = at;
  while (at - start < mostParticles) {
    const particle = tokens.kind[start - 1] === MARK ? beforeApostrophe(draft, start) : start - 1;
    if (!tokens.says(particle, has.PARTICLE) || !draft.isFree(particle)) break;
    if (particle === start - 1 && tokens.gap[start] !== SPACED) break;
    start = particle;
  }
  return start;
}

/** `Dell’Acqua` */
function beforeApostrophe({ tokens }: Draft, at: number): number {
  const unit = tokens.sizeAt(at - 1);
  return (unit === 0x27 || unit === 0x2019) && tokens.gap[at] === JOINED ? at - 2 : -1;
}

function isTitleBefore(draft: Draft, start: number): boolean {
  const { tokens } = draft;
  if (tokens.gapAt(start) > SPACED) return false;
  const before = draft.isMark(start - 1, point) && tokens.gap[start - 1] === JOINED ? start - 2 : start - 1;
  if (before < 0 || tokens.kind[before] !== WORD || tokens.gapAt(before + 1) > SPACED) return false;
  return isTitle(draft, before) || isTail(draft, before);
}

function isTitle(draft: Draft, at: number): boolean {
  // `I miss Berlin`: a verb.
  return draft.tokens.says(at, has.TITLE) && !(draft.tokens.shape[at] === ALL_LOWER && draft.word(at) === 'miss');
}

function isTail(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isShort = tokens.sizeAt(at) <= 3 && draft.isMark(at - 1, point) && tokens.gap[at] === JOINED;
  return isShort && tokens.gap[at - 1] === JOINED && tokens.says(at - 2, has.TITLE) && tails.has(draft.word(at).toLowerCase());
}
