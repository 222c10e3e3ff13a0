import { digitAt, isDayOfMonth, isDigits, isDigitsOf, letterAt, mod11And10, twoDigits } from './checksums.ts';

/** Steuer-Identifikationsnummer: eleven digits, one of the first ten stands twice or three times, MOD 11,10 (§ 139b AO, BZSt). */
export function isSteuerId(text: string): boolean {
  if (!isDigitsOf(text, 11) || digitAt(text, 0) === 0) return false;
  const counts = Array.from({ length: 10 }, () => 0);
  for (let at = 0; at < 10; at += 1) counts[digitAt(text, at)] = (counts[digitAt(text, at)] ?? 0) + 1;
  const repeated = counts.filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3 && mod11And10(text);
}

/** Versicherungsnummer of the pension insurance: area, birthday, first letter of the name, serial, check digit (VKVV § 2). */
export function isRentenversicherungsnummer(text: string): boolean {
  if (text.length !== 12 || !isDigits(text, 0, 8) || letterAt(text, 8) < 0 || !isDigits(text, 9, 12)) return false;
  if (!isDayOfMonth(twoDigits(text, 2), twoDigits(text, 4))) return false;
  const spelt = text.slice(0, 8) + String(letterAt(text, 8) + 1).padStart(2, '0') + text.slice(9, 11);
  let sum = 0;
  for (const [at, weight] of [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].entries()) {
    const product = digitAt(spelt, at) * weight;
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === digitAt(text, 11);
}
