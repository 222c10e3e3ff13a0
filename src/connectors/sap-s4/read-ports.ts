import { compareDecimal } from '../../contracts/money.ts';
import type { CallOptions, Deliveries, Inventory, Invoices, ReadPorts } from '../../contracts/ports.ts';
import type { OrderSimulations } from '../../contracts/order-simulation.ts';
import { bridgePorts } from './bridge-ports.ts';
import { byIds } from './by-ids.ts';
import { memberOf, NotSent, resultsOf, unwrap } from './client.ts';
import { customers } from './customers.ts';
import { feeds } from './feeds.ts';
import { allOf, type Condition, entityPath, equalsText, instantLiteral, textLiteral, where } from './literals.ts';
import { toCustomerReturn, toDelivery, toInvoice, toMaintenanceOrder, toProductionOrder, toSimulation } from './map.ts';
import { toCreditStatus } from './map-customer.ts';
import { materials } from './materials.ts';
import { salesOrders } from './orders.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import {
  AvailabilityRow,
  CreditAccountRow,
  CreditPartnerRow,
  DeliveryLink,
  DeliveryRow,
  InvoiceLink,
  InvoiceRow,
  MaintenanceRow,
  ProductionRow,
  ReturnRow,
  SimulationRow,
} from './schema.ts';
import { serviceOf } from './services.ts';
import { toConnectorError } from '../core/index.ts';

export function readPorts(deps: PortDeps): ReadPorts {
  const { client, config, name } = deps;
  const entity = (service: string, path: string, options?: CallOptions, query?: Record<string, string>) =>
    client.get({ service, path, signal: options?.signal, ...(query ? { query } : {}) });
  return {
    ...bridgePorts(deps),
    orders: salesOrders(deps),
    deliveries: deliveries(deps),
    invoices: invoices(deps),
    production: {
      async listForOrder(orderId, options) {
        const { rows } = await client.list({
          service: serviceOf.production,
          path: 'A_ProductionOrder_2',
          query: { $filter: equalsText('SalesOrder', orderId).text },
          signal: options?.signal,
        });
        return rows.map((row) => toProductionOrder(name, parsed(name, ProductionRow, row)));
      },
    },
    customers: customers(deps),
    materials: materials(deps),
    feeds: feeds(deps),
    credit: {
      async status(customerId, options) {
        const account = await entity(
          serviceOf.credit,
          entityPath('CreditManagementAccount', { BusinessPartner: customerId, CreditSegment: config.creditSegment }),
          options,
        );
        if (account === undefined) return undefined;
        const partner = await entity(serviceOf.credit, entityPath('CreditMgmtBusinessPartner', customerId), options);
        return toCreditStatus(
          name,
          config,
          parsed(name, CreditAccountRow, account),
          partner === undefined ? undefined : parsed(name, CreditPartnerRow, partner),
        );
      },
    },
    inventory: inventory(deps),
    simulations: simulations(deps),
    maintenance: {
      async get(id, options) {
        const row = await entity(serviceOf.maintenance, entityPath('MaintenanceOrder', id), options);
        return row === undefined ? undefined : toMaintenanceOrder(name, parsed(name, MaintenanceRow, row));
      },
    },
    returns: {
      async get(id, options) {
        const row = await entity(serviceOf.returns, entityPath('A_CustomerReturn', id), options, { $expand: 'to_Item' });
        return row === undefined ? undefined : toCustomerReturn(name, parsed(name, ReturnRow, row));
      },
    },
  };
}

function deliveries(deps: PortDeps): Deliveries {
  const { client, name } = deps;
  return {
    async listForOrder(orderId, options) {
      const query = { $filter: equalsText('ReferenceSDDocument', orderId).text, $select: 'DeliveryDocument' };
      const links = await client.list({ service: serviceOf.deliveries, path: 'A_OutbDeliveryItem', query, signal: options?.signal });
      const ids = [...new Set(links.rows.map((row) => parsed(name, DeliveryLink, row).DeliveryDocument))];
      const rows = await byIds(
        deps,
        {
          service: serviceOf.deliveries,
          set: 'A_OutbDeliveryHeader',
          key: 'DeliveryDocument',
          query: { $expand: 'to_DeliveryDocumentItem' },
        },
        ids,
        options,
      );
      return rows.map((row) => toDelivery(name, parsed(name, DeliveryRow, row)));
    },
  };
}

function invoices(deps: PortDeps): Invoices {
  const { client, config, name } = deps;
  const toInvoices = (rows: readonly unknown[]) => rows.map((row) => toInvoice(name, config, parsed(name, InvoiceRow, row)));
  return {
    async listForOrder(orderId, options) {
      const query = { $filter: equalsText('SalesDocument', orderId).text, $select: 'BillingDocument' };
      const links = await client.list({ service: serviceOf.billing, path: 'A_BillingDocumentItem', query, signal: options?.signal });
      const ids = [...new Set(links.rows.map((row) => parsed(name, InvoiceLink, row).BillingDocument))];
      return toInvoices(await byIds(deps, { service: serviceOf.billing, set: 'A_BillingDocument', key: 'BillingDocument' }, ids, options));
    },
    async listOpen(customerId, options) {
      const open: Condition = allOf(
        equalsText('PayerParty', customerId),
        where('InvoiceClearingStatus', 'ne', textLiteral('C')),
        where('BillingDocumentIsCancelled', 'eq', 'false'),
      );
      const { rows } = await client.list({
        service: serviceOf.billing,
        path: 'A_BillingDocument',
        query: { $filter: open.text },
        signal: options?.signal,
      });
      return toInvoices(rows);
    },
  };
}

function inventory({ client, config, name }: PortDeps): Inventory {
  return {
    async availability({ material, plant, on, quantity, unit }, options) {
      const common = {
        Material: textLiteral(material),
        SupplyingPlant: textLiteral(plant),
        ATPCheckingRule: textLiteral(config.checkingRule),
      };
      const call = (path: string, query: Record<string, string>) =>
        client.get({ service: serviceOf.availability, path, query, signal: options?.signal });
      const answer = await call('DetermineAvailabilityAt', { ...common, RequestedUTCDateTime: instantLiteral(`${on}T00:00:00Z`) });
      // The Gateway wraps a function's result in the function's name.
      const then = parsed(name, AvailabilityRow, memberOf(answer, 'DetermineAvailabilityAt') ?? answer ?? {});
      const available = then.AvailableQuantityInBaseUnit ?? '0';
      const base = { material, plant, requestedOn: on, requested: { value: quantity, unit }, available };
      if (compareDecimal(available, quantity) >= 0) return { ...base, availableOn: on };
      const series = resultsOf(await call('CalculateAvailabilityTimeseries', common)).map((row) => parsed(name, AvailabilityRow, row));
      const enough = series
        .filter((row) => compareDecimal(row.AvailableQuantityInBaseUnit ?? '0', quantity) >= 0)
        .flatMap((row) => row.PeriodStartUTCDateTime?.slice(0, 10) ?? [])
        .filter((day) => day >= on)
        .toSorted()[0];
      return enough === undefined ? base : { ...base, availableOn: enough };
    },
  };
}

function simulations({ client, config, name, clock }: PortDeps): OrderSimulations {
  return {
    async simulate(draft, options) {
      const { salesOrganization, distributionChannel, division } = config.salesArea;
      const body = {
        SalesOrderType: draft.type,
        SalesOrganization: salesOrganization,
        DistributionChannel: distributionChannel,
        OrganizationDivision: division,
        SoldToParty: draft.soldTo,
        TransactionCurrency: draft.currency,
        ...(draft.requestedOn === undefined ? {} : { RequestedDeliveryDate: `${draft.requestedOn}T00:00:00` }),
        ...(draft.customerReference === undefined ? {} : { PurchaseOrderByCustomer: draft.customerReference }),
        // Empty navigations ask for their part of the answer.
        to_Credit: {},
        to_Pricing: {},
        to_Item: draft.items.map((item) => ({
          Material: item.material,
          RequestedQuantity: item.quantity,
          RequestedQuantityUnit: item.unit,
          ...(item.plant === undefined ? {} : { Plant: item.plant }),
          to_ScheduleLine:
            item.wantedOn === undefined
              ? []
              : [{ RequestedDeliveryDate: `${item.wantedOn}T00:00:00`, ScheduleLineOrderQuantity: item.quantity }],
        })),
      };
      try {
        const reply = await client.write({
          service: serviceOf.simulation,
          path: 'A_SalesOrderSimulation',
          method: 'POST',
          body,
          isHarmless: true,
          signal: options?.signal,
        });
        return toSimulation(parsed(name, SimulationRow, unwrap(name, reply, clock)));
      } catch (error) {
        throw error instanceof NotSent ? error.error : toConnectorError(error);
      }
    },
  };
}
