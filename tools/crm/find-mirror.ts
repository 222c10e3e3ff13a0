import { businessId, code, CountersignError, defineTool, MirrorRecord } from 'countersign';
import { z } from 'zod';

export const findMirror = defineTool({
  id: 'crm.find-mirror',
  kind: 'read',
  description: 'Finds the copies the CRM holds of an ERP record, by object and the number the ERP gave.',
  system: 'crm',
  needs: ['mirrors.find'],
  input: z.object({ object: code(), key: businessId() }),
  output: z.array(MirrorRecord),
  async run({ ports, signal }, { object, key }) {
    if (!ports.mirrors) throw new CountersignError('capability.missing', 'The CRM connection keeps no copies', { field: 'mirrors' });
    return [...(await ports.mirrors.find(object, key, { signal }))];
  },
});
