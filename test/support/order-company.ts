import type {
  Account,
  Contact,
  CrmUser,
  Delivery,
  Invoice,
  Opportunity,
  ProductionOrder,
  ReadPorts,
  SalesOrder,
  SalesOrderItem,
} from '../../src/index.ts';
import type { Listed } from '../../src/contracts/ports.ts';
import { memoryConnection, type MemoryConnection } from '../../src/testing/index.ts';

/** Business objects for tests, each complete and valid; a test names only what it is about. */
export function item(change: Partial<SalesOrderItem> = {}): SalesOrderItem {
  return {
    id: '10',
    material: 'PUMP-100',
    description: 'Pump 100',
    ordered: { value: '10', unit: 'PC' },
    confirmed: '10',
    confirmedOn: '2024-05-20',
    delivered: '0',
    net: { amount: '1000.00', currency: 'EUR' },
    deliveryStatus: 'not_started',
    ...change,
  };
}

export function order(change: Partial<SalesOrder> = {}): SalesOrder {
  return {
    ref: { connection: 'erp', type: 'A_SalesOrder', id: change.id ?? 'SO-1', version: 'W/"1"', changedAt: '2024-05-17T10:00:00Z' },
    id: 'SO-1',
    type: 'OR',
    soldTo: '100001',
    net: { amount: '1000.00', currency: 'EUR' },
    requestedOn: '2024-05-21',
    changedBy: 'KMEYER',
    processStatus: 'partial',
    deliveryStatus: 'not_started',
    billingStatus: 'not_started',
    rejectionStatus: 'not_started',
    creditStatus: 'approved',
    items: [item()],
    native: { OverallSDProcessStatus: 'B' },
    ...change,
  };
}

export function delivery(change: Partial<Delivery> = {}): Delivery {
  return {
    ref: { connection: 'erp', type: 'A_OutbDeliveryHeader', id: change.id ?? '80000001' },
    id: '80000001',
    tracking: '1Z999AA1234567890',
    goodsIssuedOn: '2024-05-17',
    deliveryOn: '2024-05-20',
    picking: 'complete',
    goodsMovement: 'complete',
    proofOfDelivery: 'not_started',
    items: [{ id: '10', order: 'SO-1', orderItem: '10', material: 'PUMP-100', quantity: { value: '10', unit: 'PC' } }],
    ...change,
  };
}

export function opportunity(change: Partial<Opportunity> = {}): Opportunity {
  return {
    ref: { connection: 'crm', type: 'Opportunity', id: change.id ?? '006000000000001AAA', version: '1' },
    id: '006000000000001AAA',
    name: 'Harbour Pumps Ltd, spring order',
    accountId: '001000000000001AAA',
    ownerId: '005000000000001AAA',
    stage: 'Proposal/Price Quote',
    isClosed: false,
    isWon: false,
    erpOrderId: 'SO-1',
    ...change,
  };
}

export const account: Account = {
  ref: { connection: 'crm', type: 'Account', id: '001000000000001AAA' },
  id: '001000000000001AAA',
  name: 'Harbour Pumps Ltd',
  erpCustomerId: '100001',
};
export const owner: CrmUser = {
  ref: { connection: 'crm', type: 'User', id: '005000000000001AAA' },
  id: '005000000000001AAA',
  name: 'Nadia Sommerfeld',
  isActive: true,
};

export function contact(change: Partial<Contact> = {}): Contact {
  return {
    ref: { connection: 'crm', type: 'Contact', id: '003000000000001AAA' },
    id: '003000000000001AAA',
    firstName: 'Ursula',
    lastName: 'Brinkmann',
    name: 'Ursula Brinkmann',
    title: 'Head of Purchasing',
    role: 'Decision Maker',
    isPrimary: true,
    email: 'ursula.brinkmann@harbour-pumps.example',
    language: 'en',
    optedOut: false,
    ...change,
  };
}

export type Company = {
  orders: SalesOrder[];
  deliveries: Delivery[];
  invoices: Invoice[];
  production: ProductionOrder[];
  opportunities: Opportunity[];
  contacts: Contact[];
};

export function company(change: Partial<Company> = {}): Company {
  return {
    orders: [order()],
    deliveries: [],
    invoices: [],
    production: [],
    opportunities: [opportunity()],
    contacts: [contact()],
    ...change,
  };
}

export function companyPorts(data: Company): ReadPorts {
  return {
    orders: {
      get: async (id) => data.orders.find((each) => each.id === id),
      findByExternalKey: async () => undefined,
      changedSince: async () => ({
        changes: data.orders.map((each) => ({ id: each.id, changedAt: '2024-05-17T10:00:00Z' })),
        cursor: 'end',
        more: false,
        total: data.orders.length,
      }),
      list: async ({ limit }) => listed(data.orders, limit),
    },
    deliveries: { listForOrder: async (id) => data.deliveries.filter((each) => each.items.some((line) => line.order === id)) },
    invoices: { listForOrder: async () => data.invoices, listOpen: async () => [] },
    production: { listForOrder: async () => data.production },
    opportunities: {
      get: async (id) => data.opportunities.find((each) => each.id === id),
      findByErpOrder: async (id) => data.opportunities.filter((each) => each.erpOrderId === id),
      list: async ({ limit }) => listed(data.opportunities, limit),
    },
    accounts: {
      get: async () => account,
      findByErpCustomer: async () => [account],
      directory: async ({ limit }) => listed([entry], limit),
    },
    contacts: { listForOpportunity: async () => data.contacts, listForAccount: async () => data.contacts },
    users: { get: async () => owner },
  };
}

const entry = { id: account.id, name: account.name, erpCustomer: '100001' };

function listed<T>(records: readonly T[], limit: number): Listed<T> {
  return { items: records.slice(0, limit), more: records.length > limit };
}

const reads = [
  'orders.get',
  'orders.changedSince',
  'deliveries.listForOrder',
  'invoices.listForOrder',
  'production.listForOrder',
  'opportunities.get',
  'opportunities.findByErpOrder',
  'accounts.get',
  'contacts.listForOpportunity',
  'users.get',
];
const writes = ['write.Opportunity.update', 'write.Task.create', 'write.Case.create', 'write.FeedItem.create'];

/** Both systems over one company, as connections that live in memory. */
export function memorySystems(
  data: Company,
  options: { refusesSecond?: boolean; settleDelayMs?: number } = {},
): { erp: MemoryConnection; crm: MemoryConnection } {
  const ports = companyPorts(data);
  const erp = memoryConnection({ name: 'erp', ports, operations: reads });
  const crm = memoryConnection({ name: 'crm', ports, operations: [...reads, ...writes], ...options });
  for (const each of data.orders) erp.put('A_SalesOrder', each.id, {});
  for (const each of data.opportunities)
    crm.put('Opportunity', each.id, { ERP_Order_Status__c: null, Tracking_Number__c: null, StageName: each.stage, Description: null });
  return { erp, crm };
}
