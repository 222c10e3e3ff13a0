import { z } from 'zod';
import { day, decimal, flag, instant, many, metadata, one, status, text } from './schema.ts';

/** Rows of the services the workflows between CRM and ERP read beside orders, deliveries and invoices. */

const Address = z.object({
  AddressID: text(),
  StreetName: text(),
  HouseNumber: text(),
  CityName: text(),
  PostalCode: text(),
  Region: text(),
  Country: text(),
  to_EmailAddress: many(z.object({ EmailAddress: text(), IsDefaultEmailAddress: flag(), OrdinalNumber: text() })),
  to_PhoneNumber: many(z.object({ PhoneNumber: text(), IsDefaultPhoneNumber: flag(), OrdinalNumber: text() })),
});

export const MasterRow = z.object({
  __metadata: metadata,
  BusinessPartner: z.string().min(1),
  Customer: text(),
  Supplier: text(),
  BusinessPartnerFullName: text(),
  CorrespondenceLanguage: text(),
  BusinessPartnerIsBlocked: flag(),
  BusinessPartnerIDByExtSystem: text(),
  LastChangeDate: day(),
  LastChangeTime: text(),
  LastChangedByUser: text(),
  to_BusinessPartnerAddress: many(Address),
  to_BusinessPartnerTax: many(z.object({ BPTaxType: text(), BPTaxNumber: text(), BPTaxLongNumber: text() })),
  to_Customer: one(
    z.object({
      OrderIsBlockedForCustomer: text(),
      DeliveryIsBlocked: text(),
      to_CustomerSalesArea: many(
        z.object({
          SalesOrganization: text(),
          DistributionChannel: text(),
          Division: text(),
          Currency: text(),
          CustomerPaymentTerms: text(),
        }),
      ),
    }),
  ),
  to_BusinessPartnerRole: many(z.object({ BusinessPartnerRole: text() })),
  to_Supplier: one(
    z.object({
      PurchasingIsBlocked: flag(),
      PaymentIsBlockedForSupplier: flag(),
      PostingIsBlocked: flag(),
      to_SupplierCompany: many(z.object({ CompanyCode: text(), PaymentTerms: text() })),
      to_SupplierPurchasingOrg: many(z.object({ PurchasingOrganization: text(), PurchaseOrderCurrency: text() })),
    }),
  ),
});
export type MasterRow = z.infer<typeof MasterRow>;

export const PersonRow = z.object({
  __metadata: metadata,
  BusinessPartner: z.string().min(1),
  BusinessPartnerCategory: text(),
  BusinessPartnerFullName: text(),
  FirstName: text(),
  LastName: text(),
  CorrespondenceLanguage: text(),
  BusinessPartnerIsBlocked: flag(),
  BusinessPartnerIDByExtSystem: text(),
  to_BusinessPartnerAddress: many(Address),
});
export type PersonRow = z.infer<typeof PersonRow>;

export const ContactLinkRow = z.object({ BusinessPartnerPerson: z.string().min(1) });

export const ServiceOrderRow = z.object({
  __metadata: metadata,
  ServiceOrder: z.string().min(1),
  ServiceOrderType: text(),
  ServiceOrderDescription: text(),
  ServiceDocumentPriority: text(),
  SoldToParty: text(),
  PurchaseOrderByCustomer: text(),
  ServiceOrderIsReleased: flag(),
  ServiceOrderIsCompleted: flag(),
  ServiceDocumentCreationDate: instant(),
  ServiceDocChangedDateTime: instant(),
  to_Item: many(
    z.object({
      ServiceOrderItem: z.string().min(1),
      ServiceOrderItemDescription: text(),
      Product: text(),
      Quantity: decimal(),
      QuantityUnit: text(),
      ServiceOrderItemIsCompleted: flag(),
    }),
  ),
});
export type ServiceOrderRow = z.infer<typeof ServiceOrderRow>;

export const PriceRow = z.object({
  ConditionRecord: z.string().min(1),
  ConditionType: text(),
  ConditionValidityStartDate: day(),
  ConditionValidityEndDate: day(),
  SalesOrganization: text(),
  DistributionChannel: text(),
  Customer: text(),
  Material: text(),
  to_SlsPrcgConditionRecord: one(
    z.object({
      __metadata: metadata,
      ConditionRateValue: decimal(),
      ConditionRateValueUnit: text(),
      ConditionQuantity: decimal(),
      ConditionQuantityUnit: text(),
      ConditionIsDeleted: flag(),
      LastChangeDateTime: instant(),
    }),
  ),
});
export type PriceRow = z.infer<typeof PriceRow>;

export const InvoiceDetailRow = z.object({
  __metadata: metadata,
  BillingDocument: z.string().min(1),
  BillingDocumentType: text(),
  SDDocumentCategory: text(),
  BillingDocumentDate: day(),
  BillingDocumentIsCancelled: flag(),
  TotalNetAmount: decimal(),
  TotalGrossAmount: decimal(),
  TransactionCurrency: text(),
  PayerParty: text(),
  SoldToParty: text(),
  InvoiceClearingStatus: status(),
  LastChangeDateTime: instant(),
  to_Item: many(
    z.object({
      BillingDocumentItem: z.string().min(1),
      SalesDocument: text(),
      SalesDocumentItem: text(),
      Material: text(),
      NetAmount: decimal(),
    }),
  ),
});
export type InvoiceDetailRow = z.infer<typeof InvoiceDetailRow>;

export const InvoiceChangeRow = z.object({ __metadata: metadata, BillingDocument: z.string().min(1), LastChangeDateTime: instant() });

export const ReceivableRow = z.object({
  CompanyCode: text(),
  FiscalYear: text(),
  AccountingDocument: z.string().min(1),
  AccountingDocumentItem: text(),
  Customer: text(),
  BillingDocument: text(),
  NetDueDate: day(),
  ClearingDate: day(),
  AmountInTransactionCurrency: decimal(),
  TransactionCurrency: text(),
});
export type ReceivableRow = z.infer<typeof ReceivableRow>;

export const LedgerRow = z.object({
  AccountingDocument: z.string().min(1),
  AccountingDocumentItem: z.string().min(1),
  GLAccount: z.string().min(1),
  AmountInTransactionCurrency: decimal(),
  TransactionCurrency: text(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const ScheduleRow = z.object({
  __metadata: metadata,
  ManufacturingOrder: z.string().min(1),
  Material: text(),
  ProductionPlant: text(),
  SalesOrder: text(),
  TotalQuantity: decimal(),
  MfgOrderConfirmedYieldQty: decimal(),
  ProductionUnit: text(),
  MfgOrderPlannedEndDate: day(),
  LastChangeDateTime: instant(),
});
export type ScheduleRow = z.infer<typeof ScheduleRow>;

export const BomRow = z.object({
  __metadata: metadata,
  Material: z.string().min(1),
  Plant: text(),
  BillOfMaterialVariant: text(),
  BillOfMaterialVariantUsage: text(),
  BOMHeaderQuantityInBaseUnit: decimal(),
  HeaderValidityStartDate: day(),
  HeaderValidityEndDate: day(),
  to_BillOfMaterialItem: many(
    z.object({
      BillOfMaterialComponent: text(),
      BillOfMaterialItemQuantity: decimal(),
      BillOfMaterialItemUnit: text(),
      ComponentScrapInPercent: decimal(),
      ValidityStartDate: day(),
      ValidityEndDate: day(),
      IsDeleted: flag(),
    }),
  ),
});
export type BomRow = z.infer<typeof BomRow>;

export const SalesContractRow = z.object({
  __metadata: metadata,
  SalesContract: z.string().min(1),
  SalesContractType: text(),
  SoldToParty: text(),
  PurchaseOrderByCustomer: text(),
  SalesContractDate: day(),
  SalesContractValidityStartDate: day(),
  SalesContractValidityEndDate: day(),
  TotalNetAmount: decimal(),
  TransactionCurrency: text(),
  CustomerPaymentTerms: text(),
  OverallSDDocumentRejectionSts: status(),
  LastChangeDateTime: instant(),
});
export type SalesContractRow = z.infer<typeof SalesContractRow>;

export const BillingPlanRow = z.object({
  SalesOrder: z.string().min(1),
  BillingPlanBillingDate: day(),
  BillingPlanAmount: decimal(),
  TransactionCurrency: text(),
  BillingBlockReason: text(),
  BillingPlanRelatedBillgStatus: status(),
});
export type BillingPlanRow = z.infer<typeof BillingPlanRow>;
