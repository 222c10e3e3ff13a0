import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const employees = 'hr.employees';
const pay = 'hr.pay';

export const features: readonly ModelFeature[] = [
  number(
    'tenure_days',
    'days since the employee joined',
    employees,
    { of: 'self', observation: 'joined', take: 'days-since' },
    {
      unit: 'days',
      class: 'personal',
      required: true,
      range: { min: 0, max: 22_000 },
    },
  ),
  number(
    'days_since_promotion',
    'days since the latest promotion, or since joining',
    employees,
    { of: 'self', observation: 'grade', take: 'days-since' },
    { unit: 'days', class: 'personal', range: { min: 0, max: 22_000 } },
  ),
  category('department', 'the department', employees, own('department')),
  category('location', 'where the work is done', employees, own('location')),
  category('pay_band', 'the pay band', pay, own('pay_band'), { class: 'personal' }),
  number('compa_ratio', 'pay as a ratio of the middle of its band', pay, own('compa_ratio'), {
    class: 'personal',
    maxAgeDays: 400,
    range: { min: 0.3, max: 3 },
  }),
  number('rating', 'the latest rating, 1 to 5', 'hr.reviews', own('rating'), {
    class: 'personal',
    maxAgeDays: 500,
    range: { min: 1, max: 5 },
  }),
  number('survey_score', 'the latest survey score, 1 to 5', 'hr.surveys', own('survey_score'), {
    class: 'personal',
    maxAgeDays: 250,
    range: { min: 1, max: 5 },
  }),
  number(
    'absence_days',
    'days of absence in half a year',
    'hr.time',
    { of: 'self', observation: 'absence_days', take: 'sum', withinDays: 182 },
    { class: 'personal', unit: 'days', range: { min: 0, max: 182 } },
  ),
  number('overtime_hours', 'overtime a week', 'hr.time', own('overtime_hours'), {
    class: 'personal',
    unit: 'hours',
    range: { min: 0, max: 100 },
  }),
  ...(
    [
      ['manager_changed', 'changes of manager in half a year', employees, 182],
      ['promotion_denied', 'promotions denied in half a year', employees, 182],
      ['pay_review_denied', 'pay reviews denied in half a year', pay, 182],
    ] as const
  ).map(([name, description, source, withinDays]) =>
    number(
      name,
      description,
      source,
      { of: 'self', observation: name, take: 'count', withinDays },
      { class: 'personal', range: { min: 0, max: 50 } },
    ),
  ),
  number(
    'vacancy_index',
    'vacancies outside, above 0 is more than usual',
    'signal.labour-market',
    { of: 'market', observation: 'vacancy_index', take: 'latest' },
    { maxAgeDays: 200, range: { min: -10, max: 10 } },
  ),
  category('gender', 'for the subgroup report alone', employees, own('gender'), { class: 'protected' }),
  category('age_band', 'for the subgroup report alone', employees, own('age_band'), { class: 'protected' }),
];
