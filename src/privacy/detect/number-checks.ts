import type { CueKind } from './flags.ts';

type Grouped = { readonly digits: string; readonly lengths: readonly number[]; readonly between: string; readonly first: number };

export function isIpv4(_: string, group: Grouped, cue: CueKind, wordAt: (at: number) => string): boolean {
  if (cue === 'version' || group.lengths.length !== 4) return false;
  let highest = 0;
  let lowest = 255;
  for (let octet = 0; octet < 4; octet += 1) {
    const text = wordAt(group.first + octet * 2);
    if (text.length > 3 || Number(text) > 255 || (text.length > 1 && text.startsWith('0'))) return false;
    highest = Math.max(highest, Number(text));
    lowest = Math.min(lowest, Number(text));
  }
  // A version has small parts: without a word for it, some part must be too large or none small.
  return cue === 'ip' || cue === 'address' || highest >= 100 || lowest >= 10;
}

/** US social security numbers: no area 000, 666 or above 899, no group 00, no serial 0000 (SSA, since 2011). */
export function isSsn({ digits, lengths, between }: Grouped): boolean {
  if (lengths.join() !== '3,2,4' || (between !== '--' && between !== '  ')) return false;
  const area = digits.slice(0, 3);
  return area !== '000' && area !== '666' && digits.slice(3, 5) !== '00' && digits.slice(5) !== '0000';
}

export function hasCardLength(digits: string): boolean {
  return digits.length >= 12 && digits.length <= 19;
}

/** Luhn, and a beginning that some card network issues. */
export function isCard(digits: string): boolean {
  return /^(?:4|5[1-5]|2[2-7]|3[4-7]|30[0-5]|38|39|35|6011|65|64[4-9]|62|5018|5020|5038|6304|6759|676[1-3]|2131|1800)/.test(digits) && luhn(digits);
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, isDouble = false; at >= 0; at -= 1, isDouble = !isDouble) {
    const digit = digits.charCodeAt(at) - 48;
    sum += isDouble ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return sum % 10 === 0;
}

const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DK: 18, DO: 28,
  EE: 20, EG: 29, ES: 24, FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23, IS: 26,
  IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27, MT: 31, MU: 30, NL: 18,
  NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, SA: 24, SE: 24, SI: 19, SK: 24, SM: 27, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20,
};

export function isIbanShape(code: string): boolean {
  return ibanLengths[code.slice(0, 2)] === code.length && /^[A-Z]{2}\d\d[A-Z0-9]+$/.test(code);
}

/** ISO 13616: country length and mod 97. */
export function isIban(code: string): boolean {
  if (!isIbanShape(code)) return false;
  let rest = 0;
  for (const char of code.slice(4) + code.slice(0, 4)) {
    const value = char <= '9' ? Number(char) : char.charCodeAt(0) - 55;
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}
