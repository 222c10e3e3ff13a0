import { seededRandom } from '../../src/sandbox/core/ids.ts';
import { type CompanySeed, generateCompany } from '../../src/sandbox/index.ts';

const dayMs = 86_400_000;
const today = Date.parse('2026-01-05T00:00:00Z');

export const historyNow = '2026-01-05T08:00:00Z';
export const dayAgo = (days: number): string => new Date(today - days * dayMs).toISOString().slice(0, 10);
const momentAgo = (days: number): string => new Date(today - Math.round(days * dayMs)).toISOString();

/**
 * A company with a past: orders that were delivered, billed and paid over two years, and opportunities with their stages. Customers have a
 * habit of paying: every third pays weeks late. An opportunity that was pushed is mostly lost. The first material sells twice the others.
 */
export function historyCompany({ orders = 0, deals = 0 }: { readonly orders?: number; readonly deals?: number }): CompanySeed {
  const base = generateCompany({ size: 12, asOf: historyNow });
  const random = seededRandom(7);
  return {
    ...base,
    cases: [],
    orders: Array.from({ length: orders }, (_, index) => orderOf(base, index, orders, random)),
    opportunities: Array.from({ length: deals }, (_, index) => dealOf(base, index, deals, random)),
  };
}

type Order = CompanySeed['orders'][number];

function orderOf({ customers, materials }: CompanySeed, index: number, of: number, random: () => number): Order {
  const age = 720 - Math.floor((index * 710) / of);
  const customer = customers[index % customers.length];
  const material = materials[index % 3 === 0 ? 0 : index % 2 === 0 ? 1 : 2];
  if (!customer || !material) throw new Error('a company needs customers and materials');
  const id = String(500_001 + index);
  const net = `${(100 + Math.floor(random() * 900)).toString()}.00`;
  const late = (index % customers.length) % 3 === 0 ? 20 + Math.floor(random() * 10) : Math.floor(random() * 4) - 2;
  const terms = Number(customer.paymentTerms.slice(2));
  const paidAgo = age - 2 - terms - late;
  const quantity = String(1 + Math.floor(random() * 9));
  const isPaid = paidAgo >= 0;
  return {
    id,
    customer: customer.id,
    customerReference: `PO-${id}`,
    currency: 'EUR',
    createdOn: dayAgo(age),
    requestedOn: dayAgo(age - 2),
    changedAt: momentAgo(Math.max(0, age - 3) + 0.4),
    changedBy: 'JMEIER',
    net,
    items: [
      {
        id: '10',
        material: material.id,
        description: material.description,
        unit: 'PC',
        quantity,
        confirmed: quantity,
        delivered: quantity,
        net,
        inProduction: false,
      },
    ],
    deliveries: [
      {
        id: `80${id}`,
        tracking: '',
        plannedGoodsIssueOn: dayAgo(age - 2),
        goodsIssuedOn: dayAgo(age - 2),
        deliveryOn: dayAgo(age - 2),
        picked: true,
        items: [{ orderItem: '10', material: material.id, quantity, unit: 'PC' }],
      },
    ],
    invoices: [
      {
        id: `90${id}`,
        issuedOn: dayAgo(age - 2),
        dueOn: dayAgo(age - 2 - terms),
        net,
        tax: '0.00',
        gross: net,
        cleared: isPaid,
        ...(isPaid ? { clearedOn: dayAgo(paidAgo) } : {}),
      },
    ],
    creditBlocked: false,
    deliveryBlock: '',
  };
}

type Deal = CompanySeed['opportunities'][number];

function dealOf({ customers }: CompanySeed, index: number, of: number, random: () => number): Deal {
  const customer = customers[index % customers.length];
  if (!customer) throw new Error('a company needs customers');
  const opened = 700 - Math.floor((index * 690) / of);
  const isPushed = random() < 0.4;
  const life = 40 + Math.floor(random() * 50);
  const decided = opened - life;
  const isWon = random() < (isPushed ? 0.15 : 0.8);
  const amount = `${(5 + Math.floor(random() * 90)) * 1000}.00`;
  const [planned, pushed] = [dayAgo(decided + 5), dayAgo(decided - 20)];
  const steps = [
    { at: momentAgo(opened), stage: 'Qualification', amount, closeOn: planned },
    { at: momentAgo(opened - 12.3), stage: 'Proposal/Price Quote', amount, closeOn: planned },
    ...(isPushed ? [{ at: momentAgo(opened - 20.7), stage: 'Proposal/Price Quote', amount, closeOn: pushed }] : []),
    ...(decided > 0
      ? [{ at: momentAgo(decided), stage: isWon ? 'Closed Won' : 'Closed Lost', amount, closeOn: isPushed ? pushed : planned }]
      : []),
  ].filter(({ at }) => Date.parse(at) <= Date.parse(historyNow));
  const last = steps.at(-1);
  return {
    key: `deal-${index + 1}`,
    customer: customer.id,
    name: `Deal ${index + 1}`,
    stage: last?.stage ?? 'Qualification',
    amount,
    currency: 'EUR',
    closeOn: last?.closeOn ?? planned,
    ownerKey: customer.ownerKey,
    contactRoles: [],
    steps,
  };
}
