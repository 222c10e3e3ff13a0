import type { OpenItem, Payment } from '../../../src/matching/index.ts';

export const invoice = (id: string, amount: string, more: Partial<OpenItem> = {}): OpenItem => ({
  id,
  kind: 'invoice',
  open: { amount, currency: 'EUR' },
  account: 'C1',
  name: 'Alfreds Futterkiste GmbH',
  references: [`RE-2025-${id.padStart(6, '0')}`],
  date: '2025-05-01',
  ...more,
});
export const credit = (id: string, amount: string, more: Partial<OpenItem> = {}): OpenItem =>
  invoice(id, amount, { kind: 'creditNote', ...more });
export const payment = (id: string, amount: string, text = '', more: Partial<Payment> = {}): Payment => ({
  id,
  amount: { amount, currency: 'EUR' },
  account: 'C1',
  date: '2025-06-01',
  text,
  ...more,
});
