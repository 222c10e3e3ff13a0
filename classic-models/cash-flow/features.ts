import type { ModelFeature } from 'countersign';
import { items, number, own, series } from '../feature.ts';

export const features: readonly ModelFeature[] = [
  items(
    'open_items',
    'receivables, payables, orders and commitments: item, kind, amount (negative leaves), due_in_days, late_p10, late_p50, late_p90',
    'erp.open-items',
    own('open_items'),
    { class: 'financial', required: true, maxAgeDays: 2 },
  ),
  items('open_items_before', 'the same a week ago, against which the change is explained', 'erp.open-items', own('open_items_before'), {
    class: 'financial',
  }),
  number('opening_balance', 'the cash there is', 'treasury.balances', own('opening_balance'), {
    class: 'financial',
    required: true,
    maxAgeDays: 2,
  }),
  series(
    'other_flows',
    'the weekly net of all that is no open item: cash sales, fees',
    'erp.ledger',
    { of: 'self', observation: 'other_flow', take: 'series', periodDays: 7, withinDays: 1092 },
    { class: 'financial' },
  ),
  number('least_cash', 'the balance below which a week is a gap', 'treasury.policy', own('least_cash'), { class: 'financial' }),
];
