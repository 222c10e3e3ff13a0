import type { JsonObject } from './json.ts';
import type { Fact, FactSheet } from './llm.ts';
import { statusesToldBy, wordsOfOrderStatus, type OrderFlags, type OrderStatus } from './order-words.ts';

/**
 * Collects typed facts for a text and hands out their ids, which the view then uses as leaves:
 *
 *     const sheet = factSheet();
 *     return sheet.build({ order: { id: sheet.id('order number', order.id), total: sheet.money('order total', order.net) } });
 *
 * The same label and value give the same id. Labels are fixed words of the author, in English, never data.
 */
export interface FactSheetBuilder {
  money(label: string, value: { readonly amount: string; readonly currency: string }): string;
  /** ISO 8601 day; of an instant the day part counts. */
  date(label: string, date: string): string;
  /** A document, record or tracking number. */
  id(label: string, value: string): string;
  quantity(label: string, value: { readonly value: string; readonly unit: string }): string;
  /** A whole number of things; days of a delay too. */
  count(label: string, value: number): string;
  /** `12.5` means 12.5 %. */
  percent(label: string, value: string): string;
  /** A state. `words` are the ways to say it, `others` the ways to say something else; both in all languages in use. */
  enumeration(label: string, value: string, words: readonly string[], others: readonly string[]): string;
  /** An order's status with its words in en, de, fr and es. Returns the fact id; the view's leaf is the status word itself. */
  orderStatus(status: OrderStatus, flags?: OrderFlags, lines?: readonly { readonly status: string }[]): string;
  /** A name or address that is already a token. */
  token(label: string, token: string): string;
  term(label: string, value: string): string;
  build(view: JsonObject): FactSheet;
}

type DraftOf<F> = F extends Fact ? Omit<F, 'id'> : never;
type Draft = DraftOf<Fact>;

export function factSheet(): FactSheetBuilder {
  const facts: Fact[] = [];
  const known = new Map<string, string>();
  const add = (draft: Draft): string => {
    const key = JSON.stringify(draft);
    const present = known.get(key);
    if (present !== undefined) return present;
    const id = `f${facts.length + 1}`;
    facts.push({ id, ...draft });
    known.set(key, id);
    return id;
  };
  return {
    money: (label, { amount, currency }) => add({ type: 'money', label, amount, currency }),
    date: (label, date) => add({ type: 'date', label, date: date.slice(0, 10) }),
    id: (label, value) => add({ type: 'id', label, value }),
    quantity: (label, { value, unit }) => add({ type: 'quantity', label, value, unit }),
    count: (label, value) => add({ type: 'count', label, value }),
    percent: (label, value) => add({ type: 'percent', label, value }),
    enumeration: (label, value, words, others) => add({ type: 'enum', label, value, words, others }),
    orderStatus: (status, flags = {}, lines = []) =>
      add({ type: 'enum', label: 'order status', value: status, ...wordsOfOrderStatus(status, statusesToldBy(flags, lines)) }),
    token: (label, token) => add({ type: 'token', label, token }),
    term: (label, value) => add({ type: 'term', label, value }),
    build: (view) => ({ facts, view }),
  };
}

/** The same sheet; the id of every fact made through it is told to `note`, so that it can be kept what the fact rests on. */
export function restingFacts(facts: FactSheetBuilder, note: (id: string) => void): FactSheetBuilder {
  const noted = (id: string): string => (note(id), id);
  return {
    money: (...given) => noted(facts.money(...given)),
    date: (...given) => noted(facts.date(...given)),
    id: (...given) => noted(facts.id(...given)),
    quantity: (...given) => noted(facts.quantity(...given)),
    count: (...given) => noted(facts.count(...given)),
    percent: (...given) => noted(facts.percent(...given)),
    enumeration: (...given) => noted(facts.enumeration(...given)),
    orderStatus: (...given) => noted(facts.orderStatus(...given)),
    token: (...given) => noted(facts.token(...given)),
    term: (...given) => noted(facts.term(...given)),
    build: (view) => facts.build(view),
  };
}
