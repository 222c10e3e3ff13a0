import { season } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * What 40 items sell a week, asked about every quarter. The law: a level of 20 to 400, a trend of −25 to +45 % a year, a season of up
 * to 35 %, noise of 12 %; every fifth item sells in one week of three alone. Suppliers deliver in two to six weeks, give or
 * take a fifth.
 */
export function writeDemand(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const weeks = Math.floor(days / 7);
  for (let number = 0; number < 40; number += 1) {
    const item = `item:A${100 + number}`;
    const isRare = number % 5 === 4;
    const level = isRare ? chance.between(3, 15) : chance.between(20, 400);
    const [trend, swing, phase] = [chance.between(-0.25, 0.45), chance.between(0, 0.35), chance.next()];
    const sold = Array.from({ length: weeks + 13 }, (_, week) => {
      const day = days - 7 * (weeks - week);
      if (isRare) return chance.yes(1 / 3) ? 1 + chance.count(level) : 0;
      const usual = level * (1 + (trend * day) / 365) * (1 + swing * season(day, phase));
      return Math.max(0, Math.round(usual * (1 + 0.12 * chance.normal())));
    });
    sold.forEach((quantity, week) => note(item, { demand: quantity }, days - 7 * (weeks - week) + 4, { record: 'erp/deliveries' }));
    const usualLead = chance.between(14, 42);
    for (let day = 20 + chance.int(30); day <= days; day += 30 + chance.int(20))
      note(item, { lead_time: Math.max(1, Math.round(usualLead * (1 + 0.2 * chance.normal()))) }, day, { record: 'erp/receipts' });
    note(item, { service_level: chance.pick([0.9, 0.95, 0.95, 0.98]), abc_class: isRare ? 'C' : chance.pick(['A', 'B']) }, 0);
    // Always at the end of a week, and today.
    for (let week = weeks - 13 * 5; week <= weeks; week += 13) {
      note(item, { on_hand: Math.round(level * chance.between(2, 8)) }, days - 7 * (weeks - week) - 1);
      ask(item, days - 7 * (weeks - week), days - 7 * (weeks - week) + 91, { demand_ahead: sold.slice(week, week + 13) });
    }
  }
}
