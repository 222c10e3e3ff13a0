import { CountersignError, type ModelValues } from 'countersign';
import { recommendPrice, type ElasticityValue } from 'countersign/learning';

/** The frame a price never leaves without a person: shares of the price, or of today's price. */
export const policy = { minMargin: 0.15, maxStep: 0.1, overCompetitor: 1.1 } as const;

/** A year of stock too many costs so much of an item's worth; counted beyond so many days. */
const [holdingCost, slowDays] = [0.1, 120] as const;
const assumedMaterialShare = 0.55;
const assumedMargin = 0.3;

/** What the arithmetic rests on: today's cost and price, from whatever the body or the systems say. */
export type Basis = { readonly cost: number; readonly price: number };

/** Throws `input.invalid` where neither cost nor price can be had. */
export function basisOf(values: ModelValues): Basis {
  const given = (name: string): number | undefined => {
    const value = values[name];
    return typeof value === 'number' ? value : undefined;
  };
  const material = given('raw_material_cost_current');
  const margin = given('historical_margin') ?? assumedMargin;
  const stated = given('current_price');
  const cost =
    given('unit_cost') ??
    (material === undefined ? undefined : material / (given('material_share') ?? assumedMaterialShare)) ??
    (stated === undefined ? undefined : stated * (1 - margin));
  if (cost === undefined)
    throw new CountersignError('input.invalid', 'A price needs unit_cost, raw_material_cost_current or current_price, or a known item_id', {
      field: 'unit_cost',
    });
  return { cost, price: stated ?? cost / (1 - margin) };
}

/** What the outputs say; `bound_applied` is null where the best price lies inside all bounds. */
export type Priced = {
  readonly recommended_price: number;
  readonly current_price: number;
  readonly change: number;
  readonly margin: number;
  readonly bound_applied: string | null;
  readonly needs_review: boolean;
  readonly expected_margin_change: number | null;
};

/** The price of the largest expected margin within the bounds; where they contradict each other the least margin holds and a person looks. */
export function priceOf(values: ModelValues, elasticity: ElasticityValue): Priced {
  const { cost, price } = basisOf(values);
  const stockDays = values['stock_days'];
  const slow = typeof stockDays === 'number' ? Math.min(1, Math.max(0, stockDays - slowDays) / 365) : 0;
  // Stock that lies costs money either way: what it is worth to us is less than what it cost.
  const worth = cost * (1 - holdingCost * slow);
  const index = values['competitor_price_index'];
  const max = typeof index === 'number' ? { max: index * price * policy.overCompetitor } : {};
  const quantity = Number(values['historical_90d_qty'] ?? values['quantity'] ?? 1);
  const said = recommendPrice({
    elasticity,
    unitCost: worth,
    current: { price, quantity },
    bounds: { minMargin: policy.minMargin, maxStep: policy.maxStep, ...max },
  });
  if (said.outcome === 'contradiction') return priced(Math.max(cost / (1 - policy.minMargin), 0), { cost, price }, said.bounds[0], null);
  const today = (price - worth) * quantity;
  return priced(said.price, { cost, price }, said.bound ?? null, today > 0 ? said.marginChange.estimate / today : null);
}

/** What sales does today: the cost plus the usual margin. */
export function costPlus(values: ModelValues): Priced {
  const basis = basisOf(values);
  const margin = values['historical_margin'];
  return priced(basis.cost / (1 - Math.max(policy.minMargin, typeof margin === 'number' ? margin : assumedMargin)), basis, null, null);
}

function priced(recommended: number, { cost, price }: Basis, bound: string | null, gain: number | null): Priced {
  const shown = Math.round(recommended * 100) / 100;
  return {
    recommended_price: shown,
    current_price: Math.round(price * 100) / 100,
    change: shown / price - 1,
    margin: shown === 0 ? 0 : 1 - cost / shown,
    bound_applied: bound,
    needs_review: Math.abs(shown / price - 1) > policy.maxStep + 0.005,
    expected_margin_change: gain,
  };
}
