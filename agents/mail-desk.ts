import { defineAgent } from 'countersign';
import { completeTask } from '../tools/crm/complete-task.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { getAccount } from '../tools/crm/get-account.ts';
import { listRecipients } from '../tools/crm/list-recipients.ts';
import { postNote } from '../tools/crm/post-note.ts';
import { sendMail } from '../tools/crm/send-mail.ts';
import { customerMail } from '../tools/notify/customer-mail.ts';

/** Knows whom a customer's news may be sent to, and writes it in their language. */
export const mailDesk = defineAgent({
  id: 'mail-desk',
  role: 'Finds whom of a customer a mail may go to, and writes it in their language.',
  prompts: ['order-status.customer-update'],
  tools: [listRecipients, getAccount, sendMail, customerMail, createTask, completeTask, postNote],
  limits: { maxModelCalls: 2, maxTokens: 2000, timeoutMs: 30_000 },
});
