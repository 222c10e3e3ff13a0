import { money, type Cell } from 'countersign';

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function kept<T extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => T): T {
  // Every key has one kind of format; see the callers.
  const known = formats.get(key) as T | undefined;
  if (known) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

/** An amount as its reader writes it, exact to the last digit. */
export function moneyText(amount: string, currency: string, locale: string): string {
  const format = kept(`m/${locale}/${currency}`, () => new Intl.NumberFormat(locale, { style: 'currency', currency }));
  // Decimal text keeps every digit; the declared type of the argument is narrower than what is taken.
  return format.format(amount as `${number}`);
}

export function dayText(day: string, locale: string): string {
  const format = kept(`d/${locale}`, () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }));
  return format.format(new Date(`${day.slice(0, 10)}T00:00:00Z`));
}

export function numberText(value: string | number, locale: string): string {
  const format = kept(`n/${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 9 }));
  return format.format(value as `${number}`);
}

/** Codes of systems for a piece, as people write it. */
const pieces: Readonly<Record<string, string>> = { en: 'pcs', de: 'Stück', fr: 'pièces', es: 'uds.' };

export function unitText(unit: string, locale: string): string {
  return ['PC', 'EA', 'ST', 'PCE', 'H87', 'C62'].includes(unit.toUpperCase()) ? (pieces[locale.slice(0, 2)] ?? 'pcs') : unit;
}

/** More than anybody reads in a cell, and what a cell holds at most; texts of systems may be longer. */
const longestCell = 500;

const clipped = (text: string): string =>
  text.length <= longestCell
    ? text
    : `${Array.from(text)
        .slice(0, longestCell - 1)
        .join('')}…`;

export const cell = {
  text: (value: string): Cell => ({ value: clipped(value), text: clipped(value) }),
  id: (value: string): Cell => ({ value, text: value }),
  money: (value: { readonly amount: string; readonly currency: string }, locale: string): Cell => ({
    value: money(value.amount, value.currency).amount,
    text: moneyText(value.amount, value.currency, locale),
  }),
  day: (value: string | undefined, locale: string): Cell =>
    value === undefined ? { value: '', text: '–' } : { value, text: dayText(value, locale) },
  quantity: (value: string, unit: string, locale: string): Cell => ({
    value,
    text: `${numberText(value, locale)} ${unitText(unit, locale)}`,
  }),
  count: (value: number, locale: string): Cell => ({ value: String(value), text: numberText(value, locale) }),
};
