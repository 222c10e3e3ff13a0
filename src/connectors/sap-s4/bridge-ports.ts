import type { BridgePorts, Prices, ServiceOrders } from '../../contracts/bridge-ports.ts';
import type { PriceRecord, ServiceOrder } from '../../contracts/business-erp.ts';
import { money } from '../../contracts/money.ts';
import { billingPorts } from './billing.ts';
import { billingPlans } from './billing-plans.ts';
import { billsOfMaterial } from './bills-of-material.ts';
import { generalLedgerPort } from './general-ledger.ts';
import { PriceRow, ServiceOrderRow } from './bridge-schema.ts';
import { catalogChanges } from './catalog-changes.ts';
import { contactPersons } from './contact-persons.ts';
import { customerMasters } from './customer-masters.ts';
import { allOf, dayLiteral, entityPath, equalsText, where } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { productionSchedule } from './schedule.ts';
import { serviceOf } from './services.ts';

/** What the workflows between CRM and ERP read of S/4HANA beside orders, deliveries, invoices and credit. */
export function bridgePorts(deps: PortDeps): BridgePorts {
  return {
    customerMasters: customerMasters(deps),
    contactPersons: contactPersons(deps),
    serviceOrders: serviceOrders(deps),
    prices: prices(deps),
    schedule: productionSchedule(deps),
    ...billingPorts(deps),
    ...generalLedgerPort(deps),
    billsOfMaterial: billsOfMaterial(deps),
    billingPlans: billingPlans(deps),
    ...catalogChanges(deps),
  };
}

function serviceOrders({ client, name }: PortDeps): ServiceOrders {
  return {
    async get(id, options) {
      const path = entityPath('A_ServiceOrder', id);
      const row = await client.get({ service: serviceOf.serviceOrders, path, query: { $expand: 'to_Item' }, signal: options?.signal });
      return row === undefined ? undefined : toServiceOrder(name, parsed(name, ServiceOrderRow, row));
    },
  };
}

function toServiceOrder(connection: string, row: ServiceOrderRow): ServiceOrder {
  return {
    ref: refOf(connection, 'A_ServiceOrder', row.ServiceOrder, { ...row, LastChangeDateTime: row.ServiceDocChangedDateTime }),
    id: row.ServiceOrder,
    type: row.ServiceOrderType ?? '',
    description: row.ServiceOrderDescription ?? '',
    soldTo: row.SoldToParty ?? '-',
    ...defined('priority', row.ServiceDocumentPriority),
    ...defined('reference', row.PurchaseOrderByCustomer),
    isReleased: row.ServiceOrderIsReleased,
    isCompleted: row.ServiceOrderIsCompleted,
    ...defined('createdAt', row.ServiceDocumentCreationDate),
    items: row.to_Item.map((item) => ({
      id: item.ServiceOrderItem,
      material: item.Product ?? '-',
      description: item.ServiceOrderItemDescription ?? '',
      quantity: { value: item.Quantity ?? '0', unit: item.QuantityUnit ?? '' },
      isCompleted: item.ServiceOrderItemIsCompleted,
    })),
  };
}

function prices({ client, name, config }: PortDeps): Prices {
  return {
    async listForMaterial(material, on, options) {
      const filter = allOf(
        equalsText('Material', material),
        where('ConditionValidityStartDate', 'le', dayLiteral(on)),
        where('ConditionValidityEndDate', 'ge', dayLiteral(on)),
      );
      const query = { $filter: filter.text, $expand: 'to_SlsPrcgConditionRecord' };
      const call = { service: serviceOf.prices, path: 'A_SlsPrcgCndnRecdValidity', query, signal: options?.signal };
      const { rows } = await client.list(call);
      return rows
        .map((row) => parsed(name, PriceRow, row))
        .filter((row) => row.ConditionType === config.priceCondition)
        .flatMap((row) => toPrice(name, row) ?? []);
    },
  };
}

function toPrice(connection: string, row: PriceRow): PriceRecord | undefined {
  const record = row.to_SlsPrcgConditionRecord;
  if (!record || record.ConditionIsDeleted || record.ConditionRateValue === undefined || row.Material === undefined) return undefined;
  return {
    ref: refOf(connection, 'A_SlsPrcgConditionRecord', row.ConditionRecord, record),
    id: row.ConditionRecord,
    material: row.Material,
    type: row.ConditionType ?? '',
    price: money(record.ConditionRateValue, record.ConditionRateValueUnit ?? 'XXX'),
    per: { value: record.ConditionQuantity ?? '1', unit: record.ConditionQuantityUnit ?? '' },
    validFrom: row.ConditionValidityStartDate ?? '1900-01-01',
    validUntil: row.ConditionValidityEndDate ?? '9999-12-31',
  };
}
