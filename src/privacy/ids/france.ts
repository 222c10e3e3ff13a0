import { digitAt, isDigits, isDigitsOf, luhn, mod97, twoDigits, weighted } from './checksums.ts';

/**
 * Numéro d'inscription au répertoire (social security): sex, year, month, department, commune, serial and a key of
 * 97 - number mod 97 (INSEE). Corsica writes 2A and 2B and counts as 19 and 18.
 */
export function isNir(text: string): boolean {
  if (text.length !== 15 || !'123478'.includes(text.charAt(0))) return false;
  const month = twoDigits(text, 3);
  // 20-42 and 50-99 stand where the month is not known.
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false;
  const department = text.slice(5, 7);
  const number = department === '2A' || department === '2B' ? `${text.slice(0, 5)}${department === '2A' ? 19 : 18}${text.slice(7)}` : text;
  return isDigits(number) && 97 - mod97(number.slice(0, 13)) === twoDigits(number, 13);
}

/** SIREN: nine digits with a Luhn digit (INSEE). */
export const isSiren = (text: string): boolean => isDigitsOf(text, 9) && digitAt(text, 0) > 0 && luhn(text);

/** SIRET: a SIREN and five digits, Luhn over all. La Poste ran out of them: its digits add up to a multiple of five. */
export function isSiret(text: string): boolean {
  if (!isDigitsOf(text, 14) || !isSiren(text.slice(0, 9))) return false;
  return luhn(text) || (text.startsWith('356000000') && weighted(text, laPoste) % 5 === 0);
}

const laPoste = Array.from({ length: 14 }, () => 1);

/** TVA intracommunautaire behind FR: a key from the SIREN, then the SIREN. Keys with letters are not checked here. */
export const isFrenchVat = (text: string): boolean =>
  isDigitsOf(text, 11) && isSiren(text.slice(2)) && (12 + 3 * mod97(text.slice(2))) % 97 === twoDigits(text, 0);
