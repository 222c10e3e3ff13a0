import { extendAddress, type Piece } from './address-tail.ts';
import { type Draft } from './draft.ts';
import * as has from './flags.ts';
import { foldOf } from './letters.ts';
import type { Manner } from './manner.ts';
import { ABOUT_DOCUMENT } from './sentences.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, CODE, JOINED, MARK, MORE_LINES, NUMBER, ONE_LINE, SPACED, WORD } from './tokens.ts';

const wordsOfStreet = 7;
/** What has to come together before a number and a few words count as an address. */
const enough = 3;

/** What was read as house number and street, and how much speaks for it. */
type Street = { readonly last: number; readonly score: number; readonly isSure: boolean };

/** Finds postal addresses: house number and street in either order, boxes, corners; then flat, city, state, code, country. */
export function findAddresses(draft: Draft, manner: Manner, about: Uint8Array): void {
  const { tokens } = draft;
  for (let at = 0; at < tokens.count; at += 1) {
    // A word in small letters begins an address only where the lists say so or nothing has capitals.
    const isPlain =
      tokens.shape[at] === ALL_LOWER &&
      !manner.isLower &&
      tokens.kind[at] === WORD &&
      !tokens.says(at, has.ADDRESS_START | has.STREET_FIRST);
    if (!isPlain && tokens.kind[at] !== MARK && draft.isOpen(at)) at = addressFrom(draft, at, manner, about);
  }
}

function addressFrom(draft: Draft, at: number, manner: Manner, about: Uint8Array): number {
  const { tokens } = draft;
  const kind = tokens.kind[at];
  let street: Street | undefined;
  if (!draft.isOpen(at)) return at;
  if (kind === NUMBER || (kind === CODE && isHouseCode(draft, at))) street = numberFirst(draft, at, manner);
  else if (kind === WORD) {
    const isStart = tokens.says(at, has.ADDRESS_START);
    street =
      (isStart ? (boxed(draft, at) ?? corner(draft, at, manner)) : undefined) ??
      streetFirst(draft, at, manner) ??
      namedStreet(draft, at, manner);
  }
  if (!street) return at;
  const tail = extendAddress(draft, street.last, manner);
  const isSpokenOf = (manner.cues & (1 << has.cue.address)) !== 0;
  const score =
    street.score + tail.score + (isAskedFor(draft, at) ? 2 : isSpokenOf ? 1 : 0) - (((about[at] ?? 0) & ABOUT_DOCUMENT) !== 0 ? 1 : 0);
  if (!street.isSure && score < enough) return at;
  takeParts(draft, withFront(draft, at), street.last, tail.parts);
  return tail.last;
}

/** Street with its flat, town, code and country apart: a policy may let a country pass and never the street. */
function takeParts(draft: Draft, first: number, streetEnd: number, parts: readonly Piece[]): void {
  let last = streetEnd;
  let next = 0;
  while (parts[next]?.kind === 'ADDRESS') {
    last = parts[next]?.last ?? last;
    next += 1;
  }
  draft.take('ADDRESS', first, last, 'pattern');
  for (const part of parts.slice(next)) draft.take(part.kind, part.first, part.last, 'pattern');
}

/** `the corner of`, and a first street before an `and`. */
function withFront(draft: Draft, at: number): number {
  const { tokens } = draft;
  const word = draft.word(at - 1).toLowerCase();
  if (isDwellingBefore(draft, at)) return at - 3;
  const isBox = /^(?:p|po|unit|psc)$/i.test(draft.word(at));
  if (isBox && tokens.kind[at - 1] === NUMBER && tokens.gap[at] === SPACED && draft.isOpen(at - 1)) return at - 1;
  if (word === 'the' && draft.isFree(at - 1) && draft.word(at).toLowerCase() === 'corner') return at - 1;
  const isJoined =
    word === 'and' &&
    tokens.kind[at - 2] === WORD &&
    tokens.shape[at - 2] !== ALL_LOWER &&
    draft.isFree(at - 2) &&
    isAskedFor(draft, at - 2);
  return isJoined ? at - 2 : at;
}

/** `Flat 2, 10 Downing Street`, `Apt 4B, 350 Fifth Avenue`. */
function isDwellingBefore(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isMark(at - 1, 0x2c) || (tokens.kind[at - 2] !== NUMBER && tokens.kind[at - 2] !== CODE)) return false;
  return tokens.says(at - 3, has.DWELLING) && draft.isOpen(at - 2) && draft.isFree(at - 3);
}

/** An address word or a word of place stands in front: `address is`, `lives at`, `send to`. */
function isAskedFor(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  let words = 0;
  for (let back = at - 1; back >= 0 && at - back < 11 && words < 6; back -= 1) {
    if (tokens.gapAt(back + 1) > MORE_LINES) return false;
    if (tokens.kind[back] !== WORD) continue;
    words += 1;
    if (tokens.cues[back] === has.cue.address) return true;
    if (words === 1 && tokens.says(back, has.PLACE_CUE) && tokens.shape[back] !== ALL_CAPS) return true;
    if (tokens.says(back, has.DOCUMENT) && !tokens.says(back, has.FUNCTION_WORD)) return false;
  }
  return false;
}

/** `12a`, `4B`, `3rd`. */
function isHouseCode(draft: Draft, at: number): boolean {
  return draft.tokens.sizeAt(at) <= 5 && /^\d{1,4}(?:[a-zA-Z]|st|nd|rd|th)$/.test(draft.word(at));
}

function isStreetWord(draft: Draft, at: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.kind[at] !== WORD || !draft.isFree(at)) return false;
  // One or two letters are a unit or a measure (`18 C`, `1500 PC`), but for `St` and the like.
  if (tokens.shape[at] !== ALL_LOWER)
    return (
      !tokens.says(at, has.TRADE | has.LEGAL_FORM) &&
      (tokens.sizeAt(at) > 2 || tokens.says(at, has.STREET | has.STREET_FIRST | has.PARTICLE))
    );
  const flag = tokens.flagsAt(at);
  if ((flag & has.PARTICLE) !== 0) return true;
  return manner.isLower && ((flag & (has.STREET | has.PLACE | has.FAMILY)) !== 0 || (flag & (manner.languages | has.FUNCTION_WORD)) === 0);
}

/** `6750 Koskikatu 25 Apt. 864`, `12 Rue de la Paix`, `90 Whitchurch Road`. */
function numberFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.sizeAt(at) > 6) return undefined;
  let next = at + 1;
  let score = 0;
  // A second number, a range or a fraction: `370 3911 Fourth Avenue`, `12-14`, `23 1/2`.
  while (next < tokens.count && next - at < 5 && isNumberPart(draft, next)) {
    if (tokens.kind[next] === NUMBER && tokens.gap[next] === SPACED) score += 1;
    next += 1;
  }
  if (draft.isMark(next, 0x2c)) next += 1;
  const read = readStreet(draft, next, manner);
  if (!read) return undefined;
  return { last: read.last, score: score + read.score, isSure: read.isNamed && read.score >= 2 };
}

function isNumberPart(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!draft.isOpen(at) || tokens.gapAt(at) > SPACED) return false;
  if (tokens.kind[at] === NUMBER) return tokens.sizeAt(at) <= 5;
  if (tokens.kind[at] === CODE) return isHouseCode(draft, at);
  if (tokens.kind[at] === WORD) return tokens.sizeAt(at) <= 3 && /^(?:bis|ter)$/.test(draft.word(at));
  return tokens.gap[at] === JOINED && (draft.isMark(at, 0x2d) || draft.isMark(at, 0x2f)) && tokens.kind[at + 1] === NUMBER;
}

type Read = { readonly last: number; readonly score: number; readonly isNamed: boolean };

/** The words of a street and the number behind them. */
function readStreet(draft: Draft, from: number, manner: Manner): Read | undefined {
  const { tokens } = draft;
  let last = -1;
  let score = 0;
  let words = 0;
  let isNamed = false;
  for (let at = from; at < tokens.count && words < wordsOfStreet; at += 1) {
    const gap = tokens.gapAt(at);
    if (at > from && gap > SPACED) break;
    if (tokens.kind[at] === MARK) {
      const isJoin =
        (draft.isMark(at, 0x2d) || draft.isMark(at, 0x27) || draft.isMark(at, 0x2019)) && gap === JOINED && tokens.gap[at + 1] === JOINED;
      const isPoint = draft.isMark(at, 0x2e) && gap === JOINED && words > 0 && isShortened(draft, at - 1);
      if (isJoin || isPoint) continue;
      break;
    }
    if (tokens.kind[at] === CODE && words === 0 && isHouseCode(draft, at)) {
      words += 1;
      continue;
    }
    const isHyphened = words > 0 && gap === JOINED && draft.isMark(at - 1, 0x2d);
    if (
      !isHyphened &&
      !isLowerPart(draft, at, words, manner) &&
      !isStreetWord(draft, at, manner) &&
      !(words === 0 && isDirection(draft, at))
    )
      break;
    const flag = tokens.flagsAt(at);
    if ((flag & has.DWELLING) !== 0 && words > 0 && isNumbered(draft, at)) break;
    words += 1;
    last = at;
    if (
      words > 1 &&
      ((flag & has.STREET) !== 0 || (tokens.size[at] === 1 && tokens.shape[at] === ALL_LOWER && draft.isMark(at + 1, 0x2e)))
    ) {
      score += 2;
      isNamed = true;
    } else if ((flag & has.STREET_WEAK) !== 0 && words > 1) score += 1;
    else if (((flag & has.STREET_FIRST) !== 0 && words === 1) || endsLikeStreet(draft, at)) {
      score += 2;
      isNamed = true;
    } else if ((flag & manner.languages) === 0 || tokens.isAccented[at] === 1)
      score += words === 1 ? (tokens.isAccented[at] === 1 ? 2 : 1) : 0;
  }
  while (last > from && tokens.shape[last] === ALL_LOWER && tokens.says(last, has.PARTICLE) && !isStrongStreet(draft, last)) last -= 1;
  if (last < from) return undefined;
  if (draft.isMark(last + 1, 0x2e) && tokens.gap[last + 1] === JOINED && isShortened(draft, last) && isNumberPart(draft, last + 2))
    last += 1;
  // The house number behind the street.
  if (isNumberPart(draft, last + 1) && tokens.gap[last + 1] === SPACED && !isQuantity(draft, last + 1)) {
    score += 1;
    last += 1;
    while (isNumberPart(draft, last + 1) && tokens.gap[last + 1] === JOINED) last += 1;
  }
  return { last, score, isNamed };
}

/** `St.`, `Hauptstr.` */
function isShortened(draft: Draft, at: number): boolean {
  return draft.tokens.sizeAt(at) <= 4 || draft.word(at).toLowerCase().endsWith('str');
}

/** `493 N Poplar Street`. */
function isDirection(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return tokens.size[at] === 1 && /^[NSEW]$/.test(draft.word(at)) && tokens.kind[at + 1] === WORD && tokens.shape[at + 1] === CAPITAL;
}

/** Small words that belong to a street: `street` and `u.` behind its name, `rue` and `ul.` before it. */
function isLowerPart(draft: Draft, at: number, words: number, manner: Manner): boolean {
  const { tokens } = draft;
  if (tokens.shape[at] !== ALL_LOWER) return false;
  const flag = tokens.flagsAt(at);
  if (words === 0 && manner.isLower && leadsToStreet(draft, at)) return true;
  if (words === 0) return (flag & has.STREET_FIRST) !== 0 && tokens.sizeAt(at) > 1 && isFollowedByWord(draft, at);
  if (manner.isLower && words < 3 && leadsToStreet(draft, at)) return true;
  if (isStrongStreet(draft, at) || (((flag & has.STREET) !== 0 || tokens.size[at] === 1) && isNumbered(draft, at))) return true;
  // `Árpád fejedelem útja`: a word of another language between the name and the kind of way.
  return (flag & (has.ANY_LANGUAGE | has.FUNCTION_WORD)) === 0 && tokens.says(at + 1, has.STREET) && tokens.shape[at + 1] === ALL_LOWER;
}

/** Without capitals: `14 crown street`, `3744 retreat avenue`. */
function leadsToStreet(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.says(at, has.FUNCTION_WORD)) return false;
  return isStrongStreet(draft, at + 1) || (tokens.kind[at + 1] === WORD && isStrongStreet(draft, at + 2));
}

function isFollowedByWord(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const next = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  return tokens.kind[next] === WORD && tokens.gapAt(next) <= SPACED;
}

/** A unit or a percent sign behind a number makes it a measure. */
function isQuantity(draft: Draft, at: number): boolean {
  return (
    draft.isMark(at + 1, 0x25) ||
    ((draft.isMark(at + 1, 0x2c) || draft.isMark(at + 1, 0x2e)) &&
      draft.tokens.gap[at + 2] === JOINED &&
      draft.tokens.kind[at + 2] === NUMBER)
  );
}

function isNumbered(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  const next = draft.isMark(at + 1, 0x2e) || draft.isMark(at + 1, 0x23) ? at + 2 : at + 1;
  return (
    (tokens.kind[next] === NUMBER || tokens.kind[next] === CODE || (tokens.size[next] === 1 && tokens.kind[next] === WORD)) &&
    tokens.gapAt(next) <= SPACED
  );
}

const strong = new Set([
  'street',
  'st',
  'road',
  'rd',
  'avenue',
  'ave',
  'boulevard',
  'blvd',
  'lane',
  'ln',
  'drive',
  'strasse',
  'straße',
  'str',
  'gasse',
  'allee',
  'highway',
  'hwy',
  'parkway',
]);
function isStrongStreet(draft: Draft, at: number): boolean {
  return draft.tokens.says(at, has.STREET) && strong.has(draft.word(at).toLowerCase());
}

const endings =
  /(?:stra(?:ß|ss)e|str|weg|gasse|platz|allee|ufer|damm|gata|gatan|vägen|vagen|vej|gade|straat|laan|plein|kade|gracht|singel|dijk|katu|kuja|utca|veien|vegen|gaten|straede|bakken|stien|tänav|iela|ulica|tie|puiestee|koz|weide|hof|pad|steenweg|lei|berg|allé|vej|torv|plass|plads|mäe|mae|väylä|polku|raitti|rinne|svingen|haugen|åsen|gränd|dreef|stråket|parken|bosch|ring|steig|stieg|zeile|promenade)$/iu;
/** Last three letters of all endings, as one number each: the expression is asked only where they fit. */
const lastThree = new Set(
  [...endings.source.matchAll(/[\p{L}]+/gu)]
    .flatMap(([word]) => [word, word.replace('ß', 'ss')])
    .filter((word) => word.length > 2)
    .map((word) => tailOf(word, word.length)),
);

function tailOf(text: string, end: number): number {
  return (
    ((foldOf[text.charCodeAt(end - 3)] ?? 0) * 512 + (foldOf[text.charCodeAt(end - 2)] ?? 0)) * 512 +
    (foldOf[text.charCodeAt(end - 1)] ?? 0)
  );
}

function endsLikeStreet(draft: Draft, at: number): boolean {
  const { size, text, end, flags } = draft.tokens;
  // Bearing, spring and necktie end like streets and are none.
  if (((flags[at] ?? 0) & has.EN) !== 0) return false;
  return (size[at] ?? 0) >= 7 && (lastThree.has(tailOf(text, end[at] ?? 0)) || (size[at] ?? 0) > 30) && endings.test(draft.word(at));
}

/** `Rue de la Paix 12`, `Via Roma 5`, `ul. Miła 53`: the kind of way comes first. */
function streetFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (draft.isMark(at + 1, 0x2f) && tokens.size[at] === 1 && draft.word(at).toLowerCase() === 'c') {
    const calle = isStreetWord(draft, at + 2, manner) ? readStreet(draft, at + 2, manner) : undefined;
    return calle && tokens.kind[calle.last] === NUMBER ? { last: calle.last, score: 3, isSure: true } : undefined;
  }
  if (!tokens.says(at, has.STREET_FIRST)) return undefined;
  if (tokens.gap[at] === JOINED && at > 0 && tokens.kind[at - 1] !== MARK) return undefined;
  const from = draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  if (tokens.gapAt(from) > SPACED || !isStreetWord(draft, from, manner)) return undefined;
  const read = readStreet(draft, from, manner);
  if (!read) return undefined;
  const isNumberedBehind = tokens.kind[read.last] === NUMBER || tokens.kind[read.last] === CODE;
  const comma = read.last + 1;
  // `Masía Rebeca, 1`, `Paseo Andrea s/n`.
  if (!isNumberedBehind && draft.isMark(comma, 0x2c) && isNumberPart(draft, comma + 1) && tokens.kind[comma + 1] !== WORD)
    return { last: comma + 1, score: 3, isSure: false };
  if (!isNumberedBehind && draft.word(comma) === 's' && draft.isMark(comma + 1, 0x2f)) return { last: comma + 2, score: 3, isSure: true };
  if (!isNumberedBehind && tokens.shape[at] === ALL_LOWER) return undefined;
  return { last: read.last, score: read.score + 1, isSure: isNumberedBehind };
}

/** `Hauptstraße 5`, `Joaquin Suarez 2906`, `Farnell Street`: words with a capital, then a number. */
function namedStreet(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.shape[at] === ALL_LOWER && !(manner.isLower && (endsLikeStreet(draft, at) || isBeforeStreet(draft, at)))) return undefined;
  // `Between Erlenstraße 7`: a much used word with a capital begins the sentence, not the street.
  if (tokens.says(at, has.COMMON) && tokens.shape[at + 1] === CAPITAL && endsLikeStreet(draft, at + 1)) return undefined;
  const read = readStreet(draft, at, manner);
  if (!read) return undefined;
  const isNumberedBehind = tokens.kind[read.last] === NUMBER || tokens.kind[read.last] === CODE;
  if (!isNumberedBehind) {
    const isStreet = read.isNamed && read.last > at && isStrongStreet(draft, read.last) && tokens.sizeAt(read.last) > 2;
    return isStreet ? { last: read.last, score: tokens.shape[read.last] === ALL_LOWER ? 2 : 3, isSure: false } : undefined;
  }
  return read.isNamed
    ? { last: read.last, score: read.score, isSure: read.score >= 3 && isSureStreet(draft, at, read.last) }
    : { last: read.last, score: read.score - 1, isSure: false };
}

/** Without capitals: a word of no language before a word of streets. */
function isBeforeStreet(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return !tokens.says(at, has.ANY_LANGUAGE | has.FUNCTION_WORD) && tokens.says(at + 1, has.STREET) && tokens.gap[at + 1] === SPACED;
}

function isSureStreet(draft: Draft, from: number, to: number): boolean {
  for (let at = from; at <= to; at += 1) if (endsLikeStreet(draft, at) || isStrongStreet(draft, at)) return true;
  return false;
}

/** `PO Box 12`, `Postfach 34`, `Unit 4719 Box 7394`, `PSC 1437, Box 3833`. */
function boxed(draft: Draft, at: number): Street | undefined {
  const { tokens } = draft;
  const word = draft.word(at).toLowerCase();
  if (word === 'postfach' || word === 'postbus' || word === 'postbox' || word === 'pobox') {
    return tokens.kind[at + 1] === NUMBER ? { last: at + 1, score: 3, isSure: true } : undefined;
  }
  if (word === 'unit' || word === 'psc' || word === 'cmr') {
    if (tokens.kind[at + 1] !== NUMBER) return undefined;
    const box = draft.isMark(at + 2, 0x2c) ? at + 3 : at + 2;
    return draft.word(box).toLowerCase() === 'box' && tokens.kind[box + 1] === NUMBER
      ? { last: box + 1, score: 3, isSure: true }
      : undefined;
  }
  if (word === 'usns' || word === 'uss' || word === 'usnv' || word === 'usni') return ship(draft, at);
  if (word === 'apt' || word === 'apartment' || word === 'suite' || word === 'flat') {
    const number = draft.isMark(at + 1, 0x2e) || draft.isMark(at + 1, 0x23) ? at + 2 : at + 1;
    const isLine = tokens.gapAt(at) >= ONE_LINE || draft.isMark(at - 1, 0x2c);
    return tokens.kind[number] === NUMBER && tokens.gapAt(number) <= SPACED
      ? { last: number, score: isLine ? 3 : 2, isSure: false }
      : undefined;
  }
  if (word === 'house' || word === 'building' || word === 'hausnummer') {
    const number = tokens.says(at + 1, has.GENERIC) ? at + 2 : word === 'hausnummer' ? at + 1 : -1;
    return number > 0 && tokens.kind[number] === NUMBER ? { last: number, score: 3, isSure: true } : undefined;
  }
  if (word !== 'po' && word !== 'p') return undefined;
  let next = at + 1;
  while (next - at < 5 && (draft.isMark(next, 0x2e) || draft.word(next).toLowerCase() === 'o')) next += 1;
  return draft.word(next).toLowerCase() === 'box' && tokens.kind[next + 1] === NUMBER
    ? { last: next + 1, score: 3, isSure: true }
    : undefined;
}

/** `USS Mahler, FPO AA 70489`: a ship, with the military post office behind it. */
function ship(draft: Draft, at: number): Street | undefined {
  for (let next = at + 1; next < at + 5; next += 1) {
    const word = draft.word(next).toLowerCase();
    if (word === 'apo' || word === 'fpo' || word === 'dpo') return { last: next - 1, score: 4, isSure: true };
  }
  return undefined;
}

/** `the corner of Dalbraut 99 and Frederikke Coves`. */
function corner(draft: Draft, at: number, manner: Manner): Street | undefined {
  if (draft.word(at).toLowerCase() !== 'corner' || draft.word(at + 1).toLowerCase() !== 'of') return undefined;
  const first = readSide(draft, at + 2, manner);
  if (first < 0 || draft.word(first + 1).toLowerCase() !== 'and') return undefined;
  const second = readSide(draft, first + 2, manner);
  return second < 0 ? undefined : { last: second, score: 4, isSure: true };
}

function readSide(draft: Draft, from: number, manner: Manner): number {
  const { tokens } = draft;
  if (tokens.kind[from] === NUMBER) {
    const behind = readStreet(draft, from + 1, manner);
    return behind ? behind.last : -1;
  }
  return isStreetWord(draft, from, manner) ? (readStreet(draft, from, manner)?.last ?? -1) : -1;
}
