import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { renewalDesk } from '../../agents/renewal-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listContracts } from '../../tools/crm/list-contracts.ts';
import { setRenewal } from '../../tools/crm/set-renewal.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { listIssuedInvoices } from '../../tools/erp/list-issued-invoices.ts';
import { listBillingDates } from '../../tools/erp/list-billing-dates.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { whenInvoiceChanges } from '../_shared/triggers.ts';
import { prepare } from './graph.ts';
import { Mapping } from './mapping.ts';

/** Each bill, and a weekly look, refreshes what an account's renewal will bring and the risk that it does not come. */
export const renewalForecast = defineWorkflow({
  id: 'renewal-forecast',
  version: '1.0.0',
  description:
    'Keeps renewal amount and churn risk on accounts with running contracts, from billing and payment, refreshed by each invoice.',
  recordType: 'BillingDocument',
  triggers: [
    ...whenInvoiceChanges,
    { on: 'event', types: ['renewal.look'] },
    { on: 'schedule', cron: '0 2 * * 1', eventType: 'renewal.due' },
  ],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'renewal',
        reason: 'an expectation on the account commits nobody',
        when: { tags: ['renewal'] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [renewalDesk],
  tools: [setRenewal],
  requires: [
    getInvoiceDetail,
    listIssuedInvoices,
    listOpenInvoices,
    listBillingDates,
    findAccountByCustomer,
    getAccountMaster,
    listContracts,
    setRenewal,
  ],
  mapping: Mapping,
  graph: gated({ prepare }),
});
