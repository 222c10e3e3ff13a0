import { CountersignError } from '../../contracts/errors.ts';
import type { DeliveryService } from '../../contracts/services.ts';
import type { Core } from '../core.ts';
import { authorise, page } from './authorise.ts';

/** What was told to others, what came of it, and once more where a person wants it. */
export function deliveryService(core: Core): DeliveryService {
  const { outbox } = core.storage;
  const load = async (id: string) => {
    const found = await outbox.get(id);
    if (!found) throw new CountersignError('resource.not_found', `There is no delivery ${id}`, { field: 'id' });
    return found;
  };
  return {
    async list(query, by) {
      authorise(core.roles, by, 'effects.read');
      return page(await outbox.list({ ...query, limit: query.limit + 1 }), query.limit, (row) => row.id);
    },
    async get(id, by) {
      authorise(core.roles, by, 'effects.read');
      const { delivery, event, log } = await load(id);
      // Its library is loaded with the first look: most commands need none of it.
      const { cloudEvent } = await import('../../events/outbound/cloud-event.ts');
      return { delivery, body: cloudEvent(event, core.config.outbound.source).body, log };
    },
    async redeliver(id, by) {
      authorise(core.roles, by, 'exceptions.handle');
      const { delivery } = await load(id);
      const at = core.clock.now().toISOString();
      const body = { delivery: id, target: delivery.target, type: delivery.type, was: delivery.status };
      if (!(await outbox.again(id, at, [{ at, actor: by.id, action: 'delivery.redelivered', body }])))
        throw new CountersignError('exception.closed', 'This delivery waits already', { field: 'id' });
      return (await load(id)).delivery;
    },
  };
}
