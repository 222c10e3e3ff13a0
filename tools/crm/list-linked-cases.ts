import { businessId, code, count, CountersignError, defined, defineTool, flag, instant } from 'countersign';
import { z } from 'zod';

/** Cases that name a document of the ERP, oldest change first; without a word of their texts. */
export const listLinkedCases = defineTool({
  id: 'crm.list-linked-cases',
  kind: 'read',
  description: 'Lists cases that name an ERP document and changed since a moment, with their state.',
  system: 'crm',
  needs: ['serviceCases.changedSince', 'serviceCases.get'],
  input: z.object({ since: instant(), cursor: code().optional(), limit: count().min(1).max(200).default(100) }),
  output: z.object({
    items: z.array(
      z.object({
        id: businessId(),
        document: businessId(),
        isClosed: flag(),
        accountId: businessId().optional(),
        changedAt: instant().optional(),
        changedBy: businessId().optional(),
      }),
    ),
    next: code().optional(),
  }),
  async run({ ports, signal }, { since, cursor, limit }) {
    const port = ports.serviceCases;
    if (!port) throw new CountersignError('capability.missing', 'The connection tells no changes of cases', { field: 'serviceCases' });
    const page = await port.changedSince(cursor === undefined ? { since } : { cursor }, limit, { signal });
    const found = await Promise.all(page.changes.map(({ id }) => port.get(id, { signal })));
    return {
      items: found.flatMap((one) => {
        if (one?.erpDocumentId === undefined) return [];
        const { changedAt, changedBy } = one.ref;
        return [
          defined({ id: one.id, document: one.erpDocumentId, isClosed: one.isClosed, accountId: one.accountId, changedAt, changedBy }),
        ];
      }),
      ...defined({ next: page.more ? page.cursor : undefined }),
    };
  },
});
