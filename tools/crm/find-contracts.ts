import { businessId, CountersignError, CrmContract, defineTool } from 'countersign';
import { z } from 'zod';

/** Every contract with this number; more than one is the caller's problem to report. */
export const findContracts = defineTool({
  id: 'crm.find-contracts',
  kind: 'read',
  description: 'Finds the contracts of the CRM that stand for a contract of the ERP.',
  system: 'crm',
  needs: ['contracts.findByErpContract'],
  input: z.object({ erpContract: businessId() }),
  output: z.array(CrmContract),
  async run({ ports, signal }, { erpContract }) {
    if (!ports.contracts)
      throw new CountersignError('capability.missing', 'The CRM connection serves no contracts', { field: 'contracts' });
    return [...(await ports.contracts.findByErpContract(erpContract, { signal }))];
  },
});
