import type {
  CustomerReturn,
  Delivery,
  Invoice,
  MaintenanceOrder,
  ProductionOrder,
  Progress,
  SalesOrder,
  SalesOrderItem,
} from '../../contracts/business.ts';
import type { OrderSimulation } from '../../contracts/order-simulation.ts';
import { addDecimal, compareDecimal, money } from '../../contracts/money.ts';
import type { SapS4Config } from './config.ts';
import { creditOf, defined, extension, progressOf, refOf } from './map-codes.ts';
import type { DeliveryRow, InvoiceRow, MaintenanceRow, OrderItem, OrderRow, ProductionRow, ReturnRow, SimulationRow } from './schema.ts';

export function toSalesOrder(connection: string, config: SapS4Config, row: OrderRow): SalesOrder {
  const currency = row.TransactionCurrency ?? 'XXX';
  const items = row.to_Item.map((item) => toItem(item, currency));
  const kept = row.to_Item.filter((item) => item.SalesDocumentRjcnReason === undefined);
  const keyField = config.keyFields.A_SalesOrder;
  const dealField = config.linkFields.A_SalesOrder;
  return {
    ref: refOf(connection, 'A_SalesOrder', row.SalesOrder, row),
    id: row.SalesOrder,
    type: row.SalesOrderType ?? '',
    soldTo: row.SoldToParty ?? '-',
    ...defined('customerReference', row.PurchaseOrderByCustomer),
    ...defined('externalKey', keyField === undefined ? undefined : extension(row, keyField)),
    ...defined('crmDealId', dealField === undefined ? undefined : extension(row, dealField)),
    net: money(row.TotalNetAmount ?? '0', currency),
    ...defined('createdOn', row.CreationDate),
    ...defined('requestedOn', row.RequestedDeliveryDate),
    ...defined('changedBy', config.changedByField === undefined ? undefined : extension(row, config.changedByField)),
    processStatus: progressOf(row.OverallSDProcessStatus),
    deliveryStatus: progressOf(row.OverallTotalDeliveryStatus),
    billingStatus: together(kept.map((item) => progressOf(item.OrderRelatedBillingStatus))),
    rejectionStatus: progressOf(row.OverallSDDocumentRejectionSts),
    creditStatus: creditOf(row.TotalCreditCheckStatus),
    ...defined('deliveryBlock', row.DeliveryBlockReason),
    ...defined('billingBlock', row.HeaderBillingBlockReason),
    items,
    native: nativeOf(row),
  };
}

/** The header's billing status is missing in older releases, so it is read off the items. */
function together(parts: readonly Progress[]): Progress {
  const counting = parts.filter((part) => part !== 'none');
  if (counting.length === 0) return 'none';
  if (counting.every((part) => part === 'complete')) return 'complete';
  return counting.every((part) => part === 'not_started') ? 'not_started' : 'partial';
}

function toItem(item: OrderItem, currency: string): SalesOrderItem {
  const lines = item.to_ScheduleLine;
  const confirmedDays = lines
    .filter((line) => compareDecimal(line.ConfdOrderQtyByMatlAvailCheck ?? '0', '0') > 0)
    .flatMap((line) => line.ConfirmedDeliveryDate ?? []);
  return {
    id: item.SalesOrderItem,
    material: item.Material ?? '-',
    description: item.SalesOrderItemText ?? '',
    ordered: { value: item.RequestedQuantity ?? '0', unit: item.RequestedQuantityUnit ?? '' },
    confirmed: lines.reduce((sum, line) => addDecimal(sum, line.ConfdOrderQtyByMatlAvailCheck ?? '0'), '0'),
    // An item is there when its last confirmed part is.
    ...defined('confirmedOn', confirmedDays.toSorted().at(-1)),
    ...defined('requestedOn', lines.flatMap((line) => line.RequestedDeliveryDate ?? []).toSorted()[0]),
    scheduleLines: lines.flatMap((line) => line.ScheduleLine ?? []),
    delivered: lines.reduce((sum, line) => addDecimal(sum, line.DeliveredQtyInOrderQtyUnit ?? '0'), '0'),
    net: money(item.NetAmount ?? '0', currency),
    ...defined('rejectionReason', item.SalesDocumentRjcnReason),
    deliveryStatus: progressOf(item.DeliveryStatus),
    ...defined('plant', item.ProductionPlant),
  };
}

function nativeOf(row: OrderRow): Record<string, string> {
  const { OverallSDProcessStatus, OverallTotalDeliveryStatus, OverallSDDocumentRejectionSts, TotalCreditCheckStatus } = row;
  const codes = { OverallSDProcessStatus, OverallTotalDeliveryStatus, OverallSDDocumentRejectionSts, TotalCreditCheckStatus };
  return Object.fromEntries(Object.entries(codes).flatMap(([name, code]) => (code === undefined ? [] : [[name, code]])));
}

export function toDelivery(connection: string, row: DeliveryRow): Delivery {
  return {
    ref: refOf(connection, 'A_OutbDeliveryHeader', row.DeliveryDocument, row),
    id: row.DeliveryDocument,
    ...defined('tracking', row.BillOfLading),
    ...defined('plannedGoodsIssueOn', row.PlannedGoodsIssueDate),
    ...defined('goodsIssuedOn', row.ActualGoodsMovementDate),
    ...defined('deliveryOn', row.DeliveryDate),
    ...defined('proofOfDeliveryOn', row.ProofOfDeliveryDate),
    picking: progressOf(row.OverallPickingStatus),
    goodsMovement: progressOf(row.OverallGoodsMovementStatus),
    proofOfDelivery: progressOf(row.OverallProofOfDeliveryStatus),
    items: row.to_DeliveryDocumentItem.map((item) => ({
      id: withoutZeros(item.DeliveryDocumentItem),
      order: item.ReferenceSDDocument ?? '-',
      orderItem: withoutZeros(item.ReferenceSDDocumentItem ?? '-'),
      material: item.Material ?? '-',
      quantity: { value: item.ActualDeliveryQuantity ?? '0', unit: item.DeliveryQuantityUnit ?? '' },
    })),
  };
}

/** Item numbers keep their six digits in follow-on documents (`000010`) and lose them in the order (`10`). */
function withoutZeros(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

export function toInvoice(connection: string, config: SapS4Config, row: InvoiceRow): Invoice {
  const currency = row.TransactionCurrency ?? 'XXX';
  const net = money(row.TotalNetAmount ?? '0', currency);
  const tax = money(row.TaxAmount ?? '0', currency);
  return {
    ref: refOf(connection, 'A_BillingDocument', row.BillingDocument, row),
    id: row.BillingDocument,
    ...defined('issuedOn', row.BillingDocumentDate),
    ...defined('createdOn', row.CreationDate),
    ...defined('dueOn', dueOn(row, config)),
    net,
    tax,
    gross: money(row.TotalGrossAmount ?? addDecimal(net.amount, tax.amount), currency),
    payer: row.PayerParty ?? '-',
    cleared: progressOf(row.InvoiceClearingStatus),
    cancelled: row.BillingDocumentIsCancelled,
  };
}

/** The billing API has no due date; it follows from the invoice date and the payment terms, where those are known. */
function dueOn(row: InvoiceRow, config: SapS4Config): string | undefined {
  const terms = row.CustomerPaymentTerms ?? '';
  const plain = /^NT(\d{2})$/.exec(terms);
  const days = config.paymentTermDays[terms] ?? (plain ? Number(plain[1]) : undefined);
  if (days === undefined || row.BillingDocumentDate === undefined) return undefined;
  return new Date(Date.parse(`${row.BillingDocumentDate}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export function toProductionOrder(connection: string, row: ProductionRow): ProductionOrder {
  return {
    ref: refOf(connection, 'A_ProductionOrder_2', row.ManufacturingOrder, row),
    id: row.ManufacturingOrder,
    order: row.SalesOrder ?? '-',
    orderItem: withoutZeros(row.SalesOrderItem ?? '-'),
    material: row.Material ?? '-',
    released: row.OrderIsReleased,
    confirmed: row.OrderIsConfirmed,
    completed: row.OrderIsTechnicallyCompleted,
  };
}

export function toSimulation(row: SimulationRow): OrderSimulation {
  const currency = row.to_Pricing?.TransactionCurrency ?? row.TransactionCurrency ?? 'XXX';
  return {
    net: money(row.to_Pricing?.TotalNetAmount ?? row.to_Item.reduce((sum, item) => addDecimal(sum, item.NetAmount ?? '0'), '0'), currency),
    creditStatus: creditOf(row.to_Credit?.TotalCreditCheckStatus),
    items: row.to_Item.map((item) => ({
      material: item.Material ?? '-',
      requested: { value: item.RequestedQuantity ?? '0', unit: item.RequestedQuantityUnit ?? '' },
      confirmed: item.to_ScheduleLine.reduce((sum, line) => addDecimal(sum, line.ConfdOrderQtyByMatlAvailCheck ?? '0'), '0'),
      ...defined(
        'confirmedOn',
        item.to_ScheduleLine
          .flatMap((line) => line.ConfirmedDeliveryDate ?? [])
          .toSorted()
          .at(-1),
      ),
      net: money(item.NetAmount ?? '0', currency),
    })),
  };
}

export function toMaintenanceOrder(connection: string, row: MaintenanceRow): MaintenanceOrder {
  return {
    ref: refOf(connection, 'MaintenanceOrder', row.MaintenanceOrder, row),
    id: row.MaintenanceOrder,
    type: row.MaintenanceOrderType ?? '',
    description: row.MaintenanceOrderDesc ?? '',
    ...defined('equipment', row.Equipment),
    ...defined('priority', row.MaintPriority),
    ...defined('startOn', row.MaintOrdBasicStartDateTime),
    ...defined('endOn', row.MaintOrdBasicEndDateTime),
    ...defined('phase', row.MaintOrdProcessPhaseCode),
  };
}

export function toCustomerReturn(connection: string, row: ReturnRow): CustomerReturn {
  return {
    ref: refOf(connection, 'A_CustomerReturn', row.CustomerReturn, row),
    id: row.CustomerReturn,
    type: row.CustomerReturnType ?? '',
    soldTo: row.SoldToParty ?? '-',
    ...defined('customerReference', row.PurchaseOrderByCustomer),
    items: row.to_Item.map((item) => ({
      id: item.CustomerReturnItem,
      material: item.Material ?? '-',
      quantity: { value: item.RequestedQuantity ?? '0', unit: item.RequestedQuantityUnit ?? '' },
      ...defined('reason', item.ReturnReason),
      ...defined('referenceDocument', item.ReferenceSDDocument),
    })),
  };
}
