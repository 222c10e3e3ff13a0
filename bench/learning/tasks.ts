import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Figures } from '../claim.ts';
import {
  compareAtEqualOrders,
  compileForest,
  compileText,
  createRandom,
  fitCauses,
  fitIsolationForest,
  forecast,
  mase,
  overallWeightedAverage,
  projectNaive2,
  rankCauses,
  readRecords,
  rocAuc,
  smape,
  takeRows,
  takeValues,
  trainText,
  type TextRow,
} from '../../src/learning/index.ts';
import { derived, documented, readMachines } from '../../test/src/learning/ranking/ai4i.ts';
import { readWeekly } from '../../test/src/learning/series/m4.ts';

const file = (name: string): string => fileURLToPath(new URL(`../../../shared/data/ml/${name}`, import.meta.url));

/** M4 weekly, 359 series, 13 steps, with the competition's weekly frequency of 1; and with the 52 weeks a year has. */
export function weekly(tell: (line: string) => void): Figures {
  const series = readWeekly();
  const owa = (period: number): number => {
    const [ours, naive] = [
      { smape: 0, mase: 0 },
      { smape: 0, mase: 0 },
    ];
    for (const { known, followed } of series) {
      const said = forecast({ values: known, period }, 13).point;
      const plain = projectNaive2(Float64Array.from(known), 1, 13);
      ours.smape += smape(followed, said);
      ours.mase += mase(known, followed, said, 1);
      naive.smape += smape(followed, plain);
      naive.mase += mase(known, followed, plain, 1);
    }
    return overallWeightedAverage(ours, naive);
  };
  const [plain, yearly] = [owa(1), owa(52)];
  tell(
    `M4 weekly OWA: ${plain.toFixed(3)} (published: Theta .971, Comb .926, Damped .917, best seen .751); told of the 52-week year ${yearly.toFixed(3)}`,
  );
  return { m4_weekly_owa: plain, m4_weekly_owa_52: yearly };
}

type Order = { readonly account: string; readonly supplier: string; readonly service: string; readonly series: string };

/** Council purchase orders: three quarters, then the fourth. */
export function spend(tell: (line: string) => void): Figures {
  const [past, next] = [['2019q2', '2020q1', '2020q2'].flatMap(ordersOf), ordersOf('2020q3')];
  const rowOf = ({ supplier, service, series }: Order): TextRow => ({ text: `${supplier} ${service}`, fields: { series, service } });
  const model = compileText(
    trainText(
      past.map(rowOf),
      past.map(({ account }) => account),
      { seed: 1, crosses: [['series', 'service']], heldOutShare: 0 },
    ),
  );
  const right = next.filter((row) => model.predict(rowOf(row)).candidates[0]?.label === row.account).length;
  const bySupplier = new Map<string, Map<string, number>>();
  for (const { supplier, account } of past) {
    const counts = bySupplier.get(supplier) ?? new Map<string, number>();
    bySupplier.set(supplier, counts.set(account, (counts.get(account) ?? 0) + 1));
  }
  const usual = (supplier: string): string | undefined => [...(bySupplier.get(supplier) ?? [])].toSorted(([, a], [, b]) => b - a)[0]?.[0];
  const majority = next.filter(({ supplier, account }) => usual(supplier) === account).length / next.length;
  tell(
    `spend to account: ${(right / next.length).toFixed(3)}, the supplier's usual account ${majority.toFixed(3)} (character TF-IDF with a linear SVM .709)`,
  );
  return { spend_accuracy: right / next.length, spend_over_majority: right / next.length - majority };
}

function ordersOf(quarter: string): Order[] {
  const rows = parse<Record<string, string>>(readFileSync(file(`po_${quarter}.csv`), 'latin1'), {
    columns: (header: string[]) => header.map((name) => name.replaceAll('_', ' ')),
    relax_column_count: true,
  });
  return rows
    .map((row) => ({
      account: (row['Account Name'] ?? '').trim(),
      supplier: (row['Supplier Name'] ?? '').trim(),
      service: (row['Service'] ?? '').trim(),
      series: /^[a-z]+\d?/i.exec(row['Purchase Order Number'] ?? '')?.[0] ?? '',
    }))
    .filter(({ account }) => account !== '');
}

export function anomalies(tell: (line: string) => void): Figures {
  const rows: string[][] = parse(readFileSync(file('mammography.csv'), 'utf8'));
  const data = rows.filter(([first]) => Number.isFinite(Number(first)));
  const width = (data[0]?.length ?? 1) - 1;
  const { table } = readRecords(data.map((row) => Object.fromEntries(row.slice(0, width).map((cell, index) => [`x${index}`, cell]))));
  const truth = Float64Array.from(data, (row) => (/^'?1'?$/.test(row[width] ?? '') ? 1 : 0));
  const aucs = [0, 1, 2, 3, 4].map((seed) => rocAuc(truth, compileForest(fitIsolationForest(table, { seed })).score(table)));
  const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
  tell(`isolation forest on mammography, five seeds: ${aucs.map((auc) => auc.toFixed(3)).join(' ')} (scikit-learn .853 to .864)`);
  return { mammography_auc: mean };
}

/** AI4I 2020: failures caught against a calendar of tool wear at as many work orders, and the documented cause in the first three. */
export function machines(tell: (line: string) => void): Figures {
  const { table, failed, modes } = readMachines();
  let [named, failures] = [0, 0];
  const caught = new Map([200, 210, 220].map((wear) => [wear, { score: 0, calendar: 0 }]));
  for (let seed = 0; seed < 5; seed += 1) {
    const order = createRandom(seed).permutation(table.rows);
    const [known, held] = [order.slice(0, 8000), order.slice(8000)];
    const model = fitCauses(takeRows(table, known), takeValues(failed, known), { derived });
    for (const row of held) {
      const first = new Set(
        rankCauses(model, table, row)
          .slice(0, 3)
          .map(({ name }) => name),
      );
      for (const [mode, causes] of Object.entries(documented)) {
        if (failed[row] !== 1 || modes[mode]?.[row] !== true) continue;
        failures += 1;
        if (causes.some((cause) => first.has(cause))) named += 1;
      }
    }
    const scores = Float64Array.from(held, (row) => rankCauses(model, table, row)[0]?.score ?? 0);
    const wear = takeValues(table.columns[5] ?? new Float64Array(), held);
    for (const [replaceAt, sum] of caught) {
      const compared = compareAtEqualOrders({ scores, wear, failed: takeValues(failed, held), replaceAt });
      sum.score += compared.caughtByScore;
      sum.calendar += compared.caughtByCalendar;
    }
  }
  const ratios = [...caught].map(([wear, { score, calendar }]) => [wear, score / calendar] as const);
  tell(
    `AI4I, failures caught over a wear calendar at as many orders: ${ratios.map(([wear, ratio]) => `${ratio.toFixed(1)}× at ${wear} min`).join(', ')}; causes named ${(named / failures).toFixed(3)}`,
  );
  return {
    ai4i_caught_vs_calendar: ratios.find(([wear]) => wear === 210)?.[1] ?? Number.NaN,
    ai4i_caught_vs_calendar_200: ratios[0]?.[1] ?? Number.NaN,
    ai4i_causes_top3: named / failures,
  };
}
