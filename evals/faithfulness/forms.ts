import type { Fact } from 'countersign';

export type Locale = 'en' | 'de' | 'fr' | 'es';
export const locales: readonly Locale[] = ['en', 'de', 'fr', 'es'];

const unitWords: Readonly<Record<string, Readonly<Record<Locale, readonly [string, string]>>>> = {
  PCE: { en: ['pc', 'pcs'], de: ['Stück', 'Stück'], fr: ['pièce', 'pièces'], es: ['unidad', 'unidades'] },
  EA: { en: ['pc', 'pcs'], de: ['Stück', 'Stück'], fr: ['pièce', 'pièces'], es: ['unidad', 'unidades'] },
  KG: { en: ['kg', 'kg'], de: ['kg', 'kg'], fr: ['kg', 'kg'], es: ['kg', 'kg'] },
  M: { en: ['m', 'm'], de: ['m', 'm'], fr: ['m', 'm'], es: ['m', 'm'] },
  BOX: { en: ['box', 'boxes'], de: ['Karton', 'Kartons'], fr: ['carton', 'cartons'], es: ['caja', 'cajas'] },
  ROL: { en: ['ROL', 'ROL'], de: ['ROL', 'ROL'], fr: ['ROL', 'ROL'], es: ['ROL', 'ROL'] },
};

const countWords: Readonly<Record<Locale, readonly string[]>> = {
  en: 'zero one two three four five six seven eight nine ten eleven twelve'.split(' '),
  de: 'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf'.split(' '),
  fr: 'zéro un deux trois quatre cinq six sept huit neuf dix onze douze'.split(' '),
  es: 'cero un dos tres cuatro cinco seis siete ocho nueve diez once doce'.split(' '),
};

/** A small number in words, or undefined. */
export const inWords = (value: number, locale: Locale): string | undefined => (value >= 2 ? countWords[locale][value] : undefined);

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day as a language writes it. Formats are kept: making one costs a hundred times what using it does. */
export function dated(day: string, language: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options });
  formats.set(key, format);
  return format.format(noon(day));
}

const inLanguage = (day: string, locale: Locale, options: Intl.DateTimeFormatOptions): string =>
  dated(day, locale === 'en' ? 'en-GB' : locale, options);

/** How people write a day. Written with Intl and by hand, apart from what the product writes with. */
export const days = {
  long: (day: string, locale: Locale) => inLanguage(day, locale, { day: 'numeric', month: 'long', year: 'numeric' }),
  short: (day: string, locale: Locale) =>
    locale === 'en'
      ? day
      : day
          .split('-')
          .toReversed()
          .join(locale === 'de' ? '.' : '/'),
  iso: (day: string) => day,
  day: (day: string, locale: Locale) => inLanguage(day, locale, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  noyear: (day: string, locale: Locale) => inLanguage(day, locale, { day: 'numeric', month: 'long' }),
} as const;

const separators: Readonly<Record<Locale, readonly [string, string]>> = {
  en: [',', '.'],
  de: ['.', ','],
  fr: ['\u202f', ','],
  es: ['.', ','],
};

/** Decimal text as people group it. */
export function number(value: string, locale: Locale): string {
  const [whole = '0', part] = value.split('.');
  const [group, point] = separators[locale];
  // Spanish groups from five digits on.
  const grouped = locale === 'es' && whole.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return part === undefined ? grouped : `${grouped}${point}${part}`;
}

const symbols: Readonly<Record<string, string>> = { EUR: '€', USD: '$', GBP: '£', JPY: '¥' };

/** An amount with its symbol, as the language puts it, or with its code. */
export function money({ amount, currency }: Extract<Fact, { type: 'money' }>, locale: Locale, withCode = false): string {
  const written = number(amount, locale);
  const symbol = symbols[currency];
  if (withCode || symbol === undefined) return locale === 'en' ? `${currency} ${written}` : `${written} ${currency}`;
  return locale === 'en' ? `${symbol}${written}` : `${written} ${symbol}`;
}

export function quantity({ value, unit }: Extract<Fact, { type: 'quantity' }>, locale: Locale): string {
  const [one, other] = unitWords[unit]?.[locale] ?? [unit, unit];
  return `${number(value, locale)} ${value === '1' ? one : other}`;
}
