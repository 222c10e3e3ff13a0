import { digitAt, isDigits, isDigitsOf, isOneDigitOver, mod97, twoDigits, weighted } from './checksums.ts';

/** Burgerservicenummer: nine digits that pass the eleven test, the last with weight -1 (Wabb, RvIG). */
export function isBsn(text: string): boolean {
  if (!isDigitsOf(text, 9) || isOneDigitOver(text)) return false;
  return weighted(text, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

/** Dutch btw-id behind NL: nine digits, B and two more; a company's passes the eleven test, a person's (2020) 97 with the country. */
export function isDutchVat(text: string): boolean {
  if (text.length !== 12 || text.charAt(9) !== 'B' || !isDigits(text, 0, 9) || !isDigits(text, 10, 12)) return false;
  return isBsn(text.slice(0, 9)) || mod97(`NL${text}`) === 1;
}

/** Belgian national number: birthday, serial and 97 - number mod 97, with a 2 in front for the born since 2000 (Royal decree of 3 April 1984). */
export function isRijksregisternummer(text: string): boolean {
  if (!isDigitsOf(text, 11)) return false;
  // The bis register adds 20 or 40 to the month, and an unknown birthday is 00.
  if (twoDigits(text, 2) % 20 > 12 || twoDigits(text, 2) > 52 || twoDigits(text, 4) > 31) return false;
  const number = text.slice(0, 9);
  const key = twoDigits(text, 9);
  return 97 - mod97(number) === key || 97 - mod97(`2${number}`) === key;
}

/** Belgian enterprise and VAT number behind BE: ten digits, the last two are 97 - number mod 97. */
export const isBelgianVat = (text: string): boolean =>
  isDigitsOf(text, 10) && digitAt(text, 0) <= 1 && 97 - mod97(text.slice(0, 8)) === twoDigits(text, 8);
