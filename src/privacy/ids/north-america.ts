import { digitAt, isDigitsOf, luhn, twoDigits } from './checksums.ts';

/** US social security number: area not 000, 666 or 9xx, group not 00, serial not 0000 (SSA, 20 CFR 422; randomised since 2011). */
export function isSsn(text: string): boolean {
  if (!isDigitsOf(text, 9)) return false;
  const area = text.slice(0, 3);
  return area !== '000' && area !== '666' && area < '900' && twoDigits(text, 3) > 0 && text.slice(5) !== '0000';
}

/** US individual taxpayer number: 9xx, and a group the IRS gives out: 50-65, 70-88, 90-92, 94-99 (IRS publication 1915). */
export function isItin(text: string): boolean {
  if (!isDigitsOf(text, 9) || digitAt(text, 0) !== 9) return false;
  const group = twoDigits(text, 3);
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
}

/** US employer number: nine digits and a prefix the IRS assigns to a campus. No checksum. */
export const hasEinShape = (text: string): boolean => isDigitsOf(text, 9) && !unassignedPrefixes.has(text.slice(0, 2));

const unassignedPrefixes: ReadonlySet<string> = new Set('00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' '));

/** Canadian social insurance number: nine digits, Luhn, never 0 or 8 in front (Employment and Social Development Canada). */
export const isSin = (text: string): boolean => isDigitsOf(text, 9) && digitAt(text, 0) !== 0 && digitAt(text, 0) !== 8 && luhn(text);
