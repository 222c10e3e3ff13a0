import { businessId, changesTo, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

/** Marks a task as done. Only one about the record named: whoever tells of a task cannot have another one closed. */
export const completeTask = defineTool({
  id: 'crm.complete-task',
  kind: 'write',
  description: 'Marks a task about a record as completed.',
  system: 'crm',
  needs: ['write.Task.update'],
  input: z.object({ task: businessId(), about: businessId() }),
  target: ({ task }) => ({ type: 'Task', id: task }),
  reads: ['Status', 'WhatId'],
  plain: ['Status', 'WhatId'],
  describe(_ctx, before, { task, about }) {
    if (before?.fields['WhatId'] !== about)
      throw new CountersignError('link.broken', `Task ${task} is not about the record it is said to be about`, { field: 'task' });
    return {
      title: 'Complete the task',
      operation: 'update',
      changes: changesTo(before, [{ field: 'Status', label: 'Status', after: 'Completed' }]),
    };
  },
});
