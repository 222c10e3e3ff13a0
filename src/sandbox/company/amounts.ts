import { fromScaled, money, scaleOf, sum, toScaled } from '../../contracts/money.ts';
import type { SeedInvoice, SeedOrder } from './seed.ts';

/** unit price × quantity × (1 − discount), multiplied exactly and rounded once to the currency's scale. */
export function lineNet(line: { price: string; quantity: string; discount?: string; rate?: string }, currency: string): string {
  const factors = [
    [line.price, 4],
    [line.quantity, 3],
    [fromScaled(10_000n - toScaled(line.discount ?? '0', 4), 4), 4],
    [line.rate ?? '1', 4],
  ] as const;
  let product = 1n;
  let scale = 0;
  for (const [text, digits] of factors) {
    product *= toScaled(text, digits);
    scale += digits;
  }
  return money(fromScaled(product, scale), currency).amount;
}

export function total(amounts: readonly string[], currency: string): string {
  return sum(
    amounts.map((amount) => ({ amount, currency })),
    currency,
  ).amount;
}

/** Tax and gross of a net amount; `percent` as whole percent. */
export function taxed(net: string, percent: number, currency: string): { net: string; tax: string; gross: string } {
  const scale = scaleOf(currency);
  const tax = money(fromScaled(toScaled(net, scale) * BigInt(percent), scale + 2), currency).amount;
  return { net, tax, gross: total([net, tax], currency) };
}

/** What a customer owes or is about to: open invoices at gross, orders without an invoice at net, rejected lines left out. */
export function exposure(orders: readonly SeedOrder[], currency: string): string {
  const open = orders.flatMap((order) =>
    order.invoices.length > 0
      ? order.invoices.filter((invoice) => !invoice.cleared).map((invoice: SeedInvoice) => invoice.gross)
      : [order.net],
  );
  return total(open, currency);
}
