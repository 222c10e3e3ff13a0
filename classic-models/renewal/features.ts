import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const subscriptions = 'erp.subscriptions';
const usage = 'product.usage';

export const features: readonly ModelFeature[] = [
  number('current_amount', 'what the subscription comes to a year', subscriptions, own('current_amount'), {
    class: 'financial',
    required: true,
    range: { min: 0 },
  }),
  category('plan', 'the plan', subscriptions, own('plan')),
  number(
    'age_days',
    'days since the subscription began',
    subscriptions,
    { of: 'self', observation: 'began', take: 'days-since' },
    {
      unit: 'days',
      range: { min: 0, max: 20_000 },
    },
  ),
  number('price_increase', 'announced price increase in per cent', subscriptions, own('price_increase'), {
    unit: '%',
    range: { min: -100, max: 200 },
  }),
  number('seats_used', 'share of the seats in use', usage, own('seats_used'), { maxAgeDays: 45, range: { min: 0, max: 2 } }),
  number(
    'usage_slope',
    'change of usage a day over four months, as a share of what was usual',
    usage,
    { of: 'self', observation: 'usage', take: 'slope', withinDays: 120 },
    { range: { min: -1, max: 1 } },
  ),
  number(
    'support_cases',
    'support cases of 90 days',
    'crm.cases',
    { of: 'self', observation: 'support_case', take: 'count', withinDays: 90 },
    { range: { min: 0, max: 10_000 } },
  ),
  number('recommend_score', 'how readily the customer recommends us, 0 to 10', 'crm.surveys', own('recommend_score'), {
    maxAgeDays: 365,
    range: { min: 0, max: 10 },
  }),
  number(
    'sponsor_left',
    'sponsors who left in half a year',
    'crm.contacts',
    { of: 'self', observation: 'sponsor_left', take: 'count', withinDays: 182 },
    { range: { min: 0, max: 100 } },
  ),
  number(
    'days_late_mean',
    'days late of the customer on average over a quarter',
    'erp.payments',
    { of: 'customer', observation: 'days_late', take: 'mean', withinDays: 91 },
    { unit: 'days', range: { min: -365, max: 1000 } },
  ),
];
