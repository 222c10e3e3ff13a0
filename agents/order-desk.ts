import { defineAgent } from 'countersign';
import { checkAvailability } from '../tools/erp/check-availability.ts';
import { getCustomer } from '../tools/erp/get-customer.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { listDeliveries } from '../tools/erp/list-deliveries.ts';
import { listInvoices } from '../tools/erp/list-invoices.ts';
import { listProduction } from '../tools/erp/list-production.ts';

/** Knows the ERP: reads orders, deliveries and invoices and sums them up for colleagues. Writes nothing. */
export const orderDesk = defineAgent({
  id: 'order-desk',
  role: 'Reads sales orders and what became of them in the ERP and sums them up for colleagues.',
  prompts: ['order-status.summary'],
  tools: [getSalesOrder, listDeliveries, listInvoices, listProduction, getCustomer, checkAvailability],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
