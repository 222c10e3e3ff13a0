import type { FactSheetBuilder } from '../../contracts/facts.ts';
import { addDecimal, compareMoney, compareDecimal, subtractDecimal, sum, type Money } from '../../contracts/money.ts';
import { isMoney, isQuantity } from './noted-facts.ts';

type Fields = Readonly<Record<string, unknown>>;
const day = 86_400_000;
/** How far a list is added up from its largest and its smallest. */
const ranked = 12;

/**
 * What somebody may reckon from a tool's answer without a desk: how many of a list are alike and what they add up to, days
 * between two dates, what is left of one figure after another and which share it is. Labels say how it came about.
 */
export function noteReckoned(facts: FactSheetBuilder, answer: unknown, today: string): void {
  if (Array.isArray(answer)) {
    const records = answer.filter(isRecord).map(withRests);
    noteList(facts, records, today);
    for (const item of answer) noteReckoned(facts, item, today);
    return;
  }
  if (!isRecord(answer)) return;
  noteDays(facts, [...datesIn(answer), today]);
  noteLeft(facts, Object.values(answer).filter(isFields).filter(isMoney));
  for (const member of Object.values(answer)) noteReckoned(facts, member, today);
}

function noteList(facts: FactSheetBuilder, records: readonly Fields[], today: string): void {
  for (const group of groupsOf(records, today)) noteGroup(facts, group, records.length);
  // Lines of all orders together are a list too.
  for (const field of new Set(records.flatMap((record) => Object.keys(record)))) {
    const inner = records.flatMap((record) => (Array.isArray(record[field]) ? record[field].filter(isRecord).map(withRests) : []));
    if (inner.length > 0 && records.length > 1) noteList(facts, inner, today);
  }
}

/** A quantity less what was done of it: ordered and delivered leave what is open. */
function withRests(record: Fields): Fields {
  const rests = Object.entries(record).flatMap(([name, whole]) =>
    isFields(whole) && isQuantity(whole)
      ? Object.entries(record).flatMap(([other, part]) =>
          isDecimal(part) ? [[`${name} less ${other}`, { value: subtractDecimal(whole.value, part), unit: whole.unit }] as const] : [],
        )
      : [],
  );
  return { ...record, ...Object.fromEntries(rests) };
}

/** All of a list, those alike in a field or a currency, those that have a field, and those whose one date is before another. */
function groupsOf(records: readonly Fields[], today: string): readonly (readonly Fields[])[] {
  const groups = new Map<string, Fields[]>();
  for (const record of records)
    for (const name of new Set(['all', ...traitsOf(record, today)])) groups.set(name, [...(groups.get(name) ?? []), record]);
  return [...groups.values()];
}

function traitsOf(record: Fields, today: string): readonly string[] {
  const dates = datedIn(record);
  return [
    ...Object.entries(record).flatMap(([field, value]) => {
      if (value === null || value === undefined) return [];
      const alike = typeof value === 'boolean' || (typeof value === 'string' && !isDate(value)) ? [`${field} ${String(value)}`] : [];
      const currency = isFields(value) && isMoney(value) ? [`${field} in ${value.currency}`] : [];
      return [`has ${field}`, ...alike, ...currency];
    }),
    ...dates.flatMap(([field, date]) => [
      ...(date < today ? [`${field} before today`] : []),
      ...dates.filter(([, later]) => date < later).map(([other]) => `${field} before ${other}`),
    ]),
  ];
}

function noteGroup(facts: FactSheetBuilder, group: readonly Fields[], of: number): void {
  facts.count('how many are alike', group.length);
  facts.count('how many are not', of - group.length);
  for (const field of new Set(group.flatMap((record) => Object.keys(record)))) {
    const values = group.map((record) => record[field]);
    noteSums(facts, field, values.filter(isFields).filter(isMoney));
    const quantities = values.flatMap((value) => {
      if (isFields(value) && isQuantity(value)) return [value];
      return isDecimal(value) ? [{ value, unit: '' }] : [];
    });
    for (const unit of new Set(quantities.map((each) => each.unit))) {
      const value = quantities.filter((each) => each.unit === unit).reduce((total, each) => addDecimal(total, each.value), '0');
      facts.quantity(`sum of ${field}`, { value, unit });
    }
  }
}

function noteSums(facts: FactSheetBuilder, field: string, monies: readonly Money[]): void {
  for (const currency of new Set(monies.map((each) => each.currency))) {
    const own = monies.filter((each) => each.currency === currency).toSorted(compareMoney);
    facts.money(`sum of ${field}`, sum(own, currency));
    for (let many = 2; many <= Math.min(ranked, own.length - 1); many += 1) {
      facts.money(`sum of the smallest ${field}`, sum(own.slice(0, many), currency));
      facts.money(`sum of the largest ${field}`, sum(own.slice(-many), currency));
    }
  }
}

function noteDays(facts: FactSheetBuilder, dates: readonly string[]): void {
  const moments = [...new Set(dates.map((date) => Date.parse(date.slice(0, 10))))];
  for (const from of moments) for (const to of moments) if (to > from) facts.count('days between', Math.round((to - from) / day));
}

function noteLeft(facts: FactSheetBuilder, monies: readonly Money[]): void {
  for (const whole of monies)
    for (const part of monies) {
      if (whole === part || whole.currency !== part.currency) continue;
      const left = subtractDecimal(whole.amount, part.amount);
      if (compareDecimal(left, '0') > 0) facts.money('left of one after the other', { amount: left, currency: whole.currency });
      // A share is shown with one digit; it is no amount.
      const share = (Number(part.amount) / Number(whole.amount)) * 100;
      if (Number.isFinite(share)) facts.percent('share of one in the other', share.toFixed(1).replace(/\.0$/, ''));
    }
}

/** Dates of a record and of what lies in it, by their fields. */
function datedIn(record: Fields): readonly (readonly [string, string])[] {
  return Object.entries(record).flatMap(([field, value]): (readonly [string, string])[] => {
    if (isDate(value)) return [[field, value.slice(0, 10)]];
    return Array.isArray(value) ? value.filter(isRecord).flatMap((inner) => datedIn(inner)) : [];
  });
}

const datesIn = (record: Fields): readonly string[] => datedIn(record).map(([, date]) => date);

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value);
}

function isDecimal(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
}

function isRecord(value: unknown): value is Fields {
  return isFields(value) && !isMoney(value) && !isQuantity(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
