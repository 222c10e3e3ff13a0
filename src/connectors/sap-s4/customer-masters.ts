import type { CustomerMasters } from '../../contracts/bridge-ports.ts';
import type { CustomerMaster } from '../../contracts/business-erp.ts';
import { MasterRow } from './bridge-schema.ts';
import { allOf, anyOf, type Condition, entityPath, textLiteral, where } from './literals.ts';
import { defined, refOf } from './map-codes.ts';
import { parsed, type PortDeps } from './port-deps.ts';
import { serviceOf } from './services.ts';

const masterShape = [
  'to_BusinessPartnerAddress/to_EmailAddress',
  'to_BusinessPartnerAddress/to_PhoneNumber',
  'to_BusinessPartnerTax',
  'to_BusinessPartnerRole',
  'to_Customer/to_CustomerSalesArea',
  'to_Supplier/to_SupplierCompany',
  'to_Supplier/to_SupplierPurchasingOrg',
].join(',');

export function customerMasters(deps: PortDeps): CustomerMasters {
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
    async partners({ after, limit }, options) {
      const is = (field: string): Condition => where(field, 'gt', textLiteral(''));
      const filter = allOf(where('BusinessPartner', 'gt', textLiteral(after ?? '')), anyOf(is('Customer'), is('Supplier')));
      const query = { $expand: masterShape, $filter: filter.text, $orderby: 'BusinessPartner', $top: limit + 1 };
      const call = { service: serviceOf.partners, path: 'A_BusinessPartner', query, signal: options?.signal };
      const { rows } = await client.list(call, limit + 1);
      return { items: rows.slice(0, limit).map(read), more: rows.length > limit };
    },
  };
}

function toMaster({ name, config }: PortDeps, row: MasterRow): CustomerMaster {
  const areas = row.to_Customer?.to_CustomerSalesArea ?? [];
  const area = areas.find((one) => one.SalesOrganization === config.salesArea.salesOrganization) ?? areas[0];
  const { companies, buyers } = buyingOf(row);
  const tax = row.to_BusinessPartnerTax[0];
  return {
    ref: { ...refOf(name, 'A_BusinessPartner', row.BusinessPartner, row), ...lastChange(row) },
    id: row.BusinessPartner,
    name: row.BusinessPartnerFullName ?? row.BusinessPartner,
    ...placeOf(row.to_BusinessPartnerAddress[0]),
    ...defined('taxId', tax?.BPTaxLongNumber ?? tax?.BPTaxNumber),
    ...defined('language', row.CorrespondenceLanguage?.toLowerCase()),
    ...defined('currency', area ? area.Currency : buyers[0]?.PurchaseOrderCurrency),
    ...defined('paymentTerms', area ? area.CustomerPaymentTerms : companies[0]?.PaymentTerms),
    ...defined('crmAccountId', row.BusinessPartnerIDByExtSystem),
    isBlocked: isBlocked(row),
    setup: setupOf(row),
  };
}

const buyingOf = ({ to_Supplier }: MasterRow) => ({
  companies: to_Supplier?.to_SupplierCompany ?? [],
  buyers: to_Supplier?.to_SupplierPurchasingOrg ?? [],
});

function setupOf(row: MasterRow): CustomerMaster['setup'] {
  const { companies, buyers } = buyingOf(row);
  return {
    isCustomer: row.Customer !== undefined,
    isSupplier: row.Supplier !== undefined,
    roles: row.to_BusinessPartnerRole.flatMap((one) => one.BusinessPartnerRole ?? []),
    salesAreas: (row.to_Customer?.to_CustomerSalesArea ?? []).map(({ SalesOrganization = '', DistributionChannel = '', Division = '' }) =>
      [SalesOrganization, DistributionChannel, Division].join('/'),
    ),
    companyCodes: companies.flatMap(({ CompanyCode }) => CompanyCode ?? []),
    purchasingOrganizations: buyers.flatMap(({ PurchasingOrganization }) => PurchasingOrganization ?? []),
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
  row.to_Customer?.DeliveryIsBlocked !== undefined ||
  // Nobody buys of it or pays it; of a customer that is a supplier too, that stops no sale.
  (row.Customer === undefined &&
    (row.to_Supplier?.PurchasingIsBlocked === true ||
      row.to_Supplier?.PaymentIsBlockedForSupplier === true ||
      row.to_Supplier?.PostingIsBlocked === true));

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
