import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { getQuote } from '../tools/crm/get-quote.ts';
import { setQuoteAvailability } from '../tools/crm/set-quote-availability.ts';
import { checkAvailability } from '../tools/erp/check-availability.ts';
import { findMaterials } from '../tools/erp/find-materials.ts';
import { getStock } from '../tools/erp/get-stock.ts';
import { listComponents } from '../tools/erp/list-components.ts';
import { listSchedule } from '../tools/erp/list-schedule.ts';
import { listMaterials } from '../tools/erp/list-materials.ts';
import { listOrders } from '../tools/erp/list-orders.ts';
import { simulateOrder } from '../tools/erp/simulate-order.ts';

/** Knows what can be promised: stock, lead times and what else would do, for quotes before they are sold. */
export const quoteDesk = defineAgent({
  id: 'quote-desk',
  role: 'Looks at what the ERP can deliver of a quote, by when, and what else would do.',
  prompts: [],
  tools: [
    getQuote,
    getAccountMaster,
    findMaterials,
    listMaterials,
    simulateOrder,
    checkAvailability,
    getStock,
    listComponents,
    listSchedule,
    listOrders,
    setQuoteAvailability,
    createTask,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 30_000 },
});
