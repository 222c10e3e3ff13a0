import { fromScaled } from '../../contracts/money.ts';
import type { SeedCustomer } from '../company/seed.ts';
import { amountCell, dayCell } from './cells.ts';
import { guidOf } from './documents.ts';
import { setNamed } from './services.ts';
import type { Row, SapStore } from './store.ts';

export function loadCustomer(store: SapStore, customer: SeedCustomer, addressId: string, asOf: string): void {
  const put = (set: string, row: Row) => store.insert(setNamed(set), row);
  const id = customer.id;
  const created = dayCell('2019-03-01');
  put('A_BusinessPartner', {
    BusinessPartner: id,
    Customer: id,
    BusinessPartnerCategory: '2',
    BusinessPartnerFullName: customer.name,
    BusinessPartnerGrouping: 'BP02',
    BusinessPartnerName: customer.name,
    BusinessPartnerUUID: guidOf(`bp/${id}`),
    CorrespondenceLanguage: customer.language.toUpperCase(),
    Language: customer.language.toUpperCase(),
    CreatedByUser: 'MIGRATION',
    CreationDate: created,
    LastChangeDate: created,
    LastChangeTime: 'PT08H30M00S',
    LastChangedByUser: 'MIGRATION',
    OrganizationBPName1: customer.name.slice(0, 40),
    SearchTerm1: customer.name.slice(0, 20).toUpperCase(),
    ETag: new Date(asOf).toISOString(),
  });
  put('A_Customer', {
    Customer: id,
    CustomerFullName: customer.name,
    CustomerName: customer.name.slice(0, 80),
    CustomerAccountGroup: 'CUST',
    OrderIsBlockedForCustomer: customer.orderBlock ?? '',
    CreationDate: created,
    CreatedByUser: 'MIGRATION',
  });
  put('A_CustomerSalesArea', {
    Customer: id,
    SalesOrganization: '1010',
    DistributionChannel: '10',
    Division: '00',
    Currency: customer.currency,
    CustomerPaymentTerms: customer.paymentTerms,
    ShippingCondition: '01',
  });
  loadAddress(store, customer, addressId);
  loadCredit(store, customer, asOf);
}

function loadAddress(store: SapStore, customer: SeedCustomer, addressId: string): void {
  const put = (set: string, row: Row) => store.insert(setNamed(set), row);
  const id = customer.id;
  put('A_BusinessPartnerAddress', {
    BusinessPartner: id,
    AddressID: addressId,
    AddressUUID: guidOf(`address/${id}`),
    ValidityStartDate: '2019-03-01T00:00:00.000Z',
    ValidityEndDate: '9999-12-31T23:59:59.000Z',
    CityName: customer.city,
    Country: customer.country,
    FullName: customer.name.slice(0, 80),
    Language: customer.language.toUpperCase(),
    PostalCode: customer.postalCode,
    Region: customer.region.slice(0, 3),
    StreetName: customer.street,
  });
  put('A_AddressEmailAddress', {
    AddressID: addressId,
    Person: '',
    OrdinalNumber: '1',
    IsDefaultEmailAddress: 1,
    EmailAddress: customer.email,
    SearchEmailAddress: customer.email.slice(0, 20).toUpperCase(),
  });
  put('A_AddressPhoneNumber', {
    AddressID: addressId,
    Person: '',
    OrdinalNumber: '1',
    DestinationLocationCountry: customer.country,
    IsDefaultPhoneNumber: 1,
    PhoneNumber: customer.phone,
    InternationalPhoneNumber: customer.phone.replace(/[^+\d]/g, ''),
    PhoneNumberType: '1',
  });
}

function loadCredit(store: SapStore, customer: SeedCustomer, asOf: string): void {
  const put = (set: string, row: Row) => store.insert(setNamed(set), row);
  const id = customer.id;
  put('CreditMgmtBusinessPartner', {
    BusinessPartner: id,
    CreditRiskClass: customer.riskClass,
    CreditWorthinessScoreValue: fromScaled(BigInt('ABCD'.indexOf(customer.riskClass) + 1) * 150n, 1),
    CreditCheckRule: 'STANDARD',
  });
  put('CreditManagementAccount', {
    BusinessPartner: id,
    CreditSegment: '1000',
    CreditLimitAmount: amountCell(customer.creditLimit),
    CreditSegmentCurrency: customer.currency,
    CreditLimitIsZero: Number(customer.creditLimit) === 0 ? 1 : 0,
    CreditAccountIsBlocked: customer.creditBlocked ? 1 : 0,
    CreditAccountBlockReason: customer.creditBlocked ? '01' : '',
    CreditLimitLastChangeDate: dayCell(asOf.slice(0, 10)),
    YY1_CreditExposure_CMA: amountCell(customer.creditExposure),
  });
}
