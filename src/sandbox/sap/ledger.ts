import { subtractDecimal } from '../../contracts/money.ts';
import { amountCell, dayCell } from './cells.ts';
import { equals } from './filter.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

/** Accounts of the sandbox's chart, which is SAP's YCOA. */
export const accounts = { revenue: '41000000', tax: '22000000', deferred: '21900000', accrued: '12600000' } as const;

type Entry = {
  readonly document: string;
  readonly on: string;
  readonly currency: string;
  readonly invoice?: string;
  /** Debit is positive, as SAP writes it. */
  readonly lines: readonly { readonly account: string; readonly amount: string }[];
};

/** Lines on accounts of the general ledger, after the customer's own where there is one. */
export function postLines(store: SapStore, { document, on, currency, invoice = '', lines }: Entry): void {
  const first = invoice === '' ? 1 : 2;
  lines.forEach(({ account, amount }, at) =>
    store.insert(setNamed('A_OperationalAcctgDocItemCube'), {
      CompanyCode: '1010',
      FiscalYear: on.slice(0, 4),
      AccountingDocument: document,
      AccountingDocumentItem: String(at + first).padStart(3, '0'),
      FinancialAccountType: 'S',
      GLAccount: account,
      BillingDocument: invoice,
      DocumentDate: dayCell(on),
      PostingDate: dayCell(on),
      IsCleared: 0,
      AmountInTransactionCurrency: amountCell(amount),
      TransactionCurrency: currency,
    }),
  );
}

export const negated = (amount: string): string => subtractDecimal('0', amount);

/** The customer's lines of an invoice's journal entry; those of the ledger are left out. */
export function customerLines(store: SapStore, invoice: string): readonly Row[] {
  return store.find(setNamed('A_OperationalAcctgDocItemCube'), equals({ BillingDocument: invoice, FinancialAccountType: 'D' }));
}
