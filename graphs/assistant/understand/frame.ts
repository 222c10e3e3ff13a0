import type { Desk } from '../desks.ts';
import type { Entities } from './entities.ts';
import type { Intent, Slot } from './intents/index.ts';

/** The things a list of an answer was about, in its order, so that "the second one" means something. */
export const listKinds = ['order', 'customer', 'material', 'deal', 'case', 'change'] as const;
export type ListKind = (typeof listKinds)[number];

/** A question as the desks get it. Several keys of a customer or material mean that the name fits all of them. */
export type Frame = {
  readonly intent: string;
  readonly desk: Desk;
  readonly order?: string;
  readonly customers?: readonly string[];
  readonly materials?: readonly string[];
  readonly deal?: string;
  readonly from?: string;
  readonly to?: string;
  readonly quantity?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly top?: number;
  readonly stage?: string;
  readonly text?: string;
  /** Which workflow is to be set going, and the number of the document it is about. */
  readonly errand?: string;
  readonly document?: string;
  /** For a desk that plans with a model: the question in the supervisor's words, in tokens. */
  readonly question?: string;
  readonly wantsChart?: boolean;
  readonly isAscending?: boolean;
};

/** What is remembered of a conversation between turns: ids and small facts, no text of anybody. */
export type Focus = {
  readonly frame?: Frame;
  readonly list?: { readonly kind: ListKind; readonly ids: readonly string[] };
  readonly order?: string;
  readonly customer?: string;
  readonly material?: string;
  readonly deal?: string;
  readonly asked?: Asked;
};

/** A question of ours that is still unanswered: which of these, or what. */
export type Asked = { readonly frame: Frame; readonly slot: Slot; readonly options: readonly string[] };

/** What of the sentence goes into the frame. */
export function frameOf(
  intent: Pick<Intent, 'id' | 'desk'>,
  entities: Entities,
  extras: { wantsChart: boolean; isAscending: boolean },
): Frame {
  const [period] = entities.periods;
  const [money] = entities.monies;
  return {
    intent: intent.id,
    desk: intent.desk,
    ...optional('order', entities.orders[0]?.id),
    ...optional('customers', entities.customers[0]?.keys),
    ...optional('materials', entities.materials[0]?.keys),
    ...optional('deal', entities.opportunities[0]?.id),
    ...optional('from', period?.from),
    ...optional('to', period?.to),
    ...optional('quantity', entities.quantities[0]?.value),
    ...optional('amount', money?.amount),
    ...optional('currency', money?.currency),
    ...optional('top', entities.top),
    ...optional('stage', entities.stage),
    ...optional('text', entities.quote),
    ...(extras.wantsChart ? { wantsChart: true } : {}),
    ...(extras.isAscending ? { isAscending: true } : {}),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  // One member or none.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
