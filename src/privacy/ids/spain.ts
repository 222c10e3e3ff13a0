import { digitAt, isDigits } from './checksums.ts';

const controlLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Documento nacional de identidad: eight digits and the letter of their rest over 23 (Real Decreto 1553/2005). */
export const isDni = (text: string): boolean =>
  text.length === 9 && isDigits(text, 0, 8) && text.charAt(8) === controlLetters.charAt(Number(text.slice(0, 8)) % 23);

/** Número de identidad de extranjero: X, Y or Z counts as 0, 1 or 2, then as the DNI. */
export function isNie(text: string): boolean {
  const first = 'XYZ'.indexOf(text.charAt(0));
  return text.length === 9 && first >= 0 && isDni(`${first}${text.slice(1)}`);
}

/** NIF of a company (former CIF): its kind, seven digits, and a digit or letter as the kind demands (Orden EHA/451/2008). */
export function isCif(text: string): boolean {
  const kind = text.charAt(0);
  if (text.length !== 9 || !'ABCDEFGHJNPQRSUVW'.includes(kind) || !isDigits(text, 1, 8)) return false;
  let sum = 0;
  for (let at = 1; at <= 7; at += 1) {
    const counted = digitAt(text, at) * (at % 2 === 1 ? 2 : 1);
    sum += counted > 9 ? counted - 9 : counted;
  }
  const control = (10 - (sum % 10)) % 10;
  const isDigit = digitAt(text, 8) === control;
  const isLetter = text.charAt(8) === 'JABCDEFGHI'.charAt(control);
  if ('ABEH'.includes(kind)) return isDigit;
  return 'NPQRSW'.includes(kind) ? isLetter : isDigit || isLetter;
}
