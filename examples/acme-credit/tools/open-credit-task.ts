import { businessId, code, defineTool, freeText } from 'countersign';
import { z } from 'zod';

export const openCreditTask = defineTool({
  id: 'acme.open-credit-task',
  kind: 'write',
  description: 'Opens a high-priority task about credit for the owner of an opportunity.',
  system: 'crm',
  needs: ['write.Task.create'],
  input: z.object({ opportunity: businessId(), owner: businessId(), subject: code(), text: freeText() }),
  target: () => ({ type: 'Task' }),
  reads: [],
  plain: [],
  describe: (_ctx, _before, { opportunity, owner, subject, text }) => ({
    title: `Task: ${subject}`,
    operation: 'create',
    changes: [
      { field: 'Subject', label: 'Subject', before: null, after: subject },
      { field: 'Description', label: 'Text', before: null, after: text },
      { field: 'WhatId', label: 'About', before: null, after: opportunity },
      { field: 'OwnerId', label: 'Owner', before: null, after: owner },
      { field: 'Priority', label: 'Priority', before: null, after: 'High' },
      { field: 'Status', label: 'Status', before: null, after: 'Not Started' },
    ],
  }),
});
