import type { Policy } from 'countersign';
import { completeTask } from '../../tools/crm/complete-task.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { postNote } from '../../tools/crm/post-note.ts';
import { sendMail } from '../../tools/crm/send-mail.ts';
import { customerMail } from '../../tools/notify/customer-mail.ts';

const mails = [sendMail.id, customerMail.id];

/** Words to a customer have a decision on record; only good news the mapping names goes without a person. */
export const policy: Policy = {
  version: '1.0.0',
  rules: [
    {
      name: 'bad-news',
      reason: 'what a customer hears of a delay or a rejection is read by a person first',
      when: { tags: ['bad-news'], tools: mails },
      verdict: { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000, escalateAfterMs: 86_400_000, escalateTo: 'admin' },
    },
    {
      name: 'automatic-good-news',
      reason: 'the mapping names this news as one that goes by itself',
      when: { tags: ['automatic'], tools: mails },
      verdict: { effect: 'allow' },
    },
    {
      name: 'words-to-a-customer',
      reason: 'nothing goes to a customer without a decision on record',
      when: { tools: mails },
      verdict: { effect: 'ask', role: 'controller', expiresInMs: 3 * 86_400_000 },
    },
    {
      name: 'own-house',
      reason: 'the owner hears why nothing was sent, and what was sent is noted',
      when: { tools: [createTask.id, completeTask.id, postNote.id] },
      verdict: { effect: 'allow' },
    },
  ],
  otherwise: { effect: 'deny' },
};
