import type { Requirement } from './requirement.ts';

/** What the workflows between CRM and ERP promise. */
export const flowRequirements: Readonly<Record<string, Requirement>> = {
  'flow.order-change': {
    state: 'kept',
    promise:
      'An ordered deal changes: compared with the ERP order, proposed as a diff with its effect on credit and availability, always through review; refused once delivery or billing has begun',
    tests: ['test/e2e/order-change.test.ts', 'test/graphs/order-change.test.ts', 'test/evals.test.ts'],
  },
  'flow.case-resolved': {
    state: 'kept',
    promise:
      "A case is resolved: its ERP document gets the resolution and the parts used, its completion is proposed, and the ERP's state is written back to the case",
    tests: ['test/e2e/service-cases.test.ts', 'test/graphs/service-cases.test.ts', 'test/evals.test.ts'],
  },
  'flow.erp-mirror': {
    state: 'kept',
    promise: "Orders, invoices, shipments and stock levels appear in the CRM by the ERP's number, each with the moment it was right",
    tests: ['test/e2e/mirrors.test.ts', 'test/evals.test.ts'],
  },
  'flow.closed-won': {
    state: 'kept',
    promise:
      'A deal is won: availability and credit are checked, fields mapped, the ERP order created once; large amounts, discounts and new terms are reviewed; a refusal becomes an exception and a high-priority task',
    tests: [
      'test/e2e/closed-won.test.ts',
      'test/e2e/closed-won-lost.test.ts',
      'test/graphs/closed-won.test.ts',
      'test/graphs/figures.test.ts',
      'test/evals.test.ts',
    ],
  },
  'flow.inventory-insight': {
    state: 'kept',
    promise:
      'A quote, with the products it is configured of, learns within seconds what the ERP can deliver of it and by when; shortages are told with production schedule, components and alternatives',
    tests: [
      'test/graphs/inventory-components.test.ts',
      'test/src/connectors/sap-s4/bills-of-material.test.ts',
      'test/e2e/inventory-insight.test.ts',
      'test/graphs/inventory-insight.test.ts',
      'test/evals.test.ts',
    ],
  },
  'flow.case-to-rma': {
    state: 'kept',
    promise:
      'A service case becomes the draft of a return or repair: product, serial number and problem read, warranty and stock checked, both records linked, reviewed before it stands',
    tests: [
      'test/e2e/service-cases.test.ts',
      'test/e2e/case-reading.test.ts',
      'test/graphs/case-to-rma.test.ts',
      'test/graphs/model-reading.test.ts',
      'test/evals.test.ts',
    ],
  },
  'flow.credit-hold': {
    state: 'kept',
    promise:
      'An order hits or nears a credit hold: a task with payment history, suggestion and a draft plan whom to tell; the release is proposed, never automatic',
    tests: ['test/e2e/credit-and-invoices.test.ts', 'test/graphs/credit.test.ts', 'test/evals.test.ts'],
  },
  'flow.last-order-date': {
    state: 'kept',
    promise: 'A posted invoice updates the date of the last order on the account with no human in the loop',
    tests: [
      'test/e2e/credit-and-invoices.test.ts',
      'test/e2e/northwind-bridges.test.ts',
      'test/graphs/last-order-date.test.ts',
      'test/src/flow/targets.test.ts',
      'test/evals.test.ts',
    ],
  },
  'flow.service-request': {
    state: 'kept',
    promise: 'A high-priority case creates a draft service request in the ERP that somebody reviews and submits',
    tests: ['test/e2e/service-cases.test.ts', 'test/graphs/service-cases.test.ts', 'test/evals.test.ts'],
  },
  'flow.catalog-sync': {
    state: 'kept',
    promise:
      'Product catalogue, price tables and contract terms stay the same in both systems, with a master per field, conflicts to review, and deletions seen',
    tests: [
      'test/e2e/catalog-sync.test.ts',
      'test/graphs/catalog-sync.test.ts',
      'test/e2e/customer-prices.test.ts',
      'test/graphs/customer-prices.test.ts',
      'test/e2e/contract-sync.test.ts',
      'test/graphs/contract-sync.test.ts',
    ],
  },
  'flow.order-status': {
    state: 'kept',
    promise: 'An ERP order changes (confirmed, allocated, in production, picked, shipped, delivered, invoiced, paid, delayed, rejected;',
    tests: ['test/e2e/order-status.test.ts', 'test/graphs/order-status.test.ts', 'test/flow.test.ts'],
  },
  'flow.reconcile': {
    state: 'kept',
    promise: 'Match won opportunities to invoices and payments;',
    tests: ['test/e2e/reconcile.test.ts', 'test/graphs/reconcile.test.ts'],
  },
  'flow.close-reconcile': {
    state: 'kept',
    promise: 'CRM forecast stages against ERP bookings and recognised revenue;',
    tests: ['test/src/connectors/sap-s4/general-ledger.test.ts', 'test/e2e/close-reconcile.test.ts', 'test/graphs/close-reconcile.test.ts'],
  },
  'flow.sales-forecast': {
    state: 'kept',
    promise:
      'On a schedule: pipeline joined with capacity, inventory, shortages, lead times and receivables ageing gives a risk-adjusted forecast, at-risk deals, revenue …',
    tests: [
      'test/e2e/sales-forecast.test.ts',
      'test/e2e/forecast-capacity.test.ts',
      'test/graphs/sales-forecast.test.ts',
      'test/graphs/sales-forecast-capacity.test.ts',
      'test/bench/forecast.test.ts',
    ],
  },
  'flow.renewal-forecast': {
    state: 'kept',
    promise:
      'Contract end dates, billing schedule and consumption give a renewal amount and churn risk on the account, refreshed by each invoice',
    tests: ['test/e2e/renewal-forecast.test.ts', 'test/graphs/renewal-forecast.test.ts'],
  },
  'flow.customer-sync': {
    state: 'kept',
    promise:
      'A new or changed account: validate, enrich (company-data provider), look for duplicates by fuzzy match in the ERP customer master, build the golden record, …',
    tests: [
      'test/e2e/customer-sync.test.ts',
      'test/e2e/customer-in-line.test.ts',
      'test/e2e/customer-enrichment.test.ts',
      'test/e2e/customer-contacts.test.ts',
      'test/e2e/customer-vendors.test.ts',
      'test/e2e/customer-merge.test.ts',
      'test/e2e/contact-merge.test.ts',
      'test/graphs/customer-sync.test.ts',
      'test/graphs/customer-enrichment.test.ts',
      'test/graphs/customer-contacts.test.ts',
      'test/graphs/customer-roles.test.ts',
      'test/graphs/customer-merge.test.ts',
      'test/graphs/contact-merge.test.ts',
      'test/src/app/linkage.test.ts',
      'test/src/app/contact-linkage.test.ts',
      'test/src/app/company-lookup.test.ts',
      'test/src/connectors/dnb/dnb.test.ts',
      'test/e2e/northwind-bridges.test.ts',
      'test/evals.test.ts',
    ],
  },
  'flow.integrity': {
    state: 'kept',
    promise:
      'Nightly and on demand: compare linked records in both systems by field master, report every difference with its age and last editor, propose repairs; going from one-way to two-way asks for a clean report',
    tests: ['test/src/approvals/evidence.test.ts', 'test/e2e/integrity.test.ts', 'test/graphs/integrity.test.ts'],
  },
  'flow.customer-notify': {
    state: 'kept',
    promise:
      "An approved text reaches the customer (CRM e-mail or SMTP) once only, in the contact's language; consent and opt-out are honoured; what was sent is on the timeline",
    tests: [
      'test/e2e/customer-notify.test.ts',
      'test/e2e/customer-mail.test.ts',
      'test/graphs/customer-notify.test.ts',
      'test/src/connectors/salesforce/mail.test.ts',
      'test/evals.test.ts',
    ],
  },
};
