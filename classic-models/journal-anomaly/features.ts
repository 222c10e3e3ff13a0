import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const journal = 'erp.journal';

export const features: readonly ModelFeature[] = [
  number('amount', 'the amount of the entry', journal, own('amount'), { class: 'financial', required: true, range: { min: 0 } }),
  category('account', 'the account that is debited', journal, own('account'), { required: true }),
  category('account_pair', 'debit and credit account', journal, own('account_pair')),
  category('source', 'where the entry comes from', journal, own('source')),
  number('posted_hour', 'the hour it is to be posted', journal, own('posted_hour'), { unit: 'hour', range: { min: 0, max: 23 } }),
  category('weekday', 'the day of the week, 0 is Sunday', journal, own('weekday')),
  number('days_to_period_end', 'days to the end of the period', journal, own('days_to_period_end'), {
    unit: 'days',
    range: { min: 0, max: 366 },
  }),
  number('poster_pair_entries', 'entries of the same poster to this pair in 90 days', journal, own('poster_pair_entries'), {
    class: 'personal',
    range: { min: 0, max: 100_000 },
  }),
];
