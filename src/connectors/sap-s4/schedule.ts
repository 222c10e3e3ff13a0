import type { ProductionSchedule } from '../../contracts/bridge-ports.ts';
import type { PlannedReceipt } from '../../contracts/business-erp.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { compareDecimal, subtractDecimal } from '../../contracts/money.ts';
import { ScheduleRow } from './bridge-schema.ts';
import { allOf, anyOf, equalsText } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

/** Addresses have a length; this many alternatives fit in any of them. */
const perFilter = 20;
const most = 2_000;

/** Production orders that are neither delivered nor completed, with what is not confirmed of them yet. */
export function productionSchedule({ client, name }: PortDeps): ProductionSchedule {
  const some = async (field: string, values: readonly string[], signal: AbortSignal | undefined): Promise<PlannedReceipt[]> => {
    const filter = allOf(
      anyOf(...values.map((value) => equalsText(field, value))),
      equalsText('OrderIsDelivered', ''),
      equalsText('OrderIsTechnicallyCompleted', ''),
      equalsText('OrderIsClosed', ''),
    );
    const query = {
      $filter: filter.text,
      $select: Object.keys(ScheduleRow.shape)
        .filter((key) => key !== '__metadata')
        .join(','),
    };
    const { rows, hasMore } = await client.list({ service: serviceOf.production, path: 'A_ProductionOrder_2', query, signal }, most);
    // A part of a schedule would say that a plant has time, or nothing to come, where it has not.
    if (hasMore)
      throw new CountersignError('connector.invalid_reply', `${name} has more than ${most} open production orders for one question`, {
        field: 'A_ProductionOrder_2',
      });
    return rows.flatMap((row) => toReceipt(name, parsed(name, ScheduleRow, row)) ?? []);
  };
  const all = async (field: string, values: readonly string[], signal: AbortSignal | undefined) => {
    const parts: (readonly string[])[] = [];
    for (let from = 0; from < values.length; from += perFilter) parts.push(values.slice(from, from + perFilter));
    return (await Promise.all(parts.map((part) => some(field, part, signal)))).flat();
  };
  return {
    ofMaterials: (materials, options) => all('Material', materials, options?.signal),
    ofPlants: (plants, options) => all('ProductionPlant', plants, options?.signal),
  };
}

function toReceipt(connection: string, row: ScheduleRow): PlannedReceipt | undefined {
  const quantity = subtractDecimal(row.TotalQuantity ?? '0', row.MfgOrderConfirmedYieldQty ?? '0');
  if (row.Material === undefined || compareDecimal(quantity, '0') <= 0) return undefined;
  return {
    ref: refOf(connection, 'A_ProductionOrder_2', row.ManufacturingOrder, row),
    id: row.ManufacturingOrder,
    material: row.Material,
    plant: row.ProductionPlant ?? '',
    quantity,
    unit: row.ProductionUnit ?? '',
    ...defined('on', row.MfgOrderPlannedEndDate),
    ...defined('order', row.SalesOrder),
  };
}
