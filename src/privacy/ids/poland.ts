import { digitAt, isDayOfMonth, isDigitsOf, isOneDigitOver, twoDigits, weighted } from './checksums.ts';

/** PESEL: birthday with the century in the month, serial, check digit with weights 1 3 7 9 (Act on population register, art. 15). */
export function isPesel(text: string): boolean {
  if (!isDigitsOf(text, 11)) return false;
  // 1800s add 80, 2000s 20, 2100s 40, 2200s 60.
  if (!isDayOfMonth(twoDigits(text, 4), twoDigits(text, 2) % 20)) return false;
  return weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;
}

/** NIP: ten digits, modulus 11; a rest of ten is never given out (Ministry of Finance). */
export function isNip(text: string): boolean {
  return isDigitsOf(text, 10) && !isOneDigitOver(text) && weighted(text, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(text, 9);
}
