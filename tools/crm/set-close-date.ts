import { businessId, day, defineTool } from 'countersign';
import { z } from 'zod';

export const setCloseDate = defineTool({
  id: 'crm.set-close-date',
  kind: 'write',
  description: 'Moves the close date of an opportunity.',
  system: 'crm',
  needs: ['opportunities.get', 'write.Opportunity.update'],
  input: z.object({ opportunity: businessId(), closeOn: day() }),
  target: ({ opportunity }) => ({ type: 'Opportunity', id: opportunity }),
  reads: ['CloseDate'],
  plain: ['CloseDate'],
  describe(_ctx, before, { closeOn }) {
    const held = before?.fields['CloseDate'] ?? null;
    return {
      title: `Close the opportunity on ${closeOn}`,
      operation: 'update',
      changes: held === closeOn ? [] : [{ field: 'CloseDate', label: 'Close date', before: held, after: closeOn }],
    };
  },
});
