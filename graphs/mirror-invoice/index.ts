import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { mirrorInvoice } from '../../tools/crm/mirror-invoice.ts';
import { whenInvoiceChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';

/** What the ERP holds of an invoice stands in the CRM too, with the moment it was right. */
export const mirrorInvoices = defineWorkflow({
  id: 'mirror-invoice',
  version: '1.0.0',
  description: 'Copies ERP invoices and whether they are paid to the CRM by the ERP number.',
  recordType: 'BillingDocument',
  triggers: whenInvoiceChanges,
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      { name: 'copy', reason: 'a copy decides nothing; the ERP is the master', when: { tags: ['copy'] }, verdict: { effect: 'allow' } },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [mirrorDesk],
  tools: mirrorDesk.tools,
  requires: [getInvoiceDetail, findMirror, mirrorInvoice],
  graph: gated({ prepare }),
});
