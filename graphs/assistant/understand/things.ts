import type { Entities } from './entities.ts';
import type { Focus, Frame, ListKind } from './frame.ts';
import { intents, type Sign } from './intents/index.ts';

/** Which kinds of things a question can be asked of. */
export function intentTakes(id: string, kind: ListKind): boolean {
  const intent = intents.find((each) => each.id === id);
  if (!intent) return false;
  const sign = { order: '@order', customer: '@customer', material: '@material', deal: '@deal', case: '@quote', change: '@quote' } as const;
  const wanted: Sign = sign[kind];
  if (kind === 'order' && id.startsWith('orders.')) return false;
  return intent.needs.some((group) => group.includes(wanted)) || intent.likes.has(wanted) || intent.slots.some((slot) => slot === kind);
}

/** `the second one` of the list answered last. */
export function pointedAt(entities: Entities, { list }: Focus): Partial<Frame> {
  const { ordinal } = entities;
  if (ordinal === undefined || !list) return {};
  const id = list.ids.at(ordinal > 0 ? ordinal - 1 : ordinal);
  if (id === undefined) return {};
  switch (list.kind) {
    case 'order':
      return { order: id };
    case 'customer':
      return { customers: [id] };
    case 'material':
      return { materials: [id] };
    case 'deal':
      return { deal: id };
    case 'case':
    case 'change':
      return {};
  }
}
