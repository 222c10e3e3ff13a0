import {
  compareDecimal,
  type AccountMaster,
  type CreditStatus,
  type CrmLine,
  type CustomerMaster,
  type Material,
  type Opportunity,
  type OrderSimulation,
  type PriceRecord,
} from 'countersign';
import { isCurrency, type Problem } from '../_shared/problem.ts';
import { addTo, discountOf, differsBy } from '../_shared/figures.ts';
import type { Mapping } from './mapping.ts';

/** What is known of the deal before the ERP is asked anything. */
export type Deal = {
  readonly opportunity: Opportunity;
  readonly lines: readonly CrmLine[];
  readonly account: AccountMaster | undefined;
};

export type OrderLine = {
  readonly material: string;
  readonly quantity: string;
  readonly unitPrice: string | undefined;
  readonly wantedOn: string | undefined;
};

export type Wanted = {
  readonly soldTo: string;
  readonly currency: string;
  readonly requestedOn: string;
  readonly lines: readonly OrderLine[];
};

export type Ready =
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'ready'; readonly wanted: Wanted };

/** Why a deal needs no order, if so. */
export function nothingToDo(opportunity: Opportunity): string | undefined {
  if (!opportunity.isWon) return 'not won';
  return opportunity.erpOrderId === undefined ? undefined : 'has its order';
}

/** Whether a deal can become an order at all, and which one; pure. */
export function wantedOrder(deal: Deal, mapping: Mapping, today: string): Ready {
  const { opportunity, account, lines } = deal;
  const reason = nothingToDo(opportunity);
  if (reason !== undefined) return { kind: 'nothing', reason };
  if (!account) return problem('data.missing', 'AccountId', 'The deal names no account; set one and the order follows');
  if (account.erpCustomerId === undefined)
    return problem('link.missing', 'ERP_Customer_Id__c', 'The account has no customer in the ERP yet; link or create one, then retry');
  const currency = opportunity.amount?.currency;
  if (!isCurrency(currency) || currency === undefined)
    return problem('data.invalid', 'CurrencyIsoCode', 'The deal has no amount in a currency the ERP knows');
  const bad = badLines(lines, currency, mapping);
  if (bad) return { kind: 'problem', problem: bad };
  const days = lines.flatMap((line) => line.wantedOn ?? []).filter((day) => day >= today);
  return {
    kind: 'ready',
    wanted: {
      soldTo: account.erpCustomerId,
      currency,
      requestedOn: days.toSorted()[0] ?? addTo(today, mapping.leadDays),
      lines: lines.map((line) => ({
        material: line.material ?? '',
        quantity: line.quantity,
        unitPrice: line.unitPrice === undefined ? undefined : net(line),
        wantedOn: line.wantedOn !== undefined && line.wantedOn >= today ? line.wantedOn : undefined,
      })),
    },
  };
}

const problem = (code: Problem['code'], field: string, message: string): Ready => ({ kind: 'problem', problem: { code, field, message } });

/** The price of one after the line's own discount. */
function net(line: CrmLine): string {
  const price = line.unitPrice?.amount ?? '0';
  return line.discountPercent === undefined ? price : discountOf(price, line.discountPercent);
}

function badLines(lines: readonly CrmLine[], currency: string, mapping: Mapping): Problem | undefined {
  const say = (field: string, message: string): Problem => ({ code: 'data.invalid', field, message });
  if (lines.length === 0)
    return { code: 'data.missing', field: 'OpportunityLineItems', message: 'The deal has no products; add them and the order follows' };
  if (lines.length > mapping.maxLines)
    return say('OpportunityLineItems', `The deal has ${lines.length} lines, an order takes ${mapping.maxLines}`);
  for (const [at, line] of lines.entries()) {
    const place = `line ${at + 1}`;
    if (line.material === undefined) return say('ProductCode', `The product of ${place} has no code, so the ERP material is not known`);
    if (compareDecimal(line.quantity, '0') <= 0)
      return say('Quantity', `The quantity of ${place} is ${line.quantity}; it has to be above zero`);
    if (line.unitPrice && line.unitPrice.currency !== currency)
      return say('CurrencyIsoCode', `The price of ${place} is in ${line.unitPrice.currency}, the deal in ${currency}`);
    if (line.unitPrice && compareDecimal(line.unitPrice.amount, '0') < 0) return say('UnitPrice', `The price of ${place} is below zero`);
  }
  return undefined;
}

/** What the ERP answered about the wanted order. */
export type Answers = {
  readonly customer: CustomerMaster;
  readonly credit: CreditStatus | undefined;
  readonly materials: readonly Material[];
  readonly prices: readonly PriceRecord[];
  readonly simulation: OrderSimulation;
};

export type Review = { readonly tags: readonly string[]; readonly reasons: readonly string[] };

/** What stands against the customer or the materials for good; nothing was simulated yet. */
export function blockedBy(wanted: Wanted, customer: CustomerMaster, materials: readonly Material[]): Problem | undefined {
  if (customer.isBlocked)
    return {
      code: 'record.blocked',
      field: 'customer',
      message: `Customer ${customer.id} is blocked for orders in the ERP; release it or lose the deal`,
    };
  for (const line of wanted.lines) {
    const material = materials.find((one) => one.id === line.material);
    if (!material)
      return {
        code: 'data.invalid',
        field: 'material',
        message: `The ERP has no material ${line.material}; correct the product or create the material`,
      };
    if (material.blocked)
      return { code: 'record.blocked', field: 'material', message: `Material ${line.material} is blocked for sale in the ERP` };
  }
  return undefined;
}

/** What somebody has to look at before the order is created. No tag at all: it may go by itself. */
export function review(deal: Deal, wanted: Wanted, answers: Answers, mapping: Mapping): Review {
  const found = [...aboutMoney(deal, wanted, answers, mapping), ...aboutCredit(deal, answers), ...aboutSupply(wanted, answers)];
  return { tags: [...new Set(found.map(([tag]) => tag))], reasons: found.map(([, reason]) => reason) };
}

type Found = readonly [tag: string, reason: string];

function aboutMoney({ opportunity }: Deal, wanted: Wanted, { simulation, prices }: Answers, mapping: Mapping): Found[] {
  const found: Found[] = discounts(wanted, prices, mapping).map((reason) => ['large-discount', reason]);
  const { amount } = opportunity;
  const limit = mapping.reviewFrom[wanted.currency];
  if (limit === undefined) found.push(['unlisted-currency', `no review limit is set for ${wanted.currency}`]);
  else if (compareDecimal(amount?.amount ?? '0', limit) >= 0)
    found.push(['large-amount', `the amount reaches the review limit of ${wanted.currency}`]);
  // Agreed prices go along line by line; only where there are none does the ERP's price decide.
  const isPriced = wanted.lines.every((line) => line.unitPrice !== undefined);
  if (!isPriced && amount && differsBy(simulation.net.amount, amount.amount, mapping.priceTolerance))
    found.push(['price-difference', 'the price of the ERP differs from the amount of the deal']);
  return found;
}

function aboutCredit({ account }: Deal, { credit, simulation, customer }: Answers): Found[] {
  const found: Found[] = [];
  if (credit?.blocked === true) found.push(['credit', 'the customer is blocked by credit management']);
  else if (simulation.creditStatus === 'blocked') found.push(['credit', 'the credit check would hold this order']);
  if (account?.paymentTerms !== undefined && customer.paymentTerms !== undefined && account.paymentTerms !== customer.paymentTerms)
    found.push(['new-terms', `the account has terms ${account.paymentTerms}, the ERP customer ${customer.paymentTerms}`]);
  return found;
}

/** Each line is held against its own day: what is wanted in June is not short because it is not there in May. */
function aboutSupply({ lines, requestedOn }: Wanted, { simulation }: Answers): Found[] {
  return simulation.items.flatMap((item, at): Found[] => {
    const wantedOn = lines[at]?.wantedOn ?? requestedOn;
    const isShort = compareDecimal(item.confirmed, item.requested.value) < 0 || (item.confirmedOn ?? '9999') > wantedOn;
    return isShort ? [['shortage', shortage(item, wantedOn)]] : [];
  });
}

function discounts(wanted: Wanted, prices: readonly PriceRecord[], mapping: Mapping): string[] {
  return wanted.lines.flatMap((line) => {
    const list = prices.find((price) => price.material === line.material && price.price.currency === wanted.currency);
    if (!list || line.unitPrice === undefined) return [];
    const floor = discountOf(list.price.amount, mapping.reviewDiscount);
    return compareDecimal(line.unitPrice, floor) < 0
      ? [`${line.material} was sold more than ${mapping.reviewDiscount} % below its list price`]
      : [];
  });
}

function shortage(item: OrderSimulation['items'][number], wantedOn: string): string {
  const when = item.confirmedOn === undefined ? 'no day is confirmed' : `confirmed for ${item.confirmedOn}`;
  return `${item.material}: ${item.confirmed} of ${item.requested.value} ${item.requested.unit} (${when}), wanted on ${wantedOn}`;
}
