/** The digit at a place, or -1 where there is none. */
export function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** A = 0 … Z = 25, or -1 where no upper-case letter of ASCII stands. */
export function letterAt(text: string, at: number): number {
  const letter = text.charCodeAt(at) - 65;
  return letter >= 0 && letter <= 25 ? letter : -1;
}

/** Digits and nothing else between two places. */
export function isDigits(text: string, from = 0, to = text.length): boolean {
  if (to > text.length || from >= to) return false;
  for (let at = from; at < to; at += 1) if (digitAt(text, at) < 0) return false;
  return true;
}

export const isDigitsOf = (text: string, length: number): boolean => text.length === length && isDigits(text);

/** The number two digits make; NaN where a letter stands. */
export const twoDigits = (text: string, at: number): number => {
  const [tens, ones] = [digitAt(text, at), digitAt(text, at + 1)];
  return tens < 0 || ones < 0 ? Number.NaN : tens * 10 + ones;
};

/** Every digit once, never the same one throughout: `000000000` passes most checksums and is nobody's number. */
export function isOneDigitOver(text: string): boolean {
  for (let at = 1; at < text.length; at += 1) if (text.charCodeAt(at) !== text.charCodeAt(0)) return false;
  return true;
}

/** Sum of digit times weight, from the place `from` on. */
export function weighted(text: string, weights: readonly number[], from = 0): number {
  let sum = 0;
  for (const [at, weight] of weights.entries()) sum += digitAt(text, from + at) * weight;
  return sum;
}

/** ISO/IEC 7812-1 annex B; every single wrong digit and nearly every swap is caught. */
export function luhn(text: string): boolean {
  let sum = 0;
  let isDoubled = false;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const digit = digitAt(text, at);
    if (digit < 0) return false;
    const counted = isDoubled ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
    isDoubled = !isDoubled;
  }
  return text.length > 0 && sum % 10 === 0;
}

/** What is left of the number over 97, letters counted as A = 10 … Z = 35 (ISO 7064); NaN for any other character. */
export function mod97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = digitAt(text, at);
    const letter = letterAt(text, at);
    if (digit >= 0) rest = (rest * 10 + digit) % 97;
    else if (letter >= 0) rest = (rest * 100 + letter + 10) % 97;
    else return Number.NaN;
  }
  return rest;
}

/** ISO 7064 MOD 11,10: the last digit guards the ones before it. */
export function mod11And10(text: string): boolean {
  if (!isDigits(text)) return false;
  let product = 10;
  for (let at = 0; at < text.length - 1; at += 1) {
    const sum = (digitAt(text, at) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(text, text.length - 1);
}

/** Verhoeff (1969), group D5: catches every single wrong digit and every swap of neighbours. */
export function verhoeff(text: string): boolean {
  let check = 0;
  for (let at = 0; at < text.length; at += 1) {
    const digit = digitAt(text, text.length - 1 - at);
    if (digit < 0) return false;
    check = inD5(check, shifted(at % 8, digit));
  }
  return text.length > 0 && check === 0;
}

/** Turns are 0-4, mirrored turns 5-9. */
function inD5(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
}

const once = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff's permutation, applied `times` times. */
function shifted(times: number, digit: number): number {
  let moved = digit;
  for (let turn = 0; turn < times; turn += 1) moved = once[moved] ?? 0;
  return moved;
}

/** Whether a day can be of that month; a year is seldom known, so 29 February passes. */
export function isDayOfMonth(day: number, month: number): boolean {
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}
