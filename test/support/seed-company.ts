import type { CaseRecord, Contact, Invoice, Opportunity, SalesOrder } from '../../src/contracts/business.ts';
import type { Connection, Listed, OpportunityQuery, OrderQuery, ReadPorts } from '../../src/contracts/ports.ts';
import { addDecimal, compareDecimal } from '../../src/contracts/money.ts';
import type { CompanySeed, SeedOrder } from '../../src/sandbox/company/seed.ts';
import { memoryConnection, type MemoryConnection } from '../../src/testing/index.ts';
import { deliveriesOf, invoicesOf, productionOf, recordId, ref, toCustomer, toMaterial, toOpportunity, toOrder } from './seed-records.ts';

export { recordId };

export type SeedCompany = {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly erp: MemoryConnection;
  readonly crm: MemoryConnection;
  readonly opportunityIds: ReadonlyMap<string, string>;
};

/** A whole company in memory behind the read ports: the same figures as the sandbox's faces serve, without a wire in between. */
export function seedCompany(
  seed: CompanySeed,
  extra: { cases?: readonly CaseRecord[]; stock?: Readonly<Record<string, Readonly<Record<string, string>>>> } = {},
): SeedCompany {
  const erp = memoryConnection({ name: 'erp', ports: erpPorts(seed, extra.stock ?? {}), operations: erpOperations });
  const ids = new Map(seed.opportunities.map(({ key }) => [key, recordId('006', key)]));
  const crm = memoryConnection({ name: 'crm', ports: crmPorts(seed, ids, extra.cases ?? []), operations: crmOperations });
  for (const order of seed.orders) erp.put('A_SalesOrder', order.id, { DeliveryBlockReason: order.deliveryBlock });
  for (const deal of seed.opportunities)
    crm.put('Opportunity', ids.get(deal.key) ?? '', { CloseDate: deal.closeOn, StageName: deal.stage });
  return {
    connections: new Map<string, Connection>([
      ['erp', erp],
      ['crm', crm],
    ]),
    erp,
    crm,
    opportunityIds: ids,
  };
}

const erpOperations = [
  'orders.get',
  'orders.list',
  'orders.findByExternalKey',
  'orders.changedSince',
  'deliveries.listForOrder',
  'invoices.listForOrder',
  'invoices.listOpen',
  'production.listForOrder',
  'customers.get',
  'customers.directory',
  'customers.listBlocked',
  'credit.status',
  'inventory.availability',
  'materials.get',
  'materials.list',
  'materials.stock',
  'write.A_SalesOrder.update',
];
const crmOperations = [
  'opportunities.get',
  'opportunities.list',
  'opportunities.findByErpOrder',
  'accounts.get',
  'accounts.directory',
  'accounts.findByErpCustomer',
  'contacts.listForOpportunity',
  'contacts.listForAccount',
  'cases.get',
  'cases.listOpenForAccount',
  'users.get',
  'write.Opportunity.update',
  'write.Task.create',
  'write.Case.create',
  'write.FeedItem.create',
];

function erpPorts(seed: CompanySeed, stock: Readonly<Record<string, Readonly<Record<string, string>>>>): ReadPorts {
  const orders = seed.orders.map((order) => toOrder(order, seed));
  const byId = new Map(orders.map((order) => [order.id, order]));
  const seedOrder = (id: string): SeedOrder | undefined => seed.orders.find((order) => order.id === id);
  const materials = seed.materials.map((each) => toMaterial(each, stock));
  const stockOf = (id: string): { plant: string; onHand: string }[] => {
    const material = seed.materials.find((each) => each.id === id);
    return material
      ? [
          { plant: material.plant, onHand: material.stock },
          ...Object.entries(stock[id] ?? {}).map(([plant, onHand]) => ({ plant, onHand })),
        ]
      : [];
  };
  const openInvoices = (customer: string): Invoice[] =>
    seed.orders
      .filter((order) => order.customer === customer)
      .flatMap((order) => invoicesOf(order).filter(({ cleared }) => cleared !== 'complete'));
  return {
    orders: {
      get: async (id) => byId.get(id),
      findByExternalKey: async () => undefined,
      changedSince: async () => ({ changes: [], cursor: '', more: false }),
      list: async (query) => listOrders(orders, query),
    },
    deliveries: { listForOrder: async (id) => deliveriesOf(seedOrder(id)) },
    invoices: {
      listForOrder: async (id) => {
        const order = seedOrder(id);
        return order ? invoicesOf(order) : [];
      },
      listOpen: async (customer) => openInvoices(customer),
    },
    production: { listForOrder: async (id) => productionOf(seedOrder(id)) },
    customers: {
      get: async (id) => {
        const found = seed.customers.find((each) => each.id === id);
        return found && toCustomer(found);
      },
      directory: async ({ after, limit }) =>
        paged(
          seed.customers.map((each) => ({ id: each.id, name: each.name, town: each.city, country: each.country })),
          after,
          limit,
        ),
      listBlocked: async (limit) => {
        const all = seed.customers.filter(({ creditBlocked }) => creditBlocked).map(toCustomer);
        return { items: all.slice(0, limit), more: all.length > limit };
      },
    },
    credit: {
      async status(id) {
        const found = seed.customers.find((each) => each.id === id);
        return (
          found && {
            ref: { connection: 'erp', type: 'CreditManagementAccount', id },
            customer: id,
            segment: '1000',
            blocked: found.creditBlocked,
            limit: { amount: found.creditLimit, currency: found.currency },
            exposure: { amount: found.creditExposure, currency: found.currency },
            riskClass: found.riskClass,
          }
        );
      },
    },
    inventory: {
      async availability({ material, plant, on, quantity, unit }) {
        const found = seed.materials.find((each) => each.id === material);
        const here = stockOf(material).find((each) => each.plant === plant)?.onHand ?? '0';
        const later = new Date(Date.parse(`${seed.asOf.slice(0, 10)}T00:00:00Z`) + (found?.leadTimeDays ?? 0) * 86_400_000)
          .toISOString()
          .slice(0, 10);
        const isMaster = plant === found?.plant;
        const available = isMaster && on >= later ? addDecimal(here, '500') : here;
        return {
          material,
          plant,
          requestedOn: on,
          requested: { value: quantity, unit },
          available,
          ...(compareDecimal(available, quantity) < 0 && isMaster ? { availableOn: later } : {}),
        };
      },
    },
    materials: {
      get: async (id) => materials.find((each) => each.id === id),
      list: async ({ after, limit }) => paged(materials, after, limit),
      stock: async (id) => stockOf(id).map(({ plant, onHand }) => ({ material: id, plant, onHand, unit: 'PC' })),
    },
  };
}

function paged<T extends { readonly id: string }>(all: readonly T[], after: string | undefined, limit: number): Listed<T> {
  const rest = all.filter(({ id }) => after === undefined || id > after).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { items: rest.slice(0, limit), more: rest.length > limit };
}

function listOrders(orders: readonly SalesOrder[], q: OrderQuery): Listed<SalesOrder> {
  const within = (day: string | undefined, from?: string, to?: string): boolean =>
    (from === undefined || (day ?? '') >= from) && (to === undefined || (day ?? '9') <= to);
  const isOpen = (order: SalesOrder): boolean => order.processStatus !== 'complete' && order.rejectionStatus !== 'complete';
  const found = orders.filter(
    (order) =>
      (q.customer === undefined || order.soldTo === q.customer) &&
      (q.isOpen === undefined || isOpen(order) === q.isOpen) &&
      (q.isBlocked !== true || order.deliveryBlock !== undefined || order.creditStatus === 'blocked') &&
      (q.material === undefined || order.items.some((item) => item.material === q.material)) &&
      within(order.requestedOn, q.requestedFrom, q.requestedTo) &&
      within(order.createdOn, q.createdFrom, q.createdTo),
  );
  const key = (order: SalesOrder): string => (q.sort === 'created' ? (order.createdOn ?? '') : (order.requestedOn ?? ''));
  const sorted = found.toSorted(
    (a, b) =>
      (q.sort === 'net' ? compareDecimal(a.net.amount, b.net.amount) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) *
      (q.descending ? -1 : 1),
  );
  return { items: sorted.slice(0, q.limit), more: sorted.length > q.limit };
}

function crmPorts(seed: CompanySeed, ids: ReadonlyMap<string, string>, cases: readonly CaseRecord[]): ReadPorts {
  const accountId = (customer: string): string => recordId('001', customer);
  const deals = seed.opportunities.map((deal) => toOpportunity(deal, ids.get(deal.key) ?? '', accountId(deal.customer)));
  const contactsOf = (customer: string): Contact[] => {
    const found = seed.customers.find((each) => each.id === customer);
    return (found?.contacts ?? []).map((each, at) => ({
      ref: ref('crm', 'Contact', recordId('003', each.key)),
      id: recordId('003', each.key),
      accountId: accountId(customer),
      firstName: each.firstName,
      lastName: each.lastName,
      name: `${each.firstName} ${each.lastName}`,
      title: each.title,
      isPrimary: at === 0,
      email: each.email,
      phone: each.phone,
      language: each.language,
      optedOut: each.optedOut,
    }));
  };
  const customerOf = (account: string | undefined): string => seed.customers.find(({ id }) => accountId(id) === account)?.id ?? '';
  return {
    opportunities: {
      get: async (id) => deals.find((each) => each.id === id),
      findByErpOrder: async (order) => deals.filter((each) => each.erpOrderId === order),
      list: async (query) => listDeals(deals, query),
    },
    accounts: {
      get: async (id) => {
        const found = seed.customers.find((each) => accountId(each.id) === id);
        return found && { ref: ref('crm', 'Account', id), id, name: found.name, erpCustomerId: found.id };
      },
      findByErpCustomer: async (customer) =>
        seed.customers
          .filter(({ id }) => id === customer)
          .map((found) => ({
            ref: ref('crm', 'Account', accountId(found.id)),
            id: accountId(found.id),
            name: found.name,
            erpCustomerId: found.id,
          })),
      directory: async ({ after, limit }) =>
        paged(
          seed.customers.map((each) => ({ id: accountId(each.id), name: each.name, town: each.city, erpCustomer: each.id })),
          after,
          limit,
        ),
    },
    contacts: {
      listForOpportunity: async (_deal, account) => contactsOf(customerOf(account)),
      listForAccount: async (account) => contactsOf(customerOf(account)),
    },
    cases: {
      get: async (id) => cases.find((each) => each.id === id),
      listOpenForAccount: async (account) => cases.filter((each) => each.accountId === account && !each.isClosed),
    },
    users: { get: async () => undefined },
  };
}

function listDeals(deals: readonly Opportunity[], q: OpportunityQuery): Listed<Opportunity> {
  const found = deals.filter(
    (deal) =>
      (q.account === undefined || deal.accountId === q.account) &&
      (q.isOpen === undefined || deal.isClosed !== q.isOpen) &&
      (q.stage === undefined || deal.stage === q.stage) &&
      (q.closeFrom === undefined || (deal.closeOn ?? '') >= q.closeFrom) &&
      (q.closeTo === undefined || (deal.closeOn ?? '9') <= q.closeTo) &&
      (q.name === undefined || deal.name.toLowerCase().includes(q.name.toLowerCase())),
  );
  const sorted = found.toSorted(
    (a, b) =>
      (q.sort === 'amount'
        ? compareDecimal(a.amount?.amount ?? '0', b.amount?.amount ?? '0')
        : (a.closeOn ?? '').localeCompare(b.closeOn ?? '')) * (q.descending ? -1 : 1),
  );
  return { items: sorted.slice(0, q.limit), more: sorted.length > q.limit };
}
