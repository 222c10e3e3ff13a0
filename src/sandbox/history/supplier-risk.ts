import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Vendors, asked about every quarter: a disruption (a missed delivery that stopped a line, an insolvency) within 90 days. The law in
 * log-odds, from −4.2: mean delivery delay +0.25 a day, share of rejected lots +7 a unit, financial rating (1 best to 10) +0.5 a grade
 * above 4, ESG score below 50 +0.05 a point, each negative report of the last quarter +0.5, single source +0.7, steel index +0.05
 * a point above 100 for vendors of metal. Ratings are published two months after the day they speak of.
 */
export function writeSupplierRisk(ledger: Ledger): void {
  const steel = steelIndex(ledger);
  for (let number = 1; number <= 420; number += 1) writeVendor(ledger, `vendor:V${String(number).padStart(4, '0')}`, steel);
}

function writeVendor({ chance, note, ask, days }: Ledger, vendor: string, steel: (day: number) => number): void {
  const commodity = chance.pick(['metal', 'electronics', 'packaging', 'chemicals', 'services']);
  const isSingle = chance.yes(0.25);
  const [slowness, roughness] = [chance.normal(), chance.normal()];
  let grade = 1 + chance.int(7);
  note(vendor, { commodity, single_source: isSingle ? 'yes' : 'no', country_risk: chance.pick(['low', 'low', 'medium', 'high']) }, 0);
  note(vendor, { spend_share: rounded(0.002 * Math.exp(chance.normal()), 4) }, 0);
  for (let day = 60 + chance.int(91); day <= days + 91; day += 91) {
    grade = Math.min(10, Math.max(1, grade + (chance.yes(0.3) ? chance.pick([-1, 1, 1]) : 0)));
    const esg = Math.min(95, Math.max(5, Math.round(58 + 14 * chance.normal())));
    const deliveries = 3 + chance.count(4);
    const reports = chance.count(grade > 6 ? 1.1 : 0.35);
    let [delays, rejects] = [0, 0];
    for (let delivery = 0; delivery < deliveries; delivery += 1) {
      const delay = Math.max(0, Math.round(2 + 2.5 * slowness + 3 * chance.normal()));
      const isRejected = chance.yes(Math.min(0.5, 0.04 * Math.exp(0.8 * roughness)));
      delays += delay;
      rejects += isRejected ? 1 : 0;
      note(vendor, { delivery_delay: delay, lot_rejected: isRejected ? 1 : 0 }, day - 1 - chance.int(88));
    }
    note(vendor, { financial_rating: grade, esg_score: esg }, day - 80, { knownDay: day - 20 });
    for (let report = 0; report < reports; report += 1) note(vendor, { negative_news: 1 }, day - 1 - chance.int(85));
    const pull =
      -4.2 +
      0.25 * (delays / deliveries) +
      7 * (rejects / deliveries) +
      0.5 * Math.max(0, grade - 4) +
      0.05 * Math.max(0, 50 - esg) +
      0.5 * reports +
      (isSingle ? 0.7 : 0) +
      (commodity === 'metal' ? 0.05 * Math.max(0, steel(day) - 100) : 0);
    const disrupted = chance.odds(pull);
    ask(vendor, day, day + 90, { disrupted }, { steel: 'signal:steel-index' });
    if (disrupted && chance.yes(0.1)) return;
  }
}

/** Monthly, published ten days into the next month. */
function steelIndex({ chance, note, days }: Ledger): (day: number) => number {
  const values: number[] = [];
  let value = 100;
  for (let month = 0; month * 30 <= days; month += 1) {
    value = rounded(value + 0.1 * (105 - value) + 5 * chance.normal(), 1);
    values.push(value);
    note('signal:steel-index', { steel_index: value }, month * 30, { knownDay: month * 30 + 40 });
  }
  return (day) => values[Math.max(0, Math.floor((day - 40) / 30))] ?? 100;
}
