import { CountersignError } from '../../contracts/errors.ts';
import { normalQuantile } from '../metrics/normal-quantile.ts';

export type SteadyDemand = {
  /** Expected demand a period, and the standard deviation of its forecast's error a period; units of the item. */
  readonly demand: number;
  readonly errorDeviation: number;
  /** In periods. */
  readonly leadTime: number;
  readonly leadTimeDeviation: number;
  /** Periods between two looks at the stock; 0 where it is watched all the time. */
  readonly reviewPeriod?: number;
  /** The probability of no stock-out in a replenishment cycle, strictly between 0 and 1. */
  readonly service: number;
};

export type StockLevel = {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly leadTimeDemand: number;
  /** What the safety stock guards against: the shares sum to 1, or are both 0 where nothing varies. */
  readonly parts: { readonly z: number; readonly deviation: number; readonly demandShare: number; readonly leadTimeShare: number };
};

/**
 * Safety stock and reorder point from the error of the forecast over the lead time (Silver, Pyke and Thomas 2017): the variance
 * is (lead time + review) × error² + demand² × lead-time variance, independent errors assumed. Service below one half asks for no
 * safety stock. Throws `input.invalid` for negative or missing figures.
 */
export function safetyStock(given: SteadyDemand): StockLevel {
  const { demand, errorDeviation, leadTime, leadTimeDeviation, reviewPeriod = 0, service } = given;
  for (const [field, value] of Object.entries({ demand, errorDeviation, leadTime, leadTimeDeviation, reviewPeriod }))
    if (!(Number.isFinite(value) && value >= 0)) throw new CountersignError('input.invalid', `${field} is a number from 0`, { field });
  const exposed = leadTime + reviewPeriod;
  const byDemand = exposed * errorDeviation * errorDeviation;
  const byLeadTime = demand * demand * leadTimeDeviation * leadTimeDeviation;
  const variance = byDemand + byLeadTime;
  const z = normalQuantile(service);
  const deviation = Math.sqrt(variance);
  const stock = Math.max(0, z * deviation);
  return {
    safetyStock: stock,
    reorderPoint: demand * exposed + stock,
    leadTimeDemand: demand * exposed,
    parts: { z, deviation, demandShare: variance > 0 ? byDemand / variance : 0, leadTimeShare: variance > 0 ? byLeadTime / variance : 0 },
  };
}

export type EmpiricalStockLevel = {
  readonly safetyStock: number;
  readonly reorderPoint: number;
  readonly leadTimeDemand: number;
  /** How many stretches of the past, over all lead times, the quantile was read from, and the share of them the reorder point covers. */
  readonly parts: { readonly stretches: number; readonly covered: number };
};

/**
 * The same for demand that comes now and then, where no bell fits: the demand over every stretch of the past as long as each lead
 * time seen (rounded up to whole periods, at least one), every lead time counted alike; the reorder point is the smallest amount
 * that covered the asked share. Throws `input.invalid` where the history is shorter than the lead times.
 */
export function empiricalSafetyStock(demand: ArrayLike<number>, leadTimes: readonly number[], service: number): EmpiricalStockLevel {
  if (!(service > 0 && service < 1))
    throw new CountersignError('input.invalid', 'The service level lies between 0 and 1', { field: 'service' });
  const sums: { amount: number; weight: number }[] = [];
  for (const leadTime of leadTimes) {
    const length = Math.max(1, Math.ceil(leadTime));
    const count = demand.length - length + 1;
    if (!(count >= 1)) throw new CountersignError('input.invalid', 'The demand history is shorter than a lead time', { field: 'demand' });
    for (let start = 0; start < count; start += 1)
      sums.push({ amount: total(demand, start, length), weight: 1 / count / leadTimes.length });
  }
  if (sums.length === 0) throw new CountersignError('input.invalid', 'At least one lead time is needed', { field: 'leadTimes' });
  const ordered = sums.toSorted((one, other) => one.amount - other.amount);
  const leadTimeDemand = ordered.reduce((sum, { amount, weight }) => sum + amount * weight, 0);
  let [covered, reorderPoint] = [0, ordered[0]?.amount ?? 0];
  for (const { amount, weight } of ordered) {
    // Weights are fractions: a last digit must not push the quantile one stretch up.
    if (covered >= service - 1e-9 && amount > reorderPoint) break;
    reorderPoint = amount;
    covered += weight;
  }
  return {
    safetyStock: Math.max(0, reorderPoint - leadTimeDemand),
    reorderPoint,
    leadTimeDemand,
    parts: { stretches: ordered.length, covered: Math.min(1, covered) },
  };
}

function total(values: ArrayLike<number>, start: number, length: number): number {
  let sum = 0;
  for (let at = start; at < start + length; at += 1) sum += values[at] ?? 0;
  return sum;
}
