import { addDecimal, compareDecimal, money, subtractDecimal, sum } from '../../contracts/money.ts';
import { taxed } from '../company/amounts.ts';
import { addDays } from '../company/days.ts';
import { amountCell, dayCell } from './cells.ts';
import { insertInvoice } from './documents.ts';
import { equals } from './filter.ts';
import { accounts, customerLines, negated, postLines } from './ledger.ts';
import { SapError } from './sap-error.ts';
import { text, touch } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Warehouse } from './shipping.ts';
import type { Row } from './store.ts';

/** Bills what was delivered and not billed yet, line by line at the line's own price. */
export function invoiceOrder({ store, clock, ids }: Warehouse, order: Row): void {
  const orderId = text(order, 'SalesOrder');
  const currency = text(order, 'TransactionCurrency');
  if (store.count(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: orderId })) > 0)
    throw new SapError(409, 'VF/045', `Order ${orderId} has been billed already`);
  const items = store
    .find(setNamed('A_SalesOrderItem'), equals({ SalesOrder: orderId }))
    .filter((item) => text(item, 'DeliveryStatus') === 'C');
  if (items.length === 0) throw new SapError(409, 'VF/044', `Order ${orderId} has nothing to bill`);
  const net = sum(
    items.map((item) => money(text(item, 'NetAmount'), currency)),
    currency,
  ).amount;
  const today = clock.now().toISOString().slice(0, 10);
  const terms = text(order, 'CustomerPaymentTerms');
  const head = {
    id: orderId,
    customer: text(order, 'SoldToParty'),
    currency,
    changedAt: clock.now().toISOString(),
    paymentTerms: terms,
    items: items.map((item) => ({
      id: text(item, 'SalesOrderItem'),
      material: text(item, 'Material'),
      quantity: text(item, 'RequestedQuantity'),
      unit: text(item, 'RequestedQuantityUnit'),
      net: text(item, 'NetAmount'),
    })),
  };
  insertInvoice(store, head, {
    id: String(90_900_000 + ids.next('sap-invoice')),
    issuedOn: today,
    dueOn: addDays(today, 30),
    ...taxed(net, 19, currency),
    cleared: false,
  });
}

export function clearInvoices({ store, clock }: Warehouse, order: Row): void {
  const ids = new Set(
    store
      .find(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: order['SalesOrder'] ?? null }))
      .map((line) => text(line, 'BillingDocument')),
  );
  if (ids.size === 0) throw new SapError(409, 'VF/046', `Order ${text(order, 'SalesOrder')} has no invoice`);
  for (const id of ids) {
    store.update(setNamed('A_BillingDocument'), { BillingDocument: id }, { InvoiceClearingStatus: 'C' });
    touch(store, 'A_BillingDocument', { BillingDocument: id }, clock);
    const today = dayCell(clock.now().toISOString().slice(0, 10));
    for (const item of customerLines(store, id))
      store.update(setNamed('A_OperationalAcctgDocItemCube'), item, { IsCleared: 1, ClearingDate: today, ClearingCreationDate: today });
  }
}

/**
 * The customer's line is split: what was paid is cleared, the rest stays open on a line of its own, as a residual item does. The invoice
 * counts as paid in part until nothing is left.
 */
export function payPart({ store, clock }: Warehouse, order: Row, amount: string): void {
  const lines = store.find(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: order['SalesOrder'] ?? null }));
  const invoices = new Set(lines.map((line) => text(line, 'BillingDocument')));
  const open = [...invoices].flatMap((id) => customerLines(store, id)).filter((line) => Number(line['IsCleared']) !== 1);
  const [line] = open;
  if (!line || open.length > 1) throw new SapError(409, 'F5/702', `Order ${text(order, 'SalesOrder')} has ${open.length} open lines`);
  const owed = text(line, 'AmountInTransactionCurrency');
  if (compareDecimal(amount, '0') <= 0 || compareDecimal(amount, owed) >= 0)
    throw new SapError(409, 'F5/703', `A part of ${owed} lies between nothing and all of it`);
  const invoice = text(line, 'BillingDocument');
  const today = dayCell(clock.now().toISOString().slice(0, 10));
  const cube = setNamed('A_OperationalAcctgDocItemCube');
  const items = store.find(cube, equals({ BillingDocument: invoice })).length;
  store.insert(cube, {
    ...line,
    AccountingDocumentItem: String(items + 1).padStart(3, '0'),
    AmountInTransactionCurrency: amountCell(subtractDecimal(owed, amount)),
  });
  store.update(cube, line, {
    AmountInTransactionCurrency: amountCell(amount),
    IsCleared: 1,
    ClearingDate: today,
    ClearingCreationDate: today,
  });
  store.update(setNamed('A_BillingDocument'), { BillingDocument: invoice }, { InvoiceClearingStatus: 'B' });
  touch(store, 'A_BillingDocument', { BillingDocument: invoice }, clock);
}

/** A credit memo over one line of the order, open until it is set off. */
export function creditOrder({ store, clock, ids }: Warehouse, order: Row, amount: string): void {
  const id = text(order, 'SalesOrder');
  const currency = text(order, 'TransactionCurrency');
  const [line] = store.find(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: id }));
  if (!line) throw new SapError(409, 'VF/046', `Order ${id} has no invoice`);
  const today = clock.now().toISOString().slice(0, 10);
  const number = String(90_900_000 + ids.next('sap-invoice'));
  const { net, tax } = taxed(amount, 19, currency);
  insertInvoice(
    store,
    {
      id,
      customer: text(order, 'SoldToParty'),
      currency,
      changedAt: clock.now().toISOString(),
      paymentTerms: text(order, 'CustomerPaymentTerms'),
      items: [{ id: text(line, 'SalesDocumentItem'), material: text(line, 'Material'), quantity: '1', unit: 'PC', net }],
    },
    { id: number, issuedOn: today, dueOn: today, net, tax, gross: addDecimal(net, tax), cleared: false },
  );
  store.update(setNamed('A_BillingDocument'), { BillingDocument: number }, { BillingDocumentType: 'G2', SDDocumentCategory: 'O' });
  for (const item of store.find(setNamed('A_OperationalAcctgDocItemCube'), equals({ BillingDocument: number })))
    store.update(setNamed('A_OperationalAcctgDocItemCube'), item, {
      AmountInTransactionCurrency: amountCell(negated(text(item, 'AmountInTransactionCurrency'))),
    });
}

/** Moves so much of an order's revenue to a later period; a negative amount brings it back. */
export function deferRevenue(office: Warehouse, order: Row, amount: string): void {
  bookByHand(office, order, [
    { account: accounts.revenue, amount },
    { account: accounts.deferred, amount: negated(amount) },
  ]);
}

/** Counts so much as earned before it is billed; a negative amount takes it back. */
export function accrueRevenue(office: Warehouse, order: Row, amount: string): void {
  bookByHand(office, order, [
    { account: accounts.accrued, amount },
    { account: accounts.revenue, amount: negated(amount) },
  ]);
}

function bookByHand({ store, clock, ids }: Warehouse, order: Row, lines: Parameters<typeof postLines>[1]['lines']): void {
  const on = clock.now().toISOString().slice(0, 10);
  const document = String(100_000_000 + ids.next('sap-journal')).padStart(10, '0');
  postLines(store, { document, on, currency: text(order, 'TransactionCurrency'), lines });
}
