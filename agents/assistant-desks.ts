import { defineAgent, type Agent } from 'countersign';
import { predictCashFlow } from '../classic-models/cash-flow/tool.ts';
import { predictDeal } from '../classic-models/deal/tool.ts';
import { predictDemand } from '../classic-models/demand/tool.ts';
import { predictLatePayment } from '../classic-models/late-payment/tool.ts';
import { predictOptimalPrice } from '../classic-models/optimal-price/tool.ts';
import { predictRenewal } from '../classic-models/renewal/tool.ts';
import { predictSupplierRisk } from '../classic-models/supplier-risk/tool.ts';
import { createCase } from '../tools/crm/create-case.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../tools/crm/find-account-by-customer.ts';
import { findByNumber } from '../tools/crm/find-by-number.ts';
import { findOpportunitiesByOrder } from '../tools/crm/find-opportunities-by-order.ts';
import { getAccount } from '../tools/crm/get-account.ts';
import { getOpportunity } from '../tools/crm/get-opportunity.ts';
import { listAccountContacts } from '../tools/crm/list-account-contacts.ts';
import { listCases } from '../tools/crm/list-cases.ts';
import { listContacts } from '../tools/crm/list-contacts.ts';
import { listOpportunities } from '../tools/crm/list-opportunities.ts';
import { postNote } from '../tools/crm/post-note.ts';
import { setCloseDate } from '../tools/crm/set-close-date.ts';
import { setStage } from '../tools/crm/set-stage.ts';
import { checkAvailability } from '../tools/erp/check-availability.ts';
import { getCreditStatus } from '../tools/erp/get-credit-status.ts';
import { getCustomer } from '../tools/erp/get-customer.ts';
import { getMaterial } from '../tools/erp/get-material.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { getStock } from '../tools/erp/get-stock.ts';
import { listBlockedCustomers } from '../tools/erp/list-blocked-customers.ts';
import { listDeliveries } from '../tools/erp/list-deliveries.ts';
import { listInvoices } from '../tools/erp/list-invoices.ts';
import { listMaterials } from '../tools/erp/list-materials.ts';
import { listOpenInvoices } from '../tools/erp/list-open-invoices.ts';
import { listOrders } from '../tools/erp/list-orders.ts';
import { listProduction } from '../tools/erp/list-production.ts';
import { setDeliveryBlock } from '../tools/erp/set-delivery-block.ts';

const limits = { maxModelCalls: 6, maxTokens: 12_000, timeoutMs: 60_000 };

/** Answers about sales orders: where they stand, what is late, held or due, and asks to hold or release a delivery. */
export const ordersDesk = defineAgent({
  id: 'orders',
  role: 'Answers about sales orders, deliveries and their invoices, and asks to hold or release a delivery.',
  prompts: ['assistant.answer'],
  tools: [getSalesOrder, listOrders, listDeliveries, listInvoices, listProduction, getCustomer, getMaterial, setDeliveryBlock],
  limits,
});

/** Answers about stock and what can be promised, with what else would do. */
export const inventoryDesk = defineAgent({
  id: 'inventory',
  role: 'Answers about stock, what can be promised by when, and what else would do.',
  prompts: ['assistant.answer'],
  tools: [getMaterial, listMaterials, getStock, checkAvailability, listOrders, predictDemand, predictSupplierRisk],
  limits,
});

/** Answers about credit and receivables. */
export const creditDesk = defineAgent({
  id: 'credit',
  role: 'Answers about credit limits, exposure, open and overdue invoices and blocked customers.',
  prompts: ['assistant.answer'],
  tools: [getCustomer, getCreditStatus, listOpenInvoices, listBlockedCustomers, listOrders, predictLatePayment, predictCashFlow],
  limits,
});

/** Answers about customers and their people, and asks to write to them, to note something or to open a case. */
export const customersDesk = defineAgent({
  id: 'customers',
  role: 'Answers about customers, their people and cases; asks for tasks, notes, cases and messages to customers.',
  prompts: ['assistant.answer', 'assistant.thank-customer', 'order-status.customer-update'],
  tools: [
    getCustomer,
    findAccountByCustomer,
    getAccount,
    listAccountContacts,
    listContacts,
    listCases,
    getCreditStatus,
    listOpenInvoices,
    listOrders,
    getSalesOrder,
    listDeliveries,
    listInvoices,
    listProduction,
    listOpportunities,
    findOpportunitiesByOrder,
    getOpportunity,
    predictRenewal,
    createTask,
    createCase,
    postNote,
  ],
  limits,
});

/** Answers about the pipeline, and asks to move a close date or a stage. */
export const pipelineDesk = defineAgent({
  id: 'pipeline',
  role: 'Answers about opportunities, the pipeline and deals at risk; asks to move close dates and stages.',
  prompts: ['assistant.answer'],
  tools: [
    listOpportunities,
    getOpportunity,
    findOpportunitiesByOrder,
    getAccount,
    findAccountByCustomer,
    getCustomer,
    getSalesOrder,
    getStock,
    getMaterial,
    listMaterials,
    predictDeal,
    predictOptimalPrice,
    setCloseDate,
    setStage,
  ],
  limits,
});

/** Sets the work between ERP and CRM going, where somebody asks for it. */
export const operationsDesk = defineAgent({
  id: 'operations',
  role: 'Starts workflows between ERP and CRM on the record a colleague names, and says how far they came.',
  prompts: ['assistant.answer'],
  tools: [
    findByNumber,
    findAccountByCustomer,
    findOpportunitiesByOrder,
    getCustomer,
    getMaterial,
    getOpportunity,
    getSalesOrder,
    listOpportunities,
    listOrders,
  ],
  limits,
});

/** Greets, says what can be asked and what waits; hands everything else to the desk that knows. */
export const receptionDesk = defineAgent({
  id: 'reception',
  role: 'Greets, says what can be asked and what waits for a decision, and hands questions to the desk that knows.',
  prompts: ['assistant.answer'],
  tools: [],
  limits,
});

export const assistantDesks: readonly Agent[] = [
  receptionDesk,
  ordersDesk,
  inventoryDesk,
  creditDesk,
  customersDesk,
  pipelineDesk,
  operationsDesk,
];
