import type { BridgePorts } from '../../contracts/bridge-ports.ts';
import type { LedgerTotal } from '../../contracts/business-erp.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { addDecimal, money } from '../../contracts/money.ts';
import { LedgerRow } from './bridge-schema.ts';
import { allOf, anyOf, type Condition, dayLiteral, equalsText, textLiteral, where } from './literals.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

const pageSize = 1000;
/** A month of more postings than this belongs into a report of the ERP. */
const mostLines = 200_000;

/** Line by line, because not every release sums for us; page by page, so that memory stays bounded. */
export function generalLedgerPort({ client, name }: PortDeps): Pick<BridgePorts, 'generalLedger'> {
  const page = async (filter: Condition, signal: AbortSignal | undefined): Promise<LedgerRow[]> => {
    const { rows } = await client.list(
      {
        service: serviceOf.accounting,
        path: 'A_OperationalAcctgDocItemCube',
        query: {
          $filter: filter.text,
          $orderby: 'AccountingDocument,AccountingDocumentItem',
          $select: Object.keys(LedgerRow.shape).join(','),
          $top: pageSize,
        },
        signal,
      },
      pageSize,
    );
    return rows.map((row) => parsed(name, LedgerRow, row));
  };
  return {
    generalLedger: {
      async totals({ from, to, accounts }, options) {
        // S is an account of the general ledger.
        const asked = allOf(
          equalsText('FinancialAccountType', 'S'),
          where('PostingDate', 'ge', dayLiteral(from)),
          where('PostingDate', 'le', dayLiteral(to)),
          anyOf(...accounts.map((account) => equalsText('GLAccount', account))),
        );
        const sums = new Map<string, LedgerTotal>();
        let seen = 0;
        let after: LedgerRow | undefined;
        for (;;) {
          options?.signal?.throwIfAborted();
          const rows = await page(after ? allOf(asked, beyond(after)) : asked, options?.signal);
          for (const row of rows) add(sums, row);
          seen += rows.length;
          after = rows.at(-1);
          if (rows.length < pageSize) return [...sums.values()];
          if (seen >= mostLines)
            throw new CountersignError('input.too_large', `${name} has more than ${mostLines} postings on these accounts; ask for fewer`, {
              field: 'accounts',
            });
        }
      },
    },
  };
}

const beyond = ({ AccountingDocument, AccountingDocumentItem }: LedgerRow): Condition =>
  anyOf(
    where('AccountingDocument', 'gt', textLiteral(AccountingDocument)),
    allOf(equalsText('AccountingDocument', AccountingDocument), where('AccountingDocumentItem', 'gt', textLiteral(AccountingDocumentItem))),
  );

function add(sums: Map<string, LedgerTotal>, row: LedgerRow): void {
  const currency = row.TransactionCurrency ?? 'XXX';
  const key = `${row.GLAccount}/${currency}`;
  const held: LedgerTotal | undefined = sums.get(key);
  const posted = row.AmountInTransactionCurrency ?? '0';
  const amount = held ? addDecimal(held.amount.amount, posted) : posted;
  sums.set(key, { account: row.GLAccount, amount: money(amount, currency), lines: (held?.lines ?? 0) + 1 });
}
