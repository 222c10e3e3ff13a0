import { rounded, season } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * What 40 items sold to three segments a month, at which price. The law in logarithms of quantity: elasticity −2.6 for ENTERPRISE,
 * −2 for MID_MARKET, −1.4 for SMB; the competitors' price +0.6; a season of 0.15; chance 0.25. Prices move with cost, and by 6 % from
 * month to month and segment to segment. Raw material is a half to two thirds of the cost and follows a steel index.
 */
export function writePrices(ledger: Ledger): void {
  const { chance, note, ask, days } = ledger;
  const months = Math.floor(days / 30);
  const steel = Array.from({ length: months + 1 }, () => 1);
  for (let month = 1; month <= months; month += 1) steel[month] = (steel[month - 1] ?? 1) * Math.exp(0.03 * chance.normal());
  for (const segment of segments) note(`segment:${segment}`, { segment }, 0);
  for (let number = 0; number < 40; number += 1) {
    const item = `item:A${100 + number}`;
    const base = chance.between(3, 60);
    const share = rounded(chance.between(0.5, 0.65), 2);
    const target = chance.between(0.25, 0.4);
    const usual = base / (1 - target);
    note(item, { material_share: share }, 0);
    for (let month = 0; month <= months; month += 1) {
      const day = month * 30;
      const material = base * share * (steel[month] ?? 1);
      const cost = rounded(material + base * (1 - share), 2);
      const list = rounded((cost / (1 - target)) * Math.exp(0.03 * chance.normal()), 2);
      const index = rounded(Math.exp(0.06 * chance.normal()), 3);
      note(item, { unit_cost: cost, current_price: list }, day, { record: `erp/items/A${100 + number}` });
      note(item, { raw_material_cost: rounded(material, 2) }, day - 1, { knownDay: day });
      note(item, { competitor_price_index: index }, day - 3, { knownDay: day });
      note(item, { margin: rounded(1 - cost / list, 3), stock_days: Math.round(chance.between(20, 260)) }, day);
      for (const segment of segments) {
        const price = rounded(list * Math.exp(0.06 * chance.normal()), 2);
        const pull =
          level[segment] +
          elasticity[segment] * Math.log(price / usual) +
          0.6 * Math.log((index * list) / usual) +
          0.15 * season(day, 0.2) +
          0.25 * chance.normal();
        const quantity = Math.max(1, Math.round(Math.exp(pull)));
        note(item, { sold: quantity }, day + 15 + chance.int(14));
        ask(item, day, day + 30, { quantity, price }, { segment: `segment:${segment}` });
      }
    }
    // A question about the item alone names no segment.
    ask(item, days, days + 30, {});
  }
}

const segments = ['ENTERPRISE', 'MID_MARKET', 'SMB'] as const;
const elasticity = { ENTERPRISE: -2.6, MID_MARKET: -2, SMB: -1.4 } as const;
const level = { ENTERPRISE: 6, MID_MARKET: 5, SMB: 4 } as const;
