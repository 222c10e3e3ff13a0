import type { CountryCode } from 'libphonenumber-js';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Announced, Draft } from './draft.ts';
import { cue, type CueKind } from './flags.ts';
import type { Group } from './groups.ts';
import { ALL_CAPS, CODE, JOINED, NUMBER, SPACED, WORD } from './tokens.ts';

/** What the whole text says about numbers in it. */
export type Around = { readonly countries: readonly CountryCode[]; /** Kinds of cues, a bit each. */ readonly cues: number };

/** Cues beside which a number written like a telephone number is one: none of them announces another number. */
const besidePhones: ReadonlySet<CueKind> = new Set(['none', 'name', 'email', 'address', 'birth', 'ip', 'user']);

export function isPhone(draft: Draft, group: Group, said: Announced, around: Around): boolean {
  const { digits, lengths, between } = group;
  if (digits.length < 6 || digits.length > 17) return false;
  if (group.hasPlus) return digits.length >= 7 && digits.length <= 16;
  if (said.cue === 'phone') return lengths.length !== 2 || between !== '.' || digits.length >= 7;
  if (said.isDocument) return false;
  if (isInRow(draft, group)) return false;
  if (isAmongPhones(group, said, around)) return true;
  if (group.hasBrackets) return lengths.length >= 2 && digits.length >= 7 && digits.length <= 14;
  return besidePhones.has(said.cue) && isWrittenLikePhone(draft, group, said, around);
}

/** The text speaks of telephones and the number is one of several groups, all divided alike. */
function isAmongPhones({ digits, lengths, between }: Group, said: Announced, around: Around): boolean {
  if ((around.cues & (1 << cue.phone)) === 0 || said.cue !== 'none') return false;
  return digits.length >= 7 && digits.length <= 12 && lengths.length > 1 && isDividedAlike(between) && !between.startsWith('/');
}

function isDividedAlike(between: string): boolean {
  for (let at = 1; at < between.length; at += 1) if (between[at] !== between[0]) return false;
  return between !== '';
}

function isWrittenLikePhone(draft: Draft, group: Group, said: Announced, around: Around): boolean {
  const { digits, lengths, between } = group;
  const form = lengths.join();
  if (form === '3,4' && (between === '-' || between === ' ') && said.cue === 'none') return isLocal(draft, group);
  if (form === '3,3,4' && isDividedAlike(between) && !between.startsWith('/')) return true;
  if (form === '1,3,3,4' && digits.startsWith('1')) return true;
  return isOfSouth(group, around) || (isNational(group) && isPossible(digits, around.countries));
}

/** Without a zero in front: Spain and Portugal in threes, a landline of Spain in pairs, a mobile of Italy in two groups. */
function isOfSouth({ digits, lengths, between }: Group, { countries }: Around): boolean {
  const form = lengths.join();
  if (form === '3,2,2,2') return isDividedAlike(between) && !between.startsWith('/') && /^[6-9]/.test(digits) && isPossible(digits, ['ES']);
  if (form === '3,7') return digits.startsWith('3') && countries.includes('IT');
  return form === '3,3,3' && between === '  ' && isPossible(digits, ['ES', 'FR', 'PL', 'PT']);
}

/** `555-0147`, but no measure. */
function isLocal(draft: Draft, { digits, between, last }: Group): boolean {
  const { tokens } = draft;
  const next = last + 1;
  const isMeasured = tokens.kind[next] === CODE || (tokens.kind[next] === WORD && tokens.gapAt(next) <= SPACED && tokens.sizeAt(next) <= 3);
  return !digits.startsWith('0') && !isMeasured && (between === '-' || tokens.kind[next] !== WORD);
}

/** A zero in front, and groups as people divide them. */
function isNational(group: Group): boolean {
  const { digits, lengths, between } = group;
  if (!digits.startsWith('0') || digits.startsWith('000')) return false;
  if (lengths.length < 2 || digits.length < 8 || digits.length > 13 || (lengths[0] ?? 0) > 5) return false;
  return lengths.every((length) => length <= 8) && new Set(between).size <= 2 && !isOfTrade(group);
}

/** Forms of other numbers: a postal code of Brazil, a tariff number, a part in threes, an air waybill. */
function isOfTrade({ digits, lengths, between }: Group): boolean {
  const form = lengths.join();
  if (form === '5,3') return between === '-';
  if (form === '4,2,4' || form === '3,3,3') return between === '..';
  return form === '3,8' && !largeTowns.has(digits.slice(0, 3)) && isWaybill(digits);
}

/** German towns whose area code has three digits, as an airline's number has. */
const largeTowns = new Set(['030', '040', '069', '089']);

/** Airline, seven digits and what is left of them over seven (IATA resolution 600a). */
function isWaybill(digits: string): boolean {
  return Number(digits.slice(3, 10)) % 7 === Number(digits.charAt(10));
}

/** Behind a code of four in a row of groups: `AT99 1234 5678` is one number of something. */
function isInRow(draft: Draft, { first, lengths }: Group): boolean {
  const { tokens } = draft;
  return (
    tokens.kind[first - 1] === CODE &&
    tokens.size[first - 1] === 4 &&
    tokens.gap[first] === SPACED &&
    lengths.every((length) => length <= 4)
  );
}

function isPossible(digits: string, countries: readonly CountryCode[]): boolean {
  return countries.some((country) => parsePhoneNumberFromString(digits, country)?.isPossible() ?? false);
}

/** `1-800-FLOWERS`: the last token of a number of free call that ends in letters; -1 where it is none. */
export function endOfVanity(draft: Draft, { digits, last, between }: Group): number {
  const { tokens } = draft;
  if (!isTiedWord(draft, last + 1) || between === '.' || !/^1?8(?:00|33|44|55|66|77|88)$/.test(digits)) return -1;
  const end = isTiedWord(draft, last + 3) ? last + 4 : last + 2;
  const letters = tokens.sizeAt(last + 2) + (end > last + 2 ? tokens.sizeAt(end) : 0);
  return letters >= 6 && letters <= 9 ? end : -1;
}

/** A hyphen and a word in capitals behind it. */
function isTiedWord(draft: Draft, at: number): boolean {
  const { tokens } = draft;
  return draft.isMark(at, 0x2d) && tokens.gap[at] === JOINED && tokens.gap[at + 1] === JOINED && tokens.shape[at + 1] === ALL_CAPS;
}

/** `x12`, `ext. 345` behind a telephone number belong to it. */
export function withExtension(draft: Draft, last: number): number {
  const { tokens } = draft;
  const next = last + 1;
  if (next >= tokens.count) return last;
  const word = draft.word(next).toLowerCase();
  if (tokens.kind[next] === CODE && /^x\d{1,6}$/.test(word)) return next;
  if (tokens.kind[next] !== WORD || (word !== 'ext' && word !== 'x' && word !== 'extension')) return last;
  const number = draft.isMark(next + 1, 0x2e) ? next + 2 : next + 1;
  return tokens.kind[number] === NUMBER && tokens.sizeAt(number) <= 6 ? number : last;
}
