import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, MARK, WORD } from './tokens.ts';

/** What a whole text is like, decided once before names are looked for. */
export type Manner = {
  /** Flags of the languages whose words count as ordinary: the text's own, and English. */
  readonly languages: number;
  /** Nouns have capitals, so a capital alone says nothing. */
  readonly isGerman: boolean;
  /** Most words are in capitals; a capital says nothing. */
  readonly isShouted: boolean;
  /** No capitals at all; lists and context must do. */
  readonly isLower: boolean;
  /** Most letters are of a script the lists do not know. */
  readonly isForeign: boolean;
  /** Words of a sentence, not a line of code or of a log. */
  readonly isSpoken: boolean;
  /** Kinds of cues the text has, a bit each. */
  readonly cues: number;
};

/** Weight of the words by the set of languages that have them: 2⁶ sets. */
const histogram = new Int32Array(64);

function countsOf(): readonly number[] {
  const counts = [0, 0, 0, 0, 0, 0];
  for (let set = 1; set < 64; set += 1) {
    const weight = histogram[set] ?? 0;
    if (weight > 0) for (let bit = 0; bit < 6; bit += 1) if ((set & (1 << bit)) !== 0) counts[bit] = (counts[bit] ?? 0) + weight;
  }
  return counts;
}

export function mannerOf(draft: Draft): Manner {
  const { tokens } = draft;
  histogram.fill(0);
  let words = 0;
  let caps = 0;
  let capitals = 0;
  let foreign = 0;
  let small = 0;
  let marks = 0;
  let cues = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] !== WORD) {
      if (tokens.kind[at] === MARK && isCodeMark(tokens.sizeAt(at))) marks += 1;
      continue;
    }
    words += 1;
    const flag = tokens.flagsAt(at);
    if (tokens.shape[at] === ALL_CAPS && tokens.sizeAt(at) > 1) caps += 1;
    if (tokens.shape[at] === CAPITAL || tokens.shape[at] === ALL_CAPS) capitals += 1;
    if ((tokens.text.charCodeAt(tokens.startAt(at)) ?? 0) > 0x36f) foreign += 1;
    // Small words tell most; any other word counts for the languages that have it. Names tell nothing.
    const isTelling = tokens.shape[at] === ALL_LOWER || (flag & (has.GIVEN | has.FAMILY | has.PLACE)) === 0;
    if ((flag & has.FUNCTION_WORD) !== 0) small += 1;
    const weight = (flag & has.FUNCTION_WORD) !== 0 ? 3 : isTelling && tokens.sizeAt(at) > 3 ? 1 : 0;
    cues |= 1 << tokens.cuesAt(at);
    const languages = flag & has.ANY_LANGUAGE;
    histogram[languages] = (histogram[languages] ?? 0) + weight;
  }
  const counts = countsOf();
  // English unless another language is plainly ahead: two words in common say nothing.
  let best = 0;
  for (let bit = 1; bit < 6; bit += 1)
    if ((counts[bit] ?? 0) > (best === 0 ? (counts[0] ?? 0) * 1.15 + 1 : (counts[best] ?? 0))) best = bit;
  return {
    languages: (1 << best) | has.EN,
    isGerman: best === 1,
    isShouted: words >= 4 && caps * 2 > words,
    isLower: capitals === 0,
    cues,
    isSpoken: small > 0 && marks * 6 < words,
    isForeign: foreign * 2 > words && words > 2,
  };
}

/** `=`, `{`, `}`, `_`, `$`, `[`, `]`, `<`, `>`, backslash and bar: many of them make no sentence. */
function isCodeMark(unit: number): boolean {
  return (
    unit === 0x3d ||
    unit === 0x7b ||
    unit === 0x7d ||
    unit === 0x5f ||
    unit === 0x24 ||
    unit === 0x5b ||
    unit === 0x5d ||
    unit === 0x3c ||
    unit === 0x3e ||
    unit === 0x5c ||
    unit === 0x7c
  );
}
