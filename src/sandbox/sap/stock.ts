import { lineNet } from '../company/amounts.ts';
import { addDays } from '../company/days.ts';
import { addDecimal, compareDecimal, subtractDecimal } from '../../contracts/money.ts';
import type { Clock } from '../../contracts/time.ts';
import { equals } from './filter.ts';
import { badRequest, SapError } from './sap-error.ts';
import { text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Material, SapStore } from './store.ts';

/** What a material's replenishment brings when its lead time is over. */
const replenishment = '500';

export type Confirmation = { readonly on: string; readonly quantity: string };

export function requireMaterial(store: SapStore, id: string): Material {
  const found = store.material(id);
  if (!found) throw new SapError(400, 'V1/382', `Material ${id || '(empty)'} is not defined for sales organization 1010`);
  return found;
}

/** The material as one plant keeps it; undefined for a plant that does not. */
export function materialAt(store: SapStore, material: Material, plant: string): Material | undefined {
  if (plant === material.plant) return material;
  const free = { Material: material.id, Plant: plant, InventoryStockType: '01', InventorySpecialStockType: '' };
  const rows = store.find(setNamed('A_MatlStkInAcctMod'), equals(free));
  if (rows.length === 0) return undefined;
  const stock = rows.reduce((sum, row) => addDecimal(sum, text(row, 'MatlWrhsStkQtyInMatlBaseUnit')), '0');
  return { ...material, plant, stock };
}

export function requireCustomer(store: SapStore, id: string): void {
  if (!store.get(setNamed('A_Customer'), { Customer: id }))
    throw new SapError(400, 'VP/112', `Sold-to party ${id || '(empty)'} not maintained for sales area 1010 10 00`);
}

/** Stock on hand today, and more from the end of the lead time on. */
export function availableOn(material: Material, day: string, clock: Clock): string {
  return day >= replenishedOn(material, clock) ? addDecimal(material.stock, replenishment) : material.stock;
}

export function replenishedOn(material: Material, clock: Clock): string {
  return addDays(clock.now().toISOString().slice(0, 10), material.lead_time_days);
}

/** How a wanted quantity can be promised: from stock on the wanted day, the rest after the lead time. */
export function promise(material: Material, wanted: string, on: string, clock: Clock): Confirmation[] {
  const now = availableOn(material, on, clock);
  if (compareDecimal(now, wanted) >= 0) return [{ on, quantity: wanted }];
  const rest = { on: replenishedOn(material, clock), quantity: subtractDecimal(wanted, now) };
  return compareDecimal(now, '0') > 0 ? [{ on, quantity: now }, rest] : [rest];
}

/** Price list × quantity in the order's currency; the fixed rates are the generator's. */
export function priceOf(material: Material, quantity: string, currency: string): string {
  const rates: Readonly<Record<string, string>> = { EUR: '1', USD: '1.08', GBP: '0.86', JPY: '168.5' };
  const rate = material.currency === currency ? '1' : material.currency === 'EUR' ? rates[currency] : undefined;
  if (rate === undefined) throw badRequest(`There is no exchange rate from ${material.currency} to ${currency}`);
  return lineNet({ price: material.price, quantity, rate }, currency);
}

/** A when the customer's exposure plus this order stays within the limit and the account is open, B otherwise. */
export function creditStep(store: SapStore, customer: string, net: string): 'A' | 'B' {
  const account = store.get(setNamed('CreditManagementAccount'), { BusinessPartner: customer, CreditSegment: '1000' });
  if (!account) return 'A';
  const isOver = compareDecimal(addDecimal(text(account, 'YY1_CreditExposure_CMA'), net), text(account, 'CreditLimitAmount')) > 0;
  return isOver || account['CreditAccountIsBlocked'] === 1 ? 'B' : 'A';
}

/** The currency orders of this customer are kept in. */
export function currencyOf(store: SapStore, customer: string): string {
  return (
    text(
      store.get(setNamed('A_CustomerSalesArea'), {
        Customer: customer,
        SalesOrganization: '1010',
        DistributionChannel: '10',
        Division: '00',
      }),
      'Currency',
    ) || 'EUR'
  );
}
