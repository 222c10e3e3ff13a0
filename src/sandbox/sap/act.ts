import { addDays } from '../company/days.ts';
import { agreePrice, type AgreedPrice } from './act-prices.ts';
import { accrueRevenue, clearInvoices, creditOrder, deferRevenue, invoiceOrder, payPart } from './act-billing.ts';
import { dayCell } from './cells.ts';
import { equals } from './filter.ts';
import { SapError } from './sap-error.ts';
import { refreshOrder, text, touch } from './sales-status.ts';
import { setNamed } from './services.ts';
import {
  type ActOptions,
  deliveriesOf,
  makeDelivery,
  openLines,
  person,
  proveDeliveries,
  schedule,
  type ShipOptions,
  shipOrder,
  type Warehouse,
} from './shipping.ts';
import type { Row, SapStore } from './store.ts';
import type { DocumentEvent, Webhook } from './webhook.ts';

/** What one act did: the order's new change stamp and the answers of whoever was told. */
export type ActResult = {
  readonly order: string;
  readonly status: string;
  readonly changedAt: string;
  readonly webhook: readonly number[];
};
/** What people in the ERP do to an order. Each moves the order's change stamp and, unless `notify` is false, tells the webhook. */
export type SandboxActs = {
  confirm(order: string, options?: ActOptions): Promise<ActResult>;
  pick(order: string, options?: ActOptions): Promise<ActResult>;
  ship(order: string, options?: ShipOptions): Promise<ActResult>;
  deliver(order: string, options?: ActOptions): Promise<ActResult>;
  invoice(order: string, options?: ActOptions): Promise<ActResult>;
  pay(order: string, options?: ActOptions): Promise<ActResult>;
  /** Pays so much of the order's one open invoice. */
  payPart(order: string, amount: string, options?: ActOptions): Promise<ActResult>;
  /** Gives back so much of the order's net by a credit memo. */
  credit(order: string, amount: string, options?: ActOptions): Promise<ActResult>;
  /** Moves so much of the order's revenue to a later period; a negative amount brings it back. */
  defer(order: string, amount: string, options?: ActOptions): Promise<ActResult>;
  /** Counts so much as earned before it is billed; a negative amount takes it back. */
  accrue(order: string, amount: string, options?: ActOptions): Promise<ActResult>;
  delay(order: string, days: number, options?: ActOptions): Promise<ActResult>;
  reject(order: string, item: string, reason: string, options?: ActOptions): Promise<ActResult>;
  hold(order: string, reason?: string, options?: ActOptions): Promise<ActResult>;
  release(order: string, options?: ActOptions): Promise<ActResult>;
  /** Enters a price agreed with a customer, changes it, lets it end or marks it deleted; answers its condition record. */
  agreePrice(price: AgreedPrice): string;
};

type Office = Warehouse & { readonly webhook: Webhook; crmIdOf(order: string): string };

export function createActs(office: Office): SandboxActs {
  const act =
    (status: string, work: (order: Row) => string | void) =>
    (id: string, options: ActOptions = {}) =>
      perform(office, { id, status, work, notify: options.notify ?? true });
  return {
    confirm: act('confirmed', (order) => confirmLines(office, order)),
    pick: act('picked', (order) => void makeDelivery(office, order, {}, false)),
    ship: (id, options = {}) => act('shipped', (order) => shipOrder(office, order, options))(id, options),
    deliver: act('delivered', (order) => proveDeliveries(office, order)),
    invoice: act('invoiced', (order) => invoiceOrder(office, order)),
    pay: act('paid', (order) => clearInvoices(office, order)),
    payPart: (id, amount, options) => act('paid', (order) => payPart(office, order, amount))(id, options),
    credit: (id, amount, options) => act('invoiced', (order) => creditOrder(office, order, amount))(id, options),
    defer: (id, amount, options) => act('deferred', (order) => deferRevenue(office, order, amount))(id, options),
    accrue: (id, amount, options) => act('accrued', (order) => accrueRevenue(office, order, amount))(id, options),
    delay: (id, days, options) => act('delayed', (order) => delayLines(office, order, days))(id, options),
    reject: (id, item, reason, options) => act('rejected', (order) => rejectItem(office, order, item, reason))(id, options),
    hold: (id, reason = '01', options) =>
      act('on_hold', (order) => office.store.update(setNamed('A_SalesOrder'), order, { DeliveryBlockReason: reason }))(id, options),
    release: act('released', (order) => office.store.update(setNamed('A_SalesOrder'), order, { DeliveryBlockReason: '' })),
    agreePrice: (price) => agreePrice(office, price),
  };
}

async function perform(
  office: Office,
  task: { id: string; status: string; work: (order: Row) => string | void; notify: boolean },
): Promise<ActResult> {
  const { store, clock } = office;
  const done = store.transaction(() => {
    const order = store.get(setNamed('A_SalesOrder'), { SalesOrder: task.id });
    if (!order) throw new SapError(404, 'V1/302', `Sales document ${task.id} is not in the database`);
    const status = task.work(order) ?? task.status;
    refreshOrder(store, task.id);
    const invoices = ['invoiced', 'paid'].includes(task.status) ? invoicesOf(store, task.id) : [];
    return { status, invoices, changedAt: touch(store, 'A_SalesOrder', { SalesOrder: task.id }, clock, person) };
  });
  const latest = deliveriesOf(store, task.id).at(-1);
  const promised =
    schedule(store, task.id)
      .map((line) => text(line, 'ConfirmedDeliveryDate'))
      .toSorted()
      .at(-1) ?? '';
  const body = {
    order_id: task.id,
    crm_opportunity_id: office.crmIdOf(task.id),
    new_status: done.status,
    tracking_number: text(latest, 'BillOfLading'),
    estimated_delivery: (latest ? text(latest, 'DeliveryDate') : promised).slice(0, 10),
  };
  if (!task.notify) return { order: task.id, ...done, webhook: [] };
  const webhook = await office.webhook.post(body);
  for (const invoice of done.invoices) await office.webhook.post(invoiceEvent(office, invoice, task.status));
  return { order: task.id, status: done.status, changedAt: done.changedAt, webhook };
}

const invoicesOf = (store: SapStore, order: string): readonly string[] => [
  ...new Set(store.find(setNamed('A_BillingDocumentItem'), equals({ SalesDocument: order })).map((line) => text(line, 'BillingDocument'))),
];

/** A billing document was created, or changed because it was paid. */
function invoiceEvent({ clock, ids }: Office, invoice: string, status: string): DocumentEvent {
  return {
    specversion: '1.0',
    id: `sandbox-${ids.next('sap-event')}`,
    source: '/default/sap.s4.sandbox/S4HCLNT100',
    type: `sap.s4.beh.billingdocument.v1.BillingDocument.${status === 'paid' ? 'Changed' : 'Created'}.v1`,
    time: clock.now().toISOString(),
    datacontenttype: 'application/json',
    data: { BillingDocument: invoice },
  };
}

function confirmLines({ store }: Office, order: Row): void {
  for (const line of openLines(store, order)) {
    store.update(setNamed('A_SalesOrderScheduleLine'), line, {
      ConfdOrderQtyByMatlAvailCheck: text(line, 'ScheduleLineOrderQuantity'),
      ConfirmedDeliveryDate: text(line, 'ConfirmedDeliveryDate') || text(line, 'RequestedDeliveryDate'),
    });
  }
}

function delayLines({ store }: Office, order: Row, days: number): void {
  for (const line of openLines(store, order)) {
    const from = (text(line, 'ConfirmedDeliveryDate') || text(line, 'RequestedDeliveryDate')).slice(0, 10);
    store.update(setNamed('A_SalesOrderScheduleLine'), line, {
      ConfirmedDeliveryDate: dayCell(addDays(from, days)),
      ConfdOrderQtyByMatlAvailCheck: text(line, 'ScheduleLineOrderQuantity'),
    });
  }
}

function rejectItem({ store }: Office, order: Row, item: string, reason: string): void {
  const key = { SalesOrder: order['SalesOrder'] ?? null, SalesOrderItem: item };
  if (!store.get(setNamed('A_SalesOrderItem'), key))
    throw new SapError(404, 'V1/303', `Item ${item} of order ${text(order, 'SalesOrder')} does not exist`);
  store.update(setNamed('A_SalesOrderItem'), key, { SalesDocumentRjcnReason: reason });
}
