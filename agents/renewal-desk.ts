import { defineAgent } from 'countersign';
import { predictRenewal } from '../classic-models/renewal/tool.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { listUsage } from '../tools/crm/list-usage.ts';
import { listContracts } from '../tools/crm/list-contracts.ts';
import { setRenewal } from '../tools/crm/set-renewal.ts';
import { getInvoiceDetail } from '../tools/erp/get-invoice-detail.ts';
import { listBillingDates } from '../tools/erp/list-billing-dates.ts';
import { listIssuedInvoices } from '../tools/erp/list-issued-invoices.ts';
import { listOpenInvoices } from '../tools/erp/list-open-invoices.ts';

/** Knows running contracts, what was billed under them and how it was paid; says what a renewal will bring and what stands against it. */
export const renewalDesk = defineAgent({
  id: 'renewal-desk',
  role: 'Expects renewal amounts and churn from contracts, billing and payment, with the factors.',
  prompts: [],
  tools: [
    getInvoiceDetail,
    listBillingDates,
    listIssuedInvoices,
    listOpenInvoices,
    findAccountByCustomer,
    getAccountMaster,
    listContracts,
    listUsage,
    predictRenewal,
    setRenewal,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
