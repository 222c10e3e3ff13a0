import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import { fitAutocorrelated } from './autocorrelation.ts';
import type { Prior } from './posterior.ts';

/** What an item sold in a period. `period` counts periods (months) without a gap; `season` is its place in the year, from 0. */
export type Sale = {
  readonly item: string;
  /** Items that are expected to answer to price alike: a category. */
  readonly group: string;
  readonly period: number;
  readonly season: number;
  readonly price: number;
  readonly quantity: number;
  /** Mean price of competitors for this item, where it is known. */
  readonly competitorPrice?: number | undefined;
};

const Estimate = z.object({ estimate: z.number(), error: z.number().nonnegative(), low: z.number(), high: z.number() });
/** A price elasticity: per cent of quantity for one per cent of price, with its standard error and 95 % bounds. */
export type Elasticity = z.infer<typeof Estimate>;

const Item = z.object({
  item: z.string(),
  group: z.string(),
  level: z.number(),
  price: z.number(),
  competitor: z.number().nullable(),
  /** How far the last period was from what the model expected of it, in log quantity. */
  last: z.object({ period: z.number(), residual: z.number() }),
});

export const ElasticityModel = z.object({
  kind: z.literal('elasticity'),
  pooled: Estimate,
  groups: z.array(z.object({ group: z.string(), rows: z.number().int(), elasticity: Estimate })),
  competitor: Estimate,
  /** Growth of log quantity a period, counted from `origin`. */
  trend: z.number(),
  origin: z.number(),
  seasons: z.array(z.number()),
  /** Level of log quantity at the item's mean log price and mean log competitor price. */
  items: z.array(Item),
  noise: z.number(),
  /** What of a residual is left a period later. */
  persistence: z.number().min(0).max(1),
});
export type ElasticityModel = z.infer<typeof ElasticityModel>;

export type ElasticityOptions = {
  /** What is believed before the data speak. Default −1.5 with a standard error of 1. */
  readonly prior?: Prior;
  /** How much groups differ (standard deviation). Default 0.5. */
  readonly groupSpread?: number;
};

/**
 * Log-log demand: log quantity = level of the item + elasticity of its group × log price + competitor × log competitor price + season +
 * trend, prices against the item's own mean so that only changes of price speak. Elasticities of groups are pooled toward a common
 * one, and that toward the prior (see `fitPosterior`); what is left over may persist from period to period (see `fitAutocorrelated`).
 * One sale an item and period; sales of zero or less are refused: `input.invalid`.
 */
export function fitElasticity(sales: readonly Sale[], options: ElasticityOptions = {}): ElasticityModel {
  checkSales(sales);
  const groups = sortedNames(sales.map(({ group }) => group));
  const items = itemsOf(sales);
  const seasons = sales.reduce((most, { season }) => Math.max(most, season + 1), 1);
  const origin = sales.reduce((latest, { period }) => Math.max(latest, period), 0);
  // Columns: common elasticity, one a group, competitor, trend, one a season, one an item.
  const competitorColumn = 1 + groups.length;
  const seasonColumn = competitorColumn + 2;
  const itemColumn = seasonColumn + seasons;
  const priors = priorsOf(options, meanLog(sales.map(({ quantity }) => quantity)), groups.length, seasons, items.length);
  const positions = new Map(items.map(({ item }, index) => [item, index]));
  const { posterior, persistence, last } = fitAutocorrelated(
    sales.map((sale) => {
      const position = positions.get(sale.item) ?? 0;
      const { price, competitor } = controlsOf(sale, items[position]);
      return {
        series: position,
        period: sale.period,
        columns: [
          0,
          1 + groups.indexOf(sale.group),
          competitorColumn,
          competitorColumn + 1,
          seasonColumn + sale.season,
          itemColumn + position,
        ],
        values: [price, price, competitor, sale.period - origin, 1, 1],
        target: Math.log(sale.quantity),
      };
    }),
    priors,
  );
  const mean = (column: number): number => posterior.means[column] ?? 0;
  const sumOf = (columns: readonly number[]): Elasticity =>
    estimateOf(
      columns.reduce((sum, column) => sum + mean(column), 0),
      posterior.errorOf(columns),
    );
  return {
    kind: 'elasticity',
    pooled: sumOf([0]),
    groups: groups.map((group, index) => ({
      group,
      rows: sales.filter((sale) => sale.group === group).length,
      elasticity: sumOf([0, 1 + index]),
    })),
    competitor: sumOf([competitorColumn]),
    trend: mean(competitorColumn + 1),
    origin,
    seasons: Array.from({ length: seasons }, (_, season) => mean(seasonColumn + season)),
    items: items.map((item, index) => ({
      ...item,
      level: mean(itemColumn + index),
      last: last.get(index) ?? { period: origin, residual: 0 },
    })),
    noise: posterior.noise,
    persistence,
  };
}

/** In the order of the columns. Nothing is expected of competitors, trend and season; each is held to what a year can plausibly show. */
function priorsOf(options: ElasticityOptions, level: number, groups: number, seasons: number, items: number): Prior[] {
  const { prior = { mean: -1.5, error: 1 }, groupSpread = 0.5 } = options;
  const each = (count: number, mean: number, error: number): Prior[] => Array.from({ length: count }, () => ({ mean, error }));
  return [
    prior,
    ...each(groups, 0, groupSpread),
    { mean: 0, error: 0.5 },
    { mean: 0, error: 0.05 },
    ...each(seasons, 0, 0.3),
    ...each(items, level, 2),
  ];
}

/** The elasticity of a group; of a group training did not see, the common one. */
export function elasticityOf(model: ElasticityModel, group: string): Elasticity {
  return model.groups.find((known) => known.group === group)?.elasticity ?? model.pooled;
}

/** Expected quantity (the median) at a price; undefined for an item training did not see. */
export function expectedQuantity(model: ElasticityModel, sale: Omit<Sale, 'quantity'>): number | undefined {
  const item = model.items.find((known) => known.item === sale.item);
  if (!item) return undefined;
  const moved = controlsOf(sale, item);
  const prices = elasticityOf(model, sale.group).estimate * moved.price + model.competitor.estimate * moved.competitor;
  const since = Math.max(0, sale.period - item.last.period);
  const left = item.last.residual * Math.exp(since * Math.log(Math.max(model.persistence, 1e-12)));
  return Math.exp(item.level + prices + model.trend * (sale.period - model.origin) + (model.seasons[sale.season] ?? 0) + left);
}

export function loadElasticity(artefact: unknown): ElasticityModel {
  const parsed = ElasticityModel.safeParse(artefact);
  if (!parsed.success)
    throw new CountersignError('state.invalid', 'The stored elasticities are damaged or of another version', { cause: parsed.error });
  return parsed.data;
}

type Known = Omit<ElasticityModel['items'][number], 'level' | 'last'>;

/** Log prices against their means for the item; 0 where a competitor's is not known. */
function controlsOf(sale: Omit<Sale, 'quantity'>, item: Known | undefined): { price: number; competitor: number } {
  const mean = item?.competitor ?? null;
  return {
    price: Math.log(sale.price) - (item?.price ?? 0),
    competitor: mean === null || sale.competitorPrice === undefined ? 0 : Math.log(sale.competitorPrice) - mean,
  };
}

function meanLog(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + Math.log(value), 0) / values.length;
}

function itemsOf(sales: readonly Sale[]): Known[] {
  return sortedNames(sales.map(({ item }) => item)).map((item) => {
    const own = sales.filter((sale) => sale.item === item);
    const competitors = own.flatMap(({ competitorPrice }) => (competitorPrice === undefined ? [] : [competitorPrice]));
    const price = meanLog(own.map((sale) => sale.price));
    return { item, group: own[0]?.group ?? '', price, competitor: competitors.length === 0 ? null : meanLog(competitors) };
  });
}

function estimateOf(estimate: number, error: number): Elasticity {
  return { estimate, error, low: estimate - 1.959963984540054 * error, high: estimate + 1.959963984540054 * error };
}

function sortedNames(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted((left, right) => (left < right ? -1 : 1));
}

function checkSales(sales: readonly Sale[]): void {
  if (sales.length === 0) throw new CountersignError('input.invalid', 'An elasticity is fitted to at least one sale');
  if (new Set(sales.map(({ item, period }) => JSON.stringify([item, period]))).size < sales.length) {
    throw new CountersignError('input.invalid', 'An item has one sale a period: sum them first');
  }
  for (const { price, quantity, competitorPrice, period, season } of sales) {
    const positive = [price, quantity, competitorPrice ?? 1].every((value) => Number.isFinite(value) && value > 0);
    if (!positive) throw new CountersignError('input.invalid', 'Prices and quantities of sales are above zero');
    if (!Number.isFinite(period) || !Number.isInteger(season) || season < 0 || season > 366) {
      throw new CountersignError('input.invalid', 'A sale has a period, and a season that is a whole number from 0');
    }
  }
}
