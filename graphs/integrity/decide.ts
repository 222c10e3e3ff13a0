import type { Money, OrderStatus } from 'countersign';
import { countryCode } from 'countersign/matching';
import { daysBetween, differsBy } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

type Edited = { readonly changedAt?: string | undefined; readonly changedBy?: string | undefined };

export type LinkedAccount = Edited & {
  readonly id: string;
  readonly customer: string;
  readonly hasName: boolean;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly paymentTerms?: string | undefined;
  readonly ownerId?: string | undefined;
};
export type CustomerFacts = Edited & {
  readonly id: string;
  readonly hasName: boolean;
  readonly country?: string | undefined;
  readonly currency?: string | undefined;
  readonly paymentTerms?: string | undefined;
};
export type LinkedDeal = Edited & {
  readonly id: string;
  readonly order: string;
  readonly isWon: boolean;
  readonly amount?: Money | undefined;
  readonly erpStatus?: string | undefined;
  readonly accountId?: string | undefined;
  readonly ownerId?: string | undefined;
};
export type OrderFacts = Edited & {
  readonly net: Money;
  readonly status: OrderStatus;
  /** The deals the order names: in a field of its own, and as the customer's reference. */
  readonly deal?: string | undefined;
  readonly reference?: string | undefined;
};
export type LinkedCase = Edited & {
  readonly id: string;
  readonly document: string;
  readonly isClosed: boolean;
  readonly accountId?: string | undefined;
};
export type DocumentFacts = { readonly isCompleted: boolean | undefined };

/** What both systems hold of everything that is linked; undefined on the ERP's side is a record it does not have. */
export type Snapshot = {
  readonly accounts: readonly { readonly account: LinkedAccount; readonly customer: CustomerFacts | undefined }[];
  readonly deals: readonly { readonly deal: LinkedDeal; readonly order: OrderFacts | undefined }[];
  readonly cases: readonly { readonly one: LinkedCase; readonly document: DocumentFacts | undefined }[];
  /** False where a bound was reached before everything was read. */
  readonly isComplete: boolean;
};

type Field = keyof Mapping['masters'] | 'link';

export type Difference = {
  readonly kind: 'account' | 'deal' | 'case';
  readonly field: Field;
  /** The CRM's record and the ERP's. */
  readonly record: string;
  readonly erpRecord: string;
  readonly account?: string | undefined;
  readonly opportunity?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly explanation: string;
  readonly crmAmount?: Money | undefined;
  readonly erpAmount?: Money | undefined;
  /** Day of the last change of either record, and who made it, where the systems tell. */
  readonly since?: string | undefined;
  readonly by?: string | undefined;
  /** What the master says, for the other side to take; undefined where only a person can settle it. */
  readonly repair?: string | undefined;
};

/** Every difference of a snapshot, by kind and record; pure. */
export function differences({ accounts, deals, cases }: Snapshot, mapping: Mapping): Difference[] {
  return [
    ...accounts.flatMap(({ account, customer }) => ofAccount(account, customer, mapping)),
    ...deals.flatMap(({ deal, order }) => ofDeal(deal, order, mapping)),
    ...(mapping.ordersCarryDeals ? uncarried(deals) : []),
    ...cases.flatMap(({ one, document }) => ofCase(one, document)),
  ];
}

const says = (value: string | undefined): string => (value === undefined || value === '' ? 'nothing' : value);

function ofAccount(account: LinkedAccount, customer: CustomerFacts | undefined, mapping: Mapping): Difference[] {
  const about = {
    kind: 'account',
    record: account.id,
    erpRecord: account.customer,
    account: account.id,
    ...lastOf(account, customer),
  } as const;
  const owner = { ownerId: account.ownerId };
  if (!customer)
    return [{ ...about, ...owner, field: 'document', explanation: `The ERP has no customer ${account.customer}, which the account names` }];
  const found: Difference[] = [];
  const differ = (field: keyof Mapping['masters'], crm: string | undefined, erp: string | undefined, repair?: string): void => {
    const canRepair = mapping.masters[field] === 'erp' && repair !== undefined ? { repair } : {};
    found.push({
      ...about,
      ...owner,
      ...canRepair,
      field,
      explanation: `${titles[field]}: the CRM says ${says(crm)}, the ERP ${says(erp)}`,
    });
  };
  if (account.hasName !== customer.hasName) differ('name', account.hasName ? 'a name' : undefined, customer.hasName ? 'a name' : undefined);
  if (countryOf(account.country) !== countryOf(customer.country)) differ('country', account.country, customer.country);
  if (account.currency !== customer.currency) differ('currency', account.currency, customer.currency, customer.currency);
  // Terms nobody mapped are the same where both systems write them alike.
  if ((mapping.terms[account.paymentTerms ?? ''] ?? account.paymentTerms) !== customer.paymentTerms)
    differ('paymentTerms', account.paymentTerms, customer.paymentTerms, customer.paymentTerms);
  return found;
}

const countryOf = (text: string | undefined): string => countryCode(text ?? '') ?? text ?? '';

const titles: Readonly<Record<Field, string>> = {
  currency: 'Currency',
  paymentTerms: 'Payment terms',
  status: 'Order status',
  country: 'Country',
  name: 'Name',
  amount: 'Amount',
  document: 'Document',
  completion: 'Completion',
  link: 'Link',
};

const aboutDeal = (deal: LinkedDeal, order: OrderFacts | undefined) =>
  ({
    kind: 'deal',
    record: deal.id,
    erpRecord: deal.order,
    account: deal.accountId,
    opportunity: deal.id,
    ownerId: deal.ownerId,
    ...lastOf(deal, order),
  }) as const;

function ofDeal(deal: LinkedDeal, order: OrderFacts | undefined, mapping: Mapping): Difference[] {
  const about = aboutDeal(deal, order);
  if (!order) return [{ ...about, field: 'document', explanation: `The ERP has no order ${deal.order}, which the opportunity names` }];
  const found: Difference[] = [];
  const wanted = mapping.statuses[order.status];
  if (deal.erpStatus !== wanted)
    found.push({
      ...about,
      field: 'status',
      explanation: `${titles.status}: the CRM says ${says(deal.erpStatus)}, the ERP ${wanted}`,
      ...(mapping.masters.status === 'erp' ? { repair: wanted } : {}),
    });
  const { amount } = deal;
  const isCounted = deal.isWon && order.status !== 'rejected';
  if (
    isCounted &&
    (!amount || amount.currency !== order.net.currency || differsBy(amount.amount, order.net.amount, mapping.amountTolerance))
  )
    found.push({
      ...about,
      field: 'amount',
      explanation: `Amount: more than ${mapping.amountTolerance} % apart, or in another currency`,
      crmAmount: amount,
      erpAmount: order.net,
    });
  return found;
}

/** Orders that do not name their deal. Which of several deals it is, and whether another one is wrong, a person says. */
function uncarried(deals: Snapshot['deals']): Difference[] {
  const named = new Map<string, number>();
  for (const { deal } of deals) named.set(deal.order, (named.get(deal.order) ?? 0) + 1);
  return deals.flatMap(({ deal, order }): Difference[] => {
    if (!order || order.deal === deal.id || order.reference === deal.id) return [];
    const count = named.get(deal.order) ?? 1;
    const says =
      order.deal !== undefined
        ? `the order names deal ${order.deal}, and this one names the order`
        : count > 1
          ? `${count} deals name the order, and it names none`
          : 'the order does not name its deal';
    return [
      {
        ...aboutDeal(deal, order),
        field: 'link',
        explanation: `${titles.link}: ${says}`,
        ...(order.deal === undefined && count === 1 ? { repair: deal.id } : {}),
      },
    ];
  });
}

function ofCase(one: LinkedCase, document: DocumentFacts | undefined): Difference[] {
  const about = { kind: 'case', record: one.id, erpRecord: one.document, account: one.accountId, ...lastOf(one, undefined) } as const;
  if (!document) return [{ ...about, field: 'document', explanation: `The ERP has no document ${one.document}, which the case names` }];
  if (document.isCompleted === undefined || document.isCompleted === one.isClosed) return [];
  const [crm, erp] = one.isClosed ? ['closed', 'not completed'] : ['open', 'completed'];
  return [{ ...about, field: 'completion', explanation: `Completion: the case is ${crm}, its document in the ERP ${erp}` }];
}

/** The later of two changes and its editor. */
function lastOf(crm: Edited, erp: Edited | undefined): { since?: string; by?: string } {
  const later = (erp?.changedAt ?? '') > (crm.changedAt ?? '') ? erp : crm;
  return {
    ...(later?.changedAt === undefined ? {} : { since: later.changedAt.slice(0, 10) }),
    ...(later?.changedBy === undefined ? {} : { by: later.changedBy }),
  };
}

/** The key of a difference: the same one tomorrow. */
export const keyOf = ({ kind, record, field }: Difference): string => `${kind}/${record}/${field}`;

/** What differs, since when and by whom; without its age in days, which would be another text every night. */
export function explained({ explanation, since, by }: Difference): string {
  const last = since === undefined ? '' : `. Last changed on ${since}${by === undefined ? '' : ` by user ${by}`}`;
  return `${explanation}${last}`.slice(0, 255);
}

/** The summary somebody reads in the morning. */
export function summary(
  found: readonly Difference[],
  { reported, gone, isComplete, isOwned, today }: { reported: number; gone: number; isComplete: boolean; isOwned: boolean; today: string },
): string {
  const counts = new Map<string, number>();
  for (const { kind, field } of found) counts.set(`${kind}: ${titles[field]}`, (counts.get(`${kind}: ${titles[field]}`) ?? 0) + 1);
  const ages = found.flatMap(({ since }) => (since === undefined ? [] : [daysBetween(since, today)]));
  return [
    `${found.length} ${found.length === 1 ? 'difference' : 'differences'} between CRM and ERP.`,
    ...[...counts].map(([name, count]) => `${name}: ${count}`),
    ...(ages.length === 0 ? [] : [`The oldest stands since ${Math.max(...ages)} days.`]),
    `${found.filter(({ repair }) => repair !== undefined).length} can be repaired from the ERP and are proposed for approval; the rest is for people.`,
    ...(reported < found.length ? [`${reported} of them are recorded; the others follow when these are gone.`] : []),
    ...(gone === 0 ? [] : [`${gone} that stood on record ${gone === 1 ? 'is' : 'are'} gone.`]),
    ...(isOwned ? [] : ['None of these records has an owner; hand this task to whoever puts them right.']),
    ...(isComplete ? [] : ['A bound was reached before everything was read; raise it in the mapping.']),
  ].join('\n');
}
