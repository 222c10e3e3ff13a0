import { addDecimal } from '../../contracts/money.ts';
import type { Json, JsonObject } from '../../contracts/json.ts';
import type { Clock } from '../../contracts/time.ts';
import { amountCell, dayCell } from './cells.ts';
import { type Cell, toJson } from './edm-values.ts';
import type { Input } from './input.ts';
import { badRequest, SapError } from './sap-error.ts';
import { quantity, text } from './sales-status.ts';
import { setNamed } from './services.ts';
import { creditStep, currencyOf, materialAt, priceOf, promise, requireCustomer, requireMaterial } from './stock.ts';
import type { SapStore } from './store.ts';

/** Price, promise and credit check of an order that is never stored. */
export function simulateOrder(store: SapStore, clock: Clock, input: Input): JsonObject {
  const soldTo = text(input.values, 'SoldToParty');
  requireCustomer(store, soldTo);
  const currency = text(input.values, 'TransactionCurrency') || currencyOf(store, soldTo);
  const on = text(input.values, 'RequestedDeliveryDate').slice(0, 10) || clock.now().toISOString().slice(0, 10);
  const wanted = input.children.get('to_Item') ?? [];
  if (wanted.length === 0) throw badRequest('A simulation needs at least one item');
  const items = wanted.map((item, index) => simulateItem(store, clock, item, { number: String((index + 1) * 10), currency, on }));
  const net = items.reduce((sum, item) => addDecimal(sum, item.net), '0');
  return {
    ...shown('A_SalesOrderSimulation', { ...input.values, TransactionCurrency: currency, RequestedDeliveryDate: dayCell(on) }),
    to_Credit: shown('A_SalesOrderCreditSimulation', { TotalCreditCheckStatus: creditStep(store, soldTo, net) }),
    to_Pricing: shown('A_SalesOrderPricingSimulation', { TotalNetAmount: amountCell(net), TransactionCurrency: currency }),
    to_Item: { results: items.map((item) => item.body) },
  };
}

function simulateItem(
  store: SapStore,
  clock: Clock,
  input: Input,
  head: { number: string; currency: string; on: string },
): { net: string; body: JsonObject } {
  const listed = requireMaterial(store, text(input.values, 'Material'));
  const plant = text(input.values, 'Plant');
  const material = plant === '' ? listed : materialAt(store, listed, plant);
  if (!material) throw new SapError(400, 'M3/351', `Material ${listed.id} not maintained in plant ${plant}`);
  const wanted = text(input.values, 'RequestedQuantity');
  if (Number(wanted) <= 0) throw badRequest('Enter a requested quantity greater than zero');
  const net = priceOf(material, wanted, head.currency);
  const given = input.children.get('to_ScheduleLine')?.[0]?.values ?? {};
  const on = text(given, 'RequestedDeliveryDate').slice(0, 10) || head.on;
  const lines = promise(material, wanted, on, clock).map((part, index) =>
    shown('A_SalesOrderScheduleLineSimln', {
      SalesOrderItem: head.number,
      ScheduleLine: String(index + 1),
      RequestedDeliveryDate: dayCell(on),
      ConfirmedDeliveryDate: dayCell(part.on),
      ScheduleLineOrderQuantity: quantity(part.quantity),
      ConfdOrderQtyByMatlAvailCheck: quantity(part.quantity),
      OrderQuantityUnit: material.unit,
    }),
  );
  const values = {
    SalesOrderItem: head.number,
    SalesOrderItemText: material.description.slice(0, 40),
    Material: material.id,
    RequestedQuantity: quantity(wanted),
    RequestedQuantityUnit: material.unit,
    ConfdDelivQtyInOrderQtyUnit: quantity(wanted),
    TransactionCurrency: head.currency,
    NetAmount: amountCell(net),
    TaxAmount: '0.000',
    Plant: material.plant,
  };
  return { net, body: { ...shown('A_SalesOrderItemSimulation', values), to_ScheduleLine: { results: lines } } };
}

function shown(setName: string, values: Readonly<Record<string, Cell>>): JsonObject {
  const set = setNamed(setName);
  const body: Record<string, Json> = { __metadata: { type: `${set.service}.${set.typeName}` } };
  for (const field of set.fields.values()) body[field.name] = toJson(field, values[field.name] ?? (field.type === 'String' ? '' : null));
  return body;
}
