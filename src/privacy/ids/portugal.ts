import { digitAt, isDigitsOf, weighted } from './checksums.ts';

/** Número de identificação fiscal: nine digits, modulus 11, a rest of ten or eleven is 0 (Decreto-Lei 14/2013). */
export function isPortugueseNif(text: string): boolean {
  if (!isDigitsOf(text, 9) || digitAt(text, 0) === 0 || (digitAt(text, 0) === 4 && digitAt(text, 1) !== 5)) return false;
  const check = 11 - (weighted(text, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (check > 9 ? 0 : check) === digitAt(text, 8);
}
