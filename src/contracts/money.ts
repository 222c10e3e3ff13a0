import { z } from 'zod';
import { CountersignError } from './errors.ts';

/** A decimal number as text: optional minus, digits, optional fraction. Never a float. */
export const Decimal = z.string().regex(/^-?\d{1,18}(\.\d{1,9})?$/, 'a decimal number as text, for example "182400.00"');
export type Decimal = z.infer<typeof Decimal>;

export const Money = z.object({ amount: Decimal, currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency code') });
export type Money = z.infer<typeof Money>;

/** ISO 4217 minor units where they are not 2. Source: ISO 4217 table A.1. */
const minorUnits: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};

/** Decimal places of a currency: 2 unless ISO 4217 says otherwise. */
export function scaleOf(currency: string): number {
  return minorUnits[currency] ?? 2;
}

/** Amount in units of 10^-scale as a bigint; digits beyond the scale are rounded half away from zero. */
export function toScaled(amount: string, scale: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount);
  if (!match) throw new CountersignError('input.invalid', 'The amount is not a decimal number', { field: 'amount' });
  const [, sign = '', whole = '0', fraction = ''] = match;
  const padded = fraction.padEnd(scale + 1, '0');
  const kept = BigInt(whole + padded.slice(0, scale));
  const rounded = Number(padded[scale]) >= 5 ? kept + 1n : kept;
  return sign === '-' ? -rounded : rounded;
}

/** The text of a scaled bigint, always with `scale` decimals. */
export function fromScaled(value: bigint, scale: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Money rounded to its currency's scale, half away from zero. */
export function money(amount: string, currency: string): Money {
  const scale = scaleOf(currency);
  return { amount: fromScaled(toScaled(amount, scale), scale), currency };
}

/** Sum of amounts of one currency; an empty list is zero of `currency`. Mixed currencies are an error, never converted. */
export function sum(values: readonly Money[], currency: string): Money {
  const scale = scaleOf(currency);
  let total = 0n;
  for (const value of values) {
    if (value.currency !== currency)
      throw new CountersignError('input.invalid', `Amounts in ${value.currency} and ${currency} cannot be added`);
    total += toScaled(value.amount, scale);
  }
  return { amount: fromScaled(total, scale), currency };
}

/** Negative, zero or positive as a is less than, equal to or more than b. One currency only. */
export function compareMoney(a: Money, b: Money): number {
  if (a.currency !== b.currency)
    throw new CountersignError('input.invalid', `Amounts in ${a.currency} and ${b.currency} cannot be compared`);
  return compareDecimal(a.amount, b.amount);
}

/** Negative, zero or positive; exact to nine decimals. */
export function compareDecimal(a: string, b: string): number {
  const difference = toScaled(a, 9) - toScaled(b, 9);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Decimal difference a − b with trailing zeros removed. */
export function subtractDecimal(a: string, b: string): string {
  return trimDecimal(fromScaled(toScaled(a, 9) - toScaled(b, 9), 9));
}

/** Decimal sum with trailing zeros removed. */
export function addDecimal(a: string, b: string): string {
  return trimDecimal(fromScaled(toScaled(a, 9) + toScaled(b, 9), 9));
}

/** "12.500" → "12.5", "3.000" → "3". */
export function trimDecimal(value: string): string {
  return value.includes('.') ? value.replace(/0+$/, '').replace(/\.$/, '') : value;
}
