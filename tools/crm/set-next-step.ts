import { businessId, defineTool, freeText } from 'countersign';
import { z } from 'zod';

export const setNextStep = defineTool({
  id: 'crm.set-next-step',
  kind: 'write',
  description: 'Writes the next step of an opportunity.',
  system: 'crm',
  needs: ['opportunities.get', 'write.Opportunity.update'],
  input: z.object({ opportunity: businessId(), nextStep: freeText().max(255) }),
  target: ({ opportunity }) => ({ type: 'Opportunity', id: opportunity }),
  reads: ['NextStep'],
  plain: [],
  describe(_ctx, before, { nextStep }) {
    const held = before?.fields['NextStep'] ?? null;
    return {
      title: 'Next step of the opportunity',
      operation: 'update',
      changes: held === nextStep ? [] : [{ field: 'NextStep', label: 'Next step', before: held, after: nextStep }],
    };
  },
});
