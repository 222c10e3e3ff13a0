import type { HeadReport } from '../../contracts/models.ts';
import { netOf, sumTo, type Expected } from './flows.ts';

/** What was said of the weeks ahead, and what came. */
export type JudgedFlows = { readonly came: readonly number[]; readonly said: Expected };

type Fit = { readonly weeks: number; readonly unbooked: readonly number[]; readonly reach: readonly (readonly [number, number])[] };

/** How forecasts of positions fared that `older` ones made `fit` for. Money is shown as a share of what a week moves. */
export function reportOf(judged: readonly JudgedFlows[], older: readonly JudgedFlows[], fit: Fit): HeadReport {
  const cells = judged.flatMap(({ came, said }) => {
    const net = netOf(said, fit.unbooked);
    return came.map((actual, week) => {
      const deviation = said.deviation[week] ?? 0;
      const [inner, outer] = fit.reach[week] ?? [1, 1];
      const off = sumTo(came, week) - sumTo(net, week);
      return {
        week,
        actual,
        said: net[week] ?? 0,
        moved: sumTo(came, week),
        expected: sumTo(net, week),
        half: inner * deviation,
        isInside: Math.abs(off) <= inner * deviation,
        isInside95: Math.abs(off) <= outer * deviation,
      };
    });
  });
  const mean = (of: (cell: (typeof cells)[number]) => number, among = cells): number =>
    among.length === 0 ? 0 : among.reduce((sum, cell) => sum + of(cell), 0) / among.length;
  const size = mean(({ actual }) => Math.abs(actual)) || 1;
  const seen = older.flatMap(({ came }) => came);
  const usual = seen.reduce((sum, value) => sum + value, 0) / Math.max(1, seen.length);
  const average = mean(({ actual }) => actual);
  const spread = mean(({ actual }) => (actual - average) * (actual - average));
  const left = mean((cell) => (cell.actual - cell.said) * (cell.actual - cell.said));
  const error = mean((cell) => Math.abs(cell.actual - cell.said)) / size;
  const usualError = mean((cell) => Math.abs(cell.actual - usual)) / size;
  return {
    algorithm: 'open items by their lateness, a forecast for the rest',
    parameters: { weeks: fit.weeks },
    rows: judged.length + older.length,
    metrics: [
      { name: 'weighted absolute percentage error', value: error },
      { name: 'error of the usual week', value: usualError },
      { name: 'variance explained', value: spread === 0 ? 0 : 1 - left / spread },
      { name: 'coverage of 80 %', value: mean(({ isInside }) => (isInside ? 1 : 0)) },
      { name: 'coverage of 95 %', value: mean(({ isInside95 }) => (isInside95 ? 1 : 0)) },
    ],
    candidates: [
      { algorithm: 'open items by their lateness, a forecast for the rest', folds: [error], mean: error },
      { algorithm: 'the usual week', folds: [usualError], mean: usualError },
    ],
    importance: [],
    fan: Array.from({ length: fit.weeks }, (_, week) => {
      const own = cells.filter((cell) => cell.week === week);
      return {
        period: week + 1,
        actual: mean(({ moved }) => moved, own) / size,
        mean: mean(({ expected }) => expected, own) / size,
        low: mean(({ expected, half }) => expected - half, own) / size,
        high: mean(({ expected, half }) => expected + half, own) / size,
      };
    }),
  };
}
