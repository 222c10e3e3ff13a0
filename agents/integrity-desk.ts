import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { getOpportunity } from '../tools/crm/get-opportunity.ts';
import { getServiceCase } from '../tools/crm/get-service-case.ts';
import { listLinkedAccounts } from '../tools/crm/list-linked-accounts.ts';
import { listLinkedCases } from '../tools/crm/list-linked-cases.ts';
import { listLinkedDeals } from '../tools/crm/list-linked-deals.ts';
import { listMirrors } from '../tools/crm/list-mirrors.ts';
import { readMirrors } from '../tools/crm/read-mirrors.ts';
import { recordVariance } from '../tools/crm/record-variance.ts';
import { updateAccountMaster } from '../tools/crm/update-account-master.ts';
import { updateOpportunity } from '../tools/crm/update-opportunity.ts';
import { carryDeal } from '../tools/erp/carry-deal.ts';
import { getReturn } from '../tools/erp/get-return.ts';
import { getSalesOrder } from '../tools/erp/get-sales-order.ts';
import { getServiceOrder } from '../tools/erp/get-service-order.ts';
import { listCustomerFacts } from '../tools/erp/list-customer-facts.ts';
import { listDeliveries } from '../tools/erp/list-deliveries.ts';
import { listInvoices } from '../tools/erp/list-invoices.ts';
import { listProduction } from '../tools/erp/list-production.ts';

/** Looks whether both systems say the same of what is linked, and says where they do not. */
export const integrityDesk = defineAgent({
  id: 'integrity-desk',
  role: 'Compares linked records of both systems and reports every difference.',
  prompts: [],
  tools: [
    listLinkedAccounts,
    listCustomerFacts,
    listLinkedDeals,
    getSalesOrder,
    listDeliveries,
    listInvoices,
    listProduction,
    listLinkedCases,
    getServiceOrder,
    getReturn,
    getOpportunity,
    getServiceCase,
    listMirrors,
    readMirrors,
    recordVariance,
    createTask,
    updateAccountMaster,
    updateOpportunity,
    carryDeal,
  ],
  limits: { maxModelCalls: 1, maxTokens: 1000, timeoutMs: 600_000 },
});
