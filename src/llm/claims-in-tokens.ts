import { tokenKinds } from '../contracts/classes.ts';
import { slotsOf } from '../privacy/index.ts';
import { currenciesOf, currencyText, numberCue } from './lexicon.ts';
import type { Reading } from './reading.ts';

const slotWithCurrency = new RegExp(`(?:(${currencyText})\\s?)?<AMOUNT_(\\d+)>(?:\\s?(${currencyText})(?![\\p{L}\\p{N}]))?`, 'gu');
const token = /<([A-Z]+)_(\d+)[a-z]{0,3}>/g;
const brokenToken = new RegExp(`<[^<>\\n]{1,40}>|\\b(?:${tokenKinds.join('|')})[_ ]\\d+[a-z]{0,3}\\b|\\{\\{|\\}\\}`, 'g');
const link = /https?:\/\/\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+/gi;

/** Tokens and slots must be given ones, in their exact form; a currency next to a slot must be the amount's. */
export function checkTokens(reading: Reading): void {
  const slots = slotsOf({ facts: reading.facts, view: {} });
  const tokens = new Map(reading.facts.flatMap((fact) => (fact.type === 'token' ? [[fact.token, fact.id] as const] : [])));
  reading.take(slotWithCurrency, (match) => {
    const fact = slots.get(`<AMOUNT_${match[2]}>`);
    if (!fact) reading.fail('token', match[0]);
    else reading.tell(fact.id, match.index, match[0].length);
    for (const name of [match[1], match[3]])
      if (fact && name && !currenciesOf(name).includes(fact.currency)) reading.fail('currency', match[0]);
    return true;
  });
  reading.take(token, (match) => {
    const id = tokens.get(match[0]);
    if (id === undefined) reading.fail('token', match[0]);
    else reading.tell(id, match.index, match[0].length);
    return true;
  });
  reading.take(brokenToken, (match) => {
    reading.fail('token', match[0]);
    return true;
  });
}

/** Takes out terms and identifiers, letter by letter, longest first; then anything that looks like an address on the net. */
export function maskNames(reading: Reading): void {
  const names = reading.facts
    .flatMap((fact) => (fact.type === 'id' || fact.type === 'term' ? [{ id: fact.id, value: fact.value.normalize('NFC') }] : []))
    .filter(({ value }) => value !== '')
    .toSorted((a, b) => b.value.length - a.value.length);
  for (const { id, value } of names) maskName(reading, id, value);
  reading.take(link, (match) => {
    reading.fail('link', match[0]);
    return true;
  });
}

function maskName(reading: Reading, id: string, value: string): void {
  for (let at = reading.rest.indexOf(value); at >= 0; at = reading.rest.indexOf(value, at + value.length)) {
    if (!standsAlone(reading.rest, at, at + value.length)) continue;
    // A short number is only a document's or a line's where the text says so; otherwise it may be any count.
    if (/^\d{1,4}$/.test(value) && !isCued(reading.rest, at, at + value.length)) continue;
    reading.tell(id, at, value.length);
    reading.rest = reading.rest.slice(0, at) + '\u0000'.repeat(value.length) + reading.rest.slice(at + value.length);
  }
}

function isCued(text: string, start: number, end: number): boolean {
  return numberCue.test(text.slice(Math.max(0, start - 40), start)) && !/^\s?[%€$£¥]/.test(text.slice(end, end + 2));
}

/** Not inside a longer word or number, nor lengthened by a dash or a separator and more digits. */
function standsAlone(text: string, start: number, end: number): boolean {
  return (
    !/[\p{L}\p{N}]$|\p{N}[-_/.,\u00a0\u202f]$/u.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^[\p{L}\p{N}]|^[-_/.,\u00a0\u202f]\p{N}|^[-_]\p{L}/u.test(text.slice(end, end + 2))
  );
}
