import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions, SalesOrders } from '../../contracts/ports.ts';
import { memberOf } from './client.ts';
import { createKeyField } from './config.ts';
import { allOf, anyOf, entityPath, equalsText, instantLiteral, textLiteral, where } from './literals.ts';
import { listOrders } from './list-orders.ts';
import { toSalesOrder } from './map.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { ChangeRow, OrderRow } from './schema.ts';
import { serviceOf } from './services.ts';

const headFields = [
  'SalesOrder',
  'SalesOrderType',
  'SoldToParty',
  'PurchaseOrderByCustomer',
  'TotalNetAmount',
  'TransactionCurrency',
  'CreationDate',
  'RequestedDeliveryDate',
  'LastChangeDateTime',
  'DeliveryBlockReason',
  'HeaderBillingBlockReason',
  'OverallSDProcessStatus',
  'OverallTotalDeliveryStatus',
  'OverallSDDocumentRejectionSts',
  'TotalCreditCheckStatus',
];
const itemFields = [
  'SalesOrderItem',
  'SalesOrderItemText',
  'Material',
  'RequestedQuantity',
  'RequestedQuantityUnit',
  'NetAmount',
  'ProductionPlant',
  'SalesDocumentRjcnReason',
  'DeliveryStatus',
  'OrderRelatedBillingStatus',
];
const lineFields = ['ConfirmedDeliveryDate', 'ConfdOrderQtyByMatlAvailCheck', 'DeliveredQtyInOrderQtyUnit'];

export function salesOrders(deps: PortDeps): SalesOrders {
  const { client, config, name } = deps;
  const extensions = [config.keyFields.A_SalesOrder, config.changedByField].filter((field) => field !== undefined);
  const select = [
    ...new Set([...headFields, ...extensions]),
    ...itemFields.map((field) => `to_Item/${field}`),
    ...lineFields.map((field) => `to_Item/to_ScheduleLine/${field}`),
  ].join(',');
  const shape = { $select: select, $expand: 'to_Item/to_ScheduleLine' };
  const get = async (id: string, options?: CallOptions) => {
    const row = await client.get({
      service: serviceOf.orders,
      path: entityPath('A_SalesOrder', id),
      query: shape,
      signal: options?.signal,
    });
    return row === undefined ? undefined : toSalesOrder(name, config, parsed(name, OrderRow, row));
  };
  return {
    get,
    async findByExternalKey(key, options) {
      const filter = equalsText(createKeyField(config, 'A_SalesOrder'), key).text;
      const { rows } = await client.list(
        { service: serviceOf.orders, path: 'A_SalesOrder', query: { ...shape, $filter: filter, $top: 2 }, signal: options?.signal },
        2,
      );
      if (rows.length > 1) throw new CountersignError('link.ambiguous', `${name} has more than one order with this key`);
      return rows.length === 0 ? undefined : toSalesOrder(name, config, parsed(name, OrderRow, rows[0]));
    },
    changedSince: (position, limit, options) => changedSince(deps, position, limit, options),
    list: (query, options) => listOrders(deps, query, shape, options),
  };
}

/** A change's place in the order of all changes: when, and for equal moments which record. */
type Cursor = { readonly at: string; readonly id: string };

async function changedSince(
  { client, name }: PortDeps,
  position: { since: string } | { cursor: string },
  limit: number,
  options?: CallOptions,
) {
  const from: Cursor = 'since' in position ? { at: position.since, id: '' } : readCursor(position.cursor);
  const after = anyOf(
    where('LastChangeDateTime', 'gt', instantLiteral(from.at)),
    allOf(where('LastChangeDateTime', 'eq', instantLiteral(from.at)), where('SalesOrder', 'gt', textLiteral(from.id))),
  );
  const query = {
    $filter: after.text,
    $orderby: 'LastChangeDateTime,SalesOrder',
    $select: 'SalesOrder,LastChangeDateTime',
    $top: limit + 1,
  };
  const page = await client.list({ service: serviceOf.orders, path: 'A_SalesOrder', query, signal: options?.signal }, limit + 1);
  const rows = page.rows.slice(0, limit).map((row) => parsed(name, ChangeRow, row));
  const last = rows.at(-1);
  const lastAt = last ? (preciseInstant(last.__metadata?.etag) ?? last.LastChangeDateTime) : undefined;
  return {
    changes: rows.flatMap((row) =>
      row.LastChangeDateTime === undefined ? [] : [{ id: row.SalesOrder, changedAt: row.LastChangeDateTime }],
    ),
    cursor: writeCursor(last && lastAt !== undefined ? { at: lastAt, id: last.SalesOrder } : from),
    more: page.rows.length > limit,
  };
}

/**
 * The ETag holds the change stamp with all seven digits, `/Date(ms)/` only three. With the short one a cursor would stay
 * before its own record and hand it out for ever.
 */
function preciseInstant(etag: string | undefined): string | undefined {
  return /datetimeoffset'(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d))'/.exec(decoded(etag ?? ''))?.[1];
}

function decoded(etag: string): string {
  try {
    return decodeURIComponent(etag);
  } catch {
    return etag;
  }
}

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.at, cursor.id])).toString('base64url');
}

function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const at = memberOf(value, '0');
    const id = memberOf(value, '1');
    if (typeof at === 'string' && typeof id === 'string') return { at, id };
  } catch {
    // Falls through to the one sentence below: a cursor that cannot be read is not one of ours.
  }
  throw new CountersignError('input.invalid', 'The cursor was not made by this connection', { field: 'cursor' });
}
