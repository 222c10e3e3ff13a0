import { businessId, CaseRecord, defineTool } from 'countersign';
import { z } from 'zod';

export const listCases = defineTool({
  id: 'crm.list-cases',
  kind: 'read',
  description: 'Lists the open service cases of an account, newest first.',
  system: 'crm',
  needs: ['cases.listOpenForAccount'],
  input: z.object({ account: businessId() }),
  output: z.array(CaseRecord),
  run: async ({ ports, signal }, { account }) => [...((await ports.cases?.listOpenForAccount(account, { signal })) ?? [])],
});
