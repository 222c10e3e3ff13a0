import type { BridgePorts, CustomerMasters, Prices, ServiceOrders } from '../../contracts/bridge-ports.ts';
import type { CustomerMaster, PriceRecord, ServiceOrder } from '../../contracts/business-erp.ts';
import { money } from '../../contracts/money.ts';
import { billingPorts } from './billing.ts';
import { billingPlans } from './billing-plans.ts';
import { billsOfMaterial } from './bills-of-material.ts';
import { generalLedgerPort } from './general-ledger.ts';
import { MasterRow, PriceRow, ServiceOrderRow } from './bridge-schema.ts';
import { catalogChanges } from './catalog-changes.ts';
import { contactPersons } from './contact-persons.ts';
import { allOf, dayLiteral, entityPath, equalsText, textLiteral, where } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { salesContracts } from './sales-contracts.ts';
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
    ...(deps.config.salesContracts ? { salesContracts: salesContracts(deps) } : {}),
    ...catalogChanges(deps),
  };
}

const masterShape =
  'to_BusinessPartnerAddress/to_EmailAddress,to_BusinessPartnerAddress/to_PhoneNumber,to_BusinessPartnerTax,to_Customer/to_CustomerSalesArea';

function customerMasters(deps: PortDeps): CustomerMasters {
  const { client, name } = deps;
  const read = (row: unknown): CustomerMaster => toMaster(deps, parsed(name, MasterRow, row));
  return {
    async get(id, options) {
      const path = entityPath('A_BusinessPartner', id);
      const row = await client.get({ service: serviceOf.partners, path, query: { $expand: masterShape }, signal: options?.signal });
      return row === undefined ? undefined : read(row);
    },
    async list({ after, limit }, options) {
      const filter = where('Customer', 'gt', textLiteral(after ?? ''));
      const query = { $expand: masterShape, $filter: filter.text, $orderby: 'Customer', $top: limit + 1 };
      const call = { service: serviceOf.partners, path: 'A_BusinessPartner', query, signal: options?.signal };
      const { rows } = await client.list(call, limit + 1);
      return { items: rows.slice(0, limit).map(read), more: rows.length > limit };
    },
  };
}

function toMaster({ name, config }: PortDeps, row: MasterRow): CustomerMaster {
  const areas = row.to_Customer?.to_CustomerSalesArea ?? [];
  const area = areas.find((one) => one.SalesOrganization === config.salesArea.salesOrganization) ?? areas[0];
  const tax = row.to_BusinessPartnerTax[0];
  return {
    ref: { ...refOf(name, 'A_BusinessPartner', row.BusinessPartner, row), ...lastChange(row) },
    id: row.BusinessPartner,
    name: row.BusinessPartnerFullName ?? row.BusinessPartner,
    ...placeOf(row.to_BusinessPartnerAddress[0]),
    ...defined('taxId', tax?.BPTaxLongNumber ?? tax?.BPTaxNumber),
    ...defined('language', row.CorrespondenceLanguage?.toLowerCase()),
    ...defined('currency', area?.Currency),
    ...defined('paymentTerms', area?.CustomerPaymentTerms),
    ...defined('crmAccountId', row.BusinessPartnerIDByExtSystem),
    isBlocked: isBlocked(row),
  };
}

/** SAP keeps day and time in the system's own zone, which is taken for UTC: it says who was last, not to the hour when. */
function lastChange({ LastChangeDate, LastChangeTime, LastChangedByUser }: MasterRow): { changedAt?: string; changedBy?: string } {
  const [, hours = '00', minutes = '00', seconds = '00'] = /^PT(\d{2})H(\d{2})M(\d{2})S$/.exec(LastChangeTime ?? '') ?? [];
  return {
    ...defined('changedAt', LastChangeDate === undefined ? undefined : `${LastChangeDate}T${hours}:${minutes}:${seconds}Z`),
    ...defined('changedBy', LastChangedByUser),
  };
}

const isBlocked = (row: MasterRow): boolean =>
  row.BusinessPartnerIsBlocked ||
  row.to_Customer?.OrderIsBlockedForCustomer !== undefined ||
  row.to_Customer?.DeliveryIsBlocked !== undefined;

type Place = Pick<CustomerMaster, 'street' | 'city' | 'postalCode' | 'region' | 'country' | 'phone' | 'email'>;

/** The first address with its default mail address and number, else the first of each. */
function placeOf(address: MasterRow['to_BusinessPartnerAddress'][number] | undefined): Place {
  if (!address) return {};
  const mail = address.to_EmailAddress.find((one) => one.IsDefaultEmailAddress) ?? address.to_EmailAddress[0];
  const phone = address.to_PhoneNumber.find((one) => one.IsDefaultPhoneNumber) ?? address.to_PhoneNumber[0];
  const street = [address.StreetName, address.HouseNumber].filter((part) => part !== undefined).join(' ');
  return {
    ...defined('street', street === '' ? undefined : street),
    ...defined('city', address.CityName),
    ...defined('postalCode', address.PostalCode),
    ...defined('region', address.Region),
    ...defined('country', address.Country),
    ...defined('phone', phone?.PhoneNumber),
    ...defined('email', mail?.EmailAddress),
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
