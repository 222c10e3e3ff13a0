import { defineWorkflow, type Policy } from 'countersign';
import { gated } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listOrderBills } from '../../tools/erp/list-order-bills.ts';
import { listReceivables } from '../../tools/erp/list-receivables.ts';
import { whenInvoiceChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

export const variancePolicy: Policy = {
  version: '1.0.0',
  rules: [
    {
      name: 'variance',
      reason: 'a record and a task change no amount in either system',
      when: { tags: ['variance'] },
      verdict: { effect: 'allow' },
    },
  ],
  otherwise: { effect: 'deny' },
};

/** A bill is issued, changed or paid: its order's deal is held against all bills; what differs becomes a variance and a task. */
export const reconcile = defineWorkflow({
  id: 'reconcile',
  version: '1.0.0',
  description: 'Holds won deals against the bills and payments of their orders; what differs becomes a task for the account manager.',
  recordType: 'BillingDocument',
  triggers: whenInvoiceChanges,
  phase: 'automatic',
  policy: variancePolicy,
  agents: [ledgerDesk],
  tools: [recordVariance, createTask],
  requires: [
    getInvoiceDetail,
    getSalesOrder,
    listOrderBills,
    listReceivables,
    findOpportunitiesByOrder,
    readMirrors,
    recordVariance,
    createTask,
  ],
  mapping: Mapping,
  graph: gated({ prepare }),
});
