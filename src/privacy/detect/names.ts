import { isCalledHere, isDoing } from './context.ts';
import { FREE, type Draft } from './draft.ts';
import { firmOf } from './firms.ts';
import * as has from './flags.ts';
import { findForeignNames } from './foreign-names.ts';
import { isLanguage } from './languages.ts';
import { IndexList } from './index-list.ts';
import type { Manner } from './manner.ts';
import { isPair, isSpokenOf } from './spoken-of.ts';
import { behindTitle } from './titles.ts';
import { findRepeated, forgetNames } from './repeated.ts';
import { isApostrophe, rowFrom, type Row, type Scene } from './rows.ts';
import { settleStretch } from './stretches.ts';
import { takeRow } from './take-row.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, MARK, NO_CASE, SPACED, WORD } from './tokens.ts';
import * as is from './words.ts';

/** Words of rows, for those that are looked at once more when all names are found. */
const capitals = new IndexList();

/** Finds persons, organisations and places among words with capitals. */
export function findNames(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  const { shape } = tokens;
  const scene: Scene = { draft, manner, about };
  if (manner.hasForeign) findForeignNames(draft);
  capitals.clear();
  forgetNames();
  for (let at = 0; at < tokens.count; at += 1) {
    if (shape[at] === ALL_LOWER || !isCandidate(draft, at)) continue;
    if (opensSentence(draft, at)) {
      capitals.add(at);
      continue;
    }
    if (tokens.says(at, has.ORIGIN) && isLanguage(draft, at)) {
      draft.keep(at, at);
      continue;
    }
    const row = rowFrom(scene, at);
    settleRow(scene, row);
    for (let each = 0; each < row.at.length; each += 1) capitals.add(row.at[each] ?? 0);
    at = Math.max(at, row.at[row.at.length - 1] ?? at);
  }
  findRepeated(draft, manner, capitals);
}

/** `The order …`, `Please send …`: a small word at the start of a line or behind a full stop, and a longer one behind: no row begins there. */
function opensSentence({ tokens }: Draft, at: number): boolean {
  const next = at + 1;
  if (!tokens.says(at, has.FUNCTION_WORD) || tokens.shape[next] !== ALL_LOWER || tokens.sizeAt(next) < 4) return false;
  if (tokens.gapAt(at) <= SPACED && !(tokens.kind[at - 1] === MARK && tokens.size[at - 1] === 0x2e && tokens.gap[at] === SPACED))
    return false;
  return !tokens.says(at, has.GIVEN | has.PARTICLE | has.ORIGIN | has.TITLE) && !tokens.says(next, has.PARTICLE | has.LEGAL_FORM);
}

function isCandidate({ tokens, owner }: Draft, at: number): boolean {
  return tokens.kind[at] === WORD && tokens.shape[at] !== NO_CASE && owner[at] === FREE;
}

/** Cuts the row at words that are apart from every name and decides each piece. */
function settleRow(scene: Scene, row: Row): void {
  let from = 0;
  for (let to = 0; to <= row.at.length; to += 1) {
    let sort = row.sorts[to];
    if ((sort === is.ORDINARY || sort === is.APART) && isMeant(scene, row, to)) row.sorts[to] = sort = is.UNKNOWN;
    else if (to + 1 < row.at.length && isSecondOfPair(scene, row, to + 1)) {
      row.sorts.fill(is.NAME, to, to + 2);
      sort = is.NAME;
    }
    if (to < row.at.length && sort !== is.APART && sort !== is.HONORIFIC) continue;
    if (to > from) settlePiece(scene, row, from, to - 1);
    from = to + 1;
  }
}

/** Behind a title any word is a name: Mrs. Baker. So is one behind an initial: Brad L Key. */
function isMeant({ draft }: Scene, row: Row, at: number): boolean {
  const word = row.at[at] ?? 0;
  if (draft.tokens.kind[word] !== WORD || draft.tokens.shape[word] === ALL_LOWER) return false;
  return (at > 0 && (isBehindInitial(draft, row, at) || isSecondInCapitals(draft, row, at))) || isSpokenOf(draft, word);
}

function isBehindInitial({ tokens }: Draft, row: Row, at: number): boolean {
  return row.sorts[at - 1] === is.INITIAL && isNameLike(row.sorts[at - 2]) && tokens.shape[row.at[at] ?? 0] === CAPITAL;
}

/** `MICHÈLE BARON`: the last of two words in capitals, both names of the lists. */
function isSecondInCapitals({ tokens }: Draft, row: Row, at: number): boolean {
  const word = row.at[at] ?? 0;
  const given = row.at[at - 1] ?? 0;
  if (row.sorts[at - 1] !== is.NAME || tokens.shape[given] !== ALL_CAPS || tokens.shape[word] !== ALL_CAPS) return false;
  const isName = tokens.says(given, has.GIVEN) && tokens.says(word, has.FAMILY) && tokens.shape[word + 1] !== ALL_CAPS;
  return isName && !tokens.says(word, has.DOCUMENT | has.TRADE | has.LOGISTICS);
}

/** Two words that are names too, where only people stand: Mark Price, Grant Wood. */
function isSecondOfPair({ draft }: Scene, row: Row, at: number): boolean {
  const given = row.at[at - 1];
  const surname = row.at[at];
  return given !== undefined && surname !== undefined && isPair(draft, given, surname);
}

function settlePiece(scene: Scene, row: Row, from: number, to: number): void {
  if (to === from + 1 && isGivenByPlace(scene, row, from)) row.sorts[from] = is.UNKNOWN;
  const firm = firmOf(scene, row, from, to);
  if (firm) {
    takeRow(scene, row, 'ORG', firm.from, firm.to);
    if (firm.from > from) settlePiece(scene, row, from, firm.from - 1);
    if (firm.to < to) settlePiece(scene, row, firm.to + 1, to);
    return;
  }
  for (let start = from; start <= to; start += 1) {
    if (row.sorts[start] === is.NONE || row.sorts[start] === is.ORDINARY) continue;
    const end = endOfStretch(scene, row, start, to);
    settleStretch(scene, row, start, end);
    start = end;
  }
}

/**
 * `Llamar a Inmaculada Reyes`: where no noun has a capital, a word with one within a sentence and in front of a name is a
 * name itself.
 */
function isGivenByPlace({ draft, manner }: Scene, row: Row, at: number): boolean {
  const { tokens } = draft;
  const word = row.at[at] ?? 0;
  const isLatin = (manner.languages & (has.FR | has.ES | has.IT | has.NL)) !== 0;
  if (!isLatin || row.sorts[at] !== is.ORDINARY || tokens.shape[word] !== CAPITAL) return false;
  if (row.sorts[at + 1] !== is.NAME && !(row.sorts[at + 1] === is.AMBIGUOUS && tokens.says(row.at[at + 1] ?? 0, has.FAMILY))) return false;
  const isWithin = word > 0 && tokens.shape[word - 1] === ALL_LOWER && tokens.gap[word] === SPACED && tokens.gap[word + 1] === SPACED;
  const isAnnounced = tokens.says(word - 1, has.PERSON_CUE) || tokens.sizeAt(word - 1) === 1;
  return isWithin && isAnnounced && !tokens.says(word, has.COMMON | has.FUNCTION_WORD | has.PERSON_CUE);
}

/** A stretch goes on to the next ordinary word; small words count only between others. */
function endOfStretch({ draft }: Scene, row: Row, start: number, to: number): number {
  let end = start;
  for (let next = start + 1; next <= to; next += 1) {
    if (row.sorts[next] === is.ORDINARY && !isSurname(draft, row, next)) break;
    if (row.sorts[next] !== is.NONE) end = next;
  }
  return end;
}

/** A word with a capital behind a given name or an initial is a surname, whatever else it means: Justin Beet, Brad L Key. */
function isSurname(draft: Draft, row: Row, at: number): boolean {
  const { tokens } = draft;
  const word = row.at[at] ?? 0;
  if (tokens.shape[word] === ALL_CAPS) return isSurnameInCapitals(draft, row, at);
  if (tokens.shape[word] !== CAPITAL || tokens.says(word, has.FUNCTION_WORD)) return false;
  if (row.sorts[at - 1] === is.INITIAL && isNameLike(row.sorts[at - 2])) return true;
  if (isNameLike(row.sorts[overParticles(row, at - 1)]) && isTiedToName(draft, row, at)) return true;
  const isGiven = row.sorts[at - 1] === is.NAME && tokens.says(row.at[at - 1] ?? 0, has.GIVEN);
  return isGiven && !tokens.says(word, has.COMMON);
}

/** Behind a name and what only stands within names: a particle, an apostrophe, a title before both; or in front of what people do. */
function isTiedToName(draft: Draft, row: Row, at: number): boolean {
  const { tokens } = draft;
  const word = row.at[at] ?? 0;
  if (isCalledHere(draft, row.at[at - 1] ?? 0)) return true;
  if (isDoing(draft, word + 1) || isApostrophe(draft, word - 1) || isUnlistedBehindTitle(draft, row, at)) return true;
  // `ten`, `von`; `der` and `de` stand in front of every noun.
  return row.sorts[at - 1] === is.NONE && !tokens.says(row.at[at - 1] ?? 0, has.FUNCTION_WORD) && !tokens.says(word, has.COMMON);
}

/** `Bram ten Hove` */
function overParticles(row: Row, at: number): number {
  let before = at;
  while (before > 0 && row.sorts[before] === is.NONE) before -= 1;
  return before;
}

/** `KAREN WHITFIELD`: behind a given name in capitals, a word of no language. */
function isSurnameInCapitals({ tokens }: Draft, row: Row, at: number): boolean {
  const given = row.at[at - 1] ?? 0;
  const word = row.at[at] ?? 0;
  const isGiven = row.sorts[at - 1] === is.NAME && tokens.shape[given] === ALL_CAPS && tokens.says(given, has.GIVEN);
  return isGiven && tokens.sizeAt(word) > 2 && !tokens.says(word, has.ANY_LANGUAGE | has.DOCUMENT | has.TRADE | has.LOGISTICS);
}

/** `Frau Annegret Siebenhaar`: put together from words, but in no list. */
function isUnlistedBehindTitle(draft: Draft, row: Row, at: number): boolean {
  return !draft.tokens.says(row.at[at] ?? 0, has.ANY_LANGUAGE) && behindTitle(draft, row.at[at - 1] ?? 0) >= 0;
}

function isNameLike(sort: number | undefined): boolean {
  return sort === is.NAME || sort === is.UNKNOWN || sort === is.AMBIGUOUS;
}
