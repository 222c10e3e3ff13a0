import { type Draft } from './draft.ts';
import * as has from './flags.ts';
import type { Manner } from './manner.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, CODE, JOINED, MARK, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';

/** `parts` are the pieces behind the street, by what they are; a flat belongs to the street. */
export type Tail = { readonly last: number; readonly score: number; readonly parts: readonly Piece[] };
export type Piece = { readonly kind: 'ADDRESS' | 'PLACE' | 'ZIP'; readonly first: number; readonly last: number };

const mostParts = 14;

/** Goes on behind a street: flat or suite, city, state, postal code, country, over commas and line ends. */
export function extendAddress(draft: Draft, from: number, manner: Manner): Tail {
  let last = from;
  let score = 0;
  let hasCity = false;
  let isBehindCode = false;
  const parts: Piece[] = [];
  for (let part = 0; part < mostParts; part += 1) {
    const at = nextPart(draft, last);
    if (at < 0) break;
    const isApart = isBehindCode || at > last + 1 || draft.tokens.gapAt(at) >= ONE_LINE;
    const flat: Part | undefined = dwelling(draft, at);
    const code: Part | undefined = flat ? undefined : postalCode(draft, at, hasCity || isApart);
    const found: Part | undefined = flat ?? code ?? area(draft, at, manner, isApart, hasCity);
    if (!found) break;
    parts.push({ kind: flat ? 'ADDRESS' : code ? 'ZIP' : 'PLACE', first: at, last: found.last });
    isBehindCode = draft.tokens.kind[at] !== WORD;
    last = found.last;
    score += found.score;
    hasCity ||= found.isCity;
  }
  // The closing point of `Street.` stays outside.
  return { last, score, parts };
}

type Part = { readonly last: number; readonly score: number; readonly isCity: boolean };

/** The token behind commas, dashes and line ends; -1 where the address is over. What opens a line (`>`, `*`, `???`) is no part of it. */
function nextPart(draft: Draft, last: number): number {
  const { tokens } = draft;
  let at = last + 1;
  let hasLine = false;
  for (let marks = 0; at < tokens.count && tokens.kind[at] === MARK && marks < 7; marks += 1, at += 1) {
    hasLine ||= tokens.gapAt(at) >= ONE_LINE;
    if (hasLine) continue;
    if (!isBetweenParts(draft, at)) return -1;
  }
  return at < tokens.count && draft.isOpen(at) ? at : -1;
}

function isBetweenParts(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const unit = tokens.size[at];
  if (unit === 0x2e) {
    const isShort = tokens.gap[at] === JOINED && tokens.kind[at - 1] === WORD && tokens.sizeAt(at - 1) <= 4;
    const isAtPart = tokens.gap[at] === JOINED && (tokens.gapAt(at + 1) >= ONE_LINE || tokens.says(at + 1, has.DWELLING));
    return isShort || (isAtPart && !endsText(draft, at));
  }
  if (unit === 0x2d) return tokens.gap[at] !== JOINED;
  return (
    unit === 0x2c ||
    unit === 0x3b ||
    unit === 0x23 ||
    unit === 0x2013 ||
    unit === 0x2022 ||
    unit === 0x7c ||
    unit === 0x2f ||
    (unit === 0x3f && draft.isMark(at - 1, 0x3f))
  );
}

/** Nothing but more text of the address may follow a point. */
function endsText(draft: Draft, at: number): boolean {
  return at + 1 >= draft.tokens.count;
}

/** `Apt. 864`, `Suite 680`, `3. OG`, `Floor 2`. */
function dwelling(draft: Draft, at: number): Part | undefined {
  const { tokens } = draft;
  // `3º B`, `2ª`: floor and door in Spain and Italy.
  if (tokens.kind[at] === CODE && /^\d{1,2}[ºª]$/.test(draft.word(at)))
    return { last: tokens.size[at + 1] === 1 && tokens.kind[at + 1] === WORD ? at + 1 : at, score: 1, isCity: false };
  if ((tokens.kind[at] === NUMBER || tokens.kind[at] === CODE) && tokens.sizeAt(at) <= 3) return floor(draft, at);
  if (tokens.kind[at] !== WORD || !tokens.says(at, has.DWELLING)) return undefined;
  let next = at + 1;
  while (next - at < 3 && (draft.isMark(next, 0x2e) || draft.isMark(next, 0x23))) next += 1;
  const isNumber = tokens.kind[next] === NUMBER || tokens.kind[next] === CODE || (tokens.kind[next] === WORD && tokens.size[next] === 1);
  return isNumber && tokens.gapAt(next) <= SPACED ? { last: next, score: 2, isCity: false } : undefined;
}

const floors = new Set(
  'og eg dg ug stock stockwerk etage étage piso planta verdieping hoog floor fl em emelet kerros sal piętro'.split(' '),
);

/** `3. OG`, `2 étage`, `5.em 69 ajtó`, `1e verdieping`. */
function floor(draft: Draft, at: number): Part | undefined {
  const word = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  if (!floors.has(draft.word(word).toLowerCase()) || draft.tokens.gapAt(word) > SPACED) return undefined;
  const isDoor = draft.tokens.kind[word + 1] === NUMBER && /^(?:ajtó|ajto)$/.test(draft.word(word + 2));
  return { last: isDoor ? word + 2 : word, score: 1, isCity: false };
}

/** Three to six digits, `12345-6789`, `SW1A 1AA`, `1234 AB`, `K1A 0B1`. */
function postalCode(draft: Draft, at: number, isExpected: boolean): Part | undefined {
  const { tokens } = draft;
  const size = tokens.sizeAt(at);
  // `18-496` in Poland, `4251-616` in Portugal, `59-330`.
  const isHyphened =
    tokens.kind[at] === NUMBER && draft.isMark(at + 1, 0x2d) && tokens.gap[at + 1] === JOINED && tokens.gap[at + 2] === JOINED;
  if (isHyphened && size === 2 && tokens.kind[at + 2] === NUMBER && tokens.size[at + 2] === 3)
    return { last: at + 2, score: 1, isCity: true };
  if (tokens.kind[at] === NUMBER && size >= 3 && size <= 6 && isExpected) {
    if (draft.isMark(at + 1, 0x2d) && tokens.gap[at + 1] === JOINED && tokens.gap[at + 2] === JOINED && tokens.kind[at + 2] === NUMBER)
      return { last: at + 2, score: 1, isCity: true };
    const isDutch =
      size === 4 &&
      tokens.kind[at + 1] === WORD &&
      tokens.size[at + 1] === 2 &&
      tokens.shape[at + 1] === ALL_CAPS &&
      tokens.gap[at + 1] === SPACED;
    const isSplit = size === 3 && tokens.kind[at + 1] === NUMBER && tokens.size[at + 1] === 2 && tokens.gap[at + 1] === SPACED;
    return { last: isDutch || isSplit ? at + 1 : at, score: 1, isCity: true };
  }
  if (tokens.kind[at] !== CODE || size > 4) return undefined;
  const second = draft.word(at + 1);
  const isBritish = /^[A-Z]{1,2}\d[A-Z\d]?$/i.test(draft.word(at)) && /^\d[A-Z]{2}$/i.test(second);
  const isCanadian = /^[A-Z]\d[A-Z]$/i.test(draft.word(at)) && /^\d[A-Z]\d$/i.test(second);
  return (isBritish || isCanadian) && tokens.gapAt(at + 1) <= SPACED ? { last: at + 1, score: 2, isCity: true } : undefined;
}

/** Words of a city, a state or a country, up to four with capitals. */
function area(draft: Draft, at: number, manner: Manner, isApart: boolean, hasCity: boolean): Part | undefined {
  const { tokens } = draft;
  let last = -1;
  let isListed = false;
  for (let next = at; next < tokens.count && next - at < 6; next += 1) {
    if (next > at && tokens.gapAt(next) > SPACED) break;
    if (!draft.isOpen(next)) break;
    if (tokens.kind[next] === MARK) {
      const isJoin =
        (draft.isMark(next, 0x2d) || draft.isMark(next, 0x27) || draft.isMark(next, 0x2019) || draft.isMark(next, 0x2e)) &&
        tokens.gap[next] === JOINED;
      const isHyphen = draft.isMark(next, 0x2d) && tokens.gap[next + 1] === JOINED;
      const isInside =
        isJoin &&
        next > at &&
        tokens.kind[next + 1] === WORD &&
        tokens.gapAt(next + 1) <= (draft.isMark(next, 0x2e) ? SPACED : JOINED) &&
        (isHyphen || tokens.shape[next + 1] !== ALL_LOWER);
      if (!isInside || (draft.isMark(next, 0x2e) && tokens.sizeAt(next - 1) > 3)) break;
      continue;
    }
    if (tokens.kind[next] !== WORD) break;
    const flag = tokens.flagsAt(next);
    const phrase = (flag & has.PLACE_START) !== 0 ? endOfPhrase(draft, next) : -1;
    if (phrase > 0) {
      isListed = true;
      last = phrase;
      next = phrase;
      continue;
    }
    if (manner.isLower && tokens.size[next] === 2 && tokens.kind[next + 1] === NUMBER) {
      last = next;
      continue;
    }
    if (isFill(draft, next)) {
      last = next;
      continue;
    }
    const isJoined = next > at && tokens.gap[next] === JOINED && draft.isMark(next - 1, 0x2d);
    if (!isJoined && !isAreaWord(draft, next, manner) && !(next > at && isForeignEnd(draft, next, manner))) break;
    if ((flag & has.DWELLING) !== 0 && tokens.kind[next + 1] !== WORD && next > at) break;
    if ((flag & (has.PLACE | has.COUNTRY | has.STATE)) !== 0) isListed = true;
    last = next;
  }
  if (last < 0) return undefined;
  if (
    draft.isMark(last + 1, 0x28) &&
    tokens.kind[last + 2] === WORD &&
    tokens.shape[last + 2] !== ALL_LOWER &&
    draft.isMark(last + 3, 0x29)
  )
    last += 3;
  // `Mobile: +41 …`: a line's own title, not a city.
  if (draft.isMark(last + 1, 0x3a)) return undefined;
  if (tokens.shape[last] === ALL_LOWER && tokens.says(last, has.PARTICLE)) return undefined;
  const isPlain = tokens.says(at, manner.languages);
  const isFollowed = isApart || isListed || tokens.kind[last + 1] === NUMBER || !isPlain || (hasCity && tokens.shape[at] === ALL_CAPS);
  return isFollowed ? { last, score: isListed ? 2 : 1, isCity: true } : undefined;
}

/** Small words inside names of towns: Caxias do Sul, Ostrov nad Ohří, Stratford upon Avon. */
const between = new Set([
  'do',
  'nad',
  'na',
  'u',
  'pod',
  'upon',
  'of',
  'on',
  'sur',
  'sous',
  'les',
  'lès',
  'aux',
  'im',
  'am',
  'an',
  'bei',
  'unter',
  'under',
  'the',
  'des',
  'delle',
  'dello',
  'degli',
  'nel',
  'a',
  'i',
  'og',
]);

/** `Ventimiglia lido`, `Brabant wallon`: a small word of another language than the text's ends the name. */
function isForeignEnd(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  const isSmall =
    tokens.shape[at] === ALL_LOWER && tokens.sizeAt(at) >= 4 && (flag & (manner.languages | has.FUNCTION_WORD | has.PERSON_CUE)) === 0;
  return isSmall && tokens.cues[at] === 0 && tokens.gapAt(at + 1) !== 1;
}

/** The last word of a place of several words, by the lists; -1 where there is none. */
function endOfPhrase(draft: Draft, at: number): number {
  const { tokens } = draft;
  for (let last = at + 3; last > at; last -= 1) {
    let isRow = true;
    for (let next = at + 1; next <= last; next += 1)
      isRow &&= tokens.kind[next] === WORD && tokens.gap[next] === SPACED && draft.isOpen(next);
    if (isRow && (tokens.phraseFlags(at, last) & (has.PLACE | has.COUNTRY)) !== 0) return last;
  }
  return -1;
}

/** What exports write where there is no state. */
function isFill(draft: Draft, at: number): boolean {
  return draft.tokens.size[at] === 3 && draft.word(at).toLowerCase() === 'nan';
}

function isAreaWord(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  const flag = tokens.flagsAt(at);
  const shape = tokens.shape[at];
  if (shape === ALL_LOWER) {
    if (manner.isLower)
      return (
        (flag & (has.PLACE | has.COUNTRY | has.STATE)) !== 0 ||
        ((flag & (has.ANY_LANGUAGE | has.FUNCTION_WORD | has.CALENDAR)) === 0 && tokens.cues[at] === 0)
      );
    return (
      ((flag & has.PARTICLE) !== 0 || between.has(draft.word(at))) && tokens.kind[at + 1] === WORD && tokens.shape[at + 1] !== ALL_LOWER
    );
  }
  if ((flag & (has.COUNTRY | has.STATE | has.PLACE)) !== 0) return true;
  if (tokens.cues[at] !== 0 || (flag & (has.TITLE | has.TRADE | has.PERSON_CUE | has.LEGAL_FORM)) !== 0)
    return shape === ALL_CAPS && tokens.sizeAt(at) === 2;
  if ((flag & has.FUNCTION_WORD) !== 0 && shape === CAPITAL) return false;
  return true;
}
