import { rounded, season } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Invoices and when they were paid. The law, in standard deviations of a customer's habit: habit 1; a dispute +1.2; direct debit
 * −1; each doubling of the amount over the customer's usual one +0.35; the industry's payment index +0.5 a point; December and
 * January +0.3; pure chance 0.8. Five days a unit, less two; more than three days is late.
 */
export function writeLatePayments(ledger: Ledger): void {
  const { chance } = ledger;
  const index = paymentIndex(ledger);
  const customers = Array.from({ length: 240 }, (_, number) => customerOf(ledger, number));
  const invoices = 4200;
  for (let n = 0; n < invoices; n += 1) {
    const customer = customers[chance.int(customers.length)];
    if (!customer) continue;
    const day = (n + chance.next()) * ((ledger.days - 1) / invoices);
    const invoice = `invoice:${90_000_001 + n}`;
    const doublings = 0.9 * chance.normal();
    const amount = rounded(customer.usual * Math.exp(doublings * Math.LN2), 2);
    const isDisputed = chance.yes(0.08 + (doublings > 1 ? 0.08 : 0));
    const record = `erp/invoices/${90_000_001 + n}`;
    ledger.note(invoice, { amount, currency: 'EUR', terms_days: customer.terms, payment_method: customer.method }, day, { record });
    if (isDisputed) ledger.note(invoice, { dispute: 1 }, day - 0.1, { record });
    const pull =
      customer.habit +
      (isDisputed ? 1.2 : 0) -
      (customer.method === 'direct-debit' ? 1 : 0) +
      0.35 * doublings +
      0.5 * index(day) +
      0.3 * Math.max(0, season(day, 0.72)) +
      0.8 * chance.normal();
    const days = Math.max(1 - customer.terms, Math.round(5 * pull - 2));
    const paid = day + customer.terms + days;
    ledger.note(customer.entity, { days_late: days, was_late: days > 3 ? 1 : 0 }, paid, { record });
    ledger.note(customer.entity, { invoiced: amount }, day, { record });
    ledger.ask(invoice, day, paid, { late: days > 3, days }, { customer: customer.entity, index: 'signal:payment-index' });
  }
}

type Customer = {
  readonly entity: string;
  readonly habit: number;
  readonly usual: number;
  readonly terms: number;
  readonly method: string;
};

function customerOf({ chance, note }: Ledger, number: number): Customer {
  const entity = `customer:${1_000_001 + number}`;
  const segment = chance.pick(['enterprise', 'mid-market', 'small']);
  const customer = {
    entity,
    habit: chance.normal() + (segment === 'small' ? 0.3 : 0),
    usual: (segment === 'enterprise' ? 18_000 : segment === 'mid-market' ? 6000 : 1500) * Math.exp(0.4 * chance.normal()),
    terms: chance.pick([14, 30, 30, 45, 60]),
    method: chance.pick(['bank-transfer', 'bank-transfer', 'direct-debit', 'check']),
  };
  note(entity, { segment, usual_amount: rounded(customer.usual, -2), country: chance.pick(['DE', 'FR', 'US', 'PL', 'IT']) }, 0);
  return customer;
}

/** Monthly, published three weeks after the month it speaks of; a slow wave with steps. */
function paymentIndex({ chance, note, days }: Ledger): (day: number) => number {
  const values: number[] = [];
  for (let month = 0; month * 30 <= days; month += 1) {
    const value = rounded(0.6 * season(month * 30, 0.3) + 0.4 * chance.normal(), 2);
    values.push(value);
    note('signal:payment-index', { payment_index: value }, month * 30, { knownDay: month * 30 + 21 });
  }
  return (day) => values[Math.max(0, Math.floor(day / 30) - 1)] ?? 0;
}
