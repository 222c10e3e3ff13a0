import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const itemsPort = 'erp.items';
const orders = 'erp.orders';
const money = { class: 'financial', range: { min: 0 } } as const;

export const features: readonly ModelFeature[] = [
  // It names the order the price is for; nothing is learned from it, and the record asked about is the item.
  category('transaction_id', 'the order the price is for', orders, own('transaction_id')),
  category('customer_segment', 'the segment of the customer', 'crm.accounts', { of: 'segment', observation: 'segment', take: 'latest' }),
  number('quantity', 'how many are asked for', orders, own('quantity'), { range: { min: 0 } }),
  number(
    'historical_90d_qty',
    'sold in 90 days',
    orders,
    { of: 'self', observation: 'sold', take: 'sum', withinDays: 90 },
    { range: { min: 0 } },
  ),
  number('historical_margin', 'the usual margin as a share of the price', orders, own('margin'), {
    class: 'financial',
    range: { min: -5, max: 0.99 },
  }),
  number('unit_cost', 'what the item costs', itemsPort, own('unit_cost'), { ...money, maxAgeDays: 60 }),
  number('current_price', "today's price", itemsPort, own('current_price'), { ...money, maxAgeDays: 60 }),
  number('material_share', 'raw material as a share of the cost', itemsPort, own('material_share'), { range: { min: 0.01, max: 1 } }),
  number('raw_material_cost_current', 'what the raw material of one item costs today', 'signal.commodities', own('raw_material_cost'), {
    ...money,
    maxAgeDays: 60,
  }),
  number('competitor_price_index', "the competitors' price as a ratio of ours", 'signal.competitor-prices', own('competitor_price_index'), {
    maxAgeDays: 60,
    range: { min: 0.05, max: 20 },
  }),
  number('stock_days', 'days the stock lasts', 'erp.stock', own('stock_days'), {
    unit: 'days',
    maxAgeDays: 60,
    range: { min: 0, max: 10_000 },
  }),
];
