import { fieldsOf, service } from './model.ts';

export const deliveries = service(
  'API_OUTBOUND_DELIVERY_SRV',
  [
    {
      name: 'A_OutbDeliveryHeader',
      keys: ['DeliveryDocument'],
      fields: `DeliveryDocument:String10 DeliveryDocumentType:String4 ActualGoodsMovementDate:DateTime ActualGoodsMovementTime:Time BillOfLading:String35 CreatedByUser:String12
        CreationDate:DateTime DeliveryBlockReason:String2 DeliveryDate:DateTime DeliveryDocumentBySupplier:String35 DocumentDate:DateTime LastChangeDate:DateTime
        LastChangedByUser:String12 OverallDelivReltdBillgStatus:String1 OverallGoodsMovementStatus:String1 OverallPackingStatus:String1 OverallPickingStatus:String1
        OverallProofOfDeliveryStatus:String1 OverallSDProcessStatus:String1 PickingDate:DateTime PlannedGoodsIssueDate:DateTime ProofOfDeliveryDate:DateTime
        SalesOrganization:String4 ShippingPoint:String4 ShipToParty:String10 SoldToParty:String10 TotalCreditCheckStatus:String1 TransactionCurrency:String5`,
      navigations: ['to_DeliveryDocumentItem*:A_OutbDeliveryItem(DeliveryDocument)'],
    },
    {
      name: 'A_OutbDeliveryItem',
      keys: ['DeliveryDocument', 'DeliveryDocumentItem'],
      fields: `DeliveryDocument:String10 DeliveryDocumentItem:String6 ActualDeliveryQuantity:Decimal13.3 OriginalDeliveryQuantity:Decimal13.3 DeliveryQuantityUnit:String3
        BaseUnit:String3 DeliveryDocumentItemText:String40 GoodsMovementStatus:String1 Material:String40 PickingStatus:String1 Plant:String4
        ProofOfDeliveryStatus:String1 ReferenceSDDocument:String10 ReferenceSDDocumentItem:String6 ReferenceSDDocumentCategory:String4 SDProcessStatus:String1`,
    },
  ],
  { version: '0002' },
);

export const billing = service('API_BILLING_DOCUMENT_SRV', [
  {
    name: 'A_BillingDocument',
    keys: ['BillingDocument'],
    etag: { field: 'LastChangeDateTime' },
    fields: `BillingDocument:String10 BillingDocumentType:String4 SDDocumentCategory:String4 BillingDocumentDate:DateTime CreationDate:DateTime LastChangeDate:DateTime
      LastChangeDateTime:DateTimeOffset BillingDocumentIsCancelled:Boolean CancelledBillingDocument:String10 TotalNetAmount:Decimal16.3 TaxAmount:Decimal16.3
      TotalGrossAmount:Decimal16.3 TransactionCurrency:String5 PayerParty:String10 SoldToParty:String10 CustomerPaymentTerms:String4
      InvoiceClearingStatus:String1 AccountingPostingStatus:String1 AccountingDocument:String10 OverallBillingStatus:String1 OverallSDProcessStatus:String1`,
    navigations: ['to_Item*:A_BillingDocumentItem(BillingDocument)'],
  },
  {
    name: 'A_BillingDocumentItem',
    keys: ['BillingDocument', 'BillingDocumentItem'],
    fields: `BillingDocument:String10 BillingDocumentItem:String6 SalesDocument:String10 SalesDocumentItem:String6 ReferenceSDDocument:String10 Material:String40
      BillingDocumentItemText:String40 BillingQuantity:Decimal13.3 BillingQuantityUnit:String3 NetAmount:Decimal16.3 TaxAmount:Decimal16.3 GrossAmount:Decimal16.3
      TransactionCurrency:String5`,
    navigations: ['to_BillingDocument:A_BillingDocument(BillingDocument)'],
  },
]);

/** The lines of journal entries: those of customers, one for each invoice, and those on accounts of the general ledger. */
export const journalItems = service('API_OPLACCTGDOCITEMCUBE_SRV', [
  {
    name: 'A_OperationalAcctgDocItemCube',
    keys: ['CompanyCode', 'FiscalYear', 'AccountingDocument', 'AccountingDocumentItem'],
    fields: `CompanyCode:String4 FiscalYear:String4 AccountingDocument:String10 AccountingDocumentItem:String3 FinancialAccountType:String1 GLAccount:String10 Customer:String10
      BillingDocument:String10 DocumentDate:DateTime PostingDate:DateTime NetDueDate:DateTime ClearingDate:DateTime ClearingCreationDate:DateTime
      ClearingAccountingDocument:String10 IsCleared:Boolean ClearingIsReversed:Boolean PaymentTerms:String4 PaymentMethod:String1
      AmountInTransactionCurrency:Decimal23.3 TransactionCurrency:String5`,
  },
]);

export const availability = service('API_PRODUCT_AVAILY_INFO_BASIC', [], {
  complexTypes: new Map([
    [
      'AvailabilityRecord',
      fieldsOf(
        'PeriodStartUTCDateTime:DateTimeOffset PeriodStartTimeZone:String6 PeriodEndUTCDateTime:DateTimeOffset PeriodEndTimeZone:String6 AvailableQuantityInBaseUnit:Decimal16.3 BaseUnit:String3',
      ),
    ],
  ]),
  functions: [
    {
      name: 'DetermineAvailabilityAt',
      returns: 'AvailabilityRecord',
      isCollection: false,
      parameters: fieldsOf('SupplyingPlant:String4 Material:String40 ATPCheckingRule:String2 RequestedUTCDateTime:DateTimeOffset'),
    },
    {
      name: 'CalculateAvailabilityTimeseries',
      returns: 'AvailabilityRecord',
      isCollection: true,
      parameters: fieldsOf('SupplyingPlant:String4 Material:String40 ATPCheckingRule:String2'),
    },
  ],
});

/** Flags are 'X' or '' here, not booleans: the manufacturing APIs hand the ABAP characters through. */
export const production = service('API_PRODUCTION_ORDER_2_SRV', [
  {
    name: 'A_ProductionOrder_2',
    keys: ['ManufacturingOrder'],
    etag: { field: 'LastChangeDateTime' },
    fields: `ManufacturingOrder:String12 ManufacturingOrderCategory:String2 ManufacturingOrderType:String4 OrderIsCreated:String1 OrderIsReleased:String1
      OrderIsConfirmed:String1 OrderIsPartiallyConfirmed:String1 OrderIsDelivered:String1 OrderIsTechnicallyCompleted:String1 OrderIsClosed:String1
      MfgOrderCreationDate:DateTime LastChangeDateTime:DateTimeOffset Material:String40 ProductionPlant:String4 SalesOrder:String10 SalesOrderItem:String6
      TotalQuantity:Decimal13.3 MfgOrderConfirmedYieldQty:Decimal13.3 ProductionUnit:String3 MfgOrderPlannedEndDate:DateTime`,
  },
]);

export const maintenance = service('API_MAINTENANCEORDER', [
  {
    name: 'MaintenanceOrder',
    keys: ['MaintenanceOrder'],
    allows: 'U',
    etag: { field: 'LastChangeDateTime' },
    fields: `MaintenanceOrder:String12 MaintenanceOrderType:String4! MaintenanceOrderDesc:String40 Equipment:String18 FunctionalLocation:String40 MaintPriority:String1
      MaintOrdBasicStartDateTime:DateTimeOffset MaintOrdBasicEndDateTime:DateTimeOffset MaintOrdProcessPhaseCode:String2! SystemStatusText:String40!
      MaintenancePlant:String4! LastChangeDateTime:DateTimeOffset! YY1_CountersignKey_ORD:String35`,
  },
]);
