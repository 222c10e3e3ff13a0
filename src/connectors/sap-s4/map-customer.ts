import type { CreditStatus, Customer, CustomerEntry } from '../../contracts/business.ts';
import { money } from '../../contracts/money.ts';
import type { SapS4Config } from './config.ts';
import { defined, extension, refOf } from './map-codes.ts';
import type { CreditAccountRow, CreditPartnerRow, DirectoryRow, PartnerRow } from './schema.ts';

export function toCustomer(connection: string, config: SapS4Config, row: PartnerRow): Customer {
  const customer = row.to_Customer;
  const areas = customer?.to_CustomerSalesArea ?? [];
  const area = areas.find((one) => one.SalesOrganization === config.salesArea.salesOrganization) ?? areas[0];
  return {
    ref: refOf(connection, 'A_BusinessPartner', row.BusinessPartner, row),
    id: row.BusinessPartner,
    name: row.BusinessPartnerFullName ?? customer?.CustomerName ?? row.BusinessPartner,
    ...reachOf(row.to_BusinessPartnerAddress[0]),
    ...defined('language', row.CorrespondenceLanguage?.toLowerCase()),
    ...defined('orderBlock', customer?.OrderIsBlockedForCustomer),
    ...defined('deliveryBlock', customer?.DeliveryIsBlocked),
    ...defined('paymentTerms', area?.CustomerPaymentTerms),
  };
}

export function toCustomerEntry(row: DirectoryRow): CustomerEntry {
  const address = row.to_BusinessPartnerAddress[0];
  return {
    id: row.Customer,
    name: row.BusinessPartnerFullName ?? row.Customer,
    ...defined('town', address?.CityName),
    ...defined('country', address?.Country),
  };
}

/** Where a partner can be reached: the default of several mail addresses and numbers, else the first. */
function reachOf(
  address: PartnerRow['to_BusinessPartnerAddress'][number] | undefined,
): Pick<Customer, 'address' | 'email' | 'phone' | 'country'> {
  if (!address) return {};
  const mail = address.to_EmailAddress.find((one) => one.IsDefaultEmailAddress) ?? address.to_EmailAddress[0];
  const phone = address.to_PhoneNumber.find((one) => one.IsDefaultPhoneNumber) ?? address.to_PhoneNumber[0];
  const lines = [[address.StreetName, address.HouseNumber], [address.PostalCode, address.CityName], [address.Region]]
    .map((line) => line.filter((part) => part !== undefined).join(' '))
    .filter((line) => line !== '');
  return {
    ...defined('address', lines.length === 0 ? undefined : lines.join(', ')),
    ...defined('email', mail?.EmailAddress),
    ...defined('phone', phone?.PhoneNumber),
    ...defined('country', address.Country),
  };
}

export function toCreditStatus(
  connection: string,
  config: SapS4Config,
  account: CreditAccountRow,
  partner: CreditPartnerRow | undefined,
): CreditStatus {
  const currency = account.CreditSegmentCurrency ?? 'XXX';
  const exposure = config.creditExposureField === undefined ? undefined : extension(account, config.creditExposureField);
  return {
    ref: refOf(connection, 'CreditManagementAccount', `${account.BusinessPartner}/${account.CreditSegment}`, account),
    customer: account.BusinessPartner,
    segment: account.CreditSegment,
    limit: money(account.CreditLimitAmount ?? '0', currency),
    ...(exposure === undefined || !/^-?\d+(\.\d+)?$/.test(exposure) ? {} : { exposure: money(exposure, currency) }),
    blocked: account.CreditAccountIsBlocked,
    ...defined('blockReason', account.CreditAccountBlockReason),
    ...defined('riskClass', partner?.CreditRiskClass),
    ...defined('score', partner?.CreditWorthinessScoreValue),
  };
}
