import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { findOpportunitiesByOrder } from '../tools/crm/find-opportunities-by-order.ts';
import { listForecastItems } from '../tools/crm/list-forecast-items.ts';
import { listOpportunities } from '../tools/crm/list-opportunities.ts';
import { readMirrors } from '../tools/crm/read-mirrors.ts';
import { recordVariance } from '../tools/crm/record-variance.ts';
import { getInvoiceDetail } from '../tools/erp/get-invoice-detail.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { listIssuedInvoices } from '../tools/erp/list-issued-invoices.ts';
import { listLedgerTotals } from '../tools/erp/list-ledger-totals.ts';
import { listOrderBills } from '../tools/erp/list-order-bills.ts';
import { listOrders } from '../tools/erp/list-orders.ts';
import { listReceivables } from '../tools/erp/list-receivables.ts';

/** Holds the CRM's figures against the ERP's books: deals against orders, invoices and payments, and periods against periods. */
export const ledgerDesk = defineAgent({
  id: 'ledger-desk',
  role: "Holds won deals and forecasts against the ERP's orders, invoices and payments, and records what differs.",
  prompts: [],
  tools: [
    getInvoiceDetail,
    getSalesOrder,
    listOrders,
    listOrderBills,
    listIssuedInvoices,
    listLedgerTotals,
    listReceivables,
    findOpportunitiesByOrder,
    listOpportunities,
    listForecastItems,
    readMirrors,
    createTask,
    recordVariance,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 60_000 },
});
