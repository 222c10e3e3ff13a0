import type { Fact, FactSheet } from '../contracts/llm.ts';

type MoneyFact = Extract<Fact, { type: 'money' }>;

/** The money facts of a sheet by slot. A slot's number is the fact's place among the money facts, so both ends agree without a list. */
export function slotsOf(sheet: FactSheet): ReadonlyMap<string, MoneyFact> {
  const slots = new Map<string, MoneyFact>();
  for (const fact of sheet.facts) if (fact.type === 'money') slots.set(`<AMOUNT_${slots.size + 1}>`, fact);
  return slots;
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount as its reader writes it: `182.400,00 €` in German. Exact: the decimal text is formatted, never a float. */
export function formatMoney(amount: string, currency: string, locale: string): string {
  const key = `${locale}/${currency}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, { style: 'currency', currency })));
  // The type of decimal text; the value was checked as Decimal when it entered.
  return format.format(amount as `${number}`);
}

/** Replaces slots by amounts in the reader's locale; a currency written again next to a slot is not repeated. */
export function fillAmounts(text: string, sheet: FactSheet, locale: string): string {
  if (!text.includes('<AMOUNT_')) return text;
  const slots = slotsOf(sheet);
  return text.replace(
    /(?:([A-Z]{3}|[€$£¥])\s?)?(<AMOUNT_\d+>)(?:\s?([A-Z]{3}\b|[€$£¥]))?/g,
    (all, before: string | undefined, slot: string, after: string | undefined) => {
      const fact = slots.get(slot);
      if (!fact) return all;
      const names = [fact.currency, symbolOf(fact.currency)];
      const keptBefore = before && !names.includes(before) ? all.slice(0, all.indexOf(slot)) : '';
      const keptAfter = after && !names.includes(after) ? all.slice(all.indexOf(slot) + slot.length) : '';
      return keptBefore + formatMoney(fact.amount, fact.currency, locale) + keptAfter;
    },
  );
}

function symbolOf(currency: string): string | undefined {
  return { EUR: '€', USD: '$', GBP: '£', JPY: '¥' }[currency];
}
