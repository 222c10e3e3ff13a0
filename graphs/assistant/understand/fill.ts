import type { Entities } from './entities.ts';
import type { Focus, Frame } from './frame.ts';
import type { Intent } from './intents/index.ts';
import { intentTakes, pointedAt } from './things.ts';

/** What was spoken of last, in the same message or before it. */
type Spoken = Pick<Frame, 'order' | 'customers' | 'materials' | 'deal'>;

/** Fills what the sentence leaves open from the same message, from `the second one`, and from what was spoken of last. */
export function filledFrom(frame: Frame, intent: Intent, entities: Entities, focus: Focus, before: Frame | undefined): Frame {
  const pointed = pointedAt(entities, focus);
  const named: Frame = { ...pointed, ...frame };
  const spoken = spokenOf(focus, before);
  const isBare = [named.order, named.customers, named.materials, named.deal].every((thing) => thing === undefined);
  const looksBack = entities.isBackward || before?.customers !== undefined;
  const filled: Frame = {
    ...(intent.id === 'stock.alternatives' ? askedOfStock(focus) : {}),
    ...materialFor(intent, spoken),
    ...named,
    ...(isBare ? forBare(intent, spoken, looksBack) : {}),
  };
  // `late orders of Contoso`: everybody's would be an answer to another question, so it is asked who that is.
  const isWhose = isBare && entities.isStrange && filled.customers === undefined && filled.order === undefined && isOfSomebody(intent);
  return isWhose ? { ...filled, customers: [] } : filled;
}

function spokenOf(focus: Focus, before: Frame | undefined): Spoken {
  return defined({
    order: before?.order ?? focus.order,
    customers: before?.customers ?? (focus.customer === undefined ? undefined : [focus.customer]),
    materials: before?.materials ?? (focus.material === undefined ? undefined : [focus.material]),
    deal: before?.deal ?? focus.deal,
  });
}

function materialFor({ slots }: Intent, { materials }: Spoken): Partial<Frame> {
  return slots.includes('material') && materials !== undefined ? { materials } : {};
}

/** A sentence that names nothing takes what its question needs from what was spoken of. */
function forBare(intent: Intent, { order, deal, customers }: Spoken, looksBack: boolean): Partial<Frame> {
  const wants = (slot: Intent['slots'][number]): boolean => intent.slots.includes(slot);
  if (wants('order') && order !== undefined) return { order };
  if (wants('deal') && deal !== undefined) return { deal };
  if (wants('deal') && order !== undefined) return { order };
  if (customers === undefined) return {};
  if (wants('deal') || wants('customer') || wants('order')) return { customers };
  // `their late orders`: the list is optional about a customer, so only a word that looks back brings one in.
  return looksBack && intentTakes(intent.id, 'customer') ? { customers } : {};
}

/** What else would do for the quantity and day that were just asked about. */
function askedOfStock({ frame }: Focus): Partial<Frame> {
  if (frame?.desk !== 'inventory') return {};
  const { quantity, from, to } = frame;
  return defined({ quantity, from, to });
}

function defined<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  // What is left has the same members, none of them undefined.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}

function isOfSomebody({ id, slots }: Intent): boolean {
  return slots.length === 0 && intentTakes(id, 'customer');
}
