import type { BridgePorts, ServiceOrders } from '../../contracts/bridge-ports.ts';
import type { ServiceOrder } from '../../contracts/business-erp.ts';
import { billingPorts } from './billing.ts';
import { billingPlans } from './billing-plans.ts';
import { billsOfMaterial } from './bills-of-material.ts';
import { generalLedgerPort } from './general-ledger.ts';
import { ServiceOrderRow } from './bridge-schema.ts';
import { catalogChanges } from './catalog-changes.ts';
import { contactPersons } from './contact-persons.ts';
import { customerMasters } from './customer-masters.ts';
import { entityPath } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { pricePorts } from './prices.ts';
import { salesContracts } from './sales-contracts.ts';
import { productionSchedule } from './schedule.ts';
import { serviceOf } from './services.ts';

/** What the workflows between CRM and ERP read of S/4HANA beside orders, deliveries, invoices and credit. */
export function bridgePorts(deps: PortDeps): BridgePorts {
  return {
    customerMasters: customerMasters(deps),
    contactPersons: contactPersons(deps),
    serviceOrders: serviceOrders(deps),
    ...pricePorts(deps),
    schedule: productionSchedule(deps),
    ...billingPorts(deps),
    ...generalLedgerPort(deps),
    billsOfMaterial: billsOfMaterial(deps),
    billingPlans: billingPlans(deps),
    ...(deps.config.salesContracts ? { salesContracts: salesContracts(deps) } : {}),
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
