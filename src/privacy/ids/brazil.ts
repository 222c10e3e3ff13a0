import { digitAt, isDigits, isDigitsOf, isOneDigitOver, letterAt, weighted } from './checksums.ts';

/** Cadastro de pessoas físicas: nine digits and two check digits, modulus 11 (Receita Federal). */
export function isCpf(text: string): boolean {
  if (!isDigitsOf(text, 11) || isOneDigitOver(text)) return false;
  const first = checkDigit(weighted(text, [10, 9, 8, 7, 6, 5, 4, 3, 2]));
  const second = checkDigit(weighted(text, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
  return first === digitAt(text, 9) && second === digitAt(text, 10);
}

/** Cadastro nacional da pessoa jurídica: twelve digits or, since July 2026, letters, and two check digits (IN RFB 2.229/2024). */
export function isCnpj(text: string): boolean {
  if (text.length !== 14 || !isDigits(text, 12, 14) || isOneDigitOver(text)) return false;
  for (let at = 0; at < 12; at += 1) if (digitAt(text, at) < 0 && letterAt(text, at) < 0) return false;
  return checkDigit(codeSum(text, 12)) === digitAt(text, 12) && checkDigit(codeSum(text, 13)) === digitAt(text, 13);
}

const checkDigit = (sum: number): number => (sum % 11 < 2 ? 0 : 11 - (sum % 11));

/** Weights run 2 to 9 and again from the right; a character counts as its ASCII code less 48. */
function codeSum(text: string, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at += 1) sum += (text.charCodeAt(at) - 48) * (2 + ((length - 1 - at) % 8));
  return sum;
}
