import { expect, it } from 'vitest';
import { decide } from '../../graphs/last-order-date/decide.ts';
import { invoiceDetail } from '../support/bridge-records.ts';

it.each([
  ['the first invoice of an account', undefined],
  ['an invoice newer than what is known', '2024-05-01'],
])('%s sets the day', (_, known) => {
  expect(decide(invoiceDetail(), known)).toEqual({ kind: 'set', on: '2024-05-02' });
});

it.each([
  ['an older invoice that arrives late', invoiceDetail(), '2024-05-03', 'a newer order is known'],
  ['a second invoice of the same day', invoiceDetail(), '2024-05-02', 'a newer order is known'],
  ['a cancelled invoice', invoiceDetail({ isCancelled: true }), undefined, 'the invoice was cancelled'],
  ['a credit note', invoiceDetail({ isCreditNote: true }), undefined, 'a credit note is no order'],
  ['an invoice without a date', invoiceDetail({ issuedOn: undefined }), undefined, 'the invoice bears no date'],
])('%s moves nothing', (_, invoice, known, reason) => {
  expect(decide(invoice, known)).toEqual({ kind: 'nothing', reason });
});
