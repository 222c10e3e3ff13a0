import { service } from './model.ts';

const headerEtag = { field: 'LastChangeDateTime', parent: { set: 'A_SalesOrder', key: 'SalesOrder' } };

/** The extension field a customer adds with the Custom Fields app so that our key has a home on the order header. */
export const keyField = 'YY1_CountersignKey_SDH';

export const salesOrders = service('API_SALES_ORDER_SRV', [
  {
    name: 'A_SalesOrder',
    keys: ['SalesOrder'],
    allows: 'CUD',
    etag: { field: 'LastChangeDateTime' },
    fields: `SalesOrder:String10 SalesOrderType:String4+ SalesOrganization:String4+ DistributionChannel:String2+ OrganizationDivision:String2+ SalesGroup:String3
      SalesOffice:String4 SalesDistrict:String6 SoldToParty:String10+ CreationDate:DateTime! CreatedByUser:String12! LastChangeDate:DateTime!
      SenderBusinessSystemName:String60! ExternalDocumentID:String40! LastChangeDateTime:DateTimeOffset! PurchaseOrderByCustomer:String35
      PurchaseOrderByShipToParty:String35 CustomerPurchaseOrderType:String4 CustomerPurchaseOrderDate:DateTime SalesOrderDate:DateTime TotalNetAmount:Decimal16.3!
      OverallDeliveryStatus:String1! TotalBlockStatus:String1! OverallOrdReltdBillgStatus:String1! TransactionCurrency:String5 SDDocumentReason:String3 PricingDate:DateTime
      RequestedDeliveryDate:DateTime ShippingCondition:String2 CompleteDeliveryIsDefined:Boolean ShippingType:String2 HeaderBillingBlockReason:String2
      DeliveryBlockReason:String2 IncotermsClassification:String3 IncotermsLocation1:String70 CustomerPriceGroup:String2 PriceListType:String2
      CustomerPaymentTerms:String4 PaymentMethod:String1 AssignmentReference:String18 AccountingDocExternalReference:String16 CustomerGroup:String2
      SalesOrderApprovalReason:String4! SalesDocApprovalStatus:String1! OverallSDProcessStatus:String1! TotalCreditCheckStatus:String1!
      OverallTotalDeliveryStatus:String1! OverallSDDocumentRejectionSts:String1! YY1_ChangedBy_SDH:String12! YY1_CRMDeal_SDH:String18 ${keyField}:String35`,
    navigations: ['to_Item*:A_SalesOrderItem(SalesOrder)', 'to_SubsequentProcFlowDoc*:A_SalesOrderSubsqntProcFlow(SalesOrder)'],
  },
  {
    name: 'A_SalesOrderItem',
    keys: ['SalesOrder', 'SalesOrderItem'],
    allows: 'CUD',
    etag: headerEtag,
    fields: `SalesOrder:String10 SalesOrderItem:String6 HigherLevelItem:String6! SalesOrderItemCategory:String4+ SalesOrderItemText:String40 PurchaseOrderByCustomer:String35
      Material:String40+ MaterialByCustomer:String35 PricingDate:DateTime RequestedQuantity:Decimal15.3 RequestedQuantityUnit:String3 RequestedQuantitySAPUnit:String3!
      RequestedQuantityISOUnit:String3! TransactionCurrency:String5! NetAmount:Decimal16.3! MaterialGroup:String9! Batch:String10 ProductionPlant:String4
      StorageLocation:String4 DeliveryGroup:String3 ShippingPoint:String4 DeliveryPriority:String2 CustomerPaymentTerms:String4 SalesDocumentRjcnReason:String2
      ItemBillingBlockReason:String2 ReferenceSDDocument:String10! ReferenceSDDocumentItem:String6! SDProcessStatus:String1! DeliveryStatus:String1!
      OrderRelatedBillingStatus:String1!`,
    navigations: [
      'to_ScheduleLine*:A_SalesOrderScheduleLine(SalesOrder,SalesOrderItem)',
      'to_PricingElement*:A_SalesOrderItemPrElement(SalesOrder,SalesOrderItem)',
      'to_SalesOrder:A_SalesOrder(SalesOrder)',
    ],
  },
  {
    name: 'A_SalesOrderItemPrElement',
    keys: ['SalesOrder', 'SalesOrderItem', 'PricingProcedureStep', 'PricingProcedureCounter'],
    fields: `SalesOrder:String10 SalesOrderItem:String6 PricingProcedureStep:String3 PricingProcedureCounter:String3 ConditionType:String4 ConditionRateValue:Decimal24.9
      ConditionCurrency:String5 ConditionQuantity:Decimal5.0 ConditionQuantityUnit:String3 ConditionAmount:Decimal16.3 TransactionCurrency:String5`,
  },
  {
    name: 'A_SalesOrderScheduleLine',
    keys: ['SalesOrder', 'SalesOrderItem', 'ScheduleLine'],
    allows: 'CUD',
    etag: headerEtag,
    fields: `SalesOrder:String10 SalesOrderItem:String6 ScheduleLine:String4 RequestedDeliveryDate:DateTime ConfirmedDeliveryDate:DateTime! OrderQuantityUnit:String3!
      OrderQuantitySAPUnit:String3! OrderQuantityISOUnit:String3! ScheduleLineOrderQuantity:Decimal13.3 ConfdOrderQtyByMatlAvailCheck:Decimal13.3!
      DeliveredQtyInOrderQtyUnit:Decimal13.3! OpenConfdDelivQtyInOrdQtyUnit:Decimal13.3! CorrectedQtyInOrderQtyUnit:Decimal13.3!
      DelivBlockReasonForSchedLine:String2`,
  },
  {
    name: 'A_SalesOrderBillingPlanItem',
    keys: ['SalesOrder', 'BillingPlan', 'BillingPlanItem'],
    fields: `SalesOrder:String10 BillingPlan:String10 BillingPlanItem:String6 BillingPlanDateCategory:String2 BillingPlanBillingDate:DateTime BillingPlanAmount:Decimal16.3 TransactionCurrency:String5
      BillingBlockReason:String2 BillingPlanServiceStartDate:DateTime BillingPlanServiceEndDate:DateTime BillingPlanRelatedBillgStatus:String1 BillingPlanType:String2`,
  },
  {
    name: 'A_SlsOrderItemBillingPlanItem',
    keys: ['SalesOrder', 'SalesOrderItem', 'BillingPlan', 'BillingPlanItem'],
    fields: `SalesOrder:String10 SalesOrderItem:String6 BillingPlan:String10 BillingPlanItem:String6 BillingPlanDateCategory:String2 BillingPlanBillingDate:DateTime BillingPlanAmount:Decimal16.3 TransactionCurrency:String5
      BillingBlockReason:String2 BillingPlanServiceStartDate:DateTime BillingPlanServiceEndDate:DateTime BillingPlanRelatedBillgStatus:String1 BillingPlanType:String2`,
  },
  {
    name: 'A_SalesOrderSubsqntProcFlow',
    keys: ['SalesOrder', 'DocRelationshipUUID'],
    fields: `SalesOrder:String10! DocRelationshipUUID:Guid! SubsequentDocument:String10! SubsequentDocumentCategory:String4! ProcessFlowLevel:String2!
      OverallSDProcessStatus:String1! CreationDate:DateTime! CreationTime:Time! LastChangeDate:DateTime!`,
    navigations: ['to_SalesOrder:A_SalesOrder(SalesOrder)'],
  },
]);

export const customerReturns = service('API_CUSTOMER_RETURN_SRV', [
  {
    name: 'A_CustomerReturn',
    keys: ['CustomerReturn'],
    allows: 'CUD',
    etag: { field: 'LastChangeDateTime' },
    fields: `CustomerReturn:String10 CustomerReturnType:String4+ SalesOrganization:String4+ DistributionChannel:String2+ OrganizationDivision:String2+ SoldToParty:String10+
      CreationDate:DateTime! CreatedByUser:String12! LastChangeDate:DateTime! LastChangeDateTime:DateTimeOffset! PurchaseOrderByCustomer:String35
      CustomerReturnDate:DateTime TotalNetAmount:Decimal16.3! TransactionCurrency:String5 SDDocumentReason:String3 HeaderBillingBlockReason:String2
      ReferenceSDDocument:String10+ OverallSDProcessStatus:String1! OverallSDDocumentRejectionSts:String1! ${keyField}:String35`,
    navigations: ['to_Item*:A_CustomerReturnItem(CustomerReturn)'],
  },
  {
    name: 'A_CustomerReturnItem',
    keys: ['CustomerReturn', 'CustomerReturnItem'],
    allows: 'CUD',
    etag: { field: 'LastChangeDateTime', parent: { set: 'A_CustomerReturn', key: 'CustomerReturn' } },
    fields: `CustomerReturn:String10 CustomerReturnItem:String6 CustomerReturnItemCategory:String4 CustomerReturnItemText:String40 Material:String40+
      RequestedQuantity:Decimal15.3 RequestedQuantityUnit:String3 NetAmount:Decimal16.3! TransactionCurrency:String5! ReturnReason:String3
      SalesDocumentRjcnReason:String2 ReferenceSDDocument:String10+ ReferenceSDDocumentItem:String6+ CustRetItmFollowUpActivity:String4`,
    navigations: ['to_CustomerReturn:A_CustomerReturn(CustomerReturn)'],
  },
]);

export const simulations = service('API_SALES_ORDER_SIMULATION_SRV', [
  {
    name: 'A_SalesOrderSimulation',
    keys: ['SalesOrder'],
    allows: 'C',
    fields: `SalesOrder:String10 SalesOrderType:String4 SalesOrganization:String4 DistributionChannel:String2 OrganizationDivision:String2 SoldToParty:String10
      PurchaseOrderByCustomer:String35 SalesOrderDate:DateTime TransactionCurrency:String5 PricingDate:DateTime RequestedDeliveryDate:DateTime
      ShippingCondition:String2 CompleteDeliveryIsDefined:Boolean CustomerPaymentTerms:String4`,
    navigations: [
      'to_Item*:A_SalesOrderItemSimulation(SalesOrder)',
      'to_Credit:A_SalesOrderCreditSimulation(SalesOrder)',
      'to_Pricing:A_SalesOrderPricingSimulation(SalesOrder)',
    ],
  },
  {
    name: 'A_SalesOrderItemSimulation',
    keys: ['SalesOrder', 'SalesOrderItem'],
    fields: `SalesOrder:String10 SalesOrderItem:String6 SalesOrderItemText:String40 Material:String40 RequestedQuantity:Decimal15.3 RequestedQuantityUnit:String3
      ConfdDelivQtyInOrderQtyUnit:Decimal15.3 TransactionCurrency:String5 NetAmount:Decimal16.3 TaxAmount:Decimal16.3 Plant:String4`,
    navigations: ['to_ScheduleLine*:A_SalesOrderScheduleLineSimln(SalesOrder,SalesOrderItem)'],
  },
  {
    name: 'A_SalesOrderScheduleLineSimln',
    keys: ['SalesOrder', 'SalesOrderItem', 'ScheduleLine'],
    fields: `SalesOrder:String10 SalesOrderItem:String6 ScheduleLine:String4 RequestedDeliveryDate:DateTime ConfirmedDeliveryDate:DateTime
      ScheduleLineOrderQuantity:Decimal13.3 ConfdOrderQtyByMatlAvailCheck:Decimal13.3 OrderQuantityUnit:String3`,
  },
  { name: 'A_SalesOrderCreditSimulation', keys: ['SalesOrder'], fields: 'SalesOrder:String10 TotalCreditCheckStatus:String1' },
  {
    name: 'A_SalesOrderPricingSimulation',
    keys: ['SalesOrder'],
    fields: 'SalesOrder:String10 TotalNetAmount:Decimal16.3 TransactionCurrency:String5',
  },
]);
