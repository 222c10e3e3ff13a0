import { Asset, businessId, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

/** By serial number, by its own id, or all of an account; the first of the three that is given. */
export const findAssets = defineTool({
  id: 'crm.find-assets',
  kind: 'read',
  description: 'Finds installed products by serial number, by id or by account, with their warranty.',
  system: 'crm',
  needs: ['assets.get', 'assets.findBySerial', 'assets.listForAccount'],
  input: z.object({ serial: businessId().exactOptional(), asset: businessId().exactOptional(), account: businessId().exactOptional() }),
  output: z.array(Asset),
  async run({ ports, signal }, { serial, asset, account }) {
    const assets = ports.assets;
    if (!assets) throw new CountersignError('capability.missing', 'The CRM connection serves no assets', { field: 'assets' });
    if (serial !== undefined) return [...(await assets.findBySerial(serial, { signal }))];
    if (asset !== undefined) return [(await assets.get(asset, { signal })) ?? []].flat();
    return account === undefined ? [] : [...(await assets.listForAccount(account, { signal }))];
  },
});
