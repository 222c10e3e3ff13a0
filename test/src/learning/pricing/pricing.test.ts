import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src/learning/core/random.ts';
import * as pricing from '../../../../src/learning/pricing/index.ts';
import { fitPosterior } from '../../../../src/learning/pricing/posterior.ts';

/** Monthly sales of items whose elasticity is that of their group; `persistence` of what chance adds. */
function sold(
  elasticities: Readonly<Record<string, number>>,
  options: { items: number; periods: number; noise: number; persistence?: number; seed?: number },
): pricing.Sale[] {
  const random = createRandom(options.seed ?? 1);
  const normal = (): number => (random.next() + random.next() + random.next() + random.next() - 2) * Math.sqrt(3);
  return Object.entries(elasticities).flatMap(([group, elasticity]) =>
    Array.from({ length: options.items }, (_, item) => {
      const [base, level] = [10 + 40 * random.next(), 3 + 2 * random.next()];
      let shock = 0;
      return Array.from({ length: options.periods }, (_, period): pricing.Sale => {
        const price = base * Math.exp(0.15 * normal());
        shock = (options.persistence ?? 0) * shock + options.noise * normal();
        const season = period % 12;
        const quantity = Math.exp(level + elasticity * Math.log(price / base) + (season === 11 ? 0.4 : 0) + shock);
        return { item: `${group} ${item}`, group, period, season, price, quantity, competitorPrice: base };
      });
    }).flat(),
  );
}

describe('elasticity', () => {
  it('those the sales were made from are found, group by group, within their bounds', () => {
    const model = pricing.fitElasticity(sold({ tools: -2.5, toys: -0.8 }, { items: 8, periods: 24, noise: 0.2 }));
    for (const [group, truth] of [
      ['tools', -2.5],
      ['toys', -0.8],
    ] as const) {
      const { estimate, low, high, error } = pricing.elasticityOf(model, group);
      expect(estimate).toBeCloseTo(truth, 0);
      expect(low).toBeLessThan(truth);
      expect(high).toBeGreaterThan(truth);
      expect(high - low).toBeCloseTo(2 * 1.959963984540054 * error, 9);
    }
    expect(model.seasons[11] ?? 0).toBeGreaterThan((model.seasons[5] ?? 0) + 0.2);
  });

  it('a price that never changed says nothing: the prior stands, with its own error', () => {
    const sales = sold({ tools: -2 }, { items: 3, periods: 12, noise: 0.2 }).map((sale) => ({ ...sale, price: 20 }));
    const model = pricing.fitElasticity(sales, { prior: { mean: -1.7, error: 0.6 }, groupSpread: 0.3 });
    expect(model.pooled.estimate).toBeCloseTo(-1.7, 9);
    expect(model.pooled.error).toBeCloseTo(0.6, 9);
    expect(pricing.elasticityOf(model, 'tools').error).toBeCloseTo(Math.sqrt(0.6 * 0.6 + 0.3 * 0.3), 9);
    expect(pricing.elasticityOf(model, 'unknown')).toEqual(model.pooled);
  });

  it('a group of few sales leans on the others more than one of many', () => {
    const many = sold({ tools: -1 }, { items: 10, periods: 24, noise: 0.3 });
    const few = sold({ toys: -4 }, { items: 1, periods: 6, noise: 0.3, seed: 4 });
    const [alone, pooled] = [pricing.fitElasticity(few), pricing.fitElasticity([...many, ...few])];
    expect(pricing.elasticityOf(pooled, 'toys').estimate).toBeGreaterThan(pricing.elasticityOf(alone, 'toys').estimate);
    expect(pricing.elasticityOf(pooled, 'toys').error).toBeGreaterThan(pricing.elasticityOf(pooled, 'tools').error);
  });

  it('bounds cover the truth as often as they say, also where chance persists', () => {
    let covered = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const model = pricing.fitElasticity(sold({ tools: -2 }, { items: 4, periods: 18, noise: 0.3, persistence: 0.6, seed }));
      if (model.pooled.low <= -2 && model.pooled.high >= -2) covered += 1;
      expect(model.persistence).toBeGreaterThan(0);
    }
    expect(covered).toBeGreaterThanOrEqual(36);
  });

  it('the expected quantity follows the price, and starts from what the last period left over', () => {
    const model = pricing.fitElasticity(sold({ tools: -2 }, { items: 4, periods: 24, noise: 0.3, persistence: 0.8 }));
    const [item] = model.items;
    if (!item) throw new Error('there are items');
    const next = { item: item.item, group: 'tools', period: 24, season: 0, price: 20 };
    const [at20, at22] = [pricing.expectedQuantity(model, next) ?? 0, pricing.expectedQuantity(model, { ...next, price: 22 }) ?? 0];
    expect(Math.log(at22 / at20) / Math.log(1.1)).toBeCloseTo(pricing.elasticityOf(model, 'tools').estimate, 9);
    const far = pricing.expectedQuantity({ ...model, trend: 0 }, { ...next, period: 24 + 12 * 50 }) ?? 0;
    const near = pricing.expectedQuantity({ ...model, trend: 0 }, next) ?? 0;
    expect(Math.log(near / far)).toBeCloseTo(item.last.residual * model.persistence, 6);
    expect(pricing.expectedQuantity(model, { ...next, item: 'unknown' })).toBeUndefined();
  });

  it('the same sales give the same bytes, and JSON changes nothing', () => {
    const sales = sold({ tools: -2, toys: -1 }, { items: 2, periods: 8, noise: 0.2 });
    const model = pricing.fitElasticity(sales);
    expect(JSON.stringify(pricing.fitElasticity(sales))).toBe(JSON.stringify(model));
    expect(pricing.loadElasticity(JSON.parse(JSON.stringify(model)))).toEqual(model);
    expect(() => pricing.loadElasticity({ kind: 'elasticity' })).toThrow('damaged');
  });

  it('nothing sold, a price of zero and two sales of one period are refused', () => {
    const [sale] = sold({ tools: -2 }, { items: 1, periods: 1, noise: 0 });
    if (!sale) throw new Error('there is a sale');
    expect(() => pricing.fitElasticity([])).toThrow('at least one sale');
    expect(() => pricing.fitElasticity([{ ...sale, price: 0 }])).toThrow('above zero');
    expect(() => pricing.fitElasticity([{ ...sale, quantity: Number.NaN }])).toThrow('above zero');
    expect(() => pricing.fitElasticity([sale, sale])).toThrow('one sale a period');
    expect(() => pricing.fitElasticity([{ ...sale, season: 0.5 }])).toThrow('whole number');
  });

  it('a posterior of one coefficient is the weighted mean of prior and data', () => {
    const observations = [1, 2, 3, 6].map((target) => ({ columns: [0], values: [1], target }));
    const posterior = fitPosterior(observations, [{ mean: 0, error: 1 }]);
    const variance = posterior.noise * posterior.noise;
    expect(posterior.means[0]).toBeCloseTo(12 / variance / (4 / variance + 1), 6);
    expect(posterior.errorOf([0])).toBeCloseTo(1 / Math.sqrt(4 / variance + 1), 9);
  });
});

describe('a recommended price', () => {
  const elasticity = { estimate: -3, low: -3.5, high: -2.5 };
  const request: pricing.PriceRequest = { elasticity, unitCost: 10, current: { price: 14, quantity: 100 }, bounds: { maxStep: 0.2 } };

  it('is the mark-up of the elasticity where no bound holds it', () => {
    const found = pricing.recommendPrice(request);
    // 10 × −3 / −2 = 15; margin 5 × 100 × (15/14)⁻³ against 400.
    expect(found).toMatchObject({ outcome: 'price', bound: undefined });
    if (found.outcome !== 'price') return;
    expect(found.price).toBeCloseTo(15, 12);
    expect(found.expectedQuantity).toBeCloseTo((100 * 14 * 14 * 14) / (15 * 15 * 15), 9);
    expect(found.marginChange.estimate).toBeCloseTo((500 * 14 * 14 * 14) / (15 * 15 * 15) - 400, 9);
    expect(found.marginChange.low).toBeLessThan(found.marginChange.estimate);
    expect(found.marginChange.high).toBeGreaterThan(found.marginChange.estimate);
  });

  it.each([
    ['a step', { maxStep: 0.05 }, -3, 14.7, 'max-step'],
    ['a highest price', { maxStep: 0.2, max: 14.5 }, -3, 14.5, 'max'],
    ['a lowest price', { maxStep: 0.2, min: 15.5 }, -3, 15.5, 'min'],
    ['a least margin', { maxStep: 0.2, minMargin: 0.375 }, -3, 16, 'min-margin'],
    ['a step down', { maxStep: 0.05 }, -9, 13.3, 'max-step'],
    ['the upper bound where demand hardly answers', { maxStep: 0.1 }, -0.7, 15.4, 'max-step'],
    ['the upper bound at an elasticity of exactly minus one', { maxStep: 0.1 }, -1, 15.4, 'max-step'],
  ] as const)('is held by %s, and says so', (_, bounds, estimate, price, bound) => {
    const found = pricing.recommendPrice({ ...request, bounds, elasticity: { estimate, low: estimate, high: estimate } });
    expect(found).toMatchObject({ outcome: 'price', bound });
    if (found.outcome === 'price') expect(found.price).toBeCloseTo(price, 9);
  });

  it('bounds that contradict each other are named instead of broken', () => {
    expect(pricing.recommendPrice({ ...request, bounds: { maxStep: 0.05, minMargin: 0.5 } })).toEqual({
      outcome: 'contradiction',
      bounds: ['min-margin', 'max-step'],
    });
  });

  it('no other price within the bounds is expected to earn more', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 0, noNaN: true }),
        fc.double({ min: 1, max: 30, noNaN: true }),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (estimate, unitCost, maxStep, share) => {
          const found = pricing.recommendPrice({
            elasticity: { estimate, low: estimate, high: estimate },
            unitCost,
            current: { price: 20, quantity: 50 },
            bounds: { maxStep },
          });
          if (found.outcome === 'contradiction') return;
          const low = Math.max(20 * (1 - maxStep), unitCost);
          const other = low + share * (20 * (1 + maxStep) - low);
          const margin = (price: number): number => (price - unitCost) * 50 * Math.exp(estimate * Math.log(price / 20));
          expect(margin(found.price)).toBeGreaterThanOrEqual(margin(other) - 1e-7 * Math.abs(margin(other)) - 1e-9);
        },
      ),
    );
  });

  it('a price of zero, a step above one and numbers that are none are refused', () => {
    expect(() => pricing.recommendPrice({ ...request, current: { price: 0, quantity: 1 } })).toThrow('above zero');
    expect(() => pricing.recommendPrice({ ...request, bounds: { maxStep: 1 } })).toThrow('up to 1');
    expect(() => pricing.recommendPrice({ ...request, unitCost: Number.NaN })).toThrow('cost');
  });
});

const retail = '../shared/data/ml/retail_price.csv';
// The table is for evaluation alone and does not ship with the project.
describe.skipIf(!existsSync(retail))('retail prices, when the table is there', () => {
  it('in held-out months in which the price changed, the model errs less than "as many as last month"', () => {
    const sales = parse<Record<string, string>>(readFileSync(retail), { columns: true }).map((record): pricing.Sale => {
      const [month, year] = [Number(record['month']), Number(record['year'])];
      const competitors = ['comp_1', 'comp_2', 'comp_3'].map((name) => Number(record[name])).filter((price) => price > 0);
      return {
        item: record['product_id'] ?? '',
        group: record['product_category_name'] ?? '',
        period: (year - 2017) * 12 + month - 1,
        season: month - 1,
        price: Number(record['unit_price']),
        quantity: Number(record['qty']),
        competitorPrice: competitors.length === 0 ? undefined : competitors.reduce((sum, price) => sum + price, 0) / competitors.length,
      };
    });
    let [ours, repeated, changed] = [0, 0, 0];
    for (const period of [17, 18, 19]) {
      const past = sales.filter((sale) => sale.period < period);
      const model = pricing.fitElasticity(past);
      for (const sale of sales.filter((own) => own.period === period)) {
        const before = past.find((own) => own.item === sale.item && own.period === period - 1);
        const expected = pricing.expectedQuantity(model, sale);
        if (!before || expected === undefined || Math.abs(Math.log(sale.price / before.price)) < 0.02) continue;
        changed += 1;
        ours += Math.abs(expected - sale.quantity);
        repeated += Math.abs(before.quantity - sale.quantity);
      }
    }
    expect(changed).toBe(41);
    expect(ours).toBeLessThan(repeated);
  });
});
