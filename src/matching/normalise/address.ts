import { compactCode, foldText, foldedWords } from './fold.ts';

export type Street = {
  /** Words of the street's name without its kind (street, avenue, rue), sorted. */
  readonly words: readonly string[];
  /** The house number with its letter, `12a`; of a range the first. */
  readonly house: string | undefined;
};

/** A street with its number as it is compared, whichever comes first. Floors, suites and the kind of street are left out. */
export function streetAddress(text: string): Street | undefined {
  const box = /\b(?:p\.?\s*o\.?\s*box|postfach|bo[iî]te postale|b\.?p\.?|apartado|casella postale|postbus)\s*:?\s*(\d[\d ]*)/i.exec(text);
  if (box?.[1] !== undefined) return { words: ['pobox'], house: box[1].replaceAll(' ', '') };
  const plain = text.replace(inside, ' ').replace(/(\d)\s*[-–/]\s*\d+\s*[a-z]?\b/gi, '$1');
  const words = foldedWords(plain.replace(/(\d+)\s*([a-z])\b(?!\.)/gi, '$1$2'));
  const house = houseOf(words);
  const names = words.filter((_, at) => at !== house).flatMap((word, at) => streetWord(word, at === 0));
  if (names.length === 0 && house < 0) return undefined;
  return { words: [...new Set(names)].toSorted(), house: words[house] };
}

/** A number beside the name: the last word that starts with a digit unless the first one does. `17th` is a name. */
function houseOf(words: readonly string[]): number {
  const isNumber = (word: string | undefined): boolean => word !== undefined && /^\d{1,5}[a-z]?$/.test(word);
  if (isNumber(words[0]) && words.length > 1) return 0;
  return words.findLastIndex(isNumber);
}

/** Parts within a building. */
const inside =
  /\b(?:suite|ste|apt|apartment|unit|floor|fl|etage|stock|og|room|rm|bldg|building|piso|scala|int|lok|bus)\b\.?\s*#?\s*\w{1,4}\b|\b\d{1,2}(?:st|nd|rd|th|\.)?\s*(?:floor|etage|stock|og)\b|#\s*\w+/gi;

function streetWord(word: string, isFirst: boolean): string[] {
  if (isFirst && (word === 'st' || word === 'ste' || word === 'sankt' || word === 'saint')) return ['saint'];
  if (kinds.has(word) || little.has(word)) return [];
  const compound = /^(.{3,}?)(?:strasse|str|strabe|gatan|gata|vagen|straat|laan|gade|vej)$/.exec(word);
  return [compound?.[1] ?? directions[word] ?? word];
}

/** What kind of way it is: people write it short, long or not at all. */
const kinds = new Set(
  (
    'street st str strasse stra strada stradale road rd avenue ave av avda avenida aven boulevard blvd bd bld drive dr lane ln square sq place pl court ct way terrace crescent parkway pkwy ' +
    'highway hwy rue route chemin allee impasse quai cours via viale vle piazza pza corso calle c cl carrer paseo plaza plza rua r travessa praca largo ulica ul aleja al platz pl gasse weg straat laan plein ' +
    'gatan vagen gade vej tie katu gate veien'
  )
    .split(' ')
    .map(foldText),
);
const little = new Set(
  'de la le les des du der die das den dem of the del di da do dos van von am an auf im zum zur in bei nr no num numero'.split(' '),
);
const directions: Readonly<Record<string, string>> = {
  n: 'north',
  s: 'south',
  e: 'east',
  w: 'west',
  ne: 'northeast',
  nw: 'northwest',
  se: 'southeast',
  sw: 'southwest',
  '1st': 'first',
  '2nd': 'second',
  '3rd': 'third',
};

/** Postal code without the country in front (`D-12209`), in capitals and without spaces; of a US code the first five digits. */
export function postalCode(text: string): string | undefined {
  const compact = compactCode(text.replace(/^\s*[A-Z]{1,3}\s*[-–]\s*(?=\d)/i, ''));
  if (!/\d/.test(compact) || compact.length > 10) return undefined;
  return /^\d{9}$/.test(compact) && text.includes('-') ? compact.slice(0, 5) : compact;
}

/** A place's name as it is compared, without districts behind a number and notes in brackets. */
export function cityName(text: string): string | undefined {
  const words = foldedWords(text.replace(/\(.*?\)/g, ' ')).filter((word) => !/^\d/.test(word) && !notOfCity.has(word));
  return words.length === 0 ? undefined : words.map((word) => (word === 'st' || word === 'sankt' ? 'saint' : word)).join(' ');
}

const notOfCity = new Set('am an der im in cedex city ville'.split(' '));

export type AddressParts = { readonly street?: string; readonly postalCode?: string; readonly city?: string; readonly country?: string };

/**
 * One line or block taken apart: a part with a postal code gives code and city, the last part without digits behind it the country,
 * the first part with a number the street. What fits nowhere is left out.
 */
export function splitAddress(text: string): AddressParts {
  const parts = text
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const atPostal = parts.findIndex((part, at) => at > 0 && postalIn(part) !== undefined);
  const inPart = parts[atPostal] ?? '';
  const found = postalIn(inPart);
  const city = cityIn(parts, atPostal);
  const last = parts.length > 2 ? (parts.at(-1) ?? '') : '';
  const isCountry = last !== '' && last !== city && last !== inPart && !/\d/.test(last);
  const street = parts.find((part, at) => at !== atPostal && /\d/.test(part)) ?? (atPostal === 0 ? undefined : parts[0]);
  return {
    ...(street === undefined ? {} : { street }),
    ...(found === undefined ? {} : { postalCode: found }),
    ...(city === undefined || city === street ? {} : { city }),
    ...(isCountry ? { country: last } : {}),
  };
}

/** Beside the postal code; a state (`NM 87110`) or a code alone has its city in the part before. */
function cityIn(parts: readonly string[], atPostal: number): string | undefined {
  const inPart = parts[atPostal];
  if (inPart === undefined) return parts[1];
  const beside = inPart.replace(postalIn(inPart) ?? '', ' ').trim();
  if (!/^(?:[A-Z]{2})?$/.test(beside)) return beside;
  return atPostal > 1 ? parts[atPostal - 1] : undefined;
}

function postalIn(part: string): string | undefined {
  return /\b(?:[A-Z]{1,3}\s?-\s?)?(?:[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|\d{5}-\d{3,4}|\d{3}\s\d{2}|\d{4}\s?[A-Z]{2}|\d{4,6})\b/.exec(
    part,
  )?.[0];
}
