import type { Fact, FactSheet } from '../contracts/llm.ts';
import { orderStatuses, statusesToldBy, wordsOfOrderStatus, type OrderFlags, type OrderStatus } from '../contracts/order-words.ts';
import type { JsonObject } from '../contracts/json.ts';
import { viewOf, type CaseFact, type PromptCase } from './cases.ts';

/** The facts of a case as the gateway wants them; the words of an order status follow from it and from what else is true. */
export function sheetOf(one: PromptCase): FactSheet {
  const view = viewOf(one);
  return { facts: one.facts.map((fact) => factOf(fact, view)), view };
}

function factOf(fact: CaseFact, view: JsonObject): Fact {
  if (fact.type !== 'enum') return fact;
  const { words, others, ...rest } = fact;
  if (words !== undefined && others !== undefined) return { ...rest, words, others };
  const status = orderStatuses.find((known) => known === fact.value);
  return { ...rest, ...(status ? wordsIn(status, view) : { words: words ?? [fact.value], others: others ?? [] }) };
}

function wordsIn(status: OrderStatus, view: JsonObject) {
  const rows = Array.isArray(view['lines']) ? view['lines'].filter((row): row is JsonObject => isObject(row)) : [];
  // An answer of the assistant keeps what is true of an order in its line, an update of an order beside the order.
  const given = isObject(view['flags']) ? view['flags'] : (rows.find((row) => row['status'] === status) ?? {});
  const flags: OrderFlags = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (typeof value === 'boolean' ? [[name, value]] : [])),
  );
  const lines = isObject(view['flags'])
    ? rows.flatMap((row) => (typeof row['status'] === 'string' ? [{ status: row['status'] }] : []))
    : [];
  return wordsOfOrderStatus(status, statusesToldBy(flags, lines));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
