import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Subscriptions, asked about 90 days before each renewal. The law in log-odds of churn, from −3: seats used below 0.7 +0.7 a tenth, a
 * fall of usage of a tenth a month +1.2, each support case beyond two +0.35, a score of recommendation below 7 +0.45 a point, a
 * sponsor who left +1.6, a price increase +0.12 a per cent, a paying delay of 10 days +0.6, the first year +0.6. What renews does so
 * at 1 + price increase + 0.4 × (seats used − 0.8) of its amount, give or take 0.06.
 */
export function writeRenewals(ledger: Ledger): void {
  const { chance, days } = ledger;
  let number = 0;
  while (number < 1900) {
    number += 1;
    const subscription = `subscription:S${String(number).padStart(5, '0')}`;
    const customer = `customer:${1_000_001 + (number % 900)}`;
    const plan = chance.pick(['basic', 'standard', 'premium']);
    let amount = rounded((plan === 'basic' ? 4000 : plan === 'standard' ? 12_000 : 40_000) * Math.exp(0.5 * chance.normal()), -1);
    const began = -chance.int(700);
    ledger.note(subscription, { began: 1, plan }, began);
    let period = 0;
    for (let ends = began + 365; ends - 90 <= days; ends += 365) {
      period += 1;
      if (ends - 90 < 60) continue;
      const asked = ends - 90;
      const found = yearOf(ledger, { subscription, customer, amount, asked });
      const churned = chance.odds(found.pull + (period === 1 ? 0.6 : 0));
      const ratio = rounded(Math.max(0.3, 1 + found.increase / 100 + 0.4 * (found.seats - 0.8) + 0.06 * chance.normal()), 3);
      ledger.ask(subscription, asked, ends, { churned, ratio: churned ? null : ratio }, { customer });
      if (churned) break;
      amount = rounded(amount * ratio, -1);
    }
  }
}

type Year = { readonly subscription: string; readonly customer: string; readonly amount: number; readonly asked: number };

/** What was seen in the months before a renewal, and how far it pulls towards the exit. */
function yearOf({ chance, note }: Ledger, { subscription, customer, amount, asked }: Year) {
  const seats = rounded(Math.min(1.1, Math.max(0.1, 0.78 + 0.17 * chance.normal())), 2);
  const trend = 0.06 * chance.normal();
  const cases = chance.count(2.2);
  const score = Math.min(10, Math.max(0, Math.round(7.2 + 1.9 * chance.normal())));
  const hasLeft = chance.yes(0.12);
  const increase = chance.pick([0, 3, 3, 5, 8]);
  const late = Math.round(4 + 7 * chance.normal());
  note(subscription, { current_amount: amount, seats_used: seats, price_increase: increase }, asked - 2);
  for (let month = 0; month < 4; month += 1)
    note(subscription, { usage: rounded(Math.max(0, 1 - trend * month + 0.03 * chance.normal()), 3) }, asked - 3 - 30 * month);
  for (let ticket = 0; ticket < cases; ticket += 1) note(subscription, { support_case: 1 }, asked - 1 - chance.int(85));
  note(subscription, { recommend_score: score }, asked - 10 - chance.int(60));
  if (hasLeft) note(subscription, { sponsor_left: 1 }, asked - 1 - chance.int(150));
  note(customer, { days_late: late }, asked - 1 - chance.int(60));
  const pull =
    -3 +
    7 * Math.max(0, 0.7 - seats) -
    12 * trend +
    0.35 * Math.max(0, cases - 2) +
    0.45 * Math.max(0, 7 - score) +
    (hasLeft ? 1.6 : 0) +
    0.12 * increase +
    0.06 * late;
  return { pull, seats, increase };
}
