import { defineAgent } from 'countersign';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findMirror } from '../tools/crm/find-mirror.ts';
import { findOpportunitiesByOrder } from '../tools/crm/find-opportunities-by-order.ts';
import { listOpenCasesOfOrder } from '../tools/crm/list-open-cases-of-order.ts';
import { mirrorInvoice } from '../tools/crm/mirror-invoice.ts';
import { mirrorOrderToCase } from '../tools/crm/mirror-order-to-case.ts';
import { mirrorOrder } from '../tools/crm/mirror-order.ts';
import { mirrorShipment } from '../tools/crm/mirror-shipment.ts';
import { mirrorStock } from '../tools/crm/mirror-stock.ts';
import { getInvoiceDetail } from '../tools/erp/get-invoice-detail.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { getStock } from '../tools/erp/get-stock.ts';
import { listDeliveries } from '../tools/erp/list-deliveries.ts';
import { listInvoices } from '../tools/erp/list-invoices.ts';
import { listMaterials } from '../tools/erp/list-materials.ts';
import { listProduction } from '../tools/erp/list-production.ts';

/** Keeps copies: what the ERP holds of orders, deliveries, invoices and stock also stands in the CRM, with its moment. */
export const mirrorDesk = defineAgent({
  id: 'mirror-desk',
  role: 'Copies orders, deliveries, invoices and stock of the ERP to the CRM, each with the moment it was right.',
  prompts: [],
  tools: [
    getSalesOrder,
    listDeliveries,
    listInvoices,
    listProduction,
    getInvoiceDetail,
    getStock,
    listMaterials,
    findAccountByCustomer,
    findOpportunitiesByOrder,
    findMirror,
    listOpenCasesOfOrder,
    mirrorOrder,
    mirrorOrderToCase,
    mirrorShipment,
    mirrorInvoice,
    mirrorStock,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 30_000 },
});
