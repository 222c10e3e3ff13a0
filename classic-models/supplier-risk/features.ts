import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const deliveries = 'erp.deliveries';
const ratings = 'signal.supplier-ratings';

export const features: readonly ModelFeature[] = [
  number(
    'delivery_delay_mean',
    'mean delay of the deliveries of a quarter',
    deliveries,
    { of: 'self', observation: 'delivery_delay', take: 'mean', withinDays: 91 },
    { unit: 'days', required: true, maxAgeDays: 120, range: { min: 0, max: 1000 } },
  ),
  number(
    'delivery_delay_max',
    'longest delay of a quarter',
    deliveries,
    { of: 'self', observation: 'delivery_delay', take: 'max', withinDays: 91 },
    { unit: 'days', range: { min: 0, max: 1000 } },
  ),
  number(
    'reject_rate',
    'share of the lots of a quarter that were rejected',
    'mes.inspections',
    { of: 'self', observation: 'lot_rejected', take: 'mean', withinDays: 91 },
    { range: { min: 0, max: 1 } },
  ),
  number('financial_rating', 'financial rating, 1 best to 10', ratings, own('financial_rating'), {
    maxAgeDays: 200,
    range: { min: 1, max: 10 },
  }),
  number('esg_score', 'ESG score, 0 to 100', ratings, own('esg_score'), { maxAgeDays: 200, range: { min: 0, max: 100 } }),
  number(
    'negative_news_90d',
    'negative reports of 90 days',
    'signal.supplier-news',
    { of: 'self', observation: 'negative_news', take: 'count', withinDays: 90 },
    { range: { min: 0, max: 10_000 } },
  ),
  category('single_source', 'whether there is no other source', 'erp.vendors', own('single_source')),
  category('commodity', 'what is bought', 'erp.vendors', own('commodity')),
  category('country_risk', 'risk of the country', 'signal.country-risk', own('country_risk')),
  number('spend_share', 'share of all spend', 'erp.vendors', own('spend_share'), { range: { min: 0, max: 1 } }),
  number(
    'steel_index',
    'the steel index',
    'signal.commodities',
    { of: 'steel', observation: 'steel_index', take: 'latest' },
    { maxAgeDays: 60, range: { min: 0, max: 10_000 } },
  ),
];
