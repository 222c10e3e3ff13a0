import { businessId, changesTo, defineTool, flag } from 'countersign';
import { z } from 'zod';

/** Blocks a partner of the ERP for everything, or no more. */
export const setPartnerBlock = defineTool({
  id: 'erp.set-partner-block',
  kind: 'write',
  description: 'Blocks a partner of the ERP that another one stands for, or takes the block away.',
  system: 'erp',
  needs: ['customerMasters.get', 'write.A_BusinessPartner.update'],
  input: z.object({ partner: businessId(), isBlocked: flag() }),
  target: ({ partner }) => ({ type: 'A_BusinessPartner', id: partner }),
  reads: ['BusinessPartnerIsBlocked'],
  plain: ['BusinessPartnerIsBlocked'],
  describe: (_ctx, before, { partner, isBlocked }) => ({
    title: `Block of partner ${partner} in the ERP`,
    operation: 'update',
    changes: changesTo(before, [{ field: 'BusinessPartnerIsBlocked', label: 'Blocked', after: isBlocked }]),
  }),
});
