import { isBritishVat } from './britain.ts';
import { digitAt, isDigits, isDigitsOf, letterAt, luhn, mod11And10, twoDigits, weighted } from './checksums.ts';
import { isFrenchVat } from './france.ts';
import { isPartitaIva } from './italy.ts';
import { isBelgianVat, isDutchVat } from './low-countries.ts';
import { isNip } from './poland.ts';
import { isPortugueseNif } from './portugal.ts';
import { isCif, isDni, isNie } from './spain.ts';

/**
 * VAT ids with their country in front, in compact form. Rules as the Commission publishes them for VIES ("VAT
 * identification number structure"), check digits as the member states define them.
 */
export function isVatId(text: string): boolean {
  return (distinctive[text.slice(0, 2)] ?? checked[text.slice(0, 2)])?.(text.slice(2)) === true;
}

/** Those whose shape and checksum say enough by themselves: two check digits, a letter at a fixed place, or a long number. */
export const isDistinctiveVatId = (text: string): boolean => distinctive[text.slice(0, 2)]?.(text.slice(2)) === true;

/** Country and length only, for countries whose check digit is not computed here. */
export function hasVatShape(text: string): boolean {
  const lengths = shapes[text.slice(0, 2)];
  if (!lengths?.includes(text.length - 2)) return false;
  let digits = 0;
  for (let at = 2; at < text.length; at += 1) {
    if (digitAt(text, at) >= 0) digits += 1;
    else if (letterAt(text, at) < 0) return false;
  }
  // Ireland writes up to two letters, Cyprus one, the others none.
  return digits >= text.length - (text.startsWith('IE') ? 4 : text.startsWith('CY') ? 3 : 2);
}

type Rule = (rest: string) => boolean;

const distinctive: Readonly<Record<string, Rule>> = {
  AT: (rest) => rest.charAt(0) === 'U' && isAustrianVat(rest.slice(1)),
  BE: isBelgianVat,
  DE: (rest) => isDigitsOf(rest, 9) && digitAt(rest, 0) > 0 && mod11And10(rest),
  ES: (rest) => isCif(rest) || isDni(rest) || isNie(rest),
  FR: isFrenchVat,
  GB: isBritishVat,
  HR: (rest) => isDigitsOf(rest, 11) && mod11And10(rest),
  IT: isPartitaIva,
  LU: (rest) => isDigitsOf(rest, 8) && Number(rest.slice(0, 6)) % 89 === twoDigits(rest, 6),
  MT: (rest) => isDigitsOf(rest, 8) && 37 - (weighted(rest, [3, 4, 6, 7, 8, 9]) % 37) === twoDigits(rest, 6),
  NL: isDutchVat,
  SE: (rest) => isDigitsOf(rest, 12) && rest.endsWith('01') && luhn(rest.slice(0, 10)),
};

const checked: Readonly<Record<string, Rule>> = {
  DK: (rest) => isDigitsOf(rest, 8) && digitAt(rest, 0) > 0 && weighted(rest, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  EE: (rest) => isDigitsOf(rest, 9) && weighted(rest, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  EL: (rest) => isDigitsOf(rest, 9) && (weighted(rest, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digitAt(rest, 8),
  FI: (rest) => isDigitsOf(rest, 8) && weighted(rest, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 === 0,
  HU: (rest) => isDigitsOf(rest, 8) && weighted(rest, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
  PL: isNip,
  PT: isPortugueseNif,
  SI: (rest) => isDigitsOf(rest, 8) && digitAt(rest, 0) > 0 && slovenian(rest),
  SK: (rest) => isDigitsOf(rest, 10) && digitAt(rest, 0) > 0 && Number(rest) % 11 === 0,
};

const shapes: Readonly<Record<string, readonly number[]>> = {
  BG: [9, 10],
  CY: [9],
  CZ: [8, 9, 10],
  IE: [8, 9],
  LT: [9, 12],
  LV: [11],
  RO: [6, 7, 8, 9, 10],
};

function isAustrianVat(text: string): boolean {
  if (text.length !== 8 || !isDigits(text)) return false;
  let sum = 4;
  for (let at = 0; at < 7; at += 1) {
    const counted = digitAt(text, at) * (at % 2 === 0 ? 1 : 2);
    sum += counted > 9 ? counted - 9 : counted;
  }
  return (10 - (sum % 10)) % 10 === digitAt(text, 7);
}

function slovenian(text: string): boolean {
  const check = 11 - (weighted(text, [8, 7, 6, 5, 4, 3, 2]) % 11);
  return check !== 11 && check % 10 === digitAt(text, 7);
}
