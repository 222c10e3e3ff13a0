import { currenciesOf, currencyText } from './lexicon.ts';
import { datePatternsFor, isDate, readDate, readWeekday, relativeDays, weekdayOfDate } from './read-dates.ts';
import { printedNumber, readNumber, says } from './read-numbers.ts';
import type { Reading } from './reading.ts';
import { unitGroup, unitGroupOfWord } from './units.ts';

const spaced = String.raw`\d{1,3}(?: \d{3})+(?:,\d+)?`;
const edge = String.raw`(?![\p{L}\p{N}])`;
const moneyBefore = new RegExp(`(?<![\\p{L}\\p{N}])(${currencyText})\\s?-?(${printedNumber})${edge}`, 'gu');
const moneyAfter = new RegExp(`(?<![\\p{L}\\p{N}.,])((?:${spaced}|${printedNumber}))\\s?(${currencyText})${edge}`, 'gu');
const currencyAlone = new RegExp(`(?<![\\p{L}\\p{N}])(${currencyText})${edge}`, 'gu');
// A cheap look before the long patterns.
const maybeMoney = /[$€£¥]|[A-Z]{3}|uro|oll?ar|ólar|ound|fund|ibra|ranken/;
const percent = new RegExp(`(?<![\\p{L}\\p{N}.,])(${printedNumber})\\s?(?:%|percent|per cent|prozent|pour cent|por ciento)`, 'giu');
const identifier = /(?<![A-Za-z0-9_/-])[A-Za-z0-9][A-Za-z0-9_/-]{2,}[A-Za-z0-9]/g;
const withUnit = /^(\d+(?:[.,]\d+)?)([A-Za-zµ²³]{1,3})$/;
// Looked at, not taken: the word behind a number may be a state.
const unitAhead = String.raw`(?:(?=[\s\u00a0-]?(\p{L}+[²³]?))|)`;
const number = new RegExp(`(?<![\\p{L}\\p{N}])(${printedNumber})${unitAhead}`, 'gu');
const spacedNumber = new RegExp(`(?<![\\p{L}\\p{N}.,])(${spaced})${unitAhead}`, 'gu');

export function checkDates(reading: Reading): void {
  const dates = reading.facts.flatMap((fact) => (fact.type === 'date' ? [fact] : []));
  for (const pattern of datePatternsFor(reading.rest)) {
    reading.take(pattern, (match) => {
      const weekday = readWeekday(match);
      if (weekday !== undefined) {
        if (!dates.some((fact) => weekdayOfDate(fact.date) === weekday)) reading.fail('date', match[0]);
        return true;
      }
      const readings = readDate(match, reading.language);
      if (readings.length === 0) return false;
      const fact = dates.find((known) => reading.fits(known.id, match.index) && readings.some((date) => isDate(date, known.date)));
      if (fact) reading.tell(fact.id, match.index, match[0].length);
      else reading.fail('date', match[0]);
      return true;
    });
  }
  reading.take(relativeDays[reading.language], (match) => {
    reading.fail('date', match[0]);
    return true;
  });
}

export function checkMoney(reading: Reading): void {
  if (!maybeMoney.test(reading.rest)) return;
  const amounts = reading.facts.flatMap((fact) => (fact.type === 'money' ? [fact] : []));
  const judge = (match: RegExpExecArray, printed: string, name: string): boolean => {
    const currencies = currenciesOf(name);
    const numbers = readNumber(printed, reading.language);
    const same = amounts.filter((fact) => reading.fits(fact.id, match.index) && numbers.some((value) => says(value, fact.amount)));
    const fact = same.find((known) => currencies.includes(known.currency));
    if (fact) reading.tell(fact.id, match.index, match[0].length);
    else reading.fail(same.length > 0 ? 'currency' : 'money', match[0]);
    return true;
  };
  reading.take(moneyBefore, (match) => judge(match, match[2] ?? '', match[1] ?? ''));
  reading.take(moneyAfter, (match) => judge(match, match[1] ?? '', match[2] ?? ''));
  reading.take(currencyAlone, (match) => {
    if (!amounts.some((fact) => currenciesOf(match[1] ?? '').includes(fact.currency))) reading.fail('currency', match[0]);
    return true;
  });
}

export function checkPercents(reading: Reading): void {
  if (!/%|cent|ciento|prozent/i.test(reading.rest)) return;
  reading.take(percent, (match) => {
    const numbers = readNumber(match[1] ?? '', reading.language);
    const fact = reading.facts.find(
      (known) => known.type === 'percent' && reading.fits(known.id, match.index) && numbers.some((value) => says(value, known.value)),
    );
    if (fact) reading.tell(fact.id, match.index, match[0].length);
    else reading.fail('percent', match[0]);
    return true;
  });
}

/** Letters and digits mixed: a document or tracking number, and the true ones are gone by now. */
export function checkIdentifiers(reading: Reading): void {
  if (!/\d/.test(reading.rest)) return;
  reading.take(identifier, (match) => {
    if (!/\d/.test(match[0]) || !/[A-Za-z]/.test(match[0])) return false;
    const quantity = withUnit.exec(match[0]);
    if (quantity && unitGroupOfWord(quantity[2] ?? '')) return false;
    reading.fail('id', match[0]);
    return true;
  });
}

export function checkNumbers(reading: Reading): void {
  // French and Spanish may group by a plain space, which is only believed if it gives a true value.
  if (reading.language === 'fr' || reading.language === 'es') {
    reading.take(spacedNumber, (match) => {
      const fact = factFor(reading, match[1] ?? '', match[2] ?? '', match.index);
      if (fact !== undefined) reading.tell(fact, match.index, (match[1] ?? '').length);
      return fact !== undefined;
    });
  }
  reading.take(number, (match) => {
    const fact = factFor(reading, match[1] ?? '', match[2] ?? '', match.index);
    if (fact === undefined) reading.fail('number', match[0]);
    else reading.tell(fact, match.index, (match[1] ?? '').length);
    return true;
  });
}

/** The count or quantity a number tells. A unit behind it must be the quantity's; days may be a count. */
export function factFor(reading: Reading, printed: string, word: string, at: number): string | undefined {
  const numbers = readNumber(printed, reading.language);
  const group = unitGroupOfWord(word);
  return reading.facts.find((fact) => {
    if (fact.type === 'quantity') {
      const own = unitGroup(fact.unit);
      if (group !== undefined && own !== undefined && group !== own) return false;
      return numbers.some((value) => says(value, fact.value)) && reading.fits(fact.id, at);
    }
    if (fact.type !== 'count' || (group !== undefined && group !== 'day' && group !== 'piece')) return false;
    return numbers.some((value) => says(value, String(fact.value))) && reading.fits(fact.id, at);
  })?.id;
}
