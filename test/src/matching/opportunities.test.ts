import { describe, expect, it } from 'vitest';
import { reconcileOpportunities, type BilledInvoice, type WonOpportunity } from '../../../src/matching/index.ts';

const won = (id: string, amount: string, references: readonly string[] = []): WonOpportunity => ({
  id,
  amount: { amount, currency: 'EUR' },
  account: 'C1',
  references,
  closedOn: '2025-05-01',
});
const billed = (id: string, amount: string, references: readonly string[] = [], more: Partial<BilledInvoice> = {}): BilledInvoice => ({
  id,
  kind: 'invoice',
  amount: { amount, currency: 'EUR' },
  account: 'C1',
  references,
  date: '2025-06-01',
  ...more,
});
const states = (opportunities: readonly WonOpportunity[], invoices: readonly BilledInvoice[]) =>
  reconcileOpportunities(opportunities, invoices).findings.map(({ state, invoices: own, difference }) => [
    state,
    own.join('+'),
    difference.amount,
  ]);

describe('won opportunities against invoices', () => {
  it('a number both carry links them, and the sum of invoices less credit notes says how far it is billed', () => {
    const invoices = [
      billed('I1', '600.00', ['SO-4500011']),
      billed('I2', '500.00', ['so 4500011']),
      billed('K1', '100.00', ['4500011'], { kind: 'creditNote' }),
    ];
    expect(states([won('O1', '1000.00', ['SO-4500011'])], invoices)).toEqual([['invoiced', 'I1+I2+K1', '0.00']]);
    expect(states([won('O1', '1000.00', ['SO-4500011'])], invoices.slice(0, 1))).toEqual([['partlyInvoiced', 'I1', '-400.00']]);
    expect(states([won('O1', '1000.00', ['SO-4500011'])], invoices.slice(0, 2))).toEqual([['overInvoiced', 'I1+I2', '100.00']]);
  });

  it('without a number the account and the exact amount find it, where there is one way alone', () => {
    expect(states([won('O1', '1234.56')], [billed('I1', '1234.56'), billed('I2', '99.17')])).toEqual([['invoiced', 'I1', '0.00']]);
    expect(states([won('O1', '1234.56')], [billed('I1', '1234.56'), billed('I2', '1234.56')])).toEqual([['notInvoiced', '', '-1234.56']]);
  });

  it('another currency and an invoice for two opportunities are for a person; what nobody won is listed', () => {
    const foreign = billed('I1', '1000.00', ['SO-4500011'], { amount: { amount: '1000.00', currency: 'USD' } });
    expect(states([won('O1', '1000.00', ['SO-4500011'])], [foreign])[0]?.[0]).toBe('review');
    const both = [won('O1', '400.00', ['SO-4500011']), won('O2', '600.00', ['SO-4500012'])];
    expect(states(both, [billed('I1', '1000.00', ['SO-4500011', 'SO-4500012'])]).map(([state]) => state)).toEqual(['review', 'review']);
    expect(reconcileOpportunities(both, [billed('I9', '77.31', ['SO-9999999'])]).otherInvoices).toEqual(['I9']);
  });
});
