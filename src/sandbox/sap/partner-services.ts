import { service } from './model.ts';

/** The extension field for our key on a business partner. */
export const partnerKeyField = 'YY1_CountersignKey_BUS';

export const businessPartners = service('API_BUSINESS_PARTNER', [
  {
    name: 'A_BusinessPartner',
    keys: ['BusinessPartner'],
    allows: 'CU',
    etag: { field: 'ETag' },
    fields: `BusinessPartner:String10! Customer:String10! Supplier:String10! BusinessPartnerCategory:String1+ BusinessPartnerFullName:String81! BusinessPartnerGrouping:String4
      BusinessPartnerName:String81 BusinessPartnerUUID:Guid CorrespondenceLanguage:String2 CreatedByUser:String12 CreationDate:DateTime Language:String2
      LastChangeDate:DateTime LastChangeTime:Time LastChangedByUser:String12 FirstName:String40 LastName:String40 OrganizationBPName1:String40 OrganizationBPName2:String40 SearchTerm1:String20
      BusinessPartnerIsBlocked:Boolean ETag:String26! BusinessPartnerIDByExtSystem:String20 ${partnerKeyField}:String35`,
    navigations: [
      'to_Customer:A_Customer(Customer)',
      'to_Supplier:A_Supplier(Supplier)',
      'to_BusinessPartnerAddress*:A_BusinessPartnerAddress(BusinessPartner)',
      'to_BusinessPartnerTax*:A_BusinessPartnerTaxNumber(BusinessPartner)',
      'to_BusinessPartnerRole*:A_BusinessPartnerRole(BusinessPartner)',
      'to_BusinessPartnerContact*:A_BusinessPartnerContact(BusinessPartner=BusinessPartnerCompany)',
    ],
  },
  {
    name: 'A_Customer',
    keys: ['Customer'],
    fields: `Customer:String10 BillingIsBlockedForCustomer:String2 CreatedByUser:String12 CreationDate:DateTime CustomerAccountGroup:String4 CustomerFullName:String220
      CustomerName:String80 DeliveryIsBlocked:String2 OrderIsBlockedForCustomer:String2 PostingIsBlocked:Boolean DeletionIndicator:Boolean`,
    navigations: ['to_CustomerSalesArea*:A_CustomerSalesArea(Customer)'],
  },
  {
    name: 'A_Supplier',
    keys: ['Supplier'],
    fields: `Supplier:String10 SupplierName:String80 SupplierFullName:String220 SupplierAccountGroup:String4 CreatedByUser:String12 CreationDate:DateTime
      PaymentIsBlockedForSupplier:Boolean PostingIsBlocked:Boolean PurchasingIsBlocked:Boolean DeletionIndicator:Boolean`,
    navigations: ['to_SupplierCompany*:A_SupplierCompany(Supplier)', 'to_SupplierPurchasingOrg*:A_SupplierPurchasingOrg(Supplier)'],
  },
  {
    name: 'A_SupplierCompany',
    keys: ['Supplier', 'CompanyCode'],
    allows: 'C',
    fields: `Supplier:String10 CompanyCode:String4 PaymentTerms:String4 ReconciliationAccount:String10 Currency:String5 PaymentMethodsList:String10
      SupplierIsBlockedForPosting:Boolean DeletionIndicator:Boolean`,
  },
  {
    name: 'A_SupplierPurchasingOrg',
    keys: ['Supplier', 'PurchasingOrganization'],
    allows: 'C',
    fields: `Supplier:String10 PurchasingOrganization:String4 PurchaseOrderCurrency:String5 PaymentTerms:String4 PurchasingIsBlockedForSupplier:Boolean
      DeletionIndicator:Boolean`,
  },
  {
    name: 'A_CustomerSalesArea',
    keys: ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division'],
    allows: 'C',
    fields: `Customer:String10 SalesOrganization:String4 DistributionChannel:String2 Division:String2 Currency:String5 CustomerPaymentTerms:String4
      DeliveryIsBlockedForCustomer:String2 OrderIsBlockedForCustomer:String2 ShippingCondition:String2`,
  },
  {
    name: 'A_BusinessPartnerAddress',
    keys: ['BusinessPartner', 'AddressID'],
    fields: `BusinessPartner:String10 AddressID:String10 ValidityStartDate:DateTimeOffset ValidityEndDate:DateTimeOffset AddressUUID:Guid CityName:String40 Country:String3
      District:String40 FullName:String80 HouseNumber:String10 Language:String2 PostalCode:String10 Region:String3 StreetName:String60 Person:String10`,
    navigations: ['to_EmailAddress*:A_AddressEmailAddress(AddressID)', 'to_PhoneNumber*:A_AddressPhoneNumber(AddressID)'],
  },
  {
    name: 'A_BusinessPartnerTaxNumber',
    keys: ['BusinessPartner', 'BPTaxType'],
    fields: 'BusinessPartner:String10 BPTaxType:String4 BPTaxNumber:String20 BPTaxLongNumber:String60',
  },
  {
    name: 'A_BusinessPartnerRole',
    keys: ['BusinessPartner', 'BusinessPartnerRole'],
    allows: 'C',
    fields: 'BusinessPartner:String10 BusinessPartnerRole:String6 ValidFrom:DateTimeOffset ValidTo:DateTimeOffset',
  },
  {
    name: 'A_BusinessPartnerContact',
    keys: ['RelationshipNumber', 'BusinessPartnerCompany', 'BusinessPartnerPerson', 'ValidityEndDate'],
    allows: 'C',
    fields: `RelationshipNumber:String12 BusinessPartnerCompany:String10 BusinessPartnerPerson:String10 ValidityEndDate:DateTime ValidityStartDate:DateTime
      IsStandardRelationship:Boolean RelationshipCategory:String6`,
  },
  {
    name: 'A_AddressEmailAddress',
    keys: ['AddressID', 'Person', 'OrdinalNumber'],
    allows: 'CU',
    etag: { field: 'EmailAddress', isHash: true },
    fields:
      'AddressID:String10 Person:String10 OrdinalNumber:String3 IsDefaultEmailAddress:Boolean EmailAddress:String241 SearchEmailAddress:String20',
  },
  {
    name: 'A_AddressPhoneNumber',
    keys: ['AddressID', 'Person', 'OrdinalNumber'],
    allows: 'CU',
    etag: { field: 'PhoneNumber', isHash: true },
    fields: `AddressID:String10 Person:String10 OrdinalNumber:String3 DestinationLocationCountry:String3 IsDefaultPhoneNumber:Boolean PhoneNumber:String30
      PhoneNumberExtension:String10 InternationalPhoneNumber:String30 PhoneNumberType:String1`,
  },
]);

export const creditManagement = service('API_CRDTMBUSINESSPARTNER', [
  {
    name: 'CreditMgmtBusinessPartner',
    keys: ['BusinessPartner'],
    fields:
      'BusinessPartner:String10 CreditRiskClass:String3 CreditWorthinessScoreValue:Decimal5.1 CrdtMgmtBusinessPartnerGroup:String4 CreditCheckRule:String10',
    navigations: ['to_CreditMgmtAccount*:CreditManagementAccount(BusinessPartner)'],
  },
  {
    name: 'CreditManagementAccount',
    keys: ['BusinessPartner', 'CreditSegment'],
    fields: `BusinessPartner:String10 CreditSegment:String10 CreditLimitAmount:Decimal16.3 CreditSegmentCurrency:String5 CreditLimitIsZero:Boolean
      CreditLimitValidityEndDate:DateTime CreditAccountIsBlocked:Boolean CreditAccountBlockReason:String2 CreditLimitLastChangeDate:DateTime
      YY1_CreditExposure_CMA:Decimal16.3`,
  },
]);
