import { businessId, ChildRecord, count, CountersignError, defineTool, flag } from 'countersign';
import { z } from 'zod';

export const listAccountChildren = defineTool({
  id: 'crm.list-account-children',
  kind: 'read',
  description: 'Lists the contacts, deals, cases, contracts and installed products of an account.',
  system: 'crm',
  needs: ['accountChildren.ofAccount'],
  input: z.object({ account: businessId(), limit: count().min(1).max(200) }),
  output: z.object({ items: z.array(ChildRecord), more: flag() }),
  async run({ ports, signal }, { account, limit }) {
    if (!ports.accountChildren)
      throw new CountersignError('capability.missing', 'The CRM connection lists no records of an account', { field: 'accountChildren' });
    const { items, more } = await ports.accountChildren.ofAccount(account, limit, { signal });
    return { items: [...items], more };
  },
});
