import { addDecimal, compareDecimal, subtractDecimal } from '../../contracts/money.ts';
import { fromScaled, toScaled } from '../../contracts/money.ts';
import type { Clock } from '../../contracts/time.ts';
import { equals } from './filter.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

/** SAP's three steps: A not started, B partly, C completely; '' not relevant. */
export type Step = '' | 'A' | 'B' | 'C';

/** Sums a dimension up: everything done, nothing done, or something in between; parts that do not count are left out. */
export function overall(steps: readonly Step[]): Step {
  const counting = steps.filter((step) => step !== '');
  if (counting.length === 0) return '';
  if (counting.every((step) => step === 'C')) return 'C';
  return counting.every((step) => step === 'A') ? 'A' : 'B';
}

export function stepOf(done: string, wanted: string): Step {
  if (compareDecimal(done, '0') <= 0) return 'A';
  return compareDecimal(done, wanted) >= 0 ? 'C' : 'B';
}

export const text = (row: Row | undefined, name: string): string => String(row?.[name] ?? '');
export const quantity = (value: string): string => fromScaled(toScaled(value, 3), 3);

/**
 * Recomputes every status and total of an order from its lines, deliveries and invoices. Does not move LastChangeDateTime:
 * `touch` does, once per change.
 */
export function refreshOrder(store: SapStore, orderId: string): void {
  const order = store.get(setNamed('A_SalesOrder'), { SalesOrder: orderId });
  if (!order) return;
  const items = store.find(setNamed('A_SalesOrderItem'), equals({ SalesOrder: orderId }));
  const billed = billedQuantities(store, orderId);
  const statuses = items.map((item) => refreshItem(store, item, billed.get(text(item, 'SalesOrderItem')) ?? '0'));
  const kept = items.filter((item) => text(item, 'SalesDocumentRjcnReason') === '');
  const delivery = overall(statuses.map((one) => one.delivery));
  const billing = overall(statuses.map((one) => one.billing));
  const isBlocked = text(order, 'DeliveryBlockReason') !== '' || text(order, 'HeaderBillingBlockReason') !== '';
  store.update(setNamed('A_SalesOrder'), order, {
    TotalNetAmount: fromScaled(
      toScaled(
        kept.reduce((sum, item) => addDecimal(sum, text(item, 'NetAmount')), '0'),
        3,
      ),
      3,
    ),
    OverallDeliveryStatus: delivery,
    OverallTotalDeliveryStatus: delivery,
    OverallOrdReltdBillgStatus: billing,
    OverallSDProcessStatus: kept.length === 0 ? 'C' : overall([delivery, billing]),
    OverallSDDocumentRejectionSts: kept.length === items.length ? 'A' : kept.length === 0 ? 'C' : 'B',
    TotalBlockStatus: isBlocked ? 'C' : '',
  });
}

function refreshItem(store: SapStore, item: Row, billed: string): { delivery: Step; billing: Step } {
  const isRejected = text(item, 'SalesDocumentRjcnReason') !== '';
  const lines = store.find(
    setNamed('A_SalesOrderScheduleLine'),
    equals({ SalesOrder: item['SalesOrder'] ?? null, SalesOrderItem: item['SalesOrderItem'] ?? null }),
  );
  const delivered = lines.reduce((sum, line) => addDecimal(sum, text(line, 'DeliveredQtyInOrderQtyUnit')), '0');
  const wanted = text(item, 'RequestedQuantity');
  const delivery = isRejected ? '' : stepOf(delivered, wanted);
  const billing = isRejected ? '' : stepOf(billed, wanted);
  for (const line of lines) {
    const open = subtractDecimal(text(line, 'ConfdOrderQtyByMatlAvailCheck'), text(line, 'DeliveredQtyInOrderQtyUnit'));
    store.update(setNamed('A_SalesOrderScheduleLine'), line, {
      OpenConfdDelivQtyInOrdQtyUnit: quantity(compareDecimal(open, '0') < 0 ? '0' : open),
    });
  }
  store.update(setNamed('A_SalesOrderItem'), item, {
    DeliveryStatus: delivery,
    OrderRelatedBillingStatus: billing,
    SDProcessStatus: isRejected ? 'C' : overall([delivery, billing]),
  });
  return { delivery, billing };
}

function billedQuantities(store: SapStore, orderId: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const line of store.find(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: orderId }))) {
    const item = text(line, 'SalesDocumentItem').replace(/^0+/, '');
    sums.set(item, addDecimal(sums.get(item) ?? '0', text(line, 'BillingQuantity')));
  }
  return sums;
}

/** Moves a document's change stamp: never backwards and never standing still, even when the clock is. */
export function touch(store: SapStore, setName: string, key: Row, clock: Clock, by?: string): string {
  const set = setNamed(setName);
  // Where there is no change stamp, the version itself is one.
  const field = set.fields.has('LastChangeDateTime') ? 'LastChangeDateTime' : (set.etag?.field ?? 'LastChangeDateTime');
  const before = store.get(set, key)?.[field];
  const now = clock.now().getTime();
  const at = new Date(typeof before === 'string' ? Math.max(now, Date.parse(before) + 1) : now).toISOString();
  store.update(set, key, {
    [field]: at,
    ...(set.fields.has('LastChangeDate') ? { LastChangeDate: `${at.slice(0, 10)}T00:00:00` } : {}),
    ...(by !== undefined && set.fields.has('YY1_ChangedBy_SDH') ? { YY1_ChangedBy_SDH: by } : {}),
  });
  return at;
}
