import type { ContactRole, Opportunity, OrderStatus } from 'countersign';
import { languages } from '../../tools/crm/send-mail.ts';
import type { Recipient } from '../../tools/crm/list-recipients.ts';
import { audienceOf } from '../order-status/decide.ts';
import { readOrder, type OrderPicture, type Reading } from '../order-status/status.ts';
import type { Mapping } from './mapping.ts';

export type Language = (typeof languages)[number];

export type Situation = {
  readonly picture: OrderPicture;
  readonly opportunity: Pick<Opportunity, 'accountId'>;
  readonly accountLanguage: string | undefined;
  /** Those with a role on the opportunity first, the primary one on top. */
  readonly recipients: readonly Recipient[];
  readonly mapping: Mapping;
};

/** Why a customer is not written to. */
export type Why = 'no-contact' | 'left' | 'opted-out' | 'no-address' | 'bad-address' | 'moved' | 'refused';

export type Decision =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'not-sent'; readonly reading: Reading; readonly why: Why; readonly recipient: Recipient | undefined }
  | {
      readonly kind: 'send';
      readonly reading: Reading;
      readonly recipient: Recipient;
      readonly to: string;
      readonly language: Language;
      readonly audience: ContactRole;
      readonly tags: readonly string[];
    };

/** What no mapping can send without a person. */
const badNews: readonly OrderStatus[] = ['delayed', 'rejected'];

/**
 * Whether a customer is sent the news of an order, to whom and in what language; pure. It is the first contact the deal names or
 * nobody: where that one cannot be written to, a person picks another.
 */
export function decide({ picture, opportunity, accountLanguage, recipients, mapping }: Situation): Decision {
  const reading = readOrder(picture);
  if (!mapping.tell.includes(reading.status)) return { kind: 'nothing', reason: `customers are not told of ${reading.status}` };
  const [recipient] = recipients;
  const why = whyNot(recipient, opportunity.accountId);
  if (why !== undefined || recipient?.email === undefined) return { kind: 'not-sent', reading, why: why ?? 'no-address', recipient };
  const isBad = badNews.includes(reading.status);
  return {
    kind: 'send',
    reading,
    recipient,
    to: recipient.email,
    language: languageOf([recipient.language, accountLanguage, mapping.language]),
    audience: audienceOf(recipient, mapping),
    tags: [
      'customer-mail',
      reading.status,
      isBad ? 'bad-news' : 'good-news',
      ...(!isBad && mapping.automatic.includes(reading.status) ? ['automatic'] : []),
    ],
  };
}

function whyNot(recipient: Recipient | undefined, accountId: string | undefined): Why | undefined {
  if (!recipient) return 'no-contact';
  // Whoever works for another customer now is not told of this one's orders.
  if (accountId !== undefined && recipient.accountId !== accountId) return 'left';
  if (recipient.optedOut) return 'opted-out';
  switch (recipient.address) {
    case 'good':
      return undefined;
    case 'missing':
      return 'no-address';
    case 'bad':
      return 'bad-address';
  }
}

/** The first of these we write; `de-CH` is `de`. */
function languageOf(wanted: readonly (string | undefined)[]): Language {
  const short = wanted.map((each) => each?.slice(0, 2).toLowerCase());
  return short.flatMap((each) => languages.filter((language) => language === each))[0] ?? 'en';
}
