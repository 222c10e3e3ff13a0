import type { ModelValues } from 'countersign';
import type { AnomalyCheck } from 'countersign/learning';

const isNumber = (value: ModelValues[string] | undefined): value is number => typeof value === 'number';
const isManual = ({ source }: ModelValues): boolean => source === 'manual';

/** What auditors look for by hand; the weight is how much of certainty one alone gives. */
export const checks: readonly AnomalyCheck[] = [
  {
    name: 'large round amount by hand',
    feature: 'amount',
    weight: 0.4,
    applies: (values) => isManual(values) && isNumber(values['amount']) && values['amount'] >= 1000 && values['amount'] % 1000 === 0,
  },
  {
    name: 'posted on a weekend',
    feature: 'weekday',
    weight: 0.35,
    applies: ({ weekday }) => weekday === '0' || weekday === '6',
  },
  {
    name: 'posted at night',
    feature: 'posted_hour',
    weight: 0.35,
    applies: ({ posted_hour: hour }) => isNumber(hour) && (hour < 5 || hour >= 23),
  },
  {
    name: 'first entry of the poster to this pair',
    feature: 'poster_pair_entries',
    weight: 0.3,
    applies: ({ poster_pair_entries: entries }) => entries === 0,
  },
];
