import { toScaled } from '../contracts/money.ts';
import type { Language } from './units.ts';

/** A printed number: its value in units of 10^-9 and how many decimals were printed. */
export type Printed = { readonly value: bigint; readonly decimals: number };

const scale = 9;

/** A number as it may be printed: digits with points, commas, apostrophes or narrow spaces between them. */
export const printedNumber = String.raw`\d+(?:[.,'’\u00a0\u202f]\d+)*`;

/** What a printed number can mean in a language: its own separators first, a plain decimal point if that fits nothing else. */
export function readNumber(text: string, language: Language): readonly Printed[] {
  const decimalMark = language === 'en' ? '.' : ',';
  const groupMarks = language === 'en' ? "[,'’\u00a0\u202f]" : "[.'’\u00a0\u202f ]";
  const mark = decimalMark === '.' ? '\\.' : ',';
  const local = new RegExp(`^(\\d{1,3}(?:${groupMarks}\\d{3})+|\\d+)(?:${mark}(\\d{1,9}))?$`).exec(text);
  if (local) return printed((local[1] ?? '').replace(/\D/g, ''), local[2] ?? '');
  const plain = /^(\d+)\.(\d{1,9})$/.exec(text);
  return plain ? printed(plain[1] ?? '', plain[2] ?? '') : [];
}

function printed(whole: string, fraction: string): Printed[] {
  if (whole.length > 18) return [];
  return [{ value: toScaled(fraction ? `${whole}.${fraction}` : whole, scale), decimals: fraction.length }];
}

/** Whether a printed number is a value, allowing half a unit of the last printed digit and no more. */
export function says({ value, decimals }: Printed, fact: string): boolean {
  const unsigned = toScaled(fact.replace(/^-/, ''), scale);
  const difference = value > unsigned ? value - unsigned : unsigned - value;
  return difference * 2n <= 10n ** BigInt(scale - decimals) && (difference === 0n || decimalsOf(fact) > decimals);
}

function decimalsOf(value: string): number {
  return value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
}
