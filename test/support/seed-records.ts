import { createHash } from 'node:crypto';
import type { Customer, Invoice, Material, Opportunity, SalesOrder } from '../../src/contracts/business.ts';
import { compareDecimal } from '../../src/contracts/money.ts';
import type { CompanySeed, SeedCustomer, SeedMaterial, SeedOpportunity, SeedOrder } from '../../src/sandbox/company/seed.ts';

export function toOrder(order: SeedOrder, _seed: CompanySeed): SalesOrder {
  const money = (amount: string) => ({ amount, currency: order.currency });
  const live = order.items.filter((item) => item.rejectionReason === undefined);
  const isShipped = live.length > 0 && live.every((item) => compareDecimal(item.delivered, item.quantity) >= 0);
  const some = live.some((item) => compareDecimal(item.delivered, '0') > 0);
  const isBilled = order.invoices.length > 0;
  const deliveryStatus = isShipped ? 'complete' : some ? 'partial' : 'not_started';
  return {
    ref: ref('erp', 'A_SalesOrder', order.id),
    id: order.id,
    type: 'OR',
    soldTo: order.customer,
    customerReference: order.customerReference,
    net: money(order.net),
    createdOn: order.createdOn,
    requestedOn: order.requestedOn,
    changedBy: order.changedBy,
    processStatus: isShipped && isBilled ? 'complete' : some ? 'partial' : 'not_started',
    deliveryStatus,
    billingStatus: isBilled ? 'complete' : 'not_started',
    rejectionStatus: live.length === 0 ? 'complete' : 'none',
    creditStatus: order.creditBlocked ? 'blocked' : 'approved',
    ...(order.deliveryBlock === '' ? {} : { deliveryBlock: order.deliveryBlock }),
    items: order.items.map((item) => ({
      id: item.id,
      material: item.material,
      description: item.description,
      ordered: { value: item.quantity, unit: item.unit },
      confirmed: item.confirmed,
      ...(item.confirmedOn === undefined ? {} : { confirmedOn: item.confirmedOn }),
      delivered: item.delivered,
      net: money(item.net),
      ...(item.rejectionReason === undefined ? {} : { rejectionReason: item.rejectionReason }),
      deliveryStatus: compareDecimal(item.delivered, item.quantity) >= 0 ? 'complete' : 'not_started',
    })),
    native: {},
  };
}

export function deliveriesOf(order: SeedOrder | undefined) {
  return (order?.deliveries ?? []).map((each) => ({
    ref: ref('erp', 'A_OutbDeliveryHeader', each.id),
    id: each.id,
    tracking: each.tracking,
    plannedGoodsIssueOn: each.plannedGoodsIssueOn,
    deliveryOn: each.deliveryOn,
    ...(each.goodsIssuedOn === undefined ? {} : { goodsIssuedOn: each.goodsIssuedOn }),
    ...(each.proofOfDeliveryOn === undefined ? {} : { proofOfDeliveryOn: each.proofOfDeliveryOn }),
    picking: each.picked ? ('complete' as const) : ('not_started' as const),
    goodsMovement: each.goodsIssuedOn === undefined ? ('not_started' as const) : ('complete' as const),
    proofOfDelivery: each.proofOfDeliveryOn === undefined ? ('not_started' as const) : ('complete' as const),
    items: each.items.map((item, at) => ({
      id: String((at + 1) * 10),
      order: order?.id ?? '',
      orderItem: item.orderItem,
      material: item.material,
      quantity: { value: item.quantity, unit: item.unit },
    })),
  }));
}

export function invoicesOf(order: SeedOrder): Invoice[] {
  const money = (amount: string) => ({ amount, currency: order.currency });
  return order.invoices.map((each) => ({
    ref: ref('erp', 'A_BillingDocument', each.id),
    id: each.id,
    issuedOn: each.issuedOn,
    dueOn: each.dueOn,
    net: money(each.net),
    tax: money(each.tax),
    gross: money(each.gross),
    payer: order.customer,
    cleared: each.cleared ? ('complete' as const) : ('not_started' as const),
    cancelled: false,
  }));
}

export function productionOf(order: SeedOrder | undefined) {
  return (order?.items ?? [])
    .filter(({ inProduction }) => inProduction)
    .map((item) => ({
      ref: ref('erp', 'A_ProductionOrder_2', `P${order?.id}${item.id}`),
      id: `P${order?.id}${item.id}`,
      order: order?.id ?? '',
      orderItem: item.id,
      material: item.material,
      released: true,
      confirmed: false,
      completed: false,
    }));
}

export function toCustomer(each: SeedCustomer): Customer {
  return {
    ref: ref('erp', 'A_BusinessPartner', each.id),
    id: each.id,
    name: each.name,
    address: `${each.street}, ${each.postalCode} ${each.city}`,
    email: each.email,
    phone: each.phone,
    language: each.language,
    country: each.country,
    paymentTerms: each.paymentTerms,
    ...(each.creditBlocked ? { deliveryBlock: '01' } : {}),
  };
}

export function toMaterial(each: SeedMaterial, stock: Readonly<Record<string, Readonly<Record<string, string>>>>): Material {
  return {
    ref: ref('erp', 'A_Product', each.id),
    id: each.id,
    description: each.description,
    unit: each.unit,
    plants: [each.plant, ...Object.keys(stock[each.id] ?? {})],
    leadTimeDays: each.leadTimeDays,
    blocked: false,
  };
}

export function toOpportunity(deal: SeedOpportunity, id: string, account: string): Opportunity {
  return {
    ref: ref('crm', 'Opportunity', id),
    id,
    name: deal.name,
    accountId: account,
    ownerId: recordId('005', deal.ownerKey),
    stage: deal.stage,
    isClosed: deal.stage.startsWith('Closed'),
    isWon: deal.stage === 'Closed Won',
    amount: { amount: deal.amount, currency: deal.currency },
    closeOn: deal.closeOn,
    ...(deal.order === undefined ? {} : { erpOrderId: deal.order }),
  };
}

export const ref = (connection: string, type: string, id: string) => ({ connection, type, id, version: '1' });

/** 18 characters as the CRM's ids have, the same for the same key. */
export function recordId(prefix: string, key: string): string {
  return prefix + createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase() + 'AAA';
}
