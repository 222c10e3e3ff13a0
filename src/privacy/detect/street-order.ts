import type { Draft } from './draft.ts';
import * as has from './flags.ts';
import { hashOf } from './lexicon.ts';
import type { Manner } from './manner.ts';
import { endsLikeStreet, isStrongStreet } from './street-endings.ts';
import { isNumberPart, isStreetWord, readStreet, type Read } from './streets.ts';
import { ALL_CAPS, ALL_LOWER, CAPITAL, CODE, JOINED, MARK, NUMBER, SPACED, WORD } from './tokens.ts';

/** What was read as house number and street, and how much speaks for it. */
export type Street = { readonly last: number; readonly score: number; readonly isSure: boolean };

/** `6750 Koskikatu 25 Apt. 864`, `12 Rue de la Paix`, `90 Whitchurch Road`. */
export function numberFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.sizeAt(at) > 6 || isOfTime(draft, at) || isCounted(draft, at + 1) || isDay(draft, at)) return undefined;
  let next = at + 1;
  let score = 0;
  // A second number, a range or a fraction: `370 3911 Fourth Avenue`, `12-14`, `23 1/2`.
  while (next < tokens.count && next - at < 5 && isNumberPart(draft, next)) {
    if (tokens.kind[next] === NUMBER && tokens.gap[next] === SPACED) score += 1;
    next += 1;
  }
  const way = endOfNumberedWay(draft, next);
  if (way >= 0) return { last: way, score: score + 3, isSure: false };
  if (draft.isMark(next, 0x2c)) next += 1;
  const read = readStreet(draft, next, manner);
  if (!read || isUnit(draft, next, read)) return undefined;
  return { last: read.last, score: score + read.score, isSure: read.isNamed && read.score >= 2 };
}

/** The second half of `09:14` and of `12.50` is no house number. */
function isOfTime(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (tokens.gap[at] !== JOINED || tokens.kind[at - 1] !== MARK || tokens.kind[at - 2] !== NUMBER) return false;
  return draft.isMark(at - 1, 0x3a) || draft.isMark(at - 1, 0x2e) || draft.isMark(at - 1, 0x2c);
}

/** `24 Hours`, `20 Stück`: what is counted names no street. */
const counted = new Set(
  `hour hours day days week weeks month months year years minute minutes piece pieces unit units box boxes pallet pallets carton cartons percent
   stuck stucke tage wochen monate jahre stunden prozent paletten kartons heures jours semaines mois pieces palettes unidades piezas dias horas semanas
   ore giorni settimane mesi pezzi stuks dagen weken uur uren maanden`
    .split(/\s+/)
    .map(hashOf),
);

/** `3 June Wei Zhang`, but `3 May Street`. */
function isDay(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  if (!tokens.says(at + 1, has.CALENDAR) || tokens.sizeAt(at) > 2) return false;
  return !tokens.says(at + 2, has.STREET | has.STREET_WEAK) && !tokens.says(at + 3, has.STREET);
}

function isCounted(draft: Draft, at: number): boolean {
  return draft.tokens.kind[at] === WORD && counted.has(draft.tokens.hash[at] ?? 0);
}

/** `999 ROL`: up to three capitals by themselves are a unit of measure. */
function isUnit(draft: Draft, at: number, read: Read): boolean {
  return read.last === at && !read.isNamed && draft.tokens.shape[at] === ALL_CAPS && draft.tokens.sizeAt(at) <= 3;
}

const numberedWays = new Set('highway hwy route rte interstate'.split(' ').map(hashOf));

/** `Highway 61 South` behind a house number; -1 where there is none. */
function endOfNumberedWay(draft: Draft, at: number): number {
  const { tokens } = draft;
  const isWay = tokens.kind[at] === WORD && tokens.shape[at] !== ALL_LOWER && numberedWays.has(tokens.hash[at] ?? 0);
  if (!isWay || tokens.kind[at + 1] !== NUMBER || tokens.gap[at + 1] !== SPACED || tokens.sizeAt(at + 1) > 4) return -1;
  return /^(?:north|south|east|west|n|s|e|w|business|bypass)$/i.test(draft.word(at + 2)) && tokens.gap[at + 2] === SPACED ? at + 2 : at + 1;
}

/** `Rue de la Paix 12`, `Via Roma 5`, `ul. Miła 53`: the kind of way comes first. */
export function streetFirst(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (draft.isMark(at + 1, 0x2f) && tokens.size[at] === 1 && draft.word(at).toLowerCase() === 'c') return calle(draft, at, manner);
  const from = behindWay(draft, at);
  if (from < 0) return undefined;
  if (tokens.gap[at] === JOINED && at > 0 && tokens.kind[at - 1] !== MARK) return undefined;
  const read = tokens.gapAt(from) <= SPACED && isStreetWord(draft, from, manner) ? readStreet(draft, from, manner) : undefined;
  if (!read) return undefined;
  if (isNumbered(draft, read)) return { last: read.last, score: read.score + 1, isSure: true };
  return (
    numberApart(draft, read.last + 1) ?? (tokens.shape[at] === ALL_LOWER ? undefined : { ...read, score: read.score + 1, isSure: false })
  );
}

/** The name behind the kind of way; -1 where none begins here. */
function behindWay(draft: Draft, at: number): number {
  if (draft.tokens.says(at, has.STREET_FIRST)) return draft.isMark(at + 1, 0x2e) ? at + 2 : at + 1;
  return behindShortWay(draft, at);
}

/** `V.le`, `P.za`, `C.so`: the name behind them; -1 where there is no such abbreviation. */
function behindShortWay(draft: Draft, at: number): number {
  const { tokens } = draft;
  if (tokens.size[at] !== 1 || !draft.isMark(at + 1, 0x2e) || tokens.gap[at + 2] !== JOINED) return -1;
  const word = tokens.text.slice(tokens.start[at], tokens.end[at + 2]).toLowerCase();
  return /^(?:v\.le|v\.lo|p\.za|p\.zza|p\.le|c\.so|l\.go|c\.da|s\.da)$/.test(word) ? at + 3 : -1;
}

/** `C/ Mayor 5`, `C/ Alcalá, 123`. */
function calle(draft: Draft, at: number, manner: Manner): Street | undefined {
  const read = isStreetWord(draft, at + 2, manner) ? readStreet(draft, at + 2, manner) : undefined;
  if (!read) return undefined;
  const apart = numberApart(draft, read.last + 1);
  if (apart) return { ...apart, isSure: true };
  return read.isNumbered ? { last: read.last, score: 3, isSure: true } : undefined;
}

/** `Masía Rebeca, 1`, `Paseo Andrea s/n`. */
function numberApart(draft: Draft, at: number): Street | undefined {
  if (draft.isMark(at, 0x2c) && isNumberPart(draft, at + 1) && draft.tokens.kind[at + 1] !== WORD)
    return { last: at + 1, score: 3, isSure: false };
  return draft.word(at) === 's' && draft.isMark(at + 1, 0x2f) ? { last: at + 2, score: 3, isSure: true } : undefined;
}

/** With a number behind, or a name that is one: `Straße 12`. */
function isNumbered(draft: Draft, { last, isNumbered }: Read): boolean {
  return isNumbered || draft.tokens.kind[last] === NUMBER || draft.tokens.kind[last] === CODE;
}

/** `Hauptstraße 5`, `Joaquin Suarez 2906`, `Farnell Street`: words with a capital, then a number. */
export function namedStreet(draft: Draft, at: number, manner: Manner): Street | undefined {
  const { tokens } = draft;
  if (tokens.shape[at] === ALL_LOWER && !(manner.isLower && (endsLikeStreet(draft, at) || isBeforeStreet(draft, at)))) return undefined;
  // `Between Erlenstraße 7`: a much used word with a capital begins the sentence, not the street.
  if (tokens.says(at, has.COMMON) && tokens.shape[at + 1] === CAPITAL && endsLikeStreet(draft, at + 1)) return undefined;
  const read = readStreet(draft, at, manner);
  if (!read) return undefined;
  if (!isNumbered(draft, read)) return unnumbered(draft, at, read);
  return read.isNamed
    ? { last: read.last, score: read.score, isSure: read.score >= 3 && isSureStreet(draft, at, read.last) }
    : { last: read.last, score: read.score - 1, isSure: false };
}

/** `Farnell Street`: without a number only a word that hardly means anything else makes a street. */
function unnumbered(draft: Draft, at: number, { last, isNamed }: Read): Street | undefined {
  const { tokens } = draft;
  if (!isNamed || last <= at || tokens.sizeAt(last) <= 2 || !isStrongStreet(draft, last)) return undefined;
  return { last, score: tokens.shape[last] === ALL_LOWER ? 2 : 3, isSure: false };
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
