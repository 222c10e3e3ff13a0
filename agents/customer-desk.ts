import { defineAgent } from 'countersign';
import { createCase } from '../tools/crm/create-case.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { findOpportunitiesByOrder } from '../tools/crm/find-opportunities-by-order.ts';
import { getAccount } from '../tools/crm/get-account.ts';
import { getOpportunity } from '../tools/crm/get-opportunity.ts';
import { getUser } from '../tools/crm/get-user.ts';
import { listContacts } from '../tools/crm/list-contacts.ts';
import { postNote } from '../tools/crm/post-note.ts';
import { updateOpportunity } from '../tools/crm/update-opportunity.ts';
import { notifyTeam } from '../tools/notify/team-channel.ts';

/** Knows the CRM: finds the opportunity and its people, drafts what the owner may tell the customer. */
export const customerDesk = defineAgent({
  id: 'customer-desk',
  role: 'Finds the opportunity and its people in the CRM and drafts messages the owner can send.',
  prompts: ['order-status.customer-update'],
  tools: [
    getOpportunity,
    findOpportunitiesByOrder,
    getAccount,
    listContacts,
    getUser,
    updateOpportunity,
    createTask,
    createCase,
    postNote,
    notifyTeam,
  ],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
