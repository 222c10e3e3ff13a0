import { isCapitalised, isSoftGap } from './context.ts';
import { isOrdinary, particles } from './everyday-words.ts';
import { wordHas } from './glyph.ts';
import { likenessOf, type Likeness } from './likeness.ts';
import type { Candidate, Holder, Reading, Spelling, Strength, StreetPart, StreetValue, Whole } from './model.ts';
import { lengthOf, lettersOf, type Words } from './scan.ts';
import { compact, spellingsOf, wordsOf } from './spelling.ts';

const mostWords = 10;

/** Kinds of streets, each with what it is shortened to; `P.za` and `V.le` are two words to the reader. */
const streetTypes: readonly (readonly string[])[] = [
  ['street', 'st', 'str', 'strasse', 'straat'],
  ['avenue', 'av', 'ave', 'avda', 'avd', 'avenida'],
  ['road', 'rd', 'roads'],
  ['drive', 'dr', 'drv'],
  ['lane', 'ln'],
  ['court', 'ct'],
  ['boulevard', 'bd', 'blvd', 'boul', 'bvd'],
  ['place', 'pl', 'platz', 'plaats', 'plein', 'pln'],
  ['square', 'sq'],
  ['highway', 'hwy'],
  ['parkway', 'pkwy'],
  ['terrace', 'ter', 'terr'],
  ['rue', 'r'],
  ['chemin', 'ch', 'che'],
  ['impasse', 'imp'],
  ['allee', 'all'],
  ['route', 'rte'],
  ['calle', 'c', 'cl'],
  ['plaza', 'pza', 'plza', 'pz'],
  ['paseo', 'pso'],
  ['carretera', 'ctra'],
  ['via', 'v'],
  ['viale', 'vle', 'v', 'le'],
  ['piazza', 'pza', 'pzza', 'p', 'za', 'zza'],
  ['corso', 'cso', 'c', 'so'],
  ['largo', 'lgo'],
  ['laan', 'ln'],
  ['weg', 'wg'],
  ['way', 'wy'],
  ['circle', 'cir'],
  ['trail', 'trl'],
  ['alley', 'aly'],
  ['quai'],
  ['cours'],
  ['passage', 'pass'],
  ['camino', 'cno'],
  ['ronda', 'rda'],
  ['strada', 'str'],
  ['vicolo', 'vic'],
  ['gracht'],
  ['kade'],
  ['singel'],
  ['ufer'],
  ['damm'],
  ['gasse', 'g'],
];
const typeOf: ReadonlyMap<string, readonly string[]> = new Map(streetTypes.flatMap((group) => group.map((word) => [word, group])));
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?:strasse|str)$/, ['strasse', 'str']],
  [/straat$/, ['straat', 'str']],
  [/platz$/, ['platz', 'pl']],
  [/plein$/, ['plein', 'pln']],
  [/laan$/, ['laan', 'ln']],
];
/** Every town has one. */
const everywhere: ReadonlySet<string> = new Set(
  'haupt hauptstrasse hauptstr bahnhof bahnhofstrasse bahnhofstr dorf dorfstrasse kirch kirchstrasse schul schulstrasse garten gartenstrasse berg main high church station park mill'.split(
    ' ',
  ),
);

/** The lines of an address: the street with its house number apart from the rest (zip, town, flat, country). */
export function linesOf(address: string): { readonly street: string | undefined; readonly rest: readonly string[] } {
  const lines = address
    .replace(/,\s*(\d{1,4}\s?\p{L}?(?:\s+\S{1,6})?)(?=\s*(?:[,\n]|$))/gu, ' $1')
    .split(/[\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => compact(line) !== '');
  let best = -1;
  let most = 0;
  for (const [at, line] of lines.entries()) {
    const score = streetScore(line);
    if (score > most) [best, most] = [at, score];
  }
  return { street: lines[best], rest: lines.filter((_, at) => at !== best) };
}

function streetScore(line: string): number {
  const words = streetWords(line);
  const at = houseAt(words);
  if (at < 0 || !words.some((word) => /\p{L}{2}/u.test(word))) return 0;
  const hasType = words.some((word) => typeOf.has(word) || endings.some(([ending]) => ending.test(word)));
  return 1 + (hasType ? 2 : 0) + ((words[at] ?? '').length <= 5 ? 1 : 0);
}

const house = /^(?:\d+[a-z]?|sn)$/;

/** `s/n` says that the house has no number. */
function streetWords(line: string): readonly string[] {
  return wordsOf(line.replace(/\bs\/n\b/giu, 'sn'));
}

/** The house number is the first or the last number of its line. */
function houseAt(words: readonly string[]): number {
  if (house.test(words[0] ?? '')) return 0;
  return words.findIndex((word) => house.test(word));
}

export function streetValue(holder: Holder, line: string): StreetValue | undefined {
  const words = streetWords(line);
  const number = words[houseAt(words)];
  if (number === undefined) return undefined;
  const parts = new Map<string, StreetPart>();
  const spellings = spellingsOf(line);
  for (const [at, word] of words.entries()) {
    if (word === number || parts.size >= 20) continue;
    const written = spellings.flatMap(({ letters, needsMark }): Spelling[] => {
      const others = streetWords(letters);
      const letter = others.length === words.length ? others[at] : undefined;
      return letter === undefined ? [] : [{ letters: letter, needsMark }];
    });
    parts.set(word, streetPart(word, written));
    // `Lindenhofstraße` is also written in two words.
    const ending = typeOf.has(word) ? undefined : endings.find(([pattern]) => pattern.test(word));
    if (ending)
      parts.set(`${word} `, { spellings: ending[1].map((letters) => ({ letters, needsMark: false })), weight: 'particle', isType: false });
  }
  return { is: 'street', holder, parts: [...parts.values()], house: number };
}

function streetPart(word: string, written: readonly Spelling[]): StreetPart {
  const group = typeOf.get(word);
  if (group) return { spellings: group.map((letters) => ({ letters, needsMark: false })), weight: 'particle', isType: true };
  const spellings = written.flatMap((spelling) => {
    const ending = endings.find(([pattern]) => pattern.test(spelling.letters));
    if (!ending) return [spelling];
    const stem = spelling.letters.replace(ending[0], '');
    return ['', ...ending[1]].flatMap((end) => (stem.length >= 3 ? [{ letters: stem + end, needsMark: spelling.needsMark }] : []));
  });
  const isGeneral = isOrdinary(word) || everywhere.has(word);
  const weight = particles.has(word) ? 'particle' : word.length < 3 ? 'short' : isGeneral ? 'ordinary' : 'distinctive';
  return { spellings: spellings.length > 0 ? spellings : written, weight, isType: false };
}

/** Zip, town, flat: found beside another part of an address only. */
export function neighbourWholes(holder: Holder, lines: readonly string[]): readonly Whole[] {
  const common = { needsMark: false, holder, strength: 0 as const, grouping: 'words' as const };
  return lines.flatMap((line) => {
    const words = wordsOf(line);
    const withDigits = words.filter((word) => /\d/.test(word));
    const names = spellingsOf(line).map(({ letters }) => wordsOf(letters).filter((word) => !/\d/.test(word)));
    return [words, withDigits, ...names]
      .map((kept) => ({ ...common, letters: kept.join('') }))
      .filter(({ letters }) => letters.length >= 2);
  });
}

type Reach = { first: number; last: number; used: number; stems: number; typos: number; types: number; hasHouse: boolean; read: number };

/** From one word of the street over its neighbours, then: are house and street both there? */
export function matchStreet(words: Words, word: number, value: StreetValue, part: number, reading: Reading): Candidate | undefined {
  const reach: Reach = { first: word, last: word, used: 1 << part, stems: 1, typos: 0, types: 0, hasHouse: false, read: 1 };
  if (reading === 'typo') reach.typos = 1;
  while (reach.read < mostWords && reach.first > 0 && isSoftGap(words, reach.first - 1)) {
    const count = step(words, reach.first - 1, value, reach, -1);
    if (count === 0) break;
    reach.first -= count;
  }
  while (reach.read < mostWords && reach.last + 1 < words.count && isSoftGap(words, reach.last)) {
    const count = step(words, reach.last + 1, value, reach, 1);
    if (count === 0) break;
    reach.last += count;
  }
  const strength = strengthOf(words, word, value, part, reach);
  if (strength === undefined) return undefined;
  return { start: words.starts[reach.first] ?? 0, end: words.ends[reach.last] ?? 0, holder: value.holder, strength };
}

/** How many words were taken: two where `12 b` is the house. */
function step(words: Words, word: number, value: StreetValue, reach: Reach, direction: 1 | -1): number {
  const house = houseWords(words, word, value.house, direction);
  if (house > 0 && !reach.hasHouse) {
    reach.hasHouse = true;
    reach.read += 1;
    return house;
  }
  const found = likenessOf(words, word, value.parts, reach.used);
  if (!found || found.reading === 'genitive') return 0;
  count(value, found, reach);
  return 1;
}

function houseWords(words: Words, word: number, house: string, direction: 1 | -1): number {
  const length = lengthOf(words, word);
  if (length > house.length) return 0;
  const written = lettersOf(words, word);
  if (written === house) return 1;
  const other = word + direction;
  if (length === house.length || other < 0 || other >= words.count) return 0;
  return (direction === 1 ? written + lettersOf(words, other) : lettersOf(words, other) + written) === house ? 2 : 0;
}

function count({ parts }: StreetValue, { part, reading }: Likeness, reach: Reach): void {
  reach.read += 1;
  const { isType = false, weight = 'particle' } = parts[part] ?? {};
  // `P.za` is the type twice.
  if (!isType) reach.used |= 1 << part;
  if (isType) reach.types += 1;
  else if (weight !== 'particle' && reading !== 'initial') reach.stems += 1;
  if (reading === 'typo') reach.typos += 1;
}

function strengthOf(words: Words, word: number, value: StreetValue, part: number, reach: Reach): Strength | undefined {
  const wanted = value.parts.filter(({ isType, weight }) => !isType && weight !== 'particle').length;
  if (reach.hasHouse && reach.stems * 2 >= wanted) return reach.stems >= wanted && reach.typos === 0 ? 3 : 1;
  const hasOtherHouse = isNumber(words, reach.first - 1, reach.first) || isNumber(words, reach.last + 1, reach.last);
  const isTold = value.parts.every(({ isType }) => !isType) || reach.types > 0;
  const isKnown = value.parts[part]?.weight === 'distinctive' && reach.stems >= wanted && isTold;
  return isKnown && !hasOtherHouse && reach.typos === 0 && isCapitalised(words, word) ? 1 : undefined;
}

function isNumber(words: Words, word: number, beside: number): boolean {
  return word >= 0 && word < words.count && ((words.has[word] ?? 0) & wordHas.digit) !== 0 && isSoftGap(words, Math.min(word, beside));
}
