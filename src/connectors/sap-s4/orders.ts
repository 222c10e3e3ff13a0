import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions, SalesOrders } from '../../contracts/ports.ts';
import { createKeyField, type SapS4Config } from './config.ts';
import { changedSince } from './changed-since.ts';
import { entityPath, equalsText } from './literals.ts';
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
const lineFields = [
  'ScheduleLine',
  'RequestedDeliveryDate',
  'ConfirmedDeliveryDate',
  'ConfdOrderQtyByMatlAvailCheck',
  'DeliveredQtyInOrderQtyUnit',
];

/** The fields an order is read with. */
export function orderShape(config: SapS4Config): { readonly $select: string; readonly $expand: string } {
  const extensions = [config.keyFields.A_SalesOrder, config.changedByField, config.linkFields.A_SalesOrder].filter(
    (field) => field !== undefined,
  );
  const select = [
    ...new Set([...headFields, ...extensions]),
    ...itemFields.map((field) => `to_Item/${field}`),
    ...lineFields.map((field) => `to_Item/to_ScheduleLine/${field}`),
  ].join(',');
  return { $select: select, $expand: 'to_Item/to_ScheduleLine' };
}

export function salesOrders(deps: PortDeps): SalesOrders {
  const { client, config, name } = deps;
  const shape = orderShape(config);
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
      const filter = equalsText(createKeyField(config, 'A_SalesOrder') ?? 'PurchaseOrderByCustomer', key).text;
      const { rows } = await client.list(
        { service: serviceOf.orders, path: 'A_SalesOrder', query: { ...shape, $filter: filter, $top: 2 }, signal: options?.signal },
        2,
      );
      if (rows.length > 1) throw new CountersignError('link.ambiguous', `${name} has more than one order with this key`);
      return rows.length === 0 ? undefined : toSalesOrder(name, config, parsed(name, OrderRow, rows[0]));
    },
    changedSince: (position, limit, options) =>
      changedSince(
        deps,
        { service: serviceOf.orders, set: 'A_SalesOrder', key: 'SalesOrder', read: (row) => parsed(name, ChangeRow, row) },
        { position, limit },
        options,
      ),
    list: (query, options) => listOrders(deps, query, shape, options),
  };
}
