import type { TokenKind } from '../contracts/classes.ts';

const sameWhateverTheCase: ReadonlySet<TokenKind> = new Set(['PERSON', 'ORG', 'EMAIL', 'TAXID']);

/**
 * What makes two values one entity of a thread. Names and addresses of mail are the same in any case and spacing, so
 * `JOHN SMITH` in one system and `John Smith` in the other get one token (and read as the first one seen). Everything
 * else must come back letter by letter and is only normalised to composed Unicode.
 */
export function identityOf(kind: TokenKind, value: string): string {
  const composed = value.normalize('NFC');
  return sameWhateverTheCase.has(kind) ? composed.replace(/\s+/g, ' ').trim().toLowerCase() : composed;
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
