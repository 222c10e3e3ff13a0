import { lineNet } from '../company/amounts.ts';
import type { Exchange } from '../core/face.ts';
import { createDecision } from './create-decision.ts';
import { createPartner, createServiceOrder, createServiceText, followPartner, followServiceOrder } from './create-partner.ts';
import { createArea, createRole, isArea } from './create-roles.ts';
import { createReach, createRelationship } from './create-contact.ts';
import { amountCell, dayCell } from './cells.ts';
import { createOrder, createOrderItem, createReturn, createReturnItem, type CreateContext } from './create-sales.ts';
import { customKeyField } from './custom-services.ts';
import { etagOf } from './entity-json.ts';
import { equals } from './filter.ts';
import type { Input } from './input.ts';
import type { EntitySet } from './model.ts';
import { partnerKeyField } from './partner-services.ts';
import { keyField } from './sales-services.ts';
import { serviceKeyField } from './service-order-services.ts';
import { badRequest, SapError } from './sap-error.ts';
import { quantity, refreshOrder, text, touch } from './sales-status.ts';
import { setNamed } from './services.ts';
import { materialAt, priceOf, promise, requireMaterial } from './stock.ts';
import { keyOf, type Row } from './store.ts';

export type WriteContext = CreateContext & { readonly exchange: Exchange };

const notAllowed = (set: EntitySet, verb: string) =>
  new SapError(405, '/IWBEP/CM_MGW_RT/021', `Method '${verb}' is not allowed for entity set '${set.name}'`);

/** Stores a new entity; `fixed` are key fields that the address already gives (`…/to_Item`). */
export function createEntity(context: WriteContext, set: EntitySet, input: Input, fixed: Row): Row {
  if (!set.isCreatable) throw notAllowed(set, 'POST');
  const given = { values: { ...input.values, ...fixed }, children: input.children };
  const row = insert(context, set, given);
  const parent = set.etag?.parent;
  if (parent) changed(context, parent.set, { [parent.key]: row[parent.key] ?? null });
  note(context, 'create', set, row);
  return row;
}

function insert(context: WriteContext, set: EntitySet, input: Input): Row {
  if (set.name === 'A_SalesOrder') return createOrder(context, input);
  if (set.name === 'A_SalesOrderItem') return createOrderItem(context, text(input.values, 'SalesOrder'), input);
  if (set.name === 'A_CustomerReturn') return createReturn(context, input);
  if (set.name === 'A_CustomerReturnItem') return createReturnItem(context, text(input.values, 'CustomerReturn'), input);
  if (set.name === 'A_BusinessPartner') return createPartner(context, input);
  if (set.name === 'A_BusinessPartnerRole') return createRole(context, input);
  if (isArea(set.name)) return createArea(context, set, input);
  if (set.name === 'A_BusinessPartnerContact') return createRelationship(context, input);
  if (set.name === 'A_AddressEmailAddress' || set.name === 'A_AddressPhoneNumber') return createReach(context, set, input);
  if (set.name === 'A_ServiceOrder') return createServiceOrder(context, input);
  if (set.name === 'A_ServiceOrderText') return createServiceText(context, input);
  if (set.name === 'YY1_DECISIONAUDIT') return createDecision(context, input);
  throw notAllowed(set, 'POST');
}

export function updateEntity(context: WriteContext, set: EntitySet, row: Row, input: Input, ifMatch: string | undefined): void {
  if (!set.isUpdatable) throw notAllowed(set, 'PATCH');
  demandVersion(context, set, row, ifMatch);
  const { store } = context;
  store.update(set, row, input.values);
  if (set.name === 'A_SalesOrderItem' && input.values['RequestedQuantity'] !== undefined)
    reprice(context, row, text(input.values, 'RequestedQuantity'));
  if (set.name === 'A_SalesOrderScheduleLine' && input.values['RequestedDeliveryDate'] !== undefined)
    promiseAgain(context, { ...row, ...input.values });
  if (set.name === 'A_ServiceOrder') followServiceOrder(context, row, input.values);
  if (set.name === 'A_BusinessPartner') followPartner(context, row, input.values);
  const parent = set.etag?.parent;
  changed(context, parent?.set ?? set.name, parent ? { [parent.key]: row[parent.key] ?? null } : keyOf(set, row));
  note(context, 'update', set, { ...row, ...input.values });
}

export function removeEntity(context: WriteContext, set: EntitySet, row: Row, ifMatch: string | undefined): void {
  if (!set.isDeletable) throw notAllowed(set, 'DELETE');
  demandVersion(context, set, row, ifMatch);
  const { store } = context;
  for (const navigation of set.navigations.values()) {
    if (!navigation.isMany) continue;
    const where = equals(Object.fromEntries(navigation.on.map(([own, other]) => [other, row[own] ?? null])));
    store.remove(setNamed(navigation.target), where);
    if (set.name === 'A_SalesOrder' && navigation.name === 'to_Item') store.remove(setNamed('A_SalesOrderScheduleLine'), where);
  }
  store.remove(set, equals(keyOf(set, row)));
  const parent = set.etag?.parent;
  if (parent) changed(context, parent.set, { [parent.key]: row[parent.key] ?? null });
  note(context, 'delete', set, row);
}

/** 428 without If-Match, 412 when the record has moved on. `*` matches any version. */
function demandVersion(context: WriteContext, set: EntitySet, row: Row, ifMatch: string | undefined): void {
  if (!set.etag) return;
  if (ifMatch === undefined) throw new SapError(428, '/IWBEP/CM_MGW_RT/061', 'Data update requires an If-Match request header');
  if (ifMatch !== '*' && !ifMatch.split(/,\s*/).includes(etagOf(context.store, set, row) ?? '')) {
    throw new SapError(412, '/IWBEP/CM_MGW_RT/062', 'Precondition failed: the entity was changed in the meantime');
  }
}

function reprice(context: WriteContext, item: Row, wanted: string): void {
  const material = requireMaterial(context.store, text(item, 'Material'));
  const currency = text(item, 'TransactionCurrency');
  // A price somebody agreed on stays when the quantity changes.
  const [agreed] = context.store.find(
    setNamed('A_SalesOrderItemPrElement'),
    equals({ SalesOrder: item['SalesOrder'] ?? null, SalesOrderItem: item['SalesOrderItem'] ?? null }),
  );
  const net = agreed
    ? lineNet({ price: text(agreed, 'ConditionRateValue'), quantity: wanted, rate: '1' }, currency)
    : priceOf(material, wanted, currency);
  context.store.update(setNamed('A_SalesOrderItem'), item, { NetAmount: amountCell(net) });
  const lines = context.store.find(
    setNamed('A_SalesOrderScheduleLine'),
    equals({ SalesOrder: item['SalesOrder'] ?? null, SalesOrderItem: item['SalesOrderItem'] ?? null }),
  );
  const only = lines[0];
  if (lines.length !== 1 || !only) throw badRequest('Change the schedule lines of this item instead');
  context.store.update(setNamed('A_SalesOrderScheduleLine'), only, {
    ScheduleLineOrderQuantity: quantity(wanted),
    ConfdOrderQtyByMatlAvailCheck: quantity(wanted),
  });
}

/** A part wanted on another day is confirmed anew: the availability check runs for it again. */
function promiseAgain({ store, clock }: WriteContext, line: Row): void {
  const where = { SalesOrder: line['SalesOrder'] ?? null, SalesOrderItem: line['SalesOrderItem'] ?? null };
  const item = store.get(setNamed('A_SalesOrderItem'), where);
  const on = text(line, 'RequestedDeliveryDate').slice(0, 10);
  if (!item || on === '') throw badRequest('Enter the day the schedule line is wanted on');
  const listed = requireMaterial(store, text(item, 'Material'));
  const material = materialAt(store, listed, text(item, 'ProductionPlant')) ?? listed;
  const confirmed = promise(material, text(line, 'ScheduleLineOrderQuantity'), on, clock).at(-1);
  store.update(setNamed('A_SalesOrderScheduleLine'), line, { ConfirmedDeliveryDate: dayCell(confirmed?.on ?? on) });
}

function changed(context: WriteContext, setName: string, key: Row): void {
  if (setName === 'A_SalesOrder') refreshOrder(context.store, text(key, 'SalesOrder'));
  const { etag, fields } = setNamed(setName);
  if (fields.has('LastChangeDateTime') || (etag && !etag.parent && etag.isHash !== true))
    touch(context.store, setName, key, context.clock, context.user);
}

function note(context: WriteContext, operation: 'create' | 'update' | 'delete', set: EntitySet, row: Row): void {
  const key =
    text(row, keyField) ||
    text(row, 'YY1_CountersignKey_ORD') ||
    text(row, customKeyField) ||
    text(row, partnerKeyField) ||
    text(row, serviceKeyField) ||
    (text(row, 'PurchaseOrderByCustomer').startsWith('CS-') ? text(row, 'PurchaseOrderByCustomer') : '');
  context.exchange.commits.push({
    operation,
    type: set.name,
    id: set.keys.map((name) => text(row, name)).join('/'),
    ...(key ? { key } : {}),
  });
}
