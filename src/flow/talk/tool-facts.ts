import { z } from 'zod';
import { classed } from '../../contracts/classes.ts';
import { factSheet, restingFacts, type FactSheetBuilder } from '../../contracts/facts.ts';
import type { Json } from '../../contracts/json.ts';
import { sum, type Money } from '../../contracts/money.ts';
import type { RecordRef } from '../../contracts/business.ts';
import type { Privacy } from '../../contracts/privacy.ts';
import { formatMoney } from '../../privacy/index.ts';
import { innerSchema, shapeOf } from '../../privacy/walk.ts';

/** Everything a planner may say about what its tools answered: the facts, and the amounts it knows by token alone. */
export type Findings = {
  readonly facts: FactSheetBuilder;
  /** Token → the amount as its reader writes it. */
  readonly amounts: Map<string, string>;
  /** Record ids seen, so that a change can only be asked for about something that was read. */
  readonly ids: Set<string>;
  /** Fact id → the record it was read from. */
  readonly restsOn: Map<string, RecordRef>;
};

export function createFindings(): Findings {
  return { facts: factSheet(), amounts: new Map(), ids: new Set(), restsOn: new Map() };
}

const hidden = new Set(['ref', 'native', 'lastEffectKey']);
const most = 20;

/**
 * A tool's answer as a planner sees it: amounts are tokens, lists are short, how many there are and what they add up to is told
 * beside them. Every leaf becomes a fact by its class, so that the finished text can be checked against what was read.
 */
export async function forPlanner(
  privacy: Privacy,
  threadId: string,
  locale: string,
  schema: z.ZodType,
  value: unknown,
  found: Findings,
): Promise<Json> {
  const amounts: string[] = [];
  // Every output is JSON by its schema; undefined members fall out here.
  const tree = JSON.parse(JSON.stringify(walk(schema, value, 'value', found, { locale, amounts }))) as Json;
  if (amounts.length === 0) return tree;
  const tokens = await privacy.protect(threadId, Amounts, amounts);
  for (const [at, token] of tokens.entries()) found.amounts.set(token, amounts[at] ?? '');
  return replaced(tree, tokens);
}

const Amounts = z.array(classed(z.string(), { class: 'personal', kind: 'AMOUNT' }));

type Walking = { readonly locale: string; readonly amounts: string[] };
const mark = '\u0001';

function replaced(tree: Json, tokens: readonly string[]): Json {
  if (typeof tree === 'string') return tree.startsWith(mark) ? (tokens[Number(tree.slice(1))] ?? '') : tree;
  if (Array.isArray(tree)) return tree.map((item: Json) => replaced(item, tokens));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, member]) => [key, replaced(member, tokens)]));
}

function walk(schema: z.core.$ZodType | undefined, value: unknown, label: string, found: Findings, walking: Walking): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return listOf(schema, value, label, found, walking);
  if (typeof value === 'object') return objectOf(schema, value, label, found, walking);
  return leafOf(schema, value, label, found);
}

function listOf(schema: z.core.$ZodType | undefined, value: readonly unknown[], label: string, found: Findings, walking: Walking): unknown {
  const shape = schema && shapeOf(schema);
  const items = value.slice(0, most).map((item, at) => walk(innerSchema(shape, at), item, label, found, walking));
  found.facts.count(`number of ${label}`, value.length);
  const totals = totalsOf(value).map((total) => amount(total, `total of ${label}`, found, walking));
  return value.length > 1 || totals.length > 0 ? { count: value.length, ...(totals.length > 0 ? { totals } : {}), items } : items;
}

function totalsOf(items: readonly unknown[]): readonly Money[] {
  const monies = items.flatMap((item) => {
    if (typeof item !== 'object' || item === null) return [];
    const given: unknown = Reflect.get(item, 'net') ?? Reflect.get(item, 'gross') ?? Reflect.get(item, 'amount');
    return isMoney(given) ? [given] : [];
  });
  if (monies.length < 2) return [];
  const currencies = [...new Set(monies.map(({ currency }) => currency))];
  return currencies.map((currency) =>
    sum(
      monies.filter((each) => each.currency === currency),
      currency,
    ),
  );
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value && typeof value.amount === 'string';
}

function amount(value: Money, label: string, { facts }: Findings, { locale, amounts }: Walking): string {
  facts.money(label, value);
  amounts.push(formatMoney(value.amount, value.currency, locale));
  return `${mark}${amounts.length - 1}`;
}

function objectOf(schema: z.core.$ZodType | undefined, value: object, label: string, found: Findings, walking: Walking): unknown {
  if (isMoney(value)) return amount(value, label, found, walking);
  const shape = schema && shapeOf(schema);
  if ('value' in value && 'unit' in value && typeof value.value === 'string' && typeof value.unit === 'string') {
    found.facts.quantity(label, { value: value.value, unit: value.unit });
    return `${value.value} ${value.unit}`;
  }
  const members = Object.entries(value).filter(([key]) => !hidden.has(key));
  const own = 'ref' in value ? ofRecord(found, value.ref as RecordRef) : found;
  return Object.fromEntries(members.map(([key, member]) => [key, walk(innerSchema(shape, key), member, key, own, walking)]));
}

/** What stands inside a record rests on it; what two records say alike, on the first. */
function ofRecord(found: Findings, ref: RecordRef): Findings {
  const note = (id: string): void => {
    if (!found.restsOn.has(id)) found.restsOn.set(id, ref);
  };
  return { ...found, facts: restingFacts(found.facts, note) };
}

function leafOf(schema: z.core.$ZodType | undefined, value: unknown, label: string, found: Findings): unknown {
  const leaf = schema && shapeOf(schema).leaf;
  if (typeof value === 'number') {
    found.facts.count(label, Math.round(value));
    return value;
  }
  if (typeof value !== 'string') return value;
  if (leaf?.class === 'personal' || leaf?.class === 'confidential') found.facts.token(label, value);
  else if (leaf?.class === 'business-id') {
    found.facts.id(label, value);
    found.ids.add(value);
  } else if (/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value)) found.facts.date(label, value);
  else if (/^-?\d+(?:\.\d+)?$/.test(value)) found.facts.quantity(label, { value, unit: '' });
  else if (value !== '') found.facts.term(label, value);
  return value;
}
