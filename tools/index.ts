import type { Tool } from 'countersign';
import { createCase } from './crm/create-case.ts';
import { createTask } from './crm/create-task.ts';
import { findAccountByCustomer } from './crm/find-account-by-customer.ts';
import { findOpportunitiesByOrder } from './crm/find-opportunities-by-order.ts';
import { getAccount } from './crm/get-account.ts';
import { getOpportunity } from './crm/get-opportunity.ts';
import { getUser } from './crm/get-user.ts';
import { listAccountContacts } from './crm/list-account-contacts.ts';
import { listCases } from './crm/list-cases.ts';
import { listContacts } from './crm/list-contacts.ts';
import { listOpportunities } from './crm/list-opportunities.ts';
import { postNote } from './crm/post-note.ts';
import { setCloseDate } from './crm/set-close-date.ts';
import { setNextStep } from './crm/set-next-step.ts';
import { setStage } from './crm/set-stage.ts';
import { updateOpportunity } from './crm/update-opportunity.ts';
import { checkAvailability } from './erp/check-availability.ts';
import { getCreditStatus } from './erp/get-credit-status.ts';
import { getCustomer } from './erp/get-customer.ts';
import { getMaterial } from './erp/get-material.ts';
import { getSalesOrder } from './erp/get-sales-order.ts';
import { getStock } from './erp/get-stock.ts';
import { listBlockedCustomers } from './erp/list-blocked-customers.ts';
import { listDeliveries } from './erp/list-deliveries.ts';
import { listInvoices } from './erp/list-invoices.ts';
import { listMaterials } from './erp/list-materials.ts';
import { listOpenInvoices } from './erp/list-open-invoices.ts';
import { listOrders } from './erp/list-orders.ts';
import { listProduction } from './erp/list-production.ts';
import { recordDecision } from './erp/record-decision.ts';
import { setDeliveryBlock } from './erp/set-delivery-block.ts';
import { simulateOrder } from './erp/simulate-order.ts';
import { email } from './notify/email.ts';
import { slackMessage } from './notify/slack-message.ts';
import { notifyTeam } from './notify/team-channel.ts';
import { teamsMessage } from './notify/teams-message.ts';

export const tools: readonly Tool[] = [
  checkAvailability,
  createCase,
  createTask,
  email,
  findAccountByCustomer,
  findOpportunitiesByOrder,
  getAccount,
  getCreditStatus,
  getCustomer,
  getMaterial,
  getOpportunity,
  getSalesOrder,
  getStock,
  getUser,
  listAccountContacts,
  listBlockedCustomers,
  listCases,
  listContacts,
  listDeliveries,
  listInvoices,
  listMaterials,
  listOpenInvoices,
  listOpportunities,
  listOrders,
  listProduction,
  notifyTeam,
  postNote,
  recordDecision,
  setCloseDate,
  setDeliveryBlock,
  setNextStep,
  setStage,
  simulateOrder,
  slackMessage,
  teamsMessage,
  updateOpportunity,
];
