import { defineAgent } from 'countersign';
import { addOrderItem } from '../tools/erp/add-order-item.ts';
import { changeOrderItem } from '../tools/erp/change-order-item.ts';
import { createSalesOrder } from '../tools/erp/create-sales-order.ts';
import { findMaterials } from '../tools/erp/find-materials.ts';
import { getCreditStatus } from '../tools/erp/get-credit-status.ts';
import { getCustomerMaster } from '../tools/erp/get-customer-master.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { listDeliveries } from '../tools/erp/list-deliveries.ts';
import { listInvoices } from '../tools/erp/list-invoices.ts';
import { listPrices } from '../tools/erp/list-prices.ts';
import { rejectOrderItem } from '../tools/erp/reject-order-item.ts';
import { setItemDate } from '../tools/erp/set-item-date.ts';
import { setRequestedDate } from '../tools/erp/set-requested-date.ts';
import { simulateOrder } from '../tools/erp/simulate-order.ts';

/** Knows how an order is entered: materials, prices, what can be promised and what credit allows; drafts orders and changes. */
export const orderEntry = defineAgent({
  id: 'order-entry',
  role: 'Checks materials, prices, availability and credit, and drafts sales orders and changes to them.',
  prompts: [],
  tools: [
    findMaterials,
    listPrices,
    getCustomerMaster,
    getCreditStatus,
    simulateOrder,
    getSalesOrder,
    listDeliveries,
    listInvoices,
    createSalesOrder,
    changeOrderItem,
    addOrderItem,
    rejectOrderItem,
    setItemDate,
    setRequestedDate,
  ],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
