import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** The first role of a customer or vendor makes the partner one. SAP refuses the same role a second time. */
export const addPartnerRole = defineTool({
  id: 'erp.add-partner-role',
  kind: 'write',
  description: 'Gives a partner of the ERP another role: customer or vendor.',
  system: 'erp',
  needs: ['write.A_BusinessPartnerRole.create'],
  input: z.object({ partner: businessId(), role: code() }),
  target: () => ({ type: 'A_BusinessPartnerRole' }),
  reads: [],
  plain: ['BusinessPartner', 'BusinessPartnerRole'],
  describe: (_ctx, _before, { partner, role }) => ({
    title: 'Another role of the partner',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'BusinessPartner', label: 'Partner', after: partner },
      { field: 'BusinessPartnerRole', label: 'Role', after: role },
    ]),
  }),
});
