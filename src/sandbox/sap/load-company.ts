import type { CompanySeed, SeedOrder } from '../company/seed.ts';
import { amountCell, dayCell } from './cells.ts';
import { insertDelivery, insertInvoice, itemNumber } from './documents.ts';
import { loadContracts } from './load-contracts.ts';
import { loadCustomer } from './load-customer.ts';
import { loadMaterial } from './load-material.ts';
import { quantity, refreshOrder, stepOf } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { SapStore } from './store.ts';

/** Stores the ERP's part of a company: everything but the CRM's users, contacts and opportunities. */
export function loadCompany(store: SapStore, seed: CompanySeed): void {
  store.clear();
  const plants = new Map(seed.materials.map((material) => [material.id, material.plant]));
  for (const material of seed.materials) loadMaterial(store, material, seed.asOf);
  seed.customers.forEach((customer, index) => loadCustomer(store, customer, String(90_001 + index), seed.asOf));
  const terms = new Map(seed.customers.map((customer) => [customer.id, customer.paymentTerms]));
  for (const order of seed.orders) loadOrder(store, order, plants, terms.get(order.customer) ?? 'NT30');
  for (const deal of seed.opportunities) if (deal.order !== undefined && deal.alias !== undefined) store.putCrmId(deal.order, deal.alias);
  loadMaintenance(store, seed);
  loadReturns(store, seed);
  loadContracts(store, seed);
}

function loadOrder(store: SapStore, order: SeedOrder, plants: ReadonlyMap<string, string>, paymentTerms: string): void {
  store.insert(setNamed('A_SalesOrder'), {
    SalesOrder: order.id,
    SalesOrderType: 'OR',
    SalesOrganization: '1010',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    SoldToParty: order.customer,
    CreationDate: dayCell(order.createdOn),
    SalesOrderDate: dayCell(order.createdOn),
    PricingDate: dayCell(order.createdOn),
    CustomerPurchaseOrderDate: dayCell(order.createdOn),
    CreatedByUser: order.changedBy,
    YY1_ChangedBy_SDH: order.changedBy,
    LastChangeDate: dayCell(order.changedAt.slice(0, 10)),
    LastChangeDateTime: new Date(order.changedAt).toISOString(),
    PurchaseOrderByCustomer: order.customerReference,
    TransactionCurrency: order.currency,
    RequestedDeliveryDate: dayCell(order.requestedOn),
    ShippingCondition: '01',
    DeliveryBlockReason: order.deliveryBlock,
    CustomerPaymentTerms: paymentTerms,
    TotalCreditCheckStatus: order.creditBlocked ? 'B' : 'A',
    SalesDocApprovalStatus: 'A',
  });
  for (const item of order.items) loadItem(store, order, item, plants.get(item.material) ?? '1010', paymentTerms);
  for (const delivery of order.deliveries) insertDelivery(store, order, delivery);
  for (const invoice of order.invoices) insertInvoice(store, { ...order, paymentTerms }, invoice);
  refreshOrder(store, order.id);
}

function loadItem(store: SapStore, order: SeedOrder, item: SeedOrder['items'][number], plant: string, paymentTerms: string): void {
  const base = { SalesOrder: order.id, SalesOrderItem: item.id };
  store.insert(setNamed('A_SalesOrderItem'), {
    ...base,
    SalesOrderItemCategory: 'TAN',
    SalesOrderItemText: item.description.slice(0, 40),
    PurchaseOrderByCustomer: order.customerReference,
    Material: item.material,
    RequestedQuantity: quantity(item.quantity),
    RequestedQuantityUnit: item.unit,
    RequestedQuantitySAPUnit: item.unit,
    RequestedQuantityISOUnit: item.unit,
    TransactionCurrency: order.currency,
    NetAmount: amountCell(item.net),
    ProductionPlant: plant,
    CustomerPaymentTerms: paymentTerms,
    SalesDocumentRjcnReason: item.rejectionReason ?? '',
  });
  store.insert(setNamed('A_SalesOrderScheduleLine'), {
    ...base,
    ScheduleLine: '1',
    RequestedDeliveryDate: dayCell(order.requestedOn),
    ConfirmedDeliveryDate: item.confirmedOn ? dayCell(item.confirmedOn) : null,
    OrderQuantityUnit: item.unit,
    OrderQuantitySAPUnit: item.unit,
    OrderQuantityISOUnit: item.unit,
    ScheduleLineOrderQuantity: quantity(item.quantity),
    ConfdOrderQtyByMatlAvailCheck: quantity(item.confirmed),
    DeliveredQtyInOrderQtyUnit: quantity(item.delivered),
    CorrectedQtyInOrderQtyUnit: quantity(item.quantity),
  });
  if (item.inProduction) loadProduction(store, order, item, plant);
}

function loadProduction(store: SapStore, order: SeedOrder, item: SeedOrder['items'][number], plant: string): void {
  store.insert(setNamed('A_ProductionOrder_2'), {
    ManufacturingOrder: `1${order.id.replace(/\D/g, '').padStart(5, '0')}${item.id}`,
    ManufacturingOrderCategory: '10',
    ManufacturingOrderType: 'YBM1',
    OrderIsCreated: 'X',
    OrderIsReleased: 'X',
    MfgOrderCreationDate: dayCell(order.createdOn),
    LastChangeDateTime: new Date(order.changedAt).toISOString(),
    Material: item.material,
    ProductionPlant: plant,
    SalesOrder: order.id,
    SalesOrderItem: item.id,
    TotalQuantity: quantity(item.quantity),
    ProductionUnit: item.unit,
    MfgOrderPlannedEndDate: dayCell(order.requestedOn),
  });
}

function loadMaintenance(store: SapStore, seed: CompanySeed): void {
  const day = (shift: number) => new Date(Date.parse(seed.asOf) + shift * 86_400_000).toISOString();
  seed.materials.slice(0, 6).forEach((material, index) =>
    store.insert(setNamed('MaintenanceOrder'), {
      MaintenanceOrder: String(4_000_001 + index),
      MaintenanceOrderType: 'YA01',
      MaintenanceOrderDesc: `Inspect ${material.description}`.slice(0, 40),
      Equipment: String(10_000_201 + index),
      MaintPriority: String((index % 4) + 1),
      MaintOrdBasicStartDateTime: day(index - 2),
      MaintOrdBasicEndDateTime: day(index),
      MaintOrdProcessPhaseCode: index < 3 ? '04' : '01',
      SystemStatusText: index < 3 ? 'REL' : 'CRTD',
      MaintenancePlant: material.plant,
      LastChangeDateTime: day(-1),
    }),
  );
}

/** The first two paid orders sent one piece of their first line back. */
function loadReturns(store: SapStore, seed: CompanySeed): void {
  const paid = seed.orders.filter((order) => order.invoices.some((invoice) => invoice.cleared)).slice(0, 2);
  paid.forEach((order, index) => {
    const id = String(60_000_001 + index);
    const first = order.items[0];
    store.insert(setNamed('A_CustomerReturn'), {
      CustomerReturn: id,
      CustomerReturnType: 'CBAR',
      SalesOrganization: '1010',
      DistributionChannel: '10',
      OrganizationDivision: '00',
      SoldToParty: order.customer,
      CreationDate: dayCell(seed.asOf.slice(0, 10)),
      CustomerReturnDate: dayCell(seed.asOf.slice(0, 10)),
      LastChangeDateTime: new Date(seed.asOf).toISOString(),
      SDDocumentReason: '102',
      PurchaseOrderByCustomer: order.customerReference,
      TransactionCurrency: order.currency,
      ReferenceSDDocument: order.id,
      OverallSDProcessStatus: stepOf('0', '1'),
    });
    store.insert(setNamed('A_CustomerReturnItem'), {
      CustomerReturn: id,
      CustomerReturnItem: '10',
      CustomerReturnItemCategory: 'CBXN',
      Material: first?.material ?? '',
      RequestedQuantity: quantity('1'),
      RequestedQuantityUnit: first?.unit ?? 'PC',
      TransactionCurrency: order.currency,
      ReturnReason: '102',
      ReferenceSDDocument: order.id,
      ReferenceSDDocumentItem: itemNumber(first?.id ?? '10'),
    });
  });
}
