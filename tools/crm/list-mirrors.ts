import { businessId, code, count, CountersignError, defined, defineTool, MirrorValues } from 'countersign';
import { z } from 'zod';

export const listMirrors = defineTool({
  id: 'crm.list-mirrors',
  kind: 'read',
  description: 'Lists copies and records of ours in the CRM that hold a text in a field, such as variances that are open.',
  system: 'crm',
  needs: ['mirrors.holding'],
  input: z.object({
    object: code(),
    field: code(),
    value: code(),
    fields: z.array(code()).max(20).default([]),
    after: businessId().optional(),
    limit: count().min(1).max(200).default(200),
  }),
  output: z.object({ items: z.array(MirrorValues), next: businessId().optional() }),
  async run({ ports, signal }, { object, field, value, fields, after, limit }) {
    if (!ports.mirrors) throw new CountersignError('capability.missing', 'The CRM connection keeps no copies', { field: 'mirrors' });
    const { items, more } = await ports.mirrors.holding(object, { field, value, fields }, defined({ after, limit }), { signal });
    return { items: [...items], ...defined({ next: more ? items.at(-1)?.id : undefined }) };
  },
});
