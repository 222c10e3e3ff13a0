import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { checkStart, hashStart, nextCheck, nextHash } from './lexicon.ts';
import { foldOf, secondFoldOf } from './letters.ts';
import type { Manner } from './manner.ts';
import { SPACED, WORD } from './tokens.ts';

const shortest = 3;
const longest = 40;

/**
 * Words the lists lack but every reader knows: with an ending that only ordinary words have, or put together from listed
 * ones as German and Dutch do.
 */
export function isMadeOfWords(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const size = tokens.sizeAt(at);
  if (size > longest) return true;
  if (size >= 7 && derived.test(draft.word(at))) return true;
  const language = (manner.languages | manner.others) & (has.DE | has.NL);
  return (
    language !== 0 &&
    size >= 8 &&
    !(isFamilyLike.test(draft.word(at)) && (manner.languages & language) === 0) &&
    isCompound(draft, at, language)
  );
}

/** `Katharinas Rückmeldung`, `Jansens handtekening`: a name with the ending of what is somebody's. */
export function isGenitive(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const end = tokens.endAt(at) - 1;
  if (tokens.sizeAt(at) < 5 || tokens.text.charCodeAt(end) !== 0x73 || tokens.kind[at + 1] !== WORD || tokens.gap[at + 1] !== SPACED)
    return false;
  let hash = hashStart;
  let check = checkStart;
  for (let position = tokens.startAt(at); position < end; position += 1) {
    const unit = foldOf[tokens.text.charCodeAt(position)] ?? 0;
    hash = nextHash(hash, unit);
    check = nextCheck(check, unit);
  }
  const flag = tokens.lexicon.flagsOf(hash, check);
  return (flag & (has.GIVEN | has.FAMILY)) !== 0 && (flag & has.ANY_LANGUAGE & ~has.ES) === 0;
}

/** What the names of families end in, and of the towns they come from. */
const isFamilyLike =
  /(?:mann|man|berg|bach|dorf|feld|stein|hof|hofer|meier|meyer|maier|mayer|bauer|hausen|heim|wald|thal|tal|brunn|burg|rath|haar|hardt|kamp|huis|veld|dijk|broek|horst|stra|son|sen)$/;

const derived =
  /(?:tions?|ments?|ness|ables?|ibles?|ized|ised|izing|ising|ility|ities|ances?|ences?|ships?|less|wards?|wares?|ically|fully|ously|isms?|ives?|ations?|ungen|ung|keit|heit|schaft|ismus|tat|aten|ierung|lich|isch|ische|ischen|ement|euse|euses|eaux|ique|iques|cion|ciones|miento|mientos|idad|zione|zioni|mento|menti|heid|ingen|erij)$/i;

/** Letters of the word under work, folded; as long as the longest word that is looked at. */
const letters = new Int32Array(2 * longest);

function isCompound(draft: Draft, at: number, language: number): boolean {
  const count = foldWord(draft, at);
  const { lexicon } = draft.tokens;
  let hash = hashStart;
  let check = checkStart;
  for (let split = 1; split <= count - shortest; split += 1) {
    const unit = letters[split - 1] ?? 0;
    hash = nextHash(hash, unit);
    check = nextCheck(check, unit);
    if (split < shortest) continue;
    const isPart = (lexicon.flagsOf(hash, check) & language) !== 0 || isStem(draft, hash, check, language);
    if (isPart && restIsListed(draft, count, split, language)) return true;
  }
  return false;
}

/** `Mahn`, `Sperr`: a German verb without its ending. */
function isStem(draft: Draft, hash: number, check: number, language: number): boolean {
  const [e, n] = [0x65, 0x6e];
  const flag = draft.tokens.lexicon.flagsOf(nextHash(nextHash(hash, e), n), nextCheck(nextCheck(check, e), n));
  return (flag & language) !== 0;
}

function foldWord({ tokens }: Draft, at: number): number {
  let count = 0;
  for (let position = tokens.startAt(at); position < tokens.endAt(at) && count < letters.length - 1; position += 1) {
    const unit = tokens.text.charCodeAt(position);
    const first = foldOf[unit] ?? 0;
    if (first === 0) continue;
    letters[count] = first;
    count += 1;
    const second = secondFoldOf[unit] ?? 0;
    if (second === 0) continue;
    letters[count] = second;
    count += 1;
  }
  return count;
}

/** The rest as it is, or behind a linking s, es, n, en. One more part is tried, as in Auftrags-eingangs-datum. */
function restIsListed(draft: Draft, count: number, from: number, language: number, isLast = false): boolean {
  for (const skip of [0, 1, 2]) {
    if (skip > 0 && !isLink(from, skip)) continue;
    const start = from + skip;
    if (count - start < 3) continue;
    if (isListed(draft, start, count, language)) return true;
    if (isLast) continue;
    for (let split = start + 4; split <= count - 4; split += 1)
      if (isListed(draft, start, split, language) && restIsListed(draft, count, split, language, true)) return true;
  }
  return false;
}

function isLink(from: number, length: number): boolean {
  const last = letters[from + length - 1];
  // s, n; es, en
  return (last === 115 || last === 110) && (length === 1 || letters[from] === 101);
}

function isListed(draft: Draft, from: number, to: number, language: number): boolean {
  let hash = hashStart;
  let check = checkStart;
  for (let at = from; at < to; at += 1) {
    const unit = letters[at] ?? 0;
    hash = nextHash(hash, unit);
    check = nextCheck(check, unit);
  }
  return (draft.tokens.lexicon.flagsOf(hash, check) & language) !== 0;
}
