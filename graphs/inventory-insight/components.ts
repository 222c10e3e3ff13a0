import { addDecimal, compareDecimal, type BillOfMaterial, type Stock, subtractDecimal } from 'countersign';
import { each, times } from '../_shared/figures.ts';
import type { ShortLine } from './decide.ts';

/** A component that does not lie there in the quantity a short line is made of. */
export type MissingPart = { readonly material: string; readonly needed: string; readonly inStock: string; readonly unit: string };

/** What holds a short line up: for each the bill of what it is made of, and which of its components are missing; pure. */
export type Making = { readonly components: number; readonly missing: readonly MissingPart[] };

/**
 * What is to be made of a short line is what the ERP does not confirm. A component takes what lies free of it in all plants; short lines
 * share it in the order of the quote.
 */
export function making(
  short: readonly ShortLine[],
  bills: readonly BillOfMaterial[],
  stocks: readonly Stock[],
): ReadonlyMap<string, Making> {
  const left = new Map<string, string>();
  for (const { material, onHand } of stocks) left.set(material, addDecimal(left.get(material) ?? '0', onHand));
  const found = new Map<string, Making>();
  for (const line of short) {
    const bill = bills.find(({ material }) => material === line.material);
    if (!bill || bill.components.length === 0) continue;
    const wanted = subtractDecimal(line.requested, line.confirmed);
    // What is confirmed in full and late is made all the same, only later.
    const toMake = compareDecimal(wanted, '0') > 0 ? wanted : line.requested;
    const missing = bill.components.flatMap((part): MissingPart[] => {
      const scrapped = addDecimal('100', part.scrapPercent ?? '0');
      const needed = each(times(times(part.quantity, toMake, 6), scrapped, 6), times(bill.quantity, '100', 6), 3);
      const there = left.get(part.material) ?? '0';
      const rest = subtractDecimal(there, needed);
      left.set(part.material, compareDecimal(rest, '0') > 0 ? rest : '0');
      return compareDecimal(rest, '0') < 0 ? [{ material: part.material, needed: trimmed(needed), inStock: there, unit: part.unit }] : [];
    });
    found.set(line.material, { components: bill.components.length, missing });
  }
  return found;
}

const trimmed = (value: string): string => addDecimal(value, '0');

/** So many are named; a machine has hundreds of parts. */
const most = 5;

export function makingWords(one: Making | undefined): string {
  if (!one) return '';
  const { components, missing } = one;
  if (missing.length === 0) return `; all ${components} of its components lie in stock to make it of`;
  const named = missing
    .slice(0, most)
    .map(({ material, needed, inStock, unit }) => `${material} (${inStock} of ${needed}${unit === '' ? '' : ` ${unit}`})`);
  const others = missing.length - named.length;
  return `; to make it, components are missing: ${named.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}
