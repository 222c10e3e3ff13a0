import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { setLastOrderDate } from '../../tools/crm/set-last-order-date.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { whenInvoiceChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';

/** A posted invoice moves the date of the last order on the account; a rule decides and nobody is asked. */
export const lastOrderDate = defineWorkflow({
  id: 'last-order-date',
  version: '1.0.0',
  description: 'Keeps the date of the last order on the account, by every posted invoice; fully automatic.',
  recordType: 'BillingDocument',
  triggers: whenInvoiceChanges,
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [{ name: 'date', reason: 'the ERP is the master of invoices', when: { tags: ['date'] }, verdict: { effect: 'allow' } }],
    otherwise: { effect: 'deny' },
  },
  agents: [financeDesk],
  tools: [setLastOrderDate],
  requires: [getInvoiceDetail, getAccountMaster, setLastOrderDate],
  graph: gated({ prepare }),
});
