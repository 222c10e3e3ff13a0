import type { Entities } from './entities.ts';
import type { Focus, Frame } from './frame.ts';
import type { Intent } from './intents/index.ts';
import { intentTakes, pointedAt } from './things.ts';

/** What was spoken of last, in this message or before it. */
type Spoken = Pick<Frame, 'order' | 'customers' | 'materials' | 'deal'>;

/** Fills what the sentence leaves open from the same message, from `the second one`, and from what was spoken of last. */
export function filledFrom(named: Frame, intent: Intent, entities: Entities, focus: Focus, before: Frame | undefined): Frame {
  const frame: Frame = { ...pointedAt(entities, focus), ...named };
  const spoken = spokenOf(entities, focus, before);
  const isBare = (frame.order ?? frame.customers ?? frame.materials ?? frame.deal) === undefined;
  return {
    ...(intent.id === 'stock.alternatives' ? justAsked(focus) : {}),
    ...frame,
    ...(isBare ? meantBy(intent, spoken, entities, before) : {}),
    ...(intent.slots.includes('material') && frame.materials === undefined && spoken.materials !== undefined
      ? { materials: spoken.materials }
      : {}),
  };
}

/** With a name that nobody knows the sentence is about somebody else than was spoken of. */
function spokenOf({ isStrange }: Entities, focus: Focus, before: Frame | undefined): Spoken {
  const found = {
    order: before?.order ?? focus.order,
    customers: before?.customers ?? (focus.customer === undefined ? undefined : [focus.customer]),
    materials: before?.materials ?? (focus.material === undefined ? undefined : [focus.material]),
    deal: before?.deal ?? focus.deal,
  };
  const kept = Object.entries(found).filter(([kind, value]) => value !== undefined && !(isStrange && kind !== 'materials'));
  // What is left of the object above.
  return Object.fromEntries(kept) as Spoken;
}

function meantBy(intent: Intent, { order, customers, deal }: Spoken, entities: Entities, before: Frame | undefined): Spoken {
  const wants = (slot: Intent['slots'][number]): boolean => intent.slots.includes(slot);
  const canHaveCustomer = intentTakes(intent.id, 'customer');
  // `late orders of Contoso`: everybody's would be an answer to another question, so it is asked who that is.
  if (entities.isStrange) return intent.slots.length === 0 && canHaveCustomer ? { customers: [] } : {};
  if (wants('deal') && !wants('order') && deal !== undefined) return { deal };
  if ((wants('order') || wants('deal')) && order !== undefined) return { order };
  if (customers === undefined) return {};
  if ((['deal', 'customer', 'order'] as const).some((slot) => wants(slot))) return { customers };
  // `their late orders`: the list is optional about a customer, so only a word that looks back brings one in.
  const looksBack = entities.isBackward || before?.customers !== undefined;
  return canHaveCustomer && looksBack ? { customers } : {};
}

/** What else would do for the quantity and day that were just asked about. */
function justAsked({ frame }: Focus): Pick<Frame, 'quantity' | 'from' | 'to'> {
  if (frame?.desk !== 'inventory') return {};
  const { quantity, from, to } = frame;
  return {
    ...(quantity === undefined ? {} : { quantity }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
