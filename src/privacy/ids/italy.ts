import { digitAt, isDigitsOf, isOneDigitOver, letterAt, luhn } from './checksums.ts';

/**
 * Codice fiscale of a person: name, birthday, place and a check letter (DM 23 December 1976). Digits may be written as
 * letters where two people would share one (omocodia).
 */
export function isCodiceFiscale(text: string): boolean {
  if (!hasShape(text)) return false;
  let sum = 0;
  for (let at = 0; at < 15; at += 1) {
    const value = digitAt(text, at) >= 0 ? digitAt(text, at) : letterAt(text, at);
    // The first place is an odd one.
    sum += at % 2 === 0 ? (oddValues[value] ?? 0) : value;
  }
  return sum % 26 === letterAt(text, 15);
}

/** Letters and digits at their places, a month that exists, a day of 1 to 31, for women with 40 on top. */
function hasShape(text: string): boolean {
  if (text.length !== 16 || !'ABCDEHLMPRST'.includes(text.charAt(8))) return false;
  for (let at = 0; at < 16; at += 1) {
    const isLetterPlace = at < 6 || at === 8 || at === 11 || at === 15;
    if ((isLetterPlace ? letterAt(text, at) : digitOf(text, at)) < 0) return false;
  }
  const day = (digitOf(text, 9) * 10 + digitOf(text, 10)) % 40;
  return day >= 1 && day <= 31 && digitOf(text, 9) < 8;
}

const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

const digitOf = (text: string, at: number): number => (digitAt(text, at) >= 0 ? digitAt(text, at) : omocodia.indexOf(text.charAt(at)));
const omocodia = 'LMNPQRSTUV';

/** Partita IVA: eleven digits with a Luhn digit (DPR 633/1972). */
export const isPartitaIva = (text: string): boolean => isDigitsOf(text, 11) && !isOneDigitOver(text) && luhn(text);
