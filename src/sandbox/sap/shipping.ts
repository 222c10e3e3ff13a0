import { addDecimal, compareDecimal, subtractDecimal } from '../../contracts/money.ts';
import type { Clock } from '../../contracts/time.ts';
import { addDays } from '../company/days.ts';
import type { SeededIds } from '../core/ids.ts';
import { dayCell } from './cells.ts';
import { insertDelivery } from './documents.ts';
import { equals } from './filter.ts';
import { SapError } from './sap-error.ts';
import { quantity, text } from './sales-status.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

export type ActOptions = { readonly notify?: boolean };
export type ShipOptions = ActOptions & {
  /** Item numbers and how much of each; without it all that is still open. */
  readonly lines?: readonly { readonly item: string; readonly quantity?: string }[];
  readonly tracking?: string;
  readonly deliveryOn?: string;
};

export type Warehouse = { readonly store: SapStore; readonly clock: Clock; readonly ids: SeededIds };

/** The user the ERP's own people work under. */
export const person = 'KSCHULZ';

/** A delivery that was picked but not issued goes out; otherwise one is made for the lines asked for. */
export function shipOrder(office: Warehouse, order: Row, options: ShipOptions): string {
  const { store } = office;
  const waiting = deliveriesOf(store, text(order, 'SalesOrder')).find((one) => text(one, 'OverallGoodsMovementStatus') !== 'C');
  const id = waiting && !options.lines ? text(waiting, 'DeliveryDocument') : makeDelivery(office, order, options, true);
  issueGoods(office, order, id, options);
  const open = openLines(store, order).some(
    (line) => compareDecimal(text(line, 'DeliveredQtyInOrderQtyUnit'), text(line, 'ScheduleLineOrderQuantity')) < 0,
  );
  return open ? 'partly_shipped' : 'shipped';
}

export function makeDelivery(office: Warehouse, order: Row, options: ShipOptions, isShipping: boolean): string {
  const { store, clock, ids } = office;
  const orderId = text(order, 'SalesOrder');
  const today = clock.now().toISOString().slice(0, 10);
  const items = wantedItems(store, order, options);
  if (items.length === 0) throw new SapError(409, 'VL/367', `Order ${orderId} has nothing left to deliver`);
  const id = String(80_900_000 + ids.next('sap-delivery'));
  const head = {
    id: orderId,
    customer: text(order, 'SoldToParty'),
    currency: text(order, 'TransactionCurrency'),
    changedBy: person,
    changedAt: clock.now().toISOString(),
  };
  insertDelivery(store, head, {
    id,
    tracking: '',
    plannedGoodsIssueOn: today,
    deliveryOn: options.deliveryOn ?? confirmedOn(store, order) ?? addDays(today, 3),
    picked: true,
    items,
  });
  if (!isShipping) store.update(setNamed('A_OutbDeliveryHeader'), { DeliveryDocument: id }, { OverallPickingStatus: 'C' });
  return id;
}

/** The carrier keeps the date the ERP confirmed: the company lives in a year of its own, and today would make everything late. */
function confirmedOn(store: SapStore, order: Row): string | undefined {
  const dates = openLines(store, order).map((line) => text(line, 'ConfirmedDeliveryDate').slice(0, 10));
  return dates
    .filter((date) => date !== '')
    .toSorted()
    .at(-1);
}

function wantedItems(store: SapStore, order: Row, options: ShipOptions) {
  return openLines(store, order).flatMap((line) => {
    const item = text(line, 'SalesOrderItem');
    const asked = options.lines?.find((one) => one.item === item);
    if (options.lines && !asked) return [];
    const rest = subtractDecimal(text(line, 'ScheduleLineOrderQuantity'), text(line, 'DeliveredQtyInOrderQtyUnit'));
    const wanted = asked?.quantity ?? rest;
    if (compareDecimal(wanted, '0') <= 0 || compareDecimal(wanted, rest) > 0) {
      if (asked?.quantity === undefined) return [];
      throw new SapError(409, 'VL/363', `Item ${item} has only ${rest} left to deliver`);
    }
    const material = text(
      store.get(setNamed('A_SalesOrderItem'), { SalesOrder: order['SalesOrder'] ?? null, SalesOrderItem: item }),
      'Material',
    );
    return [{ orderItem: item, material, quantity: wanted, unit: text(line, 'OrderQuantityUnit') }];
  });
}

function issueGoods(office: Warehouse, order: Row, deliveryId: string, options: ShipOptions): void {
  const { store, clock } = office;
  const today = clock.now().toISOString().slice(0, 10);
  const tracking = options.tracking ?? `1Z999AA1${deliveryId.slice(-8).padStart(10, '0')}`;
  store.update(
    setNamed('A_OutbDeliveryHeader'),
    { DeliveryDocument: deliveryId },
    {
      ActualGoodsMovementDate: dayCell(today),
      OverallGoodsMovementStatus: 'C',
      OverallPickingStatus: 'C',
      OverallSDProcessStatus: 'B',
      BillOfLading: tracking,
      LastChangeDate: dayCell(today),
      LastChangedByUser: person,
      ...(options.deliveryOn === undefined ? {} : { DeliveryDate: dayCell(options.deliveryOn) }),
    },
  );
  for (const item of store.find(setNamed('A_OutbDeliveryItem'), equals({ DeliveryDocument: deliveryId }))) {
    store.update(setNamed('A_OutbDeliveryItem'), item, { GoodsMovementStatus: 'C' });
    const number = text(item, 'ReferenceSDDocumentItem').replace(/^0+/, '');
    const line = schedule(store, text(order, 'SalesOrder')).find((one) => text(one, 'SalesOrderItem') === number);
    if (line)
      store.update(setNamed('A_SalesOrderScheduleLine'), line, {
        DeliveredQtyInOrderQtyUnit: quantity(addDecimal(text(line, 'DeliveredQtyInOrderQtyUnit'), text(item, 'ActualDeliveryQuantity'))),
      });
  }
}

export function proveDeliveries({ store, clock }: Warehouse, order: Row): void {
  const today = dayCell(clock.now().toISOString().slice(0, 10));
  const shipped = deliveriesOf(store, text(order, 'SalesOrder')).filter((one) => text(one, 'OverallGoodsMovementStatus') === 'C');
  if (shipped.length === 0) throw new SapError(409, 'VL/602', `Order ${text(order, 'SalesOrder')} has not been shipped`);
  for (const one of shipped)
    store.update(setNamed('A_OutbDeliveryHeader'), one, {
      OverallProofOfDeliveryStatus: 'C',
      ProofOfDeliveryDate: today,
      OverallSDProcessStatus: 'C',
      LastChangeDate: today,
    });
}

export function schedule(store: SapStore, orderId: string): Row[] {
  return store.find(setNamed('A_SalesOrderScheduleLine'), equals({ SalesOrder: orderId }));
}

/** Schedule lines of items that are not rejected and not fully delivered. */
export function openLines(store: SapStore, order: Row): Row[] {
  const items = new Map(
    store
      .find(setNamed('A_SalesOrderItem'), equals({ SalesOrder: order['SalesOrder'] ?? null }))
      .map((item) => [text(item, 'SalesOrderItem'), item]),
  );
  return schedule(store, text(order, 'SalesOrder')).filter(
    (line) =>
      text(items.get(text(line, 'SalesOrderItem')), 'SalesDocumentRjcnReason') === '' &&
      compareDecimal(text(line, 'DeliveredQtyInOrderQtyUnit'), text(line, 'ScheduleLineOrderQuantity')) < 0,
  );
}

export function deliveriesOf(store: SapStore, orderId: string): Row[] {
  const ids = new Set(
    store.find(setNamed('A_OutbDeliveryItem'), equals({ ReferenceSDDocument: orderId })).map((item) => text(item, 'DeliveryDocument')),
  );
  return [...ids]
    .toSorted()
    .map((id) => store.get(setNamed('A_OutbDeliveryHeader'), { DeliveryDocument: id }))
    .filter((row) => row !== undefined);
}
