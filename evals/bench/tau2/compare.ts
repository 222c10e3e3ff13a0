import { centsOf } from './cents.ts';
import type { Golden } from './data.ts';
import { sorted, type Changes } from './shop.ts';

/** One field that is not as the reference leaves it; values as canonical JSON, amounts in cents. */
export type Difference = { readonly record: string; readonly field: string; readonly expected: string; readonly actual: string };

const moneyFields: ReadonlySet<string> = new Set(['price', 'amount', 'balance', 'exchange_price_difference']);
/** The lines of an order and of a request are sets; the history of payments is not. */
const unordered: ReadonlySet<string> = new Set(['items', 'exchange_items', 'exchange_new_items', 'return_items']);

/** Every difference between what changed and what a golden trajectory changes; empty where they are the same. */
export function compareChanges(golden: Golden, changes: Changes): readonly Difference[] {
  const expected = golden.expected_changes_corrected ?? golden.expected_changes;
  const records = [...new Set([...Object.keys(expected), ...Object.keys(changes)])].toSorted();
  return records.flatMap((record) => {
    const wanted = new Map(Object.entries(expected[record] ?? {}));
    const found = new Map(Object.entries(changes[record] ?? {}));
    return [...new Set([...wanted.keys(), ...found.keys()])].flatMap((field) => {
      const difference = {
        record,
        field,
        expected: canonical(field, inCents(field, wanted.get(field))),
        actual: canonical(field, found.get(field)),
      };
      return difference.expected === difference.actual ? [] : [difference];
    });
  });
}

function canonical(field: string, value: unknown): string {
  if (value === undefined) return '(unchanged)';
  return Array.isArray(value) && unordered.has(field) ? `[${value.map(sorted).toSorted().join(',')}]` : sorted(value);
}

function inCents(field: string, value: unknown): unknown {
  if (typeof value === 'number') return moneyFields.has(field) ? centsOf(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => inCents(field, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]: [string, unknown]) => [key, inCents(key, member)]));
}
