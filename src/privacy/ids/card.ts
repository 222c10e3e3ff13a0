import { isDigits, luhn } from './checksums.ts';

export type CardNetwork = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'maestro';

/**
 * The network of a payment card number, by issuer range, length and Luhn digit, or undefined. Ranges as the networks
 * publish them in their identification-number tables (ISO/IEC 7812; Mastercard with the 2-series of 2017). One random
 * number in ten passes Luhn, one in about thirty passes all three.
 */
export function cardNetwork(digits: string): CardNetwork | undefined {
  if (digits.length < 12 || digits.length > 19 || !isDigits(digits) || !luhn(digits)) return undefined;
  for (const { network, from, to, lengths } of ranges) {
    if (!lengths.includes(digits.length)) continue;
    const head = digits.slice(0, from.length);
    if (head >= from && head <= to) return network;
  }
  return undefined;
}

export const isCard = (digits: string): boolean => cardNetwork(digits) !== undefined;

type Range = { readonly network: CardNetwork; readonly from: string; readonly to: string; readonly lengths: readonly number[] };

const sixteenUp = [16, 17, 18, 19];
const fourteenUp = [14, 15, ...sixteenUp];
const twelveUp = [12, 13, ...fourteenUp];

const one = (network: CardNetwork, lengths: readonly number[], ...heads: readonly string[]): Range[] =>
  heads.map((head) => ({ network, from: head, to: head, lengths }));

const ranges: readonly Range[] = [
  { network: 'visa', from: '4', to: '4', lengths: [13, 16, 19] },
  { network: 'mastercard', from: '51', to: '55', lengths: [16] },
  { network: 'mastercard', from: '2221', to: '2720', lengths: [16] },
  ...one('amex', [15], '34', '37'),
  { network: 'jcb', from: '3528', to: '3589', lengths: sixteenUp },
  // Cards of before 1999, still found in data.
  ...one('jcb', [15], '2131', '1800'),
  { network: 'diners', from: '300', to: '305', lengths: fourteenUp },
  ...one('diners', fourteenUp, '309', '36', '38', '39'),
  ...one('discover', sixteenUp, '6011', '65'),
  { network: 'discover', from: '644', to: '649', lengths: sixteenUp },
  ...one('unionpay', sixteenUp, '62', '81'),
  ...one('maestro', twelveUp, '50', '56', '57', '58', '6304', '6390', '67', '0604'),
];
