import { service } from './model.ts';

/** Contracts of the sales side: what a customer agreed to over a span of days. The net value is that of the whole span. */
export const salesContracts = service('API_SALES_CONTRACT_SRV', [
  {
    name: 'A_SalesContract',
    keys: ['SalesContract'],
    allows: 'U',
    etag: { field: 'LastChangeDateTime' },
    fields: `SalesContract:String10 SalesContractType:String4+ SalesOrganization:String4+ DistributionChannel:String2+ OrganizationDivision:String2+ SoldToParty:String10+
      CreationDate:DateTime! CreatedByUser:String12! LastChangeDate:DateTime! LastChangeDateTime:DateTimeOffset! PurchaseOrderByCustomer:String35
      SalesContractDate:DateTime SalesContractValidityStartDate:DateTime SalesContractValidityEndDate:DateTime TotalNetAmount:Decimal16.3! TransactionCurrency:String5
      CustomerPaymentTerms:String4 OverallSDProcessStatus:String1! OverallSDDocumentRejectionSts:String1!`,
  },
]);
