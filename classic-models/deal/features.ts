import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const opportunities = 'crm.opportunities';

export const features: readonly ModelFeature[] = [
  category('stage', 'the stage of the opportunity', opportunities, own('stage'), { required: true }),
  number('amount', 'the amount of the opportunity', opportunities, own('amount'), { class: 'financial', range: { min: 0 } }),
  number('discount', 'discount offered, as a share', opportunities, own('discount'), { range: { min: 0, max: 1 } }),
  number('days_to_close', 'days to the close date that stands in the CRM', opportunities, own('days_to_close'), {
    unit: 'days',
    maxAgeDays: 30,
    range: { min: -1000, max: 2000 },
  }),
  number(
    'age_days',
    'days since it was opened',
    opportunities,
    { of: 'self', observation: 'opened', take: 'days-since' },
    {
      unit: 'days',
      range: { min: 0, max: 4000 },
    },
  ),
  number(
    'days_in_stage',
    'days since it entered its stage',
    opportunities,
    { of: 'self', observation: 'stage_entered', take: 'days-since' },
    {
      unit: 'days',
      range: { min: 0, max: 4000 },
    },
  ),
  number(
    'activities_30d',
    'meetings, calls and mails of 30 days',
    'crm.activities',
    { of: 'self', observation: 'activity', take: 'count', withinDays: 30 },
    { range: { min: 0, max: 1000 } },
  ),
  number(
    'close_date_pushes',
    'how often the close date was pushed',
    opportunities,
    { of: 'self', observation: 'close_date_pushed', take: 'count' },
    {
      range: { min: 0, max: 1000 },
    },
  ),
  category('competitor', 'whether a competitor is known to bid', opportunities, own('competitor')),
  category('existing_customer', 'whether the account bought before', 'crm.accounts', own('existing_customer')),
  category('lead_source', 'where it came from', opportunities, own('lead_source')),
  number(
    'owner_win_rate',
    "share of the owner's decided opportunities of a year that were won",
    opportunities,
    { of: 'owner', observation: 'decided', take: 'mean', withinDays: 365 },
    { class: 'personal', range: { min: 0, max: 1 } },
  ),
];
