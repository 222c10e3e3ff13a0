import type { ModelFeature } from 'countersign';
import { category, number, own, words } from '../feature.ts';

const payables = 'erp.payables';

export const features: readonly ModelFeature[] = [
  category('vendor', 'the number of the vendor', payables, own('vendor'), { required: true }),
  words('header_text', 'the words of the header', payables, own('header_text'), { class: 'text' }),
  category('amount_band', 'the band of the amount: up to 250, 250 to 800, 800 to 10000, over 10000', payables, own('amount_band')),
  number('amount', 'the amount, from which the band follows where it is not given', payables, own('amount'), { class: 'financial' }),
  category('tax_code', 'the tax code', payables, own('tax_code')),
];
