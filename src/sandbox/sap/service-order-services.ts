import { fieldsOf, service } from './model.ts';

/** The extension field for our key on a service order's header. */
export const serviceKeyField = 'YY1_CountersignKey_SRV';

export const serviceOrders = service('API_SERVICE_ORDER_SRV', [
  {
    name: 'A_ServiceOrder',
    keys: ['ServiceOrder'],
    allows: 'CU',
    etag: { field: 'ServiceDocChangedDateTime' },
    fields: `ServiceOrder:String10! ServiceOrderType:String4+ ServiceOrderDescription:String40 ServiceObjectType:String10! Language:String2 ServiceDocumentPriority:String1
      RequestedServiceStartDateTime:DateTimeOffset RequestedServiceEndDateTime:DateTimeOffset ServiceDocChangedDateTime:DateTimeOffset!
      ServiceDocumentCreationDate:DateTime! ServiceDocumentCreatedByUser:String12! PurchaseOrderByCustomer:String35 ServiceOrderIsReleased:String1
      ServiceOrderIsCompleted:String1 ServiceOrderIsRejected:String1 SrvcOrdIsBusinessCompleted:Boolean SalesOrganization:String4+
      DistributionChannel:String2+ Division:String2+ SoldToParty:String10+ ServiceDocNetAmount:Decimal16.3! TransactionCurrency:String5
      ReferenceServiceOrder:String80 ${serviceKeyField}:String35`,
    navigations: ['to_Item*:A_ServiceOrderItem(ServiceOrder)', 'to_Text*:A_ServiceOrderText(ServiceOrder)'],
  },
  {
    name: 'A_ServiceOrderItem',
    keys: ['ServiceOrder', 'ServiceOrderItem'],
    allows: 'CU',
    etag: { field: 'ServiceDocChangedDateTime', parent: { set: 'A_ServiceOrder', key: 'ServiceOrder' } },
    fields: `ServiceOrder:String10 ServiceOrderItem:String6 ServiceOrderItemDescription:String40 Product:String54+ Quantity:Decimal13.3 QuantityUnit:String3
      ServiceOrderItemCategory:String4 ServiceOrdItemRejectionReason:String2 ServiceOrderItemIsCompleted:String1`,
  },
  {
    name: 'A_ServiceOrderText',
    keys: ['ServiceOrder', 'Language', 'LongTextID'],
    allows: 'C',
    fields: 'ServiceOrder:String10 Language:String2 LongTextID:String4 LongText:String8000',
  },
]);

/** List prices of materials, kept in the ERP and read by everybody else. */
export const priceConditions = service('API_SLSPRICINGCONDITIONRECORD_SRV', [
  {
    name: 'A_SlsPrcgConditionRecord',
    keys: ['ConditionRecord'],
    etag: { field: 'LastChangeDateTime' },
    fields: `ConditionRecord:String10 ConditionSequentialNumber:String3 ConditionTable:String3 ConditionType:String4 ConditionRateValue:Decimal24.9
      ConditionRateValueUnit:String5 ConditionQuantity:Decimal5.0 ConditionQuantityUnit:String3 ConditionIsDeleted:Boolean CreationDate:DateTime
      LastChangeDateTime:DateTimeOffset`,
    navigations: ['to_SlsPrcgCndnRecdValidity*:A_SlsPrcgCndnRecdValidity(ConditionRecord)'],
  },
  {
    name: 'A_SlsPrcgCndnRecdValidity',
    keys: ['ConditionRecord', 'ConditionValidityEndDate'],
    fields: `ConditionRecord:String10 ConditionValidityStartDate:DateTime ConditionValidityEndDate:DateTime ConditionType:String4 SalesOrganization:String4
      DistributionChannel:String2 Customer:String10 Material:String40`,
    navigations: ['to_SlsPrcgConditionRecord:A_SlsPrcgConditionRecord(ConditionRecord)'],
  },
]);

/** Orders stopped by the credit check. What is decided about one is told by a function; the order itself takes no status. */
export const creditBlocks = service('API_SLS_DOC_WITH_CREDIT_BLOCK', [], {
  functions: (['CheckCreditBlock', 'ReleaseCreditBlock', 'RejectCreditBlock'] as const).map((name) => ({
    name,
    returns: 'FunctionResult',
    isCollection: false,
    isPosted: true,
    parameters: fieldsOf('SalesDocument:String10 SDDocumentCategory:String4'),
  })),
  complexTypes: new Map([['FunctionResult', fieldsOf('SuccessFailureCode:String1 MessageText:String200')]]),
});
