import { defineAgent } from 'countersign';
import { createTask } from '../tools/crm/create-task.ts';
import { getAccountMaster } from '../tools/crm/get-account-master.ts';
import { getOpportunity } from '../tools/crm/get-opportunity.ts';
import { getUser } from '../tools/crm/get-user.ts';
import { linkDealToOrder } from '../tools/crm/link-deal-to-order.ts';
import { listDealLines } from '../tools/crm/list-deal-lines.ts';
import { postNote } from '../tools/crm/post-note.ts';

/** Knows deals: what was sold to whom at what price; tells the CRM what became of them in the ERP. */
export const dealDesk = defineAgent({
  id: 'deal-desk',
  role: 'Reads deals with their lines and tells the CRM what became of them in the ERP.',
  prompts: [],
  tools: [getOpportunity, listDealLines, getAccountMaster, getUser, linkDealToOrder, createTask, postNote],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
