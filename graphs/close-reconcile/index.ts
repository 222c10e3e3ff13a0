import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { listForecastItems } from '../../tools/crm/list-forecast-items.ts';
import { listOpportunities } from '../../tools/crm/list-opportunities.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { listIssuedInvoices } from '../../tools/erp/list-issued-invoices.ts';
import { listOrders } from '../../tools/erp/list-orders.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** A month is closed: what the CRM won and forecast is held against what the ERP booked and billed; a person reviews what differs. */
export const closeReconcile = defineWorkflow({
  id: 'close-reconcile',
  version: '1.0.0',
  description: "Holds a month's won deals and forecast against the ERP's bookings and revenue, per currency; what differs goes to review.",
  recordType: 'Close',
  triggers: [
    { on: 'event', types: ['close.look'] },
    { on: 'schedule', cron: '0 4 1 * *', eventType: 'close.due' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'close',
        reason: 'a variance of a closed month is looked at by a controller before it is on record',
        when: { tags: ['close'] },
        verdict: { effect: 'ask', role: 'controller', expiresInMs: 7 * 86_400_000, escalateAfterMs: 2 * 86_400_000, escalateTo: 'admin' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [ledgerDesk],
  tools: [recordVariance],
  requires: [listOpportunities, listForecastItems, listOrders, listIssuedInvoices, readMirrors, recordVariance],
  mapping: Mapping,
  graph: gated({ prepare }),
});
