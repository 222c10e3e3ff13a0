import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, MARK, WORD, firstToken } from './tokens.ts';

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

/** Words by the way they are written. */
const forms = new Int32Array(8);

/** One plain loop over the arrays, because it meets every token of every text. */
function censusOf(draft: Draft): Census {
  const { kind, shape, size, start, cues, count, text } = draft.tokens;
  histogram.fill(0);
  forms.fill(0);
  let [foreign, small, plain, marks, cueKinds] = [0, 0, 0, 0, 0];
  for (let at = firstToken; at < count; at += 1) {
    const length = size[at] ?? 0;
    if (kind[at] === MARK) marks += codeMarks[length] ?? 0;
    if (kind[at] !== WORD) continue;
    const form = shape[at] ?? 0;
    forms[form] = (forms[form] ?? 0) + 1;
    if (text.charCodeAt(start[at] ?? 0) > lastLatin) foreign += 1;
    cueKinds |= 1 << (cues[at] ?? 0);
    const weight = weigh(draft, at, length, form);
    small += weight & 1;
    plain += weight >> 1;
  }
  const caps = forms[ALL_CAPS] ?? 0;
  const capitals = caps + (forms[CAPITAL] ?? 0);
  return { words: forms.reduce((sum, each) => sum + each, 0), caps, capitals, foreign, small, plain, marks, cues: cueKinds };
}

/** Small words tell most of a language (1), any other word of one in small letters less (2); names tell nothing. */
function weigh(draft: Draft, at: number, length: number, form: number): number {
  const { flags, functions } = draft.tokens;
  const flag = flags[at] ?? 0;
  const small = functions[at] ?? 0;
  if (small !== 0 && !((flag & has.PARTICLE) !== 0 && isBetweenNames(draft, at))) {
    histogram[small] = (histogram[small] ?? 0) + 3;
    return 1;
  }
  if (length < 4 || (form !== ALL_LOWER && (flag & (has.GIVEN | has.FAMILY | has.PLACE)) !== 0)) return 0;
  const languages = flag & has.ANY_LANGUAGE;
  histogram[languages] = (histogram[languages] ?? 0) + 1;
  return form === ALL_LOWER && languages !== 0 ? 2 : 0;
}

/** The `de la` of a name says nothing of the text around. */
function isBetweenNames({ tokens }: Draft, at: number): boolean {
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
