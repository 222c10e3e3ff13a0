import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { ledgerDesk } from '../../agents/ledger-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { listOpportunities } from '../../tools/crm/list-opportunities.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listOrderBills } from '../../tools/erp/list-order-bills.ts';
import { variancePolicy } from '../reconcile/index.ts';
import { Mapping } from '../reconcile/mapping.ts';
import { prepare } from './graph.ts';

/** Every night: won deals whose order was delivered and has no bill. */
export const reconcileMissing = defineWorkflow({
  id: 'reconcile-missing',
  version: '1.0.0',
  description: 'Looks every night for won deals whose order was delivered and not billed; each becomes a task for the account manager.',
  recordType: 'Ledger',
  triggers: [
    { on: 'event', types: ['reconcile.look'] },
    { on: 'schedule', cron: '0 3 * * *', eventType: 'reconcile.due' },
  ],
  phase: 'automatic',
  policy: variancePolicy,
  agents: [ledgerDesk],
  tools: [recordVariance, createTask],
  requires: [listOpportunities, getSalesOrder, listOrderBills, readMirrors, recordVariance, createTask],
  mapping: Mapping,
  mappingOf: 'reconcile',
  graph: gated({ prepare }),
});
