import { digitAt, isDigits, isDigitsOf, weighted } from './checksums.ts';

/** Swiss AHV number: 756, nine digits, check digit of an EAN-13 (ZAS, Versichertennummer 2008). */
export const isAhv = (text: string): boolean =>
  isDigitsOf(text, 13) && text.startsWith('756') && weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

/** Swiss enterprise number: CHE and nine digits, modulus 11 (eCH-0097). */
export function isSwissUid(text: string): boolean {
  if (text.length !== 12 || !text.startsWith('CHE') || !isDigits(text, 3)) return false;
  const check = (11 - (weighted(text, [5, 4, 3, 2, 7, 6, 5, 4], 3) % 11)) % 11;
  return check === digitAt(text, 11);
}

/** Austrian social insurance number: serial, check digit in fourth place, birthday; a rest of ten is skipped (§ 31 ASVG). */
export function isAustrianSvnr(text: string): boolean {
  if (!isDigitsOf(text, 10) || digitAt(text, 0) === 0) return false;
  return weighted(text, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(text, 3);
}
