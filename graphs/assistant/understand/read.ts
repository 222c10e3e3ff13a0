import { rank, signsOf, sureEnough, type Ranked } from './classify.ts';
import { findEntities, type Entities, type Mention } from './entities.ts';
import { filledFrom, intentTakes, pointedAt } from './fill.ts';
import { frameOf, type Focus, type Frame, type ListKind } from './frame.ts';
import { intents, type Sign } from './intents/index.ts';
import { languageOf, type Language } from './language.ts';
import { splitClauses, type Clause } from './split.ts';
import { wordsOf } from './words.ts';

export type Question = {
  readonly language: Language;
  /** What is asked, in order; empty where nothing was understood. */
  readonly frames: readonly Frame[];
};

export type Given = {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly focus: Focus;
  /** The asker's day. */
  readonly today: string;
  readonly language: Language;
};

/** Reads a message in the light of the conversation. Pure: the same message and focus always give the same frames. */
export function readQuestion({ text, mentions, focus, today, language }: Given): Question {
  const spoken = languageOf(text, language);
  const whole = findEntities(text, mentions, today);
  const answered = answerToUs(text, whole, focus);
  if (answered) return { language: answered.isShort ? language : spoken, frames: [answered.frame] };
  const frames: Frame[] = [];
  for (const clause of splitClauses(text, mentions, today)) {
    const frame = readClause(clause, focus, frames.at(-1));
    if (frame && !frames.some((known) => JSON.stringify(known) === JSON.stringify(frame))) frames.push(frame);
  }
  return { language: spoken, frames };
}

/** One clause becomes a frame: by its own words, or by what was spoken of before. */
function readClause({ text, entities, ranked }: Clause, focus: Focus, before: Frame | undefined): Frame | undefined {
  const signs = signsOf(text, entities);
  const [best] = ranked;
  const extras = { wantsChart: signs.has('chart'), isAscending: signs.has('smallest') && !signs.has('largest') };
  const earlier = before ?? focus.frame;
  if (entities.ordinal !== undefined && focus.list && !Object.keys(pointedAt(entities, focus)).length && (best?.score ?? 0) < 3)
    return { intent: 'list.short', desk: 'reception', top: focus.list.ids.length };
  if (isFollowUp(text, entities, best, signs) && earlier) {
    const frame = followUp(earlier, entities, focus, extras, best);
    if (frame) return frame;
  }
  if (!best || best.score < sureEnough) return undefined;
  return filledFrom(frameOf(best.intent, entities, extras), best.intent, entities, focus, before);
}

const opener =
  /^(?:and|und|et|y|what about|how about|and what about|was ist mit|und was ist mit|wie sieht es mit|et pour|y para|same for|also for|auch für|ditto|dasselbe für|for|für|the|die|der|den|in)(?!\p{L})/iu;

/** `and for the second one?`, `and SO-78911?`: names something, says nothing of its own. */
function isFollowUp(text: string, entities: Entities, best: Ranked | undefined, signs: ReadonlyMap<Sign, number>): boolean {
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

/** The earlier question about another thing. Where it cannot be asked of such a thing, what is usually asked of it. */
function followUp(
  earlier: Frame,
  entities: Entities,
  focus: Focus,
  extras: { wantsChart: boolean; isAscending: boolean },
  best: Ranked | undefined,
): Frame | undefined {
  const intent = intents.find(({ id }) => id === earlier.intent);
  if (!intent) return undefined;
  const fresh = frameOf(intent, entities, extras);
  const pointed = pointedAt(entities, focus);
  const kept: Frame = { ...earlier, ...fresh, ...pointed };
  const names = { ...fresh, ...pointed };
  if ((names.order ?? names.deal ?? names.materials ?? names.customers) !== undefined) return ofAnother(kept, names);
  // Only a bare number: an order where orders are spoken of, a quantity where stock is.
  const number = entities.quantities[0]?.value;
  const isDetail = [number, fresh.amount, fresh.to, fresh.top].some((each) => each !== undefined) || extras.wantsChart;
  if (number !== undefined && number.length >= 4 && intentTakes(earlier.intent, 'order'))
    return without({ ...kept, order: number }, ['quantity', 'customers']);
  if (!isDetail || (best && best.score > 3)) return undefined;
  // Another day or quantity asks again whether it can be had, not what else would do.
  return { ...kept, intent: kept.intent === 'stock.alternatives' ? 'stock.promise' : kept.intent };
}

/** A new thing of one kind takes the place of whatever stood for the old one. */
function ofAnother(kept: Frame, names: Frame): Frame | undefined {
  const isAbout = (...kinds: ListKind[]): boolean => kinds.some((kind) => intentTakes(kept.intent, kind));
  if (names.order !== undefined) return isAbout('order', 'deal') ? without(kept, ['customers', 'deal']) : detail('order', names);
  if (names.deal !== undefined) return isAbout('deal') ? without(kept, ['order', 'customers']) : detail('deal', names);
  if (names.materials !== undefined) return isAbout('material') ? kept : detail('material', names);
  return isAbout('customer', 'deal', 'order') ? without(kept, ['order', 'deal']) : detail('customer', names);
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

/** The asker answers a question of ours: a place in the list, one of its names, or the thing that was missing. */
function answerToUs(text: string, entities: Entities, { asked }: Focus): { frame: Frame; isShort: boolean } | undefined {
  if (!asked) return undefined;
  const words = wordsOf(text, entities.taken);
  const isShort = words.filter(({ isBlank }) => !isBlank).length <= 6;
  const chosen = chosenOption(text, entities, asked.options, asked.slot);
  if (chosen !== undefined) return { frame: { ...asked.frame, ...slotValue(asked.slot, chosen, asked.frame) }, isShort: true };
  const [best] = rank(signsOf(text, entities));
  const given = frameOf({ id: asked.frame.intent, desk: asked.frame.desk }, entities, { wantsChart: false, isAscending: false });
  const member = (
    {
      order: 'order',
      customer: 'customers',
      material: 'materials',
      deal: 'deal',
      day: 'to',
      stage: 'stage',
      text: 'text',
      quantity: 'quantity',
      money: 'amount',
    } as const
  )[asked.slot];
  const isOwnQuestion = best !== undefined && best.score >= 4 && best.intent.id !== asked.frame.intent && asked.slot !== 'text';
  if (isOwnQuestion) return undefined;
  if (
    given[member] !== undefined ||
    (asked.slot === 'deal' && (given.order ?? given.customers) !== undefined) ||
    (asked.slot === 'order' && given.customers !== undefined)
  )
    return { frame: { ...asked.frame, ...definedOnly(given) }, isShort };
  // Words to be written down may be anything that is no question of its own.
  if (
    asked.slot === 'text' &&
    (!best || best.score < 4.5 || !/[?]\s*$/.test(text)) &&
    best?.intent.id !== 'withdraw' &&
    text.trim().length > 1
  )
    return { frame: { ...asked.frame, text: text.trim() }, isShort };
  if (asked.slot === 'order' && /^\D{0,12}\d{4,10}\D{0,3}$/.test(text.trim()))
    return { frame: { ...asked.frame, order: /\d{4,10}/.exec(text)?.[0] ?? '' }, isShort };
  return undefined;
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
