import { businessId, changesTo, defineTool } from 'countersign';
import { z } from 'zod';

/** Takes the billing block off, so that the return can be credited. */
export const releaseReturn = defineTool({
  id: 'erp.release-return',
  kind: 'write',
  description: 'Releases a customer return for its credit.',
  system: 'erp',
  needs: ['returns.get', 'write.A_CustomerReturn.update'],
  input: z.object({ return: businessId() }),
  target: ({ return: id }) => ({ type: 'A_CustomerReturn', id }),
  reads: ['HeaderBillingBlockReason'],
  plain: ['HeaderBillingBlockReason'],
  describe: (_ctx, before, { return: id }) => ({
    title: `Release return ${id} for its credit`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'HeaderBillingBlockReason', label: 'Billing block', after: '' }]),
  }),
});
