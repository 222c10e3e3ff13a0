import { addDecimal, compareDecimal } from '../../contracts/money.ts';
import { lineNet } from '../company/amounts.ts';
import type { Clock } from '../../contracts/time.ts';
import type { SeededIds } from '../core/ids.ts';
import { amountCell, dayCell } from './cells.ts';
import { equals } from './filter.ts';
import type { Input } from './input.ts';
import { badRequest, SapError } from './sap-error.ts';
import { quantity, refreshOrder, text } from './sales-status.ts';
import { setNamed } from './services.ts';
import { creditStep, currencyOf, materialAt, priceOf, promise, requireCustomer, requireMaterial } from './stock.ts';
import type { Row, SapStore } from './store.ts';

export type CreateContext = { readonly store: SapStore; readonly clock: Clock; readonly ids: SeededIds; readonly user: string };

/** A new order with its items: checked, priced, promised from stock and checked for credit, as the dialogue transaction does. */
export function createOrder(context: CreateContext, input: Input): Row {
  const { store, clock, ids } = context;
  const soldTo = text(input.values, 'SoldToParty');
  if (!text(input.values, 'SalesOrderType')) throw new SapError(400, 'V1/302', 'Enter a sales document type');
  requireCustomer(store, soldTo);
  const id = text(input.values, 'SalesOrder') || `SO-${90_000 + ids.next('sap-order')}`;
  if (store.get(setNamed('A_SalesOrder'), { SalesOrder: id })) throw new SapError(400, 'V1/309', `Sales document ${id} already exists`);
  const today = clock.now().toISOString().slice(0, 10);
  const area = store.get(setNamed('A_CustomerSalesArea'), {
    Customer: soldTo,
    SalesOrganization: '1010',
    DistributionChannel: '10',
    Division: '00',
  });
  store.insert(setNamed('A_SalesOrder'), {
    SalesOrganization: '1010',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    SalesOrderDate: dayCell(today),
    PricingDate: dayCell(today),
    RequestedDeliveryDate: dayCell(today),
    CustomerPaymentTerms: text(area, 'CustomerPaymentTerms'),
    ...input.values,
    TransactionCurrency: text(input.values, 'TransactionCurrency') || currencyOf(store, soldTo),
    SalesOrder: id,
    CreationDate: dayCell(today),
    CreatedByUser: context.user,
    YY1_ChangedBy_SDH: context.user,
    LastChangeDate: dayCell(today),
    LastChangeDateTime: clock.now().toISOString(),
    SalesDocApprovalStatus: 'A',
  });
  for (const item of input.children.get('to_Item') ?? []) createOrderItem(context, id, item);
  refreshOrder(store, id);
  const created = order(store, id);
  store.update(setNamed('A_SalesOrder'), created, { TotalCreditCheckStatus: creditStep(store, soldTo, text(created, 'TotalNetAmount')) });
  return order(store, id);
}

/** Also called for items added to an order later. */
export function createOrderItem(context: CreateContext, orderId: string, input: Input): Row {
  const { store, clock } = context;
  const head = order(store, orderId);
  const listed = requireMaterial(store, text(input.values, 'Material'));
  const material = materialAt(store, listed, text(input.values, 'ProductionPlant')) ?? listed;
  const wanted = text(input.values, 'RequestedQuantity');
  if (wanted === '' || compareDecimal(wanted, '0') <= 0) throw badRequest('Enter a requested quantity greater than zero');
  const id = text(input.values, 'SalesOrderItem') || nextItem(store, 'A_SalesOrderItem', { SalesOrder: orderId }, 'SalesOrderItem');
  const currency = text(head, 'TransactionCurrency');
  // A price somebody agreed on is a manual condition in the order's own currency.
  const condition = input.children.get('to_PricingElement')?.find((one) => text(one.values, 'ConditionRateValue') !== '');
  const agreed = condition && text(condition.values, 'ConditionRateValue');
  if (condition && text(condition.values, 'ConditionCurrency') !== currency)
    throw badRequest(`The price is in ${text(condition.values, 'ConditionCurrency')}, the order in ${currency}`);
  const row = store.insert(setNamed('A_SalesOrderItem'), {
    SalesOrderItemCategory: 'TAN',
    SalesOrderItemText: material.description.slice(0, 40),
    RequestedQuantityUnit: material.unit,
    ProductionPlant: material.plant,
    ...input.values,
    SalesOrder: orderId,
    SalesOrderItem: id,
    RequestedQuantitySAPUnit: material.unit,
    RequestedQuantityISOUnit: material.unit,
    TransactionCurrency: currency,
    NetAmount: amountCell(agreed ? lineNet({ price: agreed, quantity: wanted, rate: '1' }, currency) : priceOf(material, wanted, currency)),
  });
  if (agreed)
    store.insert(setNamed('A_SalesOrderItemPrElement'), {
      ...condition?.values,
      SalesOrder: orderId,
      SalesOrderItem: id,
      PricingProcedureStep: '11',
      PricingProcedureCounter: '1',
      TransactionCurrency: currency,
    });
  const given = input.children.get('to_ScheduleLine') ?? [];
  const requestedOn = text(head, 'RequestedDeliveryDate').slice(0, 10);
  const lines = given.length > 0 ? given : [{ values: { ScheduleLineOrderQuantity: wanted }, children: new Map() }];
  const sum = lines.reduce((total, line) => addDecimal(total, text(line.values, 'ScheduleLineOrderQuantity') || '0'), '0');
  if (compareDecimal(sum, wanted) !== 0) throw badRequest('The schedule lines do not add up to the requested quantity');
  lines.forEach((line, index) => {
    const lineQuantity = text(line.values, 'ScheduleLineOrderQuantity');
    const on = text(line.values, 'RequestedDeliveryDate').slice(0, 10) || requestedOn;
    const confirmed = promise(material, lineQuantity, on, clock).at(-1);
    store.insert(setNamed('A_SalesOrderScheduleLine'), {
      ...line.values,
      SalesOrder: orderId,
      SalesOrderItem: id,
      ScheduleLine: text(line.values, 'ScheduleLine') || String(index + 1),
      RequestedDeliveryDate: dayCell(on),
      ConfirmedDeliveryDate: dayCell(confirmed?.on ?? on),
      OrderQuantityUnit: material.unit,
      ScheduleLineOrderQuantity: quantity(lineQuantity),
      ConfdOrderQtyByMatlAvailCheck: quantity(lineQuantity),
      DeliveredQtyInOrderQtyUnit: '0.000',
    });
  });
  return row;
}

export function createReturn(context: CreateContext, input: Input): Row {
  const { store, clock, ids } = context;
  const soldTo = text(input.values, 'SoldToParty');
  requireCustomer(store, soldTo);
  const id = String(60_001_000 + ids.next('sap-return'));
  const today = dayCell(clock.now().toISOString().slice(0, 10));
  const currency = text(input.values, 'TransactionCurrency') || currencyOf(store, soldTo);
  const items = input.children.get('to_Item') ?? [];
  if (items.length === 0) throw badRequest('A customer return needs at least one item');
  const head = store.insert(setNamed('A_CustomerReturn'), {
    CustomerReturnType: 'CBAR',
    SalesOrganization: '1010',
    DistributionChannel: '10',
    OrganizationDivision: '00',
    CustomerReturnDate: today,
    ...input.values,
    CustomerReturn: id,
    TransactionCurrency: currency,
    CreationDate: today,
    LastChangeDate: today,
    LastChangeDateTime: clock.now().toISOString(),
    CreatedByUser: context.user,
    OverallSDProcessStatus: 'A',
  });
  for (const item of items) createReturnItem(context, id, item);
  return head;
}

export function createReturnItem({ store }: CreateContext, returnId: string, input: Input): Row {
  const material = requireMaterial(store, text(input.values, 'Material'));
  const currency = text(store.get(setNamed('A_CustomerReturn'), { CustomerReturn: returnId }), 'TransactionCurrency');
  const wanted = text(input.values, 'RequestedQuantity') || '1';
  return store.insert(setNamed('A_CustomerReturnItem'), {
    CustomerReturnItemCategory: 'CBXN',
    RequestedQuantityUnit: material.unit,
    ...input.values,
    CustomerReturn: returnId,
    CustomerReturnItem:
      text(input.values, 'CustomerReturnItem') ||
      nextItem(store, 'A_CustomerReturnItem', { CustomerReturn: returnId }, 'CustomerReturnItem'),
    RequestedQuantity: quantity(wanted),
    TransactionCurrency: currency,
    NetAmount: amountCell(priceOf(material, wanted, currency)),
  });
}

function nextItem(store: SapStore, set: string, parent: Row, field: string): string {
  const used = store.find(setNamed(set), equals(parent)).map((row) => Number(row[field]));
  return String(Math.max(0, ...used) + 10);
}

function order(store: SapStore, id: string): Row {
  const found = store.get(setNamed('A_SalesOrder'), { SalesOrder: id });
  if (!found) throw new SapError(400, 'V1/302', `Sales document ${id} is not in the database`);
  return found;
}
