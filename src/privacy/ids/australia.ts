import { digitAt, isDigitsOf, isOneDigitOver, weighted } from './checksums.ts';

/** Tax file number of nine digits: the weighted sum is a multiple of 11 (ATO, approved software developers' kit). */
export const isTfn = (text: string): boolean =>
  isDigitsOf(text, 9) && !isOneDigitOver(text) && weighted(text, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

/** Australian business number: one from the first digit, then a weighted sum over 89 (Australian Business Register). */
export const isAbn = (text: string): boolean =>
  isDigitsOf(text, 11) && digitAt(text, 0) > 0 && (weighted(text, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;
