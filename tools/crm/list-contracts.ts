import { businessId, count, CountersignError, CrmContract, day, defined, defineTool, flag } from 'countersign';
import { z } from 'zod';

export const listContracts = defineTool({
  id: 'crm.list-contracts',
  kind: 'read',
  description: 'Lists the contracts of an account, or the active ones that end between days, a page at a time.',
  system: 'crm',
  needs: ['contracts.listForAccount', 'contracts.listEnding'],
  input: z.union([
    z.object({ account: businessId() }),
    z.object({ from: day(), to: day(), after: businessId().optional(), limit: count().min(1).max(200) }),
  ]),
  output: z.object({ items: z.array(CrmContract), more: flag() }),
  async run({ ports, signal }, asked) {
    if (!ports.contracts)
      throw new CountersignError('capability.missing', 'The CRM connection serves no contracts', { field: 'contracts' });
    if ('account' in asked) return { items: [...(await ports.contracts.listForAccount(asked.account, { signal }))], more: false };
    const { from, to, after, limit } = asked;
    const page = await ports.contracts.listEnding({ from, to }, defined({ after, limit }), { signal });
    return { items: [...page.items], more: page.more };
  },
});
