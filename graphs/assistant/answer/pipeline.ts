import { addDecimal, compareDecimal, subtractDecimal, type Opportunity, type SalesOrder } from 'countersign';
import { listOpportunities } from '../../../tools/crm/list-opportunities.ts';
import { getSalesOrder } from '../../../tools/erp/get-sales-order.ts';
import { getStock } from '../../../tools/erp/get-stock.ts';
import { dealTable, theDeal } from './deals.ts';
import { theCustomer } from './find.ts';
import { cell, moneyText } from './format.ts';
import type { Answering, Given } from './given.ts';
import { label } from './labels.ts';
import { totalsOf } from './order-tables.ts';

export const dealStatus: Answering = async (given) => {
  const deal = await theDeal(given);
  if (!deal) return;
  const { paper } = given;
  const sheet = paper.from(paper.ofRecord(deal.ref, `Opportunity ${deal.id}`));
  paper.say('deal-status', {
    deal: sheet.token('opportunity', deal.name),
    stage: sheet.term('stage', deal.stage),
    amount: deal.amount && sheet.money('amount', deal.amount),
    closeOn: deal.closeOn === undefined ? undefined : sheet.date('close date', deal.closeOn),
    order: deal.erpOrderId === undefined ? undefined : sheet.id('order number', deal.erpOrderId),
    erpStatus: (deal.erpStatus ?? '') === '' ? undefined : sheet.term('ERP status', deal.erpStatus ?? ''),
    isWon: deal.isWon,
    isLost: deal.isClosed && !deal.isWon,
  });
};

type Query = { readonly closeFrom?: string; readonly closeTo?: string; readonly sort: 'amount' | 'close'; readonly descending: boolean };

/** Open opportunities, of one customer where one is named; undefined where he had to be asked back. */
async function openDeals(
  given: Given,
  query: Query,
): Promise<{ items: readonly Opportunity[]; more: boolean; customer: string | undefined } | undefined> {
  const { talk, desk, frame, paper } = given;
  const base = { ...query, isOpen: true, limit: 200, ...(frame.stage === undefined ? {} : { stage: frame.stage }) };
  if (frame.customers === undefined) return { ...(await talk.read(desk, listOpportunities, base)), customer: undefined };
  const customer = await theCustomer(given);
  if (!customer) return undefined;
  const name = paper.from(paper.ofRecord(customer.ref, `Customer ${customer.id}`)).token('customer', customer.name);
  const account = await talk.directory.accountOf(customer.id, talk.signal);
  if (account === undefined) return { items: [], more: false, customer: name };
  return { ...(await talk.read(desk, listOpportunities, { ...base, account })), customer: name };
}

function headOf({ paper, talk }: Given, deals: readonly Opportunity[], customer: string | undefined) {
  const sheet = paper.from(
    paper.source({ system: talk.connectionName('crm'), type: 'Opportunity', record: 'list', label: 'List of opportunities' }),
  );
  const amounts = deals.flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
  return {
    sheet,
    values: {
      count: sheet.count('opportunities', deals.length),
      any: deals.length > 0,
      many: deals.length !== 1,
      totals: totalsOf(amounts).map((total) => sheet.money('amount of opportunities', total)),
      customer,
    },
  };
}

export const openDealsList: Answering = async (given) => {
  const found = await openDeals(given, { sort: 'close', descending: false });
  if (!found) return;
  const { values } = headOf(given, found.items, found.customer);
  given.paper.say('open-deals', values);
  if (found.items.length > 0) dealTable(given, label('deals', given.paper.locale), found.items, found.more);
};

export const closingDeals: Answering = async (given) => {
  const { frame, talk, paper } = given;
  const from = frame.from ?? talk.today;
  const to = frame.to ?? talk.today;
  const found = await openDeals(given, { closeFrom: from <= to ? from : to, closeTo: to, sort: 'close', descending: false });
  if (!found) return;
  const { sheet, values } = headOf(given, found.items, found.customer);
  paper.say('closing-deals', { ...values, from: sheet.date('from', from), to: sheet.date('to', to), oneDay: from === to });
  if (found.items.length > 0) dealTable(given, label('deals', paper.locale), found.items, found.more);
};

export const largestDeals: Answering = async (given) => {
  const { frame, paper } = given;
  const isAscending = frame.isAscending === true;
  const found = await openDeals(given, { sort: 'amount', descending: !isAscending });
  if (!found) return;
  const priced = found.items.filter(({ amount }) => amount !== undefined);
  const currency = topCurrency(priced);
  const chosen = priced
    .filter(({ amount }) => amount?.currency === currency)
    .toSorted((a, b) => (isAscending ? 1 : -1) * compareDecimal(a.amount?.amount ?? '0', b.amount?.amount ?? '0'))
    .slice(0, Math.min(frame.top ?? 10, 50));
  const { sheet, values } = headOf(given, chosen, found.customer);
  const [first] = chosen;
  paper.say('largest-deals', {
    ...values,
    first: first && sheet.token('opportunity', first.name),
    firstAmount: first?.amount && sheet.money('amount', first.amount),
    currency: currency === undefined ? undefined : sheet.term('currency', currency),
    isAscending,
  });
  if (chosen.length === 0) return;
  dealTable(given, label('deals', paper.locale), chosen);
  paper.chart({
    kind: 'bar',
    title: `${label('deals', paper.locale)} (${currency})`,
    unit: currency ?? '',
    points: chosen.map((deal) => ({
      label: deal.name,
      value: deal.amount?.amount ?? '0',
      text: deal.amount ? moneyText(deal.amount.amount, deal.amount.currency, paper.locale) : '',
      source: paper.ofRecord(deal.ref, `Opportunity ${deal.id}`).id,
    })),
  });
};

function topCurrency(deals: readonly Opportunity[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { amount } of deals) if (amount) counts.set(amount.currency, (counts.get(amount.currency) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0]?.[0];
}

/** What is in the pipeline by stage, per currency, as figures and a chart. */
export const pipelineTotal: Answering = async (given) => {
  const { frame, paper } = given;
  const { locale } = paper;
  const range = frame.to === undefined ? {} : { closeFrom: frame.from ?? frame.to, closeTo: frame.to };
  const found = await openDeals(given, { ...range, sort: 'close', descending: false });
  if (!found) return;
  const { sheet, values } = headOf(given, found.items, found.customer);
  paper.say('pipeline', {
    ...values,
    more: found.more,
    from: range.closeFrom && sheet.date('from', range.closeFrom),
    to: range.closeTo && sheet.date('to', range.closeTo),
  });
  if (found.items.length === 0) return;
  const of = paper.source({
    system: given.talk.connectionName('crm'),
    type: 'Opportunity',
    record: 'list',
    label: 'List of opportunities',
  });
  const stages = [...new Set(found.items.map(({ stage }) => stage))];
  const rows = stages.flatMap((stage) => {
    const inStage = found.items.filter((deal) => deal.stage === stage);
    return totalsOf(inStage.flatMap(({ amount }) => (amount === undefined ? [] : [amount]))).map((total) => ({
      stage,
      total,
      count: inStage.filter(({ amount }) => amount?.currency === total.currency).length,
    }));
  });
  paper.table({
    title: label('pipeline', locale),
    columns: [
      { key: 'stage', label: label('stage', locale), kind: 'status' },
      { key: 'count', label: label('count', locale), kind: 'count' },
      { key: 'amount', label: label('amount', locale), kind: 'money' },
    ],
    rows: rows.map(({ stage, total, count }) => ({
      source: of.id,
      cells: { stage: cell.text(stage), count: cell.count(count, locale), amount: cell.money(total, locale) },
    })),
    note: found.more ? label('more', locale) : '',
  });
  const currency = topCurrency(found.items);
  const points = rows.filter(({ total }) => total.currency === currency);
  if (currency !== undefined && points.length > 1)
    paper.chart({
      kind: 'bar',
      title: `${label('pipeline', locale)} (${currency})`,
      unit: currency,
      points: points.map(({ stage, total }) => ({
        label: stage,
        value: total.amount,
        text: moneyText(total.amount, total.currency, locale),
        source: of.id,
      })),
    });
};

/** Open opportunities whose order wants more than there is: by line, against what lies in stock and is not wanted earlier. */
export const dealsAtRisk: Answering = async (given) => {
  const { talk, desk, paper } = given;
  const { locale } = paper;
  const found = await openDeals(given, { sort: 'close', descending: false });
  if (!found) return;
  const withOrder = found.items.filter(({ erpOrderId }) => erpOrderId !== undefined).slice(0, 60);
  const orders = await Promise.all(
    withOrder.map((deal) => talk.read(desk, getSalesOrder, { order: deal.erpOrderId ?? '' }).catch(() => undefined)),
  );
  const shortages = await shortagesOf(
    given,
    orders.filter((order) => order !== undefined),
  );
  const risky = withOrder.flatMap((deal, at) => {
    const own = orders[at] ? (shortages.get(orders[at].id) ?? []) : [];
    return own.length > 0 ? [{ deal, short: own }] : [];
  });
  const { sheet, values } = headOf(
    given,
    risky.map(({ deal }) => deal),
    found.customer,
  );
  const [first] = risky;
  paper.say('deals-at-risk', {
    ...values,
    looked: sheet.count('opportunities looked at', withOrder.length),
    first: first && sheet.token('opportunity', first.deal.name),
    product: first?.short[0] && sheet.term('product', first.short[0].description),
    missing: first?.short[0] && sheet.quantity('missing', { value: first.short[0].missing, unit: first.short[0].unit }),
  });
  if (risky.length === 0) return;
  paper.table({
    title: label('dealsAtRisk', locale),
    columns: [
      { key: 'deal', label: label('deal', locale), kind: 'text' },
      { key: 'close', label: label('close', locale), kind: 'date' },
      { key: 'amount', label: label('amount', locale), kind: 'money' },
      { key: 'order', label: label('order', locale), kind: 'id' },
      { key: 'product', label: label('product', locale), kind: 'text' },
      { key: 'missing', label: label('missing', locale), kind: 'quantity' },
    ],
    rows: risky.slice(0, 25).map(({ deal, short }) => ({
      source: paper.ofRecord(deal.ref, `Opportunity ${deal.id}`).id,
      cells: {
        deal: cell.text(deal.name),
        close: cell.day(deal.closeOn, locale),
        amount: deal.amount === undefined ? cell.text('') : cell.money(deal.amount, locale),
        order: cell.text(deal.erpOrderId ?? ''),
        product: cell.text(short.map(({ description }) => description).join(', ')),
        missing: cell.text(short.map(({ missing, unit }) => cell.quantity(missing, unit, locale).text).join(', ')),
      },
    })),
    note: '',
  });
  paper.list(
    'deal',
    risky.map(({ deal: { id } }) => id),
  );
};

type Shortage = { readonly description: string; readonly missing: string; readonly unit: string };

/** Stock is given out to the orders in the order of their wanted dates; what is left uncovered is short. */
async function shortagesOf({ talk, desk }: Given, orders: readonly SalesOrder[]): Promise<ReadonlyMap<string, readonly Shortage[]>> {
  const left = new Map<string, string>();
  const materials = [...new Set(orders.flatMap(({ items }) => items.map(({ material }) => material)))];
  const stocks = await Promise.all(materials.map((material) => talk.read(desk, getStock, { material })));
  for (const [at, material] of materials.entries())
    left.set(
      material,
      (stocks[at] ?? []).reduce((sum, { onHand }) => addDecimal(sum, onHand), '0'),
    );
  const short = new Map<string, Shortage[]>();
  for (const order of orders.toSorted((a, b) => (a.requestedOn ?? '').localeCompare(b.requestedOn ?? ''))) {
    for (const item of order.items) {
      if ((item.rejectionReason ?? '') !== '') continue;
      const wanted = subtractDecimal(item.ordered.value, item.delivered);
      if (compareDecimal(wanted, '0') <= 0) continue;
      const rest = subtractDecimal(left.get(item.material) ?? '0', wanted);
      left.set(item.material, compareDecimal(rest, '0') > 0 ? rest : '0');
      if (compareDecimal(rest, '0') < 0)
        short.set(order.id, [
          ...(short.get(order.id) ?? []),
          { description: item.description, missing: rest.replace('-', ''), unit: item.ordered.unit },
        ]);
    }
  }
  return short;
}
