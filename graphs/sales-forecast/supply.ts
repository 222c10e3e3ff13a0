import type { CrmLine, Material, Stock } from 'countersign';
import type { Mapping } from './mapping.ts';

export type Demand = { readonly deal: string; readonly closeOn: string; readonly lines: readonly CrmLine[] };

/**
 * Days from winning to delivery, by deal: stock goes to the deals in the order of their close dates, what it does not reach takes the
 * lead time of its material. Quantities are whole enough for a forecast as plain numbers.
 */
export function lagsOf(
  demands: readonly Demand[],
  materials: readonly Material[],
  stocks: readonly Stock[],
  { shippingDays, unknownLeadDays }: Pick<Mapping, 'shippingDays' | 'unknownLeadDays'>,
): ReadonlyMap<string, number> {
  const lead = new Map(materials.map((material) => [material.id, material.leadTimeDays ?? unknownLeadDays]));
  const left = new Map<string, number>();
  for (const { material, onHand } of stocks) left.set(material, (left.get(material) ?? 0) + Number(onHand));
  const lags = new Map<string, number>();
  for (const { deal, lines } of demands.toSorted((a, b) => (a.closeOn < b.closeOn ? -1 : a.closeOn > b.closeOn ? 1 : 0))) {
    let lag = shippingDays;
    for (const { material, quantity } of lines) {
      if (material === undefined) continue;
      const rest = (left.get(material) ?? 0) - Number(quantity);
      left.set(material, Math.max(0, rest));
      if (rest < 0) lag = Math.max(lag, shippingDays + (lead.get(material) ?? unknownLeadDays));
    }
    lags.set(deal, lag);
  }
  return lags;
}
