import type { BridgePorts, InvoiceDetails, Receivables } from '../../contracts/bridge-ports.ts';
import type { InvoiceDetail, Receivable } from '../../contracts/business-erp.ts';
import { addDecimal, money } from '../../contracts/money.ts';
import { InvoiceChangeRow, InvoiceDetailRow, ReceivableRow } from './bridge-schema.ts';
import { byIds } from './by-ids.ts';
import { changedSince } from './changed-since.ts';
import { allOf, type Condition, dayLiteral, entityPath, equalsText, textLiteral, where } from './literals.ts';
import { defined, progressOf, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { InvoiceLink } from './schema.ts';
import { serviceOf } from './services.ts';

/** Billing documents with their lines, and what the journal says of their payment. */
export function billingPorts(deps: PortDeps): Pick<BridgePorts, 'invoiceDetails' | 'receivables'> {
  return { invoiceDetails: invoiceDetails(deps), receivables: receivables(deps) };
}

const withLines = { $expand: 'to_Item' };

function invoiceDetails(deps: PortDeps): InvoiceDetails {
  const { client, name } = deps;
  const source = { service: serviceOf.billing, set: 'A_BillingDocument', key: 'BillingDocument' };
  const read = (row: unknown): InvoiceDetail => toInvoiceDetail(name, parsed(name, InvoiceDetailRow, row));
  return {
    async get(id, options) {
      const path = entityPath('A_BillingDocument', id);
      const row = await client.get({ service: serviceOf.billing, path, query: withLines, signal: options?.signal });
      return row === undefined ? undefined : read(row);
    },
    async listForOrder(orderId, options) {
      const query = { $filter: equalsText('SalesDocument', orderId).text, $select: 'BillingDocument' };
      const links = await client.list({ service: serviceOf.billing, path: 'A_BillingDocumentItem', query, signal: options?.signal });
      const ids = [...new Set(links.rows.map((row) => parsed(name, InvoiceLink, row).BillingDocument))].toSorted();
      return (await byIds(deps, { ...source, query: withLines }, ids, options)).map(read);
    },
    async listIssued({ from, to, payer }, { after, limit }, options) {
      const filter = allOf(
        where('BillingDocumentDate', 'ge', dayLiteral(from)),
        where('BillingDocumentDate', 'le', dayLiteral(to)),
        ...(payer === undefined ? [] : [equalsText('PayerParty', payer)]),
        ...(after === undefined ? [] : [where('BillingDocument', 'gt', textLiteral(after))]),
      );
      const query = { $filter: filter.text, $orderby: 'BillingDocument', $top: limit + 1 };
      const call = { service: serviceOf.billing, path: 'A_BillingDocument', query, signal: options?.signal };
      const { rows } = await client.list(call, limit + 1);
      return { items: rows.slice(0, limit).map(read), more: rows.length > limit };
    },
    changedSince: (position, limit, options) =>
      changedSince(deps, { ...source, read: (row) => parsed(name, InvoiceChangeRow, row) }, { position, limit }, options),
  };
}

/** O is a credit memo, S a cancelled credit memo; both count the other way round. */
const creditCategories = ['O', 'S'];

function toInvoiceDetail(connection: string, row: InvoiceDetailRow): InvoiceDetail {
  const currency = row.TransactionCurrency ?? 'XXX';
  const net = money(row.TotalNetAmount ?? row.to_Item.reduce((sum, item) => addDecimal(sum, item.NetAmount ?? '0'), '0'), currency);
  return {
    ref: refOf(connection, 'A_BillingDocument', row.BillingDocument, row),
    id: row.BillingDocument,
    type: row.BillingDocumentType ?? '',
    ...defined('issuedOn', row.BillingDocumentDate),
    payer: row.PayerParty ?? '-',
    soldTo: row.SoldToParty ?? row.PayerParty ?? '-',
    net,
    gross: money(row.TotalGrossAmount ?? net.amount, currency),
    isCancelled: row.BillingDocumentIsCancelled,
    isCreditNote: creditCategories.includes(row.SDDocumentCategory ?? ''),
    cleared: progressOf(row.InvoiceClearingStatus),
    lines: row.to_Item.map((item) => ({
      id: item.BillingDocumentItem,
      order: item.SalesDocument ?? '-',
      ...defined('orderItem', item.SalesDocumentItem),
      ...defined('material', item.Material),
      net: money(item.NetAmount ?? '0', currency),
    })),
  };
}

function receivables({ client, name }: PortDeps): Receivables {
  // D is a customer's account.
  const ofCustomers = equalsText('FinancialAccountType', 'D');
  const asked = (filter: Condition, signal: AbortSignal | undefined, top?: number) => ({
    service: serviceOf.accounting,
    path: 'A_OperationalAcctgDocItemCube',
    query: {
      $filter: filter.text,
      $orderby: 'AccountingDocument,AccountingDocumentItem',
      $select: Object.keys(ReceivableRow.shape).join(','),
      ...(top === undefined ? {} : { $top: top }),
    },
    signal,
  });
  const read = (row: unknown): Receivable => toReceivable(name, parsed(name, ReceivableRow, row));
  return {
    async ofInvoice(invoiceId, options) {
      const { rows } = await client.list(asked(allOf(ofCustomers, equalsText('BillingDocument', invoiceId)), options?.signal));
      return rows.map(read);
    },
    async listOpen({ after, limit }, options) {
      const beyond = after === undefined ? [] : [where('AccountingDocument', 'gt', textLiteral(after))];
      const filter = allOf(ofCustomers, where('IsCleared', 'eq', 'false'), ...beyond);
      const { rows } = await client.list(asked(filter, options?.signal, limit + 1), limit + 1);
      const items = rows.map(read);
      const over = items[limit]?.document;
      if (over === undefined) return { items, more: false };
      const cut = items.findIndex(({ document }) => document === over);
      return { items: items.slice(0, cut > 0 ? cut : limit), more: true };
    },
  };
}

function toReceivable(connection: string, row: ReceivableRow): Receivable {
  const id = [row.CompanyCode, row.AccountingDocument, row.FiscalYear, row.AccountingDocumentItem].filter(Boolean).join('/');
  return {
    ref: { connection, type: 'A_OperationalAcctgDocItemCube', id },
    document: row.AccountingDocument,
    customer: row.Customer ?? '-',
    ...defined('invoice', row.BillingDocument),
    amount: money(row.AmountInTransactionCurrency ?? '0', row.TransactionCurrency ?? 'XXX'),
    ...defined('dueOn', row.NetDueDate),
    ...defined('clearedOn', row.ClearingDate),
  };
}
