import { businessId, code, CountersignError, defineTool, MirrorValues } from 'countersign';
import { z } from 'zod';

export const readMirrors = defineTool({
  id: 'crm.read-mirrors',
  kind: 'read',
  description: 'Reads fields of the copies and records the CRM holds by keys of ours: variances, forecasts, copies of ERP records.',
  system: 'crm',
  needs: ['mirrors.values'],
  input: z.object({ object: code(), keys: z.array(businessId()).max(2000), fields: z.array(code()).min(1).max(20) }),
  output: z.array(MirrorValues),
  async run({ ports, signal }, { object, keys, fields }) {
    if (!ports.mirrors) throw new CountersignError('capability.missing', 'The CRM connection keeps no copies', { field: 'mirrors' });
    return [...(await ports.mirrors.values(object, keys, fields, { signal }))];
  },
});
