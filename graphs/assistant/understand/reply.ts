import { rank, signsOf, type Ranked } from './classify.ts';
import type { Entities } from './entities.ts';
import { frameOf, type Focus, type Frame } from './frame.ts';
import { wordsOf } from './words.ts';

type Asked = NonNullable<Focus['asked']>;
type Reply = { readonly frame: Frame; readonly isShort: boolean };

/** The asker answers a question of ours: a place in the list, one of its names, or the thing that was missing. */
export function answerToUs(text: string, entities: Entities, { asked }: Focus): Reply | undefined {
  if (!asked) return undefined;
  const isShort = wordsOf(text, entities.taken).filter(({ isBlank }) => !isBlank).length <= 6;
  const chosen = chosenOption(text, entities, asked.options, asked.slot);
  if (chosen !== undefined) return { frame: { ...asked.frame, ...slotValue(asked.slot, chosen, asked.frame) }, isShort: true };
  const [best] = rank(signsOf(text, entities));
  const isOwnQuestion = best !== undefined && best.score >= 4 && best.intent.id !== asked.frame.intent && asked.slot !== 'text';
  if (isOwnQuestion) return undefined;
  const filling = namedNow(entities, asked) ?? wordsNow(text, best, asked) ?? numberNow(text, asked);
  return filling && { frame: { ...asked.frame, ...filling }, isShort };
}

const memberOf = {
  order: 'order',
  customer: 'customers',
  material: 'materials',
  deal: 'deal',
  day: 'to',
  stage: 'stage',
  text: 'text',
  quantity: 'quantity',
  money: 'amount',
} as const;

function namedNow(entities: Entities, { frame, slot }: Asked): Partial<Frame> | undefined {
  const { intent, desk } = frame;
  const given = frameOf({ id: intent, desk }, entities, { wantsChart: false, isAscending: false });
  const stands =
    given[memberOf[slot]] !== undefined ||
    (slot === 'deal' && (given.order ?? given.customers) !== undefined) ||
    (slot === 'order' && given.customers !== undefined);
  return stands ? definedOnly(given) : undefined;
}

/** Words to be written down may be anything that is no question of its own. */
function wordsNow(text: string, best: Ranked | undefined, { slot }: Asked): Partial<Frame> | undefined {
  if (slot !== 'text' || best?.intent.id === 'withdraw' || text.trim().length < 2) return undefined;
  return best && best.score >= 4.5 && /[?]\s*$/.test(text) ? undefined : { text: text.trim() };
}

function numberNow(text: string, { slot }: Asked): Partial<Frame> | undefined {
  if (slot !== 'order' || !/^\D{0,12}\d{4,10}\D{0,3}$/.test(text.trim())) return undefined;
  return { order: /\d{4,10}/.exec(text)?.[0] ?? '' };
}

function definedOnly({ intent: _intent, desk: _desk, ...rest }: Frame): Partial<Frame> {
  return rest;
}

function chosenOption(text: string, entities: Entities, options: readonly string[], slot: string): string | undefined {
  if (options.length === 0) return undefined;
  const named = [
    ...entities.orders.map(({ id }) => id),
    ...entities.opportunities.map(({ id }) => id),
    ...entities.customers.flatMap(({ keys }) => (keys.length === 1 ? keys : [])),
    ...entities.materials.flatMap(({ keys }) => (keys.length === 1 ? keys : [])),
  ];
  const byName = options.filter((option) => named.includes(option));
  if (byName.length === 1) return byName[0];
  // A name that fits several of the options narrows nothing down; one that fits exactly one does.
  const narrowed = options.filter((option) =>
    (slot === 'customer' ? entities.customers : entities.materials).some(({ keys }) => keys.includes(option)),
  );
  if (narrowed.length === 1) return narrowed[0];
  const number = /^\s*(?:no\.?|nr\.?|number|option|nummer)?\s*#?(\d{1,2})[.)]?\s*$/iu.exec(text)?.[1];
  const at = number === undefined ? entities.ordinal : Number(number);
  return at === undefined ? undefined : options.at(at > 0 ? at - 1 : at);
}

function slotValue(slot: string, chosen: string, frame: Frame): Partial<Frame> {
  switch (slot) {
    case 'customer':
      return { customers: [chosen] };
    case 'material':
      return { materials: [chosen] };
    case 'deal':
      return { deal: chosen };
    case 'order':
      return { order: chosen };
    default:
      return frame;
  }
}
