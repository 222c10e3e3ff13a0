import type { Capabilities, Connection, LiveValue, ReadPorts, WriteRequest } from '../../src/contracts/ports.ts';
import { account, contact, delivery, opportunity, order, owner } from '../../test/support/order-company.ts';

export type World = {
  readonly connections: ReadonlyMap<string, Connection>;
  /** How many writes the CRM took. */
  readonly written: () => number;
};

const writes = ['write.Opportunity.update', 'write.Task.create', 'write.Case.create', 'write.FeedItem.create'];
const firstNames = ['Ursula', 'Amara', 'Jonas', 'Priya', 'Mateo', 'Ingrid', 'Kenji', 'Leila'];
const lastNames = ['Brinkmann', 'Okonkwo', 'Lindqvist', 'Raghavan', 'Ferreira', 'Castellano', 'Nakagawa', 'Haddad'];

/**
 * An ERP and a CRM that know every order `SO-n`, each shipped, each with an opportunity, a contact and an owner of its own.
 * They answer at once and forget what was written, so that what a long bench keeps in memory is the engine's own.
 */
export function orderWorld(): World {
  let written = 0;
  const ports = portsOf();
  const operations = [
    ...Object.entries(ports).flatMap(([port, methods]) => Object.keys(methods).map((method) => `${port}.${method}`)),
    ...writes,
  ];
  const capabilities: Capabilities = { operations, idempotency: 'external-key', concurrency: 'etag', changes: 'cursor', maxKeyLength: 35 };
  const empty: Record<string, LiveValue> = {
    ERP_Order_Status__c: null,
    Tracking_Number__c: null,
    StageName: 'Proposal/Price Quote',
    Description: null,
  };
  const connection = (name: string): Connection => ({
    name,
    vendor: 'memory',
    capabilities,
    ports,
    reader: {
      read: async (target, fields) => ({
        id: target.id,
        version: '1',
        fields: Object.fromEntries(fields.map((field) => [field, empty[field] ?? null])),
      }),
    },
    writer: {
      settleDelayMs: 0,
      refusesSecond: () => true,
      async send(request: WriteRequest) {
        written += 1;
        const id = request.target.id ?? `${request.target.type}-${written}`;
        return { kind: 'applied', receipt: { id, version: '2', status: 200, responseHash: 'f'.repeat(64) } };
      },
      lookup: async () => ({ kind: 'absent' }),
    },
    doctor: async () => [],
    close: async () => undefined,
  });
  return { connections: new Map(['erp', 'crm'].map((name) => [name, connection(name)])), written: () => written };
}

/** Nothing the bench measures asks for a list. */
const none = { items: [], more: false };

function portsOf(): ReadPorts {
  return {
    orders: {
      get: async (id) => order({ id, net: { amount: `${1000 + numberOf(id)}.00`, currency: 'EUR' } }),
      findByExternalKey: async () => undefined,
      changedSince: async () => ({ changes: [], cursor: 'end', more: false }),
      list: async () => none,
    },
    deliveries: {
      listForOrder: async (id) => [
        delivery({
          id: `8${numberOf(id)}`,
          tracking: `1Z999AA1${String(numberOf(id)).padStart(10, '0')}`,
          items: [{ id: '10', order: id, orderItem: '10', material: 'PUMP-100', quantity: { value: '10', unit: 'PC' } }],
        }),
      ],
    },
    invoices: { listForOrder: async () => [], listOpen: async () => [] },
    production: { listForOrder: async () => [] },
    opportunities: {
      get: async (id) => opportunityOf(numberOf(id)),
      findByErpOrder: async (id) => [opportunityOf(numberOf(id))],
      list: async () => none,
    },
    accounts: {
      get: async (id) => ({ ...account, id, name: `Harbour Pumps ${numberOf(id)} Ltd` }),
      findByErpCustomer: async () => [account],
      directory: async () => none,
    },
    contacts: {
      listForOpportunity: async (id) => {
        const n = numberOf(id);
        const firstName = firstNames[n % 8] ?? '';
        const lastName = lastNames[(n >> 3) % 8] ?? '';
        return [contact({ firstName, lastName, name: `${firstName} ${lastName}`, email: `buyer.${n}@harbour-pumps.example` })];
      },
      listForAccount: async () => [],
    },
    users: { get: async (id) => ({ ...owner, id }) },
  };
}

function opportunityOf(n: number) {
  const eleven = String(n).padStart(11, '0');
  return opportunity({
    id: `0060${eleven}AAA`,
    name: `Harbour Pumps ${n} Ltd, spring order`,
    accountId: `0010${eleven}AAA`,
    ownerId: '005000000000001AAA',
    erpOrderId: `SO-${n}`,
  });
}

/** `SO-17` and `006000000000017AAA` are about the same order. */
function numberOf(id: string): number {
  return id.startsWith('SO-') ? Number(id.slice(3)) : Number(id.slice(3, 15));
}
