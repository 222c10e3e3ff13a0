import { CountersignError } from '../../contracts/errors.ts';
import type { Elasticity } from './elasticity.ts';

export type PriceRequest = {
  readonly elasticity: Pick<Elasticity, 'estimate' | 'low' | 'high'>;
  readonly unitCost: number;
  /** Today's price and the quantity it sells in a period. */
  readonly current: { readonly price: number; readonly quantity: number };
  readonly bounds: {
    /** Least margin as a share of the price: 0.2 is 20 %. */
    readonly minMargin?: number;
    /** Largest change against today's price, up or down: 0.1 is 10 %. */
    readonly maxStep: number;
    readonly min?: number;
    readonly max?: number;
  };
};

export type Bound = 'min-margin' | 'max-step' | 'min' | 'max';

export type PriceRecommendation =
  | {
      readonly outcome: 'price';
      readonly price: number;
      /** The bound that held the price; undefined where the optimum lies inside all of them. */
      readonly bound: Bound | undefined;
      readonly expectedQuantity: number;
      /** Change of margin a period against today's, and at the bounds of the elasticity. */
      readonly marginChange: { readonly estimate: number; readonly low: number; readonly high: number };
    }
  /** No price keeps all bounds: these two contradict each other. */
  | { readonly outcome: 'contradiction'; readonly bounds: readonly [Bound, Bound] };

/**
 * The price of the largest expected margin (price − cost) × quantity, where quantity follows a constant elasticity e. Closed form: for
 * e < −1 the price is cost × e / (1 + e) (Lerner 1934); otherwise margin rises with price and the upper bound holds. The margin has
 * one peak, so the nearest price within the bounds is the best of them. Money is in the currency's unit, not rounded.
 */
export function recommendPrice(request: PriceRequest): PriceRecommendation {
  checkRequest(request);
  const { elasticity, unitCost, current, bounds } = request;
  const lower = highestOf([
    { price: current.price * (1 - bounds.maxStep), bound: 'max-step' },
    { price: bounds.min ?? 0, bound: 'min' },
    { price: unitCost / (1 - (bounds.minMargin ?? 0)), bound: 'min-margin' },
  ]);
  const upper = lowestOf([
    { price: current.price * (1 + bounds.maxStep), bound: 'max-step' },
    { price: bounds.max ?? Number.POSITIVE_INFINITY, bound: 'max' },
  ]);
  if (lower.price > upper.price) return { outcome: 'contradiction', bounds: [lower.bound, upper.bound] };
  const e = elasticity.estimate;
  const best = e < -1 ? (unitCost * e) / (1 + e) : Number.POSITIVE_INFINITY;
  const price = Math.min(upper.price, Math.max(lower.price, best));
  const bound = best < lower.price ? lower.bound : best > upper.price ? upper.bound : undefined;
  const changeAt = (value: number): number =>
    (price - unitCost) * quantityAt(current, price, value) - (current.price - unitCost) * current.quantity;
  const ends = [changeAt(elasticity.low), changeAt(elasticity.high)];
  return {
    outcome: 'price',
    price,
    bound,
    expectedQuantity: quantityAt(current, price, e),
    // At a given price the margin is monotone in the elasticity, so its bounds are at the elasticity's.
    marginChange: { estimate: changeAt(e), low: Math.min(...ends), high: Math.max(...ends) },
  };
}

type Limit = { readonly price: number; readonly bound: Bound };

function quantityAt(current: PriceRequest['current'], price: number, elasticity: number): number {
  return current.quantity * Math.exp(elasticity * Math.log(price / current.price));
}

function highestOf(limits: readonly [Limit, ...Limit[]]): Limit {
  return limits.reduce((highest, limit) => (limit.price > highest.price ? limit : highest));
}

function lowestOf(limits: readonly [Limit, ...Limit[]]): Limit {
  return limits.reduce((lowest, limit) => (limit.price < lowest.price ? limit : lowest));
}

function checkRequest({ elasticity, unitCost, current, bounds }: PriceRequest): void {
  const numbers = [elasticity.estimate, elasticity.low, elasticity.high, unitCost, current.price, current.quantity, bounds.maxStep];
  const isValid =
    numbers.every(Number.isFinite) &&
    unitCost >= 0 &&
    current.price > 0 &&
    current.quantity >= 0 &&
    bounds.maxStep >= 0 &&
    bounds.maxStep < 1 &&
    (bounds.minMargin ?? 0) >= 0 &&
    (bounds.minMargin ?? 0) < 1 &&
    elasticity.low <= elasticity.high &&
    !Number.isNaN((bounds.min ?? 0) + (bounds.max ?? 0));
  if (!isValid) {
    throw new CountersignError('input.invalid', 'A price needs a cost, today’s price above zero, and a step and a margin from 0 up to 1');
  }
}
