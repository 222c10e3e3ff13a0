import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const lines = 'bank.lines';
const share = (name: string, description: string) => number(name, description, lines, own(name), { range: { min: 0, max: 1 } });

/** The comparison of the two sides, as `comparePair` makes it. */
export const features: readonly ModelFeature[] = [
  number('amount_equal', 'whether the amounts agree', lines, own('amount_equal'), { required: true, range: { min: 0, max: 1 } }),
  share('amount_ratio', 'the smaller amount over the larger'),
  number('amount_remainder', 'what is left, as a share of the larger amount', lines, own('amount_remainder'), {
    range: { min: 0, max: 2 },
  }),
  share('currency_equal', 'whether the currencies agree'),
  number('days_apart', 'days from the open item to the bank line', lines, own('days_apart'), {
    unit: 'days',
    range: { min: -4000, max: 4000 },
  }),
  share('reference_digits', 'digit runs that both references have'),
  share('reference_trigrams', 'how alike the references are'),
  share('counterparty_name', 'how alike the names of the counterparties are'),
  share('counterparty_trigrams', 'how many letters the names share'),
  category('kind', 'a bank line or an intercompany pair', lines, own('kind')),
];
