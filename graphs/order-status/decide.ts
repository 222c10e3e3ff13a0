import type { Contact, ContactRole, Opportunity, OrderStatus } from 'countersign';
import type { Mapping } from './mapping.ts';
import { isAhead, readOrder, type OrderPicture, type Reading } from './status.ts';

export type Situation = {
  readonly picture: OrderPicture;
  readonly opportunity: Opportunity;
  readonly contacts: readonly Contact[];
  readonly hint: Readonly<Record<string, string>>;
  readonly receivedAt: string;
  readonly now: Date;
  readonly mapping: Mapping;
};

export type Decision =
  | { readonly kind: 'look-again'; readonly inMs: number; readonly reason: string }
  | { readonly kind: 'disagrees'; readonly claimed: OrderStatus; readonly actual: OrderStatus }
  | {
      readonly kind: 'update';
      readonly reading: Reading;
      readonly erpStatus: string;
      /** Left out when the stage stays: closed, later already, or the mapping names none. */
      readonly stage: string | undefined;
      readonly contact: Contact | undefined;
      readonly audience: ContactRole;
      readonly locale: string;
      /** A shipment opens a follow-up with the customer. */
      readonly opensFollowUp: boolean;
      readonly tags: readonly string[];
    };

/** How long a sender may be ahead of the ERP before a person hears of it. */
export const hintPatienceMs = 60_000;
const lookAgainMs = 5_000;

/** When to look again for what one system knows and the other does not yet; undefined when that took too long. */
export function patience(now: Date, receivedAt: string): number | undefined {
  return now.getTime() - Date.parse(receivedAt) < hintPatienceMs ? lookAgainMs : undefined;
}

const locales = ['en', 'de', 'fr', 'es'];

/** What a changed order means for its opportunity; pure, so it is tested as a table. */
export function decide(situation: Situation): Decision {
  const reading = readOrder(situation.picture);
  const claimed = claimedStatus(situation);
  if (claimed !== undefined && isAhead(claimed, reading)) {
    const inMs = patience(situation.now, situation.receivedAt);
    if (inMs !== undefined) return { kind: 'look-again', inMs, reason: `the sender says ${claimed}, the ERP says ${reading.status}` };
    return { kind: 'disagrees', claimed, actual: reading.status };
  }
  const contact = situation.contacts.find((each) => !each.optedOut) ?? undefined;
  const mapped = situation.mapping.statuses[reading.status];
  return {
    kind: 'update',
    reading,
    erpStatus: mapped.text,
    stage: nextStage(situation.opportunity, mapped.stage, situation.mapping.stageOrder),
    contact,
    audience: audienceOf(contact, situation.mapping),
    locale: localeOf(contact),
    opensFollowUp:
      ['shipped', 'partially_shipped'].includes(reading.status) ||
      (reading.status === 'delayed' && reading.lines.some((line) => line.status === 'shipped' || line.status === 'partial')),
    tags: [
      'customer-text',
      reading.status,
      ...(reading.isDelayed ? ['delayed'] : []),
      ...(reading.lines.some((line) => line.status === 'partial') ? ['partial'] : []),
    ].filter((tag, index, all) => all.indexOf(tag) === index),
  };
}

function claimedStatus({ hint, mapping }: Situation): OrderStatus | undefined {
  const claimed = hint['status'];
  return claimed === undefined ? undefined : mapping.hints[claimed.toUpperCase()];
}

/** Never backwards from closed, never to an earlier stage than the one it is in. */
function nextStage(opportunity: Opportunity, wanted: string | undefined, order: readonly string[]): string | undefined {
  if (wanted === undefined || opportunity.isClosed || wanted === opportunity.stage) return undefined;
  const at = order.indexOf(opportunity.stage);
  const to = order.indexOf(wanted);
  return to < 0 || to <= at ? undefined : wanted;
}

/** Whom a text is written for, by the contact's role and title. */
export function audienceOf(contact: Contact | undefined, mapping: Pick<Mapping, 'audiences'>): ContactRole {
  const described = `${contact?.role ?? ''} ${contact?.title ?? ''} `.toLowerCase();
  return mapping.audiences.find(({ when }) => when.split('|').some((word) => described.includes(word)))?.audience ?? 'other';
}

function localeOf(contact: Contact | undefined): string {
  const language = contact?.language?.slice(0, 2).toLowerCase() ?? 'en';
  return locales.includes(language) ? language : 'en';
}
