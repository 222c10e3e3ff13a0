import { misspelt } from '../matching/clerks.ts';
import type { Dice } from '../matching/companies.ts';

/** What a payer writes and a bank makes of it: numbers without their prefix, other separators, scanner's mistakes, one slip, words around. */
export function remittance(numbers: readonly string[], dice: Dice): string {
  const style = dice.int(5);
  const written = numbers.map((number) => noisy(styled(number, style), dice));
  const list = written.join(dice.of([', ', ' ', ' / ', '; ', ' und ', '+']));
  const front = dice.of([
    '',
    'Rechnung ',
    'INV ',
    'Re.Nr. ',
    'Zahlung fuer ',
    'payment of invoices ',
    'Rg. ',
    'Kd 10023 Rechnung ',
    'vom 03.02.2025 RNr ',
  ]);
  const back = dice.of(['', '', '', ' vielen Dank', ' abzgl. Skonto', ' thx', ' DATUM 01.07.2025, 11.05 UHR', ' EREF: NOTPROVIDED']);
  const whole = front + list + back;
  return dice.is(0.3) ? whole.toUpperCase() : whole;
}

/** `RE-2025-0123456`: as it is, compact, with blanks, the digits alone, or without zeros. */
function styled(number: string, style: number): string {
  const [prefix = '', ...rest] = number.split('-');
  switch (style) {
    case 0:
      return number;
    case 1:
      return number.replaceAll('-', '');
    case 2:
      return number.replaceAll('-', ' ');
    case 3:
      return rest.join('/');
    default:
      return `${prefix} ${rest.join('-')}`;
  }
}

function noisy(number: string, dice: Dice): string {
  if (dice.is(0.04)) return misspelt(number, dice);
  if (dice.is(0.05)) return number.replaceAll('0', 'O');
  if (dice.is(0.03)) return number.replaceAll('1', dice.of(['I', 'l']));
  return dice.is(0.02) ? number.replaceAll('5', 'S') : number;
}
