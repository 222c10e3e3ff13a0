import { z } from 'zod';
import { CountersignError } from '../../contracts/errors.ts';
import type { Json } from '../../contracts/json.ts';
import type { Example, Head, HeadReport, LoadedHead, ModelValues } from '../../contracts/models.ts';
import { expectedQuantity, fitElasticity, type ElasticityModel, type Sale } from '../pricing/elasticity.ts';

export type ElasticityHeadOptions = {
  /** Targets: what was sold in the month after the moment, and at which mean price. */
  readonly quantity: string;
  readonly price: string;
  /** The category whose levels are expected to answer to price alike: a customer segment. */
  readonly group: string;
  /** The features with the competitors' price as a ratio of ours, and with ours. */
  readonly competitor?: { readonly index: string; readonly of: string };
};

/** The head's value: per cent of quantity for one per cent of price, with 95 % bounds. */
export const ElasticityValue = z.object({ estimate: z.number(), low: z.number(), high: z.number() });
export type ElasticityValue = z.infer<typeof ElasticityValue>;

const Artefact = z.object({
  kind: z.literal('elasticity'),
  group: z.string(),
  pooled: ElasticityValue,
  groups: z.record(z.string(), ElasticityValue),
});

/** A level of fewer rows has no elasticity of its own. */
const smallestGroup = 20;
const fewest = 60;

/**
 * How quantity answers to price, group by group, pooled toward a common elasticity. One row is what an item sold to a group in a month;
 * what is kept is the elasticities alone, never an item's level or sales.
 */
export function elasticityHead(options: ElasticityHeadOptions): Head {
  return {
    kind: 'elasticity',
    targets: [options.quantity, options.price],
    uses: [options.group, ...(options.competitor === undefined ? [] : [options.competitor.index, options.competitor.of])],
    async fit(examples, _features, help) {
      const sales = salesOf(examples, options);
      if (sales.length < fewest)
        throw new CountersignError('input.invalid', `Elasticities need at least ${fewest} months of sales; there are ${sales.length}`, {
          field: options.quantity,
        });
      const model = fitElasticity(sales);
      help.tell?.(1, 2);
      const report = reportOf(model, sales);
      help.tell?.(2, 2);
      const artefact: z.infer<typeof Artefact> = {
        kind: 'elasticity',
        group: options.group,
        pooled: bounds(model.pooled),
        groups: Object.fromEntries(model.groups.map(({ group, elasticity }) => [group, bounds(elasticity)])),
      };
      // Plain data all the way down: numbers and strings.
      return { artefact: artefact as unknown as Json, report };
    },
    load,
  };
}

const bounds = ({ estimate, low, high }: ElasticityModel['pooled']): ElasticityValue => ({ estimate, low, high });

/** One sale an item, group and month: quantities added up, prices by quantity. */
function salesOf(examples: readonly Example[], options: ElasticityHeadOptions): Sale[] {
  const months = new Map<string, Sold[]>();
  for (const example of examples) {
    const sold = soldIn(example, options);
    if (!sold) continue;
    const key = `${sold.item} ${sold.period}`;
    const own = months.get(key);
    if (own) own.push(sold);
    else months.set(key, [sold]);
  }
  const sales = [...months.values()].flatMap(summed);
  const rows = new Map<string, number>();
  for (const { group } of sales) rows.set(group, (rows.get(group) ?? 0) + 1);
  return sales.filter(({ group }) => (rows.get(group) ?? 0) >= smallestGroup);
}

type Sold = Omit<Sale, 'competitorPrice'> & { readonly competitor: number };

function soldIn({ entity, asOf, values, targets }: Example, options: ElasticityHeadOptions): Sold | undefined {
  const [quantity, price, group] = [targets[options.quantity], targets[options.price], values[options.group]];
  if (typeof quantity !== 'number' || typeof price !== 'number' || typeof group !== 'string') return undefined;
  if (!(quantity > 0) || !(price > 0)) return undefined;
  const at = new Date(asOf);
  return {
    item: `${entity} ${group}`,
    group,
    period: at.getUTCFullYear() * 12 + at.getUTCMonth(),
    season: at.getUTCMonth(),
    price,
    quantity,
    competitor: competitorIn(values, options),
  };
}

function summed(month: readonly Sold[]): Sale[] {
  const [first] = month;
  if (!first) return [];
  const total = (of: (sold: Sold) => number): number => month.reduce((sum, sold) => sum + of(sold), 0);
  const quantity = total((sold) => sold.quantity);
  const known = total((sold) => (sold.competitor > 0 ? sold.quantity : 0));
  const { item, group, period, season } = first;
  return [
    {
      item,
      group,
      period,
      season,
      quantity,
      price: total((sold) => sold.price * sold.quantity) / quantity,
      competitorPrice: known > 0 ? total((sold) => sold.competitor * sold.quantity) / known : undefined,
    },
  ];
}

/** The competitors' price; 0 where it is not known. */
function competitorIn(values: ModelValues, { competitor }: ElasticityHeadOptions): number {
  if (competitor === undefined) return 0;
  const [ratio, ours] = [values[competitor.index], values[competitor.of]];
  return typeof ratio === 'number' && typeof ours === 'number' && ratio > 0 && ours > 0 ? ratio * ours : 0;
}

/** Fitted to the older four fifths of the months and judged on the newest, against each item's usual month. */
function reportOf(model: ElasticityModel, sales: readonly Sale[]): HeadReport {
  const months = [...new Set(sales.map(({ period }) => period))].toSorted((a, b) => a - b);
  const cut = months[Math.floor(months.length * 0.8)] ?? Number.POSITIVE_INFINITY;
  const past = sales.filter(({ period }) => period < cut);
  const earlier = fitElasticity(past.length > 0 ? past : sales);
  const usual = new Map<string, { sum: number; count: number }>();
  for (const { item, quantity } of past) {
    const own = usual.get(item) ?? { sum: 0, count: 0 };
    usual.set(item, { sum: own.sum + Math.log(quantity), count: own.count + 1 });
  }
  let [error, usualError, count] = [0, 0, 0];
  for (const sale of sales.filter(({ period }) => period >= cut)) {
    const [said, own] = [expectedQuantity(earlier, sale), usual.get(sale.item)];
    if (said === undefined || own === undefined) continue;
    count += 1;
    error += Math.abs(Math.log(sale.quantity) - Math.log(said));
    usualError += Math.abs(Math.log(sale.quantity) - own.sum / own.count);
  }
  const [mean, plain] = [error / Math.max(1, count), usualError / Math.max(1, count)];
  return {
    algorithm: 'log-log elasticities, pooled',
    parameters: { groups: model.groups.length },
    rows: sales.length,
    metrics: [
      { name: 'elasticity', value: model.pooled.estimate, low: model.pooled.low, high: model.pooled.high },
      ...model.groups.map(({ group, elasticity }) => ({
        name: `elasticity of ${group}`,
        value: elasticity.estimate,
        low: elasticity.low,
        high: elasticity.high,
      })),
      { name: 'mean absolute log error', value: mean },
      { name: 'mean absolute log error of the usual month', value: plain },
      { name: 'skill', value: plain === 0 ? 0 : 1 - mean / plain },
    ],
    candidates: [
      { algorithm: 'log-log elasticities, pooled', folds: [mean], mean },
      { algorithm: 'the usual month', folds: [plain], mean: plain },
    ],
    importance: [],
  };
}

function load(artefact: unknown): LoadedHead {
  const read = Artefact.safeParse(artefact);
  if (!read.success)
    throw new CountersignError('state.invalid', 'The stored model is damaged or of another version', { cause: read.error });
  const { group, groups, pooled } = read.data;
  return {
    score(values) {
      const given = values[group];
      const level = typeof given === 'string' ? given : '';
      const own = Object.hasOwn(groups, level) ? groups[level] : undefined;
      const { estimate, low, high } = own ?? pooled;
      return {
        value: { estimate, low, high },
        interval: { low, high, level: 0.95 },
        // Against the elasticity of all groups together.
        factors: own ? [{ feature: group, contribution: own.estimate - pooled.estimate, value: level }] : [],
        notes: own ? [] : [{ field: group, treatment: level === '' ? 'missing' : 'unknown-category', usedAs: 'missing' }],
      };
    },
  };
}
