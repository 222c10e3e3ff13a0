import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findOpportunitiesByOrder } from '../tools/crm/find-opportunities-by-order.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { setLastOrderDate } from '../tools/crm/set-last-order-date.ts';
import { getCreditStatus } from '../tools/erp/get-credit-status.ts';
import { getInvoiceDetail } from '../tools/erp/get-invoice-detail.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { listOpenInvoices } from '../tools/erp/list-open-invoices.ts';
import { releaseCreditBlock } from '../tools/erp/release-credit-block.ts';

/** Knows credit and receivables: what is open, overdue and held, and what would let an order go. */
export const financeDesk = defineAgent({
  id: 'finance-desk',
  role: 'Reads invoices, credit and holds, and tells account managers what to do about them.',
  prompts: [],
  tools: [
    getSalesOrder,
    getInvoiceDetail,
    getCreditStatus,
    listOpenInvoices,
    findAccountByCustomer,
    getAccountMaster,
    findOpportunitiesByOrder,
    createTask,
    setLastOrderDate,
    releaseCreditBlock,
  ],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
