import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { takeRows, takeValues } from '../../../../src/learning/core/table.ts';
import { compareAtEqualOrders, fitCauses, rankCauses } from '../../../../src/learning/ranking/index.ts';
import { derived, documented, hasMachines, readMachines } from './ai4i.ts';

describe.skipIf(!hasMachines)('AI4I 2020 (skipped where the evaluation data are not beside the project)', () => {
  it('the documented cause is among the first three of fifteen for at least .85 of the failures, and catches three times the calendar', () => {
    const { table, failed, modes } = readMachines();
    let [named, failures, byScore, byCalendar] = [0, 0, 0, 0];
    for (let seed = 0; seed < 5; seed += 1) {
      const order = createRandom(seed).permutation(table.rows);
      const [known, held] = [order.slice(0, 8000), order.slice(8000)];
      const model = fitCauses(takeRows(table, known), takeValues(failed, known), { derived });
      for (const row of held) {
        if (failed[row] !== 1) continue;
        const first = new Set(
          rankCauses(model, table, row)
            .slice(0, 3)
            .map(({ name }) => name),
        );
        for (const [mode, causes] of Object.entries(documented)) {
          if (modes[mode]?.[row] !== true) continue;
          failures += 1;
          if (causes.some((cause) => first.has(cause))) named += 1;
        }
      }
      const scores = Float64Array.from(held, (row) => rankCauses(model, table, row)[0]?.score ?? 0);
      const wear = takeValues(table.columns[5] ?? new Float64Array(), held);
      const compared = compareAtEqualOrders({ scores, wear, failed: takeValues(failed, held), replaceAt: 210 });
      byScore += compared.caughtByScore;
      byCalendar += compared.caughtByCalendar;
    }
    expect(byScore / byCalendar).toBeGreaterThanOrEqual(3);
    expect(named / failures).toBeGreaterThanOrEqual(0.85);
  });
});
