import { readFileSync } from 'node:fs';
import type { Fact, JsonObject } from 'countersign';
import { days, inWords, locales, money, quantity, type Locale } from './forms.ts';
import type { Drawn } from './orders.ts';

/** A sentence somebody wrote, with places for facts, and the states it is true in. */
export type Wording = { readonly locale: Locale; readonly line: number; readonly states: readonly string[]; readonly text: string };

/** What people wrote by hand: more than three hundred wordings in four languages. */
export function readWordings(): readonly Wording[] {
  return locales.flatMap((locale) =>
    readFileSync(new URL(`wordings/${locale}.txt`, import.meta.url), 'utf8')
      .split('\n')
      .flatMap((row, at): Wording[] => {
        if (row.trim() === '' || row.startsWith('#')) return [];
        const [, states, text = ''] = /^(?:\[([^\]]*)\] )?(.*)$/.exec(row) ?? [];
        return [{ locale, line: at + 1, states: states?.split(',') ?? [], text }];
      }),
  );
}

/** The wording with an order's facts in it, in forms people use; undefined where the order has no such fact or is in another state. */
export function say({ text, states, locale }: Wording, { sheet, status }: Drawn): string | undefined {
  if (states.length > 0 && !states.includes(status)) return undefined;
  const facts = new Map(sheet.facts.map((fact) => [fact.id, fact]));
  let isWhole = true;
  const said = text.replace(/\{([a-z0-9.]+)(?::(\w+))?\}/g, (_, name: string, form?: string) => {
    const fact = facts.get(leaf(sheet.view, name) ?? '');
    const written = fact && formOf(fact, form, locale);
    if (written === undefined) isWhole = false;
    return written ?? '';
  });
  return isWhole ? said : undefined;
}

const places: Readonly<Record<string, string>> = {
  order: 'order.id',
  total: 'order.total',
  requested: 'order.requestedOn',
  expected: 'order.expectedOn',
  tracking: 'order.tracking',
  carrier: 'order.carrier',
  delivery: 'order.deliveryId',
  invoice: 'order.invoiceId',
  delay: 'order.delayDays',
};

function leaf(view: JsonObject, name: string): string | undefined {
  const [, line, member = ''] = /^l(\d)\.(\w+)$/.exec(name) ?? [];
  const names: Readonly<Record<string, string>> = { qty: 'ordered', desc: 'description' };
  const path = line === undefined ? (places[name] ?? name).split('.') : ['lines', String(Number(line) - 1), names[member] ?? member];
  const found = path.reduce<unknown>((tree, key) => (typeof tree === 'object' && tree !== null ? Reflect.get(tree, key) : undefined), view);
  return typeof found === 'string' ? found : undefined;
}

function formOf(fact: Fact, form: string | undefined, locale: Locale): string | undefined {
  switch (fact.type) {
    case 'money':
      return money(fact, locale, form === 'code');
    case 'date':
      return days[form as keyof typeof days]?.(fact.date, locale) ?? days.long(fact.date, locale);
    case 'quantity':
      return quantity(fact, locale);
    case 'count':
      // "1 days" is no sentence anybody writes.
      return fact.value < 2 ? undefined : form === 'word' ? inWords(fact.value, locale) : String(fact.value);
    case 'token':
      return fact.token;
    case 'id':
    case 'term':
      return fact.value;
    case 'percent':
    case 'enum':
      return undefined;
  }
}
