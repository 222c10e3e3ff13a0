import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, MARK, WORD } from './tokens.ts';

/** What a whole text is like, decided once before names are looked for. */
export type Manner = {
  /** Flags of the languages whose words count as ordinary: the text's own, and English. */
  readonly languages: number;
  /** Flags of languages the text may be in for all we know: what is a word in one of them is no unknown word. */
  readonly others: number;
  /** Languages of which a word at the start of a sentence may be one rather than a name. */
  readonly relatives: number;
  /** Enough English words to know that the text is English and what is in no list is no word of it. */
  readonly isSurelyEnglish: boolean;
  /** Nouns have capitals, so a capital alone says nothing. */
  readonly isGerman: boolean;
  /** Most words are in capitals; a capital says nothing. */
  readonly isShouted: boolean;
  /** No capitals at all; lists and context must do. */
  readonly isLower: boolean;
  /** Most letters are of a script the lists do not know. */
  readonly isForeign: boolean;
  /** Some word is of a script beyond Latin. */
  readonly hasForeign: boolean;
  /** Words of a sentence, not a line of code or of a log. */
  readonly isSpoken: boolean;
  /** Kinds of cues the text has, a bit each. */
  readonly cues: number;
};

/** Weight of the words by the set of languages that have them: 2⁶ sets. */
const histogram = new Int32Array(64);

/** What one pass over the tokens counts. */
type Census = { words: number; caps: number; capitals: number; foreign: number; small: number; plain: number; marks: number; cues: number };

export function mannerOf(draft: Draft): Manner {
  const census = censusOf(draft);
  const counts = countsOf();
  const best = bestOf(counts, census.capitals > 0 && census.plain > 0);
  const others = Math.max(...counts.slice(1));
  const english = counts[0] ?? 0;
  const isSurelyEnglish = best === 0 && english >= 4 && english >= others * 1.5;
  return {
    languages: (1 << best) | has.EN,
    others: isSurelyEnglish ? 0 : has.ANY_LANGUAGE,
    isSurelyEnglish,
    relatives: isSurelyEnglish ? 0 : relativesOf(counts, best),
    isGerman: best === 1,
    isShouted: census.words >= 4 && census.caps * 2 > census.words,
    isLower: census.capitals === 0,
    cues: census.cues,
    isSpoken: census.small > 0 && census.marks * 6 < census.words,
    hasForeign: census.foreign > 0,
    isForeign: census.foreign * 2 > census.words && census.words > 2,
  };
}

function censusOf(draft: Draft): Census {
  const { tokens } = draft;
  histogram.fill(0);
  const census: Census = { words: 0, caps: 0, capitals: 0, foreign: 0, small: 0, plain: 0, marks: 0, cues: 0 };
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] === WORD) countWord(draft, at, census);
    else if (tokens.kind[at] === MARK && codeMarks[tokens.sizeAt(at)] === 1) census.marks += 1;
  }
  return census;
}

/** Small words tell most of a language; any other word counts for the languages that have it. Names tell nothing. */
function countWord(draft: Draft, at: number, census: Census): void {
  const { tokens } = draft;
  const shape = tokens.shapeAt(at);
  census.words += 1;
  if (shape === ALL_CAPS && tokens.sizeAt(at) > 1) census.caps += 1;
  if (shape === CAPITAL || shape === ALL_CAPS) census.capitals += 1;
  if (tokens.text.charCodeAt(tokens.startAt(at)) > lastLatin) census.foreign += 1;
  census.cues |= 1 << tokens.cuesAt(at);
  const small = isBetweenNames(draft, at) ? 0 : tokens.functionsAt(at);
  if (small !== 0) {
    census.small += 1;
    histogram[small] = (histogram[small] ?? 0) + 3;
  } else if (tokens.sizeAt(at) > 3 && (shape === ALL_LOWER || !tokens.says(at, has.GIVEN | has.FAMILY | has.PLACE))) {
    const languages = tokens.flagsAt(at) & has.ANY_LANGUAGE;
    if (shape === ALL_LOWER && languages !== 0) census.plain += 1;
    histogram[languages] = (histogram[languages] ?? 0) + 1;
  }
}

/** The `de la` of a name says nothing of the text around. */
function isBetweenNames({ tokens }: Draft, at: number): boolean {
  if (!tokens.says(at, has.PARTICLE)) return false;
  const next = tokens.says(at + 1, has.PARTICLE) ? at + 2 : at + 1;
  return tokens.shape[next] === CAPITAL && tokens.says(next, has.GIVEN | has.FAMILY);
}

const lastLatin = 0x36f;

function countsOf(): readonly number[] {
  const counts = [0, 0, 0, 0, 0, 0];
  for (let set = 1; set < 64; set += 1) {
    const weight = histogram[set] ?? 0;
    if (weight > 0) for (let bit = 0; bit < 6; bit += 1) if ((set & (1 << bit)) !== 0) counts[bit] = (counts[bit] ?? 0) + weight;
  }
  return counts;
}

/** English unless another language is ahead of it. */
function bestOf(counts: readonly number[], isTold: boolean): number {
  let best = 0;
  for (let bit = 1; bit < 6; bit += 1) {
    const bar = best === 0 ? barOf(counts[0] ?? 0, isTold) : (counts[best] ?? 0);
    if ((counts[bit] ?? 0) > bar) best = bit;
  }
  return best;
}

/** One word more than English has; where that has none at all, one word in small letters tells. */
function barOf(english: number, isTold: boolean): number {
  return english === 0 && isTold ? 0 : english + 1;
}

/** Where a language is sure, the words of its family: lists of French, Spanish and Italian lack what one of the others has. */
function relativesOf(counts: readonly number[], best: number): number {
  const own = counts[best] ?? 0;
  const isSure = own >= 4 && counts.every((count, bit) => bit === best || count * 1.5 <= own);
  if (!isSure) return has.ANY_LANGUAGE;
  return best >= 2 && best <= 4 ? has.FR | has.ES | has.IT | has.EN : (1 << best) | has.EN;
}

/** Signs of code and of logs; many of them make no sentence. */
const codeMarks = new Uint8Array(128);
for (const unit of [0x3d, 0x7b, 0x7d, 0x5f, 0x24, 0x5b, 0x5d, 0x3c, 0x3e, 0x5c, 0x7c]) codeMarks[unit] = 1;
