import type { ModelFeature } from 'countersign';
import { category, number, own, words } from '../feature.ts';

const lines = 'erp.invoice-lines';

export const features: readonly ModelFeature[] = [
  words('description', 'the words of the invoice line', lines, own('description'), { class: 'text', required: true }),
  category('supplier', 'the number of the supplier', lines, own('supplier')),
  category('department', 'the department that ordered', lines, own('department')),
  number('amount', 'the amount of the line', lines, own('amount'), { class: 'financial' }),
];
