import { businessId, code, defineTool } from 'countersign';
import { z } from 'zod';

export const setStage = defineTool({
  id: 'crm.set-stage',
  kind: 'write',
  description: 'Moves an opportunity to another stage.',
  system: 'crm',
  needs: ['opportunities.get', 'write.Opportunity.update'],
  input: z.object({ opportunity: businessId(), stage: code() }),
  target: ({ opportunity }) => ({ type: 'Opportunity', id: opportunity }),
  reads: ['StageName'],
  plain: ['StageName'],
  describe(_ctx, before, { stage }) {
    const held = before?.fields['StageName'] ?? null;
    return {
      title: `Move the opportunity to ${stage}`,
      operation: 'update',
      changes: held === stage ? [] : [{ field: 'StageName', label: 'Stage', before: held, after: stage }],
    };
  },
});
