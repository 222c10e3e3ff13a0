import type { Trigger } from 'countersign';

/** An ERP order changed: told by our own event, by SAP's, or found by a look for changes. */
export const whenOrderChanges: readonly Trigger[] = [
  {
    on: 'event',
    types: ['sales-order.changed', 'sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1', 'sap.s4.beh.salesorder.v1.SalesOrder.Created.v1'],
  },
  { on: 'poll', connection: 'erp', port: 'orders', everyMs: 60_000, eventType: 'sales-order.changed', recordType: 'SalesOrder' },
];

/** A bill was issued, changed or paid: told or found the same ways. */
export const whenInvoiceChanges: readonly Trigger[] = [
  {
    on: 'event',
    types: [
      'invoice.changed',
      'sap.s4.beh.billingdocument.v1.BillingDocument.Created.v1',
      'sap.s4.beh.billingdocument.v1.BillingDocument.Changed.v1',
    ],
  },
  { on: 'poll', connection: 'erp', port: 'invoiceDetails', everyMs: 60_000, eventType: 'invoice.changed', recordType: 'BillingDocument' },
];
