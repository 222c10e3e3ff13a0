import { isDayOfMonth, isDigits, isDigitsOf, luhn, twoDigits } from './checksums.ts';

/**
 * Personnummer of ten or twelve digits: birthday, serial, Luhn over the last ten (Skatteverket SKV 704). A coordination
 * number adds 60 to the day; an interim number has a letter where the serial begins, which counts as 1.
 */
export function isPersonnummer(text: string): boolean {
  const isLong = text.length === 12;
  if (isLong && !['18', '19', '20'].includes(text.slice(0, 2))) return false;
  const short = isLong ? text.slice(2) : text;
  if (short.length !== 10 || !isDigits(short, 0, 6) || !isDigits(short, 7, 10)) return false;
  const plain = interimLetters.includes(short.charAt(6)) ? `${short.slice(0, 6)}1${short.slice(7)}` : short;
  const day = twoDigits(short, 4);
  return isDigits(plain) && isDayOfMonth(day > 60 ? day - 60 : day, twoDigits(short, 2)) && luhn(plain);
}

const interimLetters = 'TRSUWXJKLMN';

/** Organisationsnummer: ten digits with a Luhn digit, the third at least 2, which no birthday has (SKV 709). */
export const isOrganisationsnummer = (text: string): boolean => isDigitsOf(text, 10) && twoDigits(text, 2) >= 20 && luhn(text);
