import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_LOWER, CAPITAL, JOINED, SPACED, WORD } from './tokens.ts';
import { WordSet } from './word-set.ts';

const point = 0x2e;
const ampersand = 0x26;
const longestPart = 3;
const mostLetters = 6;

/** Forms written with points, by their letters: B.V., S.r.l., e.K., Sp. z o.o. */
const dotted = new Set(
  'bv nv sl slu sll sa srl srls spa snc sas sarl sasu eurl ek ev spzoo spk sro as kft doo dd ltda cv vof gbr ohg sc scs'.split(' '),
);
const ands = new WordSet(['and', 'und', 'et', 'y', 'e', 'en', 'i']);
const heirs = new WordSet(
  'sons son partners associates brothers daughters söhne sohn partner fils associés frères hijos hermanos socios figli fratelli soci zonen zoon zn co'.split(
    ' ',
  ),
);

/** The last token of a legal form that begins at a token, or -1: `B.V.`, `plc`, `e.K.`. */
export function endOfForm(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || tokens.gapAt(at) > SPACED) return -1;
  if (tokens.sizeAt(at) <= longestPart && draft.isMark(at + 1, point)) return endOfDotted(draft, at);
  // `plc`, `gmbh`; `co` and `as` are words.
  const isSmall = tokens.shape[at] === ALL_LOWER && tokens.says(at, has.LEGAL_FORM) && tokens.sizeAt(at) >= 3;
  return isSmall && !tokens.says(at, has.ANY_LANGUAGE | has.COMMON) ? at : -1;
}

function endOfDotted(draft: Draft, at: number): number {
  const { tokens } = draft;
  let letters = '';
  let next = at;
  let end = -1;
  while (tokens.kind[next] === WORD && tokens.sizeAt(next) <= longestPart && letters.length < mostLetters) {
    letters += draft.word(next).toLowerCase();
    const hasPoint = draft.isMark(next + 1, point) && tokens.gap[next + 1] === JOINED;
    const last = hasPoint ? next + 1 : next;
    if (next > at && dotted.has(letters)) end = last;
    // Sp. z o.o. has blanks.
    const isSpaced = (letters === 'sp' || letters === 'spz') && tokens.gap[last + 1] === SPACED;
    if (!isSpaced && !(hasPoint && tokens.gap[last + 1] === JOINED)) break;
    next = last + 1;
  }
  return end;
}

/** `Hallberg & Sons`, `Thornbury and Partners`, `GmbH & Co`: what ties two parts of a firm's name. */
export function isTie(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const isAmpersand = draft.isMark(at, ampersand);
  const isSmall = tokens.kind[at] === WORD && tokens.shape[at] === ALL_LOWER && tokens.sizeAt(at) <= longestPart;
  if ((!isAmpersand && !isSmall) || tokens.gapAt(at) > SPACED) return false;
  const next = at + 1;
  if (tokens.gapAt(next) > SPACED || tokens.kind[next] !== WORD) return false;
  if (isAmpersand) return tokens.shape[next] !== ALL_LOWER;
  return tokens.shape[next] === CAPITAL && ands.has(draft, at) && heirs.hasInAnyCase(draft, next);
}
