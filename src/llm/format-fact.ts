import type { ShownFact } from './sheet-block.ts';
import { unitWord, type Language } from './units.ts';

type Formats = { readonly day: Intl.DateTimeFormat; readonly number: Intl.NumberFormat; readonly plural: Intl.PluralRules };

const formats = new Map<string, Formats>();
const written = ['en', 'de', 'fr', 'es'];

export function languageOf(locale: string): Language {
  const language = locale.slice(0, 2).toLowerCase();
  // Checked by the list; a language without words of its own is written in English.
  return (written.includes(language) ? language : 'en') as Language;
}

/** How a fact reads in a language: dates with the month as a word, numbers with the locale's separators, units as words. */
export function formatFact(fact: ShownFact, locale: string): string {
  switch (fact.type) {
    case 'money':
      return fact.slot;
    case 'date':
      return formatDay(fact.date, locale);
    case 'quantity':
      return `${formatNumber(fact.value, locale)} ${unitWord(fact.unit, languageOf(locale), isOne(fact.value, locale))}`;
    case 'count':
      return formatNumber(String(fact.value), locale);
    case 'percent':
      return `${formatNumber(fact.value, locale)}${languageOf(locale) === 'en' ? '' : '\u00a0'}%`;
    case 'token':
      return fact.token;
    case 'id':
    case 'enum':
    case 'term':
      return fact.value;
  }
}

/** Which of two words goes with a fact's number. A quantity already brings its unit, so the word is left out. */
export function pluralFor(fact: ShownFact, one: string, other: string, locale: string): string {
  if (fact.type === 'quantity') return '';
  return isOne(fact.type === 'count' ? String(fact.value) : '2', locale) ? one : other;
}

function formatDay(date: string, locale: string): string {
  const text = formatsFor(locale).day.format(new Date(`${date.slice(0, 10)}T00:00:00Z`));
  return languageOf(locale) === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

function formatNumber(value: string, locale: string): string {
  // The type of decimal text; facts hold decimals as text.
  return formatsFor(locale).number.format(value as `${number}`);
}

function isOne(value: string, locale: string): boolean {
  return formatsFor(locale).plural.select(Number(value)) === 'one';
}

/** Intl formatters are slow to make and cheap to keep. */
function formatsFor(locale: string): Formats {
  let known = formats.get(locale);
  if (!known) {
    known = {
      day: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
      number: new Intl.NumberFormat(locale, { maximumFractionDigits: 9 }),
      plural: new Intl.PluralRules(locale),
    };
    formats.set(locale, known);
  }
  return known;
}
