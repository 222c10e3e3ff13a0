import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { customerDesk } from '../../agents/customer-desk.ts';
import { mailDesk } from '../../agents/mail-desk.ts';
import { orderDesk } from '../../agents/order-desk.ts';
import { completeTask } from '../../tools/crm/complete-task.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { sendMail } from '../../tools/crm/send-mail.ts';
import { customerMail } from '../../tools/notify/customer-mail.ts';
import { prepare, recover } from './graph.ts';
import { Mapping } from './mapping.ts';
import { policy } from './policy.ts';

/** News of an order reaches the customer as a mail a person approved: once, in their language, and only if they want mail. */
export const customerNotify = defineWorkflow({
  id: 'customer-notify',
  version: '1.0.0',
  description: 'Mails a customer the news of their order after a person approved the text; once, in their language, opt-out honoured.',
  recordType: 'SalesOrder',
  triggers: [{ on: 'event', types: ['order-news.due'] }],
  phase: 'automatic',
  policy,
  agents: [orderDesk, customerDesk, mailDesk],
  tools: [sendMail, customerMail, postNote, completeTask, createTask],
  mapping: Mapping,
  graph: gated({ prepare, recover }),
});
