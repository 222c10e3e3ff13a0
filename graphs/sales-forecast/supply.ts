import { addDecimal, compareDecimal, type CrmLine, type Material, type Stock, subtractDecimal } from 'countersign';
import type { Mapping } from './mapping.ts';

export type Demand = { readonly deal: string; readonly closeOn: string; readonly lines: readonly CrmLine[] };

/**
 * Days from winning to delivery, by deal: stock goes to the deals in the order of their close dates, what it does not reach takes the
 * lead time of its material.
 */
export function lagsOf(
  demands: readonly Demand[],
  materials: readonly Material[],
  stocks: readonly Stock[],
  { shippingDays, unknownLeadDays }: Pick<Mapping, 'shippingDays' | 'unknownLeadDays'>,
): ReadonlyMap<string, number> {
  const lead = new Map(materials.map((material) => [material.id, material.leadTimeDays ?? unknownLeadDays]));
  const left = new Map<string, string>();
  for (const { material, onHand } of stocks) left.set(material, addDecimal(left.get(material) ?? '0', onHand));
  const lags = new Map<string, number>();
  for (const { deal, lines } of demands.toSorted((a, b) => (a.closeOn < b.closeOn ? -1 : a.closeOn > b.closeOn ? 1 : 0))) {
    let lag = shippingDays;
    for (const { material, quantity } of lines) {
      if (material === undefined) continue;
      const rest = subtractDecimal(left.get(material) ?? '0', quantity);
      const isShort = compareDecimal(rest, '0') < 0;
      left.set(material, isShort ? '0' : rest);
      if (isShort) lag = Math.max(lag, shippingDays + (lead.get(material) ?? unknownLeadDays));
    }
    lags.set(deal, lag);
  }
  return lags;
}
