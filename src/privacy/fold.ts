import type { TokenKind } from '../contracts/classes.ts';

const named: ReadonlySet<TokenKind> = new Set(['PERSON', 'ORG', 'EMAIL', 'ADDRESS', 'PLACE', 'USERNAME', 'URL']);
const numbered: ReadonlySet<TokenKind> = new Set(['CARD', 'IBAN', 'ACCOUNT', 'SSN', 'NATIONALID', 'TAXID', 'LICENCE', 'PASSPORT', 'ZIP']);
/** Digits two writings of a telephone number share whatever country code or zero stands in front. */
const sharedDigits = 8;

/**
 * What makes two values one entity of a thread: they have one of these in common. Names agree in any case, spacing and
 * spelling of umlauts (`Müller` has two: `muller` and `mueller`), numbers in any grouping. Empty for what is nobody's name:
 * such values are the same only letter by letter. Restoring does not depend on it, it is always exact.
 */
export function identitiesOf(kind: TokenKind, value: string): readonly string[] {
  if (named.has(kind)) {
    const spellings = [searchFold(value), transliterated(value)].flatMap((each) => each?.replace(/\s+/g, ' ').trim() || []);
    return [...new Set(spellings)];
  }
  if (numbered.has(kind)) return searchFold(value).replace(/[^\p{L}\p{N}]/gu, '') ? [searchFold(value).replace(/[^\p{L}\p{N}]/gu, '')] : [];
  if (kind !== 'PHONE') return [];
  const digits = searchFold(value).replace(/\D/g, '');
  return digits.length >= sharedDigits ? [digits.slice(-sharedDigits)] : digits ? [digits] : [];
}

/** Words of a name, for telling whether one is a part of the other. */
export function nameWords(value: string): readonly string[] {
  return searchFold(value).match(/[\p{L}\p{N}]+/gu) ?? [];
}

const unmarked: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };
// Characters that are not seen: soft hyphen, zero-width and direction marks.
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
// eslint-disable-next-line no-control-regex
const onlyAscii = /^[\x00-\x7f]*$/;

/** Text as the leak check compares it: lower case, no diacritics, no compatibility forms, no invisible characters. */
export function searchFold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(unseen, '')
    .toLowerCase()
    .replace(/[ßøæœłđðþı]/g, (letter) => unmarked[letter] ?? letter);
}

/** German spelling without umlauts (`Mueller` for `Müller`), or undefined where there is none to write. */
export function transliterated(value: string): string | undefined {
  const composed = value.normalize('NFC').toLowerCase();
  if (!/[äöüå]/.test(composed)) return undefined;
  return searchFold(composed.replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue').replace(/å/g, 'aa'));
}
