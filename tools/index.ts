import type { Tool } from 'countersign';
import { listOrders } from './erp/list-orders.ts';
import { listOpenInvoices } from './erp/list-open-invoices.ts';
import { listMaterials } from './erp/list-materials.ts';
import { listBlockedCustomers } from './erp/list-blocked-customers.ts';
import { getStock } from './erp/get-stock.ts';
import { getMaterial } from './erp/get-material.ts';
import { setStage } from './crm/set-stage.ts';
import { setCloseDate } from './crm/set-close-date.ts';
import { listOpportunities } from './crm/list-opportunities.ts';
import { listCases } from './crm/list-cases.ts';
import { listAccountContacts } from './crm/list-account-contacts.ts';
import { findAccountByCustomer } from './crm/find-account-by-customer.ts';
import { createCase } from './crm/create-case.ts';
import { createTask } from './crm/create-task.ts';
import { findOpportunitiesByOrder } from './crm/find-opportunities-by-order.ts';
import { getAccount } from './crm/get-account.ts';
import { getOpportunity } from './crm/get-opportunity.ts';
import { getUser } from './crm/get-user.ts';
import { listContacts } from './crm/list-contacts.ts';
import { postNote } from './crm/post-note.ts';
import { updateOpportunity } from './crm/update-opportunity.ts';
import { checkAvailability } from './erp/check-availability.ts';
import { getCreditStatus } from './erp/get-credit-status.ts';
import { getCustomer } from './erp/get-customer.ts';
import { getSalesOrder } from './erp/get-sales-order.ts';
import { listDeliveries } from './erp/list-deliveries.ts';
import { listInvoices } from './erp/list-invoices.ts';
import { listProduction } from './erp/list-production.ts';
import { setDeliveryBlock } from './erp/set-delivery-block.ts';
import { notifyTeam } from './notify/team-channel.ts';

export const tools: readonly Tool[] = [
  listOrders,
  listOpenInvoices,
  listMaterials,
  listBlockedCustomers,
  getStock,
  getMaterial,
  setStage,
  setCloseDate,
  listOpportunities,
  listCases,
  listAccountContacts,
  findAccountByCustomer,
  checkAvailability,
  createCase,
  createTask,
  findOpportunitiesByOrder,
  getAccount,
  getCreditStatus,
  getCustomer,
  getOpportunity,
  getSalesOrder,
  getUser,
  listContacts,
  listDeliveries,
  listInvoices,
  listProduction,
  notifyTeam,
  postNote,
  setDeliveryBlock,
  updateOpportunity,
];
