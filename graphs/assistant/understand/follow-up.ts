import type { Ranked } from './classify.ts';
import type { Entities } from './entities.ts';
import { frameOf, type Focus, type Frame, type ListKind } from './frame.ts';
import { intents, type Sign } from './intents/index.ts';
import { intentTakes, pointedAt } from './things.ts';
import { wordsOf } from './words.ts';

const opener =
  /^(?:and|und|et|y|what about|how about|and what about|was ist mit|und was ist mit|wie sieht es mit|et pour|y para|same for|also for|auch für|ditto|dasselbe für|for|für|the|die|der|den|in)(?!\p{L})/iu;

/** `and for the second one?`, `and SO-78911?`: names something, says nothing of its own. */
export function isFollowUp(text: string, entities: Entities, best: Ranked | undefined, signs: ReadonlyMap<Sign, number>): boolean {
  const names =
    entities.orders.length +
    entities.customers.length +
    entities.materials.length +
    entities.opportunities.length +
    entities.periods.length +
    entities.quantities.length +
    entities.monies.length;
  const own = [...signs.keys()].filter(
    (sign) =>
      !sign.startsWith('@') &&
      !['list', 'status', 'order', 'customer', 'deal', 'product', 'total', 'chart', 'table', 'no', 'yes', 'recent'].includes(sign),
  );
  if (own.length > 0) return false;
  const isShort = wordsOf(text, entities.taken).filter(({ isBlank }) => !isBlank).length <= 7;
  if (entities.ordinal !== undefined && isShort) return true;
  if (names === 0) return signs.has('chart') || signs.has('table') ? isShort : false;
  return (
    (opener.test(text.trim()) && isShort) ||
    (!best && isShort) ||
    (isShort && wordsOf(text, entities.taken).filter(({ isBlank }) => !isBlank).length <= 2)
  );
}

const detailOf: Readonly<Record<ListKind, string | undefined>> = {
  order: 'order.status',
  customer: 'customer.summary',
  material: 'stock.level',
  deal: 'deal.status',
  case: undefined,
  change: 'pending',
};

export type Extras = { readonly wantsChart: boolean; readonly isAscending: boolean };

/** The earlier question about another thing. Where it cannot be asked of such a thing, what is usually asked of it. */
export function followUp(earlier: Frame, entities: Entities, focus: Focus, extras: Extras, best: Ranked | undefined): Frame | undefined {
  const intent = intents.find(({ id }) => id === earlier.intent);
  if (!intent) return undefined;
  const fresh = frameOf(intent, entities, extras);
  const pointed = pointedAt(entities, focus);
  const names = { ...fresh, ...pointed };
  const kept: Frame = { ...earlier, ...names };
  const named = (['order', 'deal', 'material', 'customer'] as const).find((kind) => names[members[kind]] !== undefined);
  return named === undefined ? aboutFigures(kept, fresh, entities, extras, best) : aboutAnother(named, kept, names);
}

type Named = 'order' | 'deal' | 'material' | 'customer';
const members = { order: 'order', deal: 'deal', material: 'materials', customer: 'customers' } as const;

/** A new thing of one kind takes the place of whatever stood for the old one. */
const replaces: Readonly<Record<Named, { readonly takes: readonly ListKind[]; readonly old: readonly (keyof Frame)[] }>> = {
  order: { takes: ['order', 'deal'], old: ['customers', 'deal'] },
  deal: { takes: ['deal'], old: ['order', 'customers'] },
  material: { takes: ['material'], old: [] },
  customer: { takes: ['customer', 'deal', 'order'], old: ['order', 'deal'] },
};

function aboutAnother(kind: Named, kept: Frame, names: Frame): Frame | undefined {
  const { takes, old } = replaces[kind];
  return takes.some((each) => intentTakes(kept.intent, each)) ? without(kept, old) : detail(kind, names);
}

/** Only a bare number, a day or a shape: an order where orders are spoken of, a quantity where stock is. */
function aboutFigures(kept: Frame, fresh: Frame, entities: Entities, extras: Extras, best: Ranked | undefined): Frame | undefined {
  const number = entities.quantities[0]?.value;
  if (number !== undefined && number.length >= 4 && intentTakes(kept.intent, 'order'))
    return without({ ...kept, order: number }, ['quantity', 'customers']);
  const isAsked = extras.wantsChart || [number, fresh.amount, fresh.to, fresh.top].some((figure) => figure !== undefined);
  if (!isAsked || (best && best.score > 3)) return undefined;
  // Another day or quantity asks again whether it can be had, not what else would do.
  return { ...kept, intent: kept.intent === 'stock.alternatives' ? 'stock.promise' : kept.intent };
}

function detail(kind: ListKind, names: Frame): Frame | undefined {
  const id = detailOf[kind];
  const intent = intents.find((each) => each.id === id);
  return intent && { ...names, intent: intent.id, desk: intent.desk };
}

function without(frame: Frame, members: readonly (keyof Frame)[]): Frame {
  // What is left has the frame's shape: none of these members is required.
  return Object.fromEntries(Object.entries(frame).filter(([name]) => !members.includes(name as keyof Frame))) as Frame;
}
