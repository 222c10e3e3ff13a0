import { digitAt, isDigits, isDigitsOf, letterAt, verhoeff } from './checksums.ts';

/** Permanent account number: five letters, the fourth names the kind of holder, four digits, a letter (Income Tax Department). No public checksum. */
export function isIndianPan(text: string): boolean {
  if (text.length !== 10 || !isDigits(text, 5, 9) || letterAt(text, 9) < 0) return false;
  for (let at = 0; at < 5; at += 1) if (letterAt(text, at) < 0) return false;
  return 'ABCFGHJLPT'.includes(text.charAt(3));
}

/** Aadhaar: twelve digits, 2 to 9 in front, Verhoeff (UIDAI). */
export const isAadhaar = (text: string): boolean => isDigitsOf(text, 12) && digitAt(text, 0) >= 2 && verhoeff(text);
