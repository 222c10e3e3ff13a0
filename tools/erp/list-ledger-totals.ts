import { businessId, CountersignError, day, defineTool, LedgerTotal } from 'countersign';
import { z } from 'zod';

export const listLedgerTotals = defineTool({
  id: 'erp.list-ledger-totals',
  kind: 'read',
  description: 'Sums what was posted on accounts of the general ledger, by account and currency; debit is positive.',
  system: 'erp',
  needs: ['generalLedger.totals'],
  input: z.object({ from: day(), to: day(), accounts: z.array(businessId()).min(1).max(30) }),
  output: z.array(LedgerTotal),
  async run({ ports, signal }, query) {
    if (!ports.generalLedger)
      throw new CountersignError('capability.missing', 'The ERP connection serves no general ledger', { field: 'generalLedger' });
    return [...(await ports.generalLedger.totals(query, { signal }))];
  },
});
