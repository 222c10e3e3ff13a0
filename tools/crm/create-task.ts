import { businessId, day, defineTool, freeText, oneOf } from 'countersign';
import { z } from 'zod';

export const createTask = defineTool({
  id: 'crm.create-task',
  kind: 'write',
  description: 'Creates a task for a CRM user about a record.',
  system: 'crm',
  needs: ['write.Task.create'],
  input: z.object({
    about: businessId(),
    owner: businessId().optional(),
    contact: businessId().optional(),
    // Ours until an approver types into it; then it may hold anything.
    subject: freeText(),
    text: freeText(),
    priority: oneOf(['High', 'Normal', 'Low']),
    dueOn: day().optional(),
  }),
  target: () => ({ type: 'Task' }),
  reads: [],
  plain: [],
  describe(_ctx, _before, input) {
    const fields = [
      { field: 'Subject', label: 'Subject', after: input.subject },
      { field: 'Description', label: 'Text', after: input.text },
      { field: 'WhatId', label: 'About', after: input.about },
      { field: 'OwnerId', label: 'Owner', after: input.owner },
      { field: 'WhoId', label: 'Contact', after: input.contact },
      { field: 'Priority', label: 'Priority', after: input.priority },
      { field: 'ActivityDate', label: 'Due', after: input.dueOn },
      { field: 'Status', label: 'Status', after: 'Not Started' },
    ];
    return {
      title: `Task: ${input.subject}`,
      operation: 'create',
      changes: fields.flatMap(({ field, label, after }) => (after === undefined ? [] : [{ field, label, before: null, after }])),
    };
  },
});
