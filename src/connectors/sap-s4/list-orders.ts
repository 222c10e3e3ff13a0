import type { SalesOrder } from '../../contracts/business.ts';
import { compareDecimal } from '../../contracts/money.ts';
import type { CallOptions, Listed, OrderQuery } from '../../contracts/ports.ts';
import { byIds } from './by-ids.ts';
import { allOf, anyOf, type Condition, dayLiteral, equalsText, textLiteral, where } from './literals.ts';
import { toSalesOrder } from './map.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { OrderLink, OrderRow } from './schema.ts';
import { serviceOf } from './services.ts';

type Shape = { readonly $select: string; readonly $expand: string };

const sortField = { net: 'TotalNetAmount', created: 'CreationDate', requested: 'RequestedDeliveryDate' } as const;

/** Orders looked through for one material, the newest first. A material with more of them is asked for with dates or a customer. */
const ordersPerMaterial = 1_000;

/** Orders that fit a query, sorted by SAP; `shape` says which fields an order is read with. */
export async function listOrders(deps: PortDeps, query: OrderQuery, shape: Shape, options?: CallOptions): Promise<Listed<SalesOrder>> {
  if (query.material !== undefined) return listForMaterial(deps, query.material, query, shape, options);
  const { client, config, name } = deps;
  const conditions = conditionsOf(query);
  const { rows } = await client.list(
    {
      service: serviceOf.orders,
      path: 'A_SalesOrder',
      query: {
        ...shape,
        ...(conditions.length === 0 ? {} : { $filter: allOf(...conditions).text }),
        $orderby: `${sortField[query.sort]} ${query.descending ? 'desc' : 'asc'},SalesOrder`,
        $top: query.limit + 1,
      },
      signal: options?.signal,
    },
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit).map((row) => toSalesOrder(name, config, parsed(name, OrderRow, row)));
  return { items, more: rows.length > query.limit };
}

/** OData V2 cannot filter headers by their items, so the items name the orders and the headers are asked for by number. */
async function listForMaterial(
  deps: PortDeps,
  material: string,
  query: OrderQuery,
  shape: Shape,
  options?: CallOptions,
): Promise<Listed<SalesOrder>> {
  const { client, config, name } = deps;
  const items = await client.list(
    {
      service: serviceOf.orders,
      path: 'A_SalesOrderItem',
      query: {
        $filter: equalsText('Material', material).text,
        $select: 'SalesOrder',
        $orderby: 'SalesOrder desc',
        $top: ordersPerMaterial + 1,
      },
      signal: options?.signal,
    },
    ordersPerMaterial + 1,
  );
  const ids = [...new Set(items.rows.slice(0, ordersPerMaterial).map((row) => parsed(name, OrderLink, row).SalesOrder))];
  const source = { service: serviceOf.orders, set: 'A_SalesOrder', key: 'SalesOrder', query: shape, and: conditionsOf(query) };
  const rows = await byIds(deps, source, ids, options);
  const found = rows.map((row) => toSalesOrder(name, config, parsed(name, OrderRow, row))).toSorted((a, b) => compare(query, a, b));
  return { items: found.slice(0, query.limit), more: found.length > query.limit || items.rows.length > ordersPerMaterial };
}

function conditionsOf(query: OrderQuery): Condition[] {
  const days = (field: string, from: string | undefined, to: string | undefined): Condition[] => [
    ...(from === undefined ? [] : [where(field, 'ge', dayLiteral(from))]),
    ...(to === undefined ? [] : [where(field, 'le', dayLiteral(to))]),
  ];
  return [
    ...(query.customer === undefined ? [] : [equalsText('SoldToParty', query.customer)]),
    ...(query.isOpen === undefined ? [] : [query.isOpen ? open : done]),
    ...(query.isBlocked === undefined ? [] : [query.isBlocked ? blocked : free]),
    ...days('RequestedDeliveryDate', query.requestedFrom, query.requestedTo),
    ...days('CreationDate', query.createdFrom, query.createdTo),
  ];
}

const is = (field: string, code: string) => where(field, 'eq', textLiteral(code));
const isNot = (field: string, code: string) => where(field, 'ne', textLiteral(code));
const open = allOf(isNot('OverallSDProcessStatus', 'C'), isNot('OverallSDDocumentRejectionSts', 'C'));
const done = anyOf(is('OverallSDProcessStatus', 'C'), is('OverallSDDocumentRejectionSts', 'C'));
// C is "not approved, released in part": what was not released is still held.
const blocked = anyOf(isNot('DeliveryBlockReason', ''), is('TotalCreditCheckStatus', 'B'), is('TotalCreditCheckStatus', 'C'));
const free = allOf(is('DeliveryBlockReason', ''), isNot('TotalCreditCheckStatus', 'B'), isNot('TotalCreditCheckStatus', 'C'));

/** The order SAP would have given. A missing day comes before every other. */
function compare(query: OrderQuery, a: SalesOrder, b: SalesOrder): number {
  const text = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  const first = {
    net: () => compareDecimal(a.net.amount, b.net.amount),
    created: () => text(a.createdOn ?? '', b.createdOn ?? ''),
    requested: () => text(a.requestedOn ?? '', b.requestedOn ?? ''),
  }[query.sort]();
  return (query.descending ? -first : first) || text(a.id, b.id);
}
