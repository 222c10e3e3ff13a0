import { digitAt, isDigits, isDigitsOf, isOneDigitOver, letterAt, weighted } from './checksums.ts';

/** UK national insurance number: prefix, six digits, A to D (HMRC manual NIM39110 lists the prefixes that never occur). No checksum. */
export function isNino(text: string): boolean {
  if (text.length !== 9 || !isDigits(text, 2, 8)) return false;
  const [first, second, suffix] = [letterAt(text, 0), letterAt(text, 1), letterAt(text, 8)];
  if (first < 0 || second < 0 || suffix < 0 || suffix > 3) return false;
  return !'DFIQUV'.includes(text.charAt(0)) && !'DFIOQUV'.includes(text.charAt(1)) && !neverPrefixes.has(text.slice(0, 2));
}

const neverPrefixes: ReadonlySet<string> = new Set(['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ']);

/** NHS number: ten digits, modulus 11 with weights 10 to 2 (NHS data dictionary). */
export function isNhsNumber(text: string): boolean {
  if (!isDigitsOf(text, 10) || isOneDigitOver(text)) return false;
  return weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
}

/** Digits of a UK VAT number: 97 from the weighted sum, or with 55 on top for numbers since 2010 (HMRC). */
export function isBritishVat(text: string): boolean {
  if (!isDigitsOf(text, 9)) return false;
  const sum = weighted(text, [8, 7, 6, 5, 4, 3, 2]) + digitAt(text, 7) * 10 + digitAt(text, 8);
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
}
