import type { ModelFeature } from 'countersign';
import { category, number, own, series } from '../feature.ts';

const receipts = (take: 'mean' | 'sd') => ({ of: 'self', observation: 'lead_time', take, withinDays: 730 }) as const;

export const features: readonly ModelFeature[] = [
  series(
    'weekly_demand',
    'demand a week, oldest first',
    'erp.deliveries',
    { of: 'self', observation: 'demand', take: 'series', periodDays: 7, withinDays: 1092 },
    { required: true, maxAgeDays: 21 },
  ),
  number('lead_time_days', 'days from order to receipt', 'erp.receipts', receipts('mean'), { unit: 'days', range: { min: 0, max: 730 } }),
  number('lead_time_sd_days', 'by how many days receipts differ', 'erp.receipts', receipts('sd'), {
    unit: 'days',
    range: { min: 0, max: 365 },
  }),
  number('service_level', 'the probability of no stock-out in a replenishment cycle', 'erp.items', own('service_level'), {
    range: { min: 0.5, max: 0.9999 },
  }),
  number('on_hand', 'stock on hand', 'erp.stock', own('on_hand'), { maxAgeDays: 7 }),
  category('abc_class', 'the class of the item', 'erp.items', own('abc_class')),
];
