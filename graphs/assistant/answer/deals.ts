import type { Opportunity } from 'countersign';
import { findOpportunitiesByOrder } from '../../../tools/crm/find-opportunities-by-order.ts';
import { getOpportunity } from '../../../tools/crm/get-opportunity.ts';
import { listOpportunities } from '../../../tools/crm/list-opportunities.ts';
import { askWhich, needs, orSay, theCustomer } from './find.ts';
import { cell } from './format.ts';
import type { Given } from './given.ts';
import { label } from './labels.ts';

/** The opportunity meant: by its id, by the order it became, or the only open one of the customer. Never guessed. */
export async function theDeal(given: Given): Promise<Opportunity | undefined> {
  const { talk, desk, frame, paper } = given;
  const { deal, order } = frame;
  if (deal !== undefined)
    return remembered(given, await orSay(given, 'opportunity', deal, () => talk.read(desk, getOpportunity, { opportunity: deal })));
  if (order !== undefined) {
    const found = await talk.read(desk, findOpportunitiesByOrder, { order });
    if (found.length === 0) paper.say('no-deal-for-order', { order: paper.facts.id('order number', order) });
    return oneOf(given, found);
  }
  if (frame.customers === undefined) return needs(given, 'deal');
  const customer = await theCustomer(given);
  if (!customer) return undefined;
  const name = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name);
  const account = await talk.directory.accountOf(customer.id, talk.signal);
  const found =
    account === undefined
      ? []
      : (await talk.read(desk, listOpportunities, { account, isOpen: true, sort: 'close', descending: false, limit: 20 })).items;
  if (found.length === 0) paper.say('no-deals', { customer: name });
  return oneOf(given, found);
}

function oneOf(given: Given, found: readonly Opportunity[]): Opportunity | undefined {
  if (found.length < 2) return remembered(given, found[0]);
  const { paper } = given;
  paper.say('which-deal', { count: paper.facts.count('opportunities', found.length) });
  dealTable(given, label('which', paper.locale), found);
  askWhich(
    given,
    'deal',
    found.map(({ id }) => id),
  );
  return undefined;
}

function remembered({ paper }: Given, deal: Opportunity | undefined): Opportunity | undefined {
  if (deal) paper.remember({ deal: deal.id, ...(deal.erpOrderId === undefined ? {} : { order: deal.erpOrderId }) });
  return deal;
}

export function dealTable({ paper }: Given, title: string, deals: readonly Opportunity[], more = false): void {
  const { locale } = paper;
  const shown = deals.slice(0, 25);
  paper.table({
    title,
    columns: [
      { key: 'deal', label: label('deal', locale), kind: 'text' },
      { key: 'stage', label: label('stage', locale), kind: 'status' },
      { key: 'amount', label: label('amount', locale), kind: 'money' },
      { key: 'close', label: label('close', locale), kind: 'date' },
      { key: 'order', label: label('order', locale), kind: 'id' },
    ],
    rows: shown.map((deal) => ({
      source: paper.ofRecord(deal.ref, `Opportunity ${deal.id}`).id,
      cells: {
        deal: cell.text(deal.name),
        stage: cell.text(deal.stage),
        amount: deal.amount === undefined ? cell.text('') : cell.money(deal.amount, locale),
        close: cell.day(deal.closeOn, locale),
        order: cell.text(deal.erpOrderId ?? ''),
      },
    })),
    note:
      deals.length > shown.length || more
        ? `${deals.length - shown.length > 0 ? `${deals.length - shown.length} ` : ''}${label('more', locale)}`
        : '',
  });
  paper.list(
    'deal',
    shown.map(({ id }) => id),
  );
}
