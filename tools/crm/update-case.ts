import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Writes what the ERP made of a case back to it. A field left out is not touched. */
export const updateCase = defineTool({
  id: 'crm.update-case',
  kind: 'write',
  description: 'Writes the ERP document and its state to a case.',
  system: 'crm',
  needs: ['serviceCases.get', 'write.Case.update'],
  input: z.object({ case: businessId(), document: businessId().optional(), erpStatus: code().optional(), asset: businessId().optional() }),
  target: ({ case: id }) => ({ type: 'Case', id }),
  reads: ['ERP_Document_Id__c', 'ERP_Status__c', 'AssetId'],
  plain: ['ERP_Document_Id__c', 'ERP_Status__c', 'AssetId'],
  describe: (_ctx, before, { document, erpStatus, asset }) => ({
    title: 'Write the ERP document to the case',
    operation: 'update',
    changes: changesTo(before, [
      { field: 'ERP_Document_Id__c', label: 'ERP document', after: document },
      { field: 'ERP_Status__c', label: 'ERP state', after: erpStatus },
      { field: 'AssetId', label: 'Installed product', after: asset },
    ]),
  }),
});
