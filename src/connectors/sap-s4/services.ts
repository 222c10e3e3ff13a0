import { creditBlockType, decisionType, type Keyed, type SapS4Config } from './config.ts';

/** Where each entity lives. Record ids of several keys are written with a slash: `4711/10`. */
export const serviceOf = {
  orders: 'API_SALES_ORDER_SRV',
  partners: 'API_BUSINESS_PARTNER',
  credit: 'API_CRDTMBUSINESSPARTNER',
  deliveries: 'API_OUTBOUND_DELIVERY_SRV;v=0002',
  billing: 'API_BILLING_DOCUMENT_SRV',
  availability: 'API_PRODUCT_AVAILY_INFO_BASIC',
  simulation: 'API_SALES_ORDER_SIMULATION_SRV',
  maintenance: 'API_MAINTENANCEORDER',
  returns: 'API_CUSTOMER_RETURN_SRV',
  production: 'API_PRODUCTION_ORDER_2_SRV',
  products: 'API_PRODUCT_SRV',
  billsOfMaterial: 'API_BILL_OF_MATERIAL_SRV;v=0002',
  stock: 'API_MATERIAL_STOCK_SRV',
  accounting: 'API_OPLACCTGDOCITEMCUBE_SRV',
  serviceOrders: 'API_SERVICE_ORDER_SRV',
  prices: 'API_SLSPRICINGCONDITIONRECORD_SRV',
  creditBlocks: 'API_SLS_DOC_WITH_CREDIT_BLOCK',
  contracts: 'API_SALES_CONTRACT_SRV',
} as const;

/** `set` is the entity set where it has another name than the type, `idFields` what a new record is known by where that is not its key. */
export const entities: Readonly<
  Record<
    string,
    { readonly service: string; readonly keys: readonly string[]; readonly set?: string; readonly idFields?: readonly string[] }
  >
> = {
  A_SalesOrder: { service: serviceOf.orders, keys: ['SalesOrder'] },
  A_SalesOrderItem: { service: serviceOf.orders, keys: ['SalesOrder', 'SalesOrderItem'] },
  A_SalesOrderScheduleLine: { service: serviceOf.orders, keys: ['SalesOrder', 'SalesOrderItem', 'ScheduleLine'] },
  A_BusinessPartner: { service: serviceOf.partners, keys: ['BusinessPartner'] },
  // SAP numbers relationships; whose contact somebody is says which one it is.
  A_BusinessPartnerContact: { service: serviceOf.partners, keys: ['BusinessPartnerCompany', 'BusinessPartnerPerson'] },
  // What a partner is, and where it is sold to, paid and bought from: once each.
  A_BusinessPartnerRole: { service: serviceOf.partners, keys: ['BusinessPartner', 'BusinessPartnerRole'] },
  A_CustomerSalesArea: { service: serviceOf.partners, keys: ['Customer', 'SalesOrganization', 'DistributionChannel', 'Division'] },
  A_SupplierCompany: { service: serviceOf.partners, keys: ['Supplier', 'CompanyCode'] },
  A_SupplierPurchasingOrg: { service: serviceOf.partners, keys: ['Supplier', 'PurchasingOrganization'] },
  // The person stays empty in a partner's own address, so a new one is known by the other two.
  A_AddressEmailAddress: {
    service: serviceOf.partners,
    keys: ['AddressID', 'Person', 'OrdinalNumber'],
    idFields: ['AddressID', 'OrdinalNumber'],
  },
  A_AddressPhoneNumber: {
    service: serviceOf.partners,
    keys: ['AddressID', 'Person', 'OrdinalNumber'],
    idFields: ['AddressID', 'OrdinalNumber'],
  },
  A_Customer: { service: serviceOf.partners, keys: ['Customer'] },
  CreditManagementAccount: { service: serviceOf.credit, keys: ['BusinessPartner', 'CreditSegment'] },
  A_OutbDeliveryHeader: { service: serviceOf.deliveries, keys: ['DeliveryDocument'] },
  A_BillingDocument: { service: serviceOf.billing, keys: ['BillingDocument'] },
  MaintenanceOrder: { service: serviceOf.maintenance, keys: ['MaintenanceOrder'] },
  A_CustomerReturn: { service: serviceOf.returns, keys: ['CustomerReturn'] },
  A_Product: { service: serviceOf.products, keys: ['Product'] },
  A_ServiceOrder: { service: serviceOf.serviceOrders, keys: ['ServiceOrder'] },
  A_ServiceOrderText: { service: serviceOf.serviceOrders, keys: ['ServiceOrder', 'Language', 'LongTextID'] },
  // The decision of a credit clerk about an order: read off the order, written by a function.
  [creditBlockType]: { service: serviceOf.orders, keys: ['SalesOrder'], set: 'A_SalesOrder' },
  A_SalesContract: { service: serviceOf.contracts, keys: ['SalesContract'] },
  A_ProductionOrder_2: { service: serviceOf.production, keys: ['ManufacturingOrder'] },
};

/** Where records we create live, and the fields they are known by. */
export type Place = { readonly service: string; readonly set: string; readonly idFields: readonly string[] };

export function placeOf(config: SapS4Config, type: Keyed): Place {
  if (type !== decisionType)
    return { service: entities[type]?.service ?? '', set: type, idFields: entities[type]?.idFields ?? entities[type]?.keys ?? [] };
  // SAP's own key of a row is a number it draws; the prediction's id says which row it is.
  return { service: config.decisionAudit?.service ?? '', set: config.decisionAudit?.entitySet ?? '', idFields: ['PredictionId'] };
}

/** What a connection with these settings can do, and the services each operation needs. */
export function operationsOf({ decisionAudit, linkFields, salesContracts }: SapS4Config): Readonly<Record<string, readonly string[]>> {
  return {
    ...operations,
    ...(decisionAudit === undefined ? {} : { [`write.${decisionType}.create`]: [decisionAudit.service] }),
    ...(linkFields.A_SalesOrder === undefined ? {} : { 'orders.carryDeal': [serviceOf.orders] }),
    ...(salesContracts ? contractOperations : {}),
  };
}

const contractOperations = {
  'salesContracts.get': [serviceOf.contracts],
  'salesContracts.listForCustomer': [serviceOf.contracts],
  'salesContracts.changedSince': [serviceOf.contracts],
};

const operations: Readonly<Record<string, readonly string[]>> = {
  'orders.get': [serviceOf.orders],
  'orders.findByExternalKey': [serviceOf.orders],
  'orders.changedSince': [serviceOf.orders],
  'orders.list': [serviceOf.orders],
  'deliveries.listForOrder': [serviceOf.deliveries],
  'invoices.listForOrder': [serviceOf.billing],
  'invoices.listOpen': [serviceOf.billing],
  'production.listForOrder': [serviceOf.production],
  'schedule.ofMaterials': [serviceOf.production],
  'schedule.ofPlants': [serviceOf.production],
  'customers.get': [serviceOf.partners],
  'customers.directory': [serviceOf.partners],
  'customers.listBlocked': [serviceOf.partners, serviceOf.credit],
  'materials.get': [serviceOf.products],
  'materials.list': [serviceOf.products],
  'materials.stock': [serviceOf.stock],
  'credit.status': [serviceOf.credit],
  'inventory.availability': [serviceOf.availability],
  'simulations.simulate': [serviceOf.simulation],
  'maintenance.get': [serviceOf.maintenance],
  'returns.get': [serviceOf.returns],
  'feeds.orders': [serviceOf.orders],
  'feeds.deliveries': [serviceOf.deliveries],
  'feeds.invoices': [serviceOf.billing],
  'feeds.payments': [serviceOf.accounting, serviceOf.billing],
  'write.A_SalesOrder.create': [serviceOf.orders],
  'write.A_SalesOrder.update': [serviceOf.orders],
  'write.A_CustomerReturn.create': [serviceOf.returns],
  'write.A_CustomerReturn.update': [serviceOf.returns],
  'write.A_SalesOrderItem.create': [serviceOf.orders],
  'write.A_SalesOrderItem.update': [serviceOf.orders],
  'write.A_SalesOrderScheduleLine.update': [serviceOf.orders],
  'write.A_BusinessPartner.create': [serviceOf.partners],
  'write.A_BusinessPartner.update': [serviceOf.partners],
  'write.A_BusinessPartnerContact.create': [serviceOf.partners],
  'write.A_BusinessPartnerRole.create': [serviceOf.partners],
  'write.A_CustomerSalesArea.create': [serviceOf.partners],
  'write.A_SupplierCompany.create': [serviceOf.partners],
  'write.A_SupplierPurchasingOrg.create': [serviceOf.partners],
  'write.A_AddressEmailAddress.create': [serviceOf.partners],
  'write.A_AddressEmailAddress.update': [serviceOf.partners],
  'write.A_AddressPhoneNumber.create': [serviceOf.partners],
  'write.A_AddressPhoneNumber.update': [serviceOf.partners],
  'contactPersons.listForCustomer': [serviceOf.partners],
  'write.A_ServiceOrder.create': [serviceOf.serviceOrders],
  'write.A_ServiceOrder.update': [serviceOf.serviceOrders],
  'write.A_ServiceOrderText.create': [serviceOf.serviceOrders],
  'write.CreditBlock.update': [serviceOf.creditBlocks],
  'customerMasters.get': [serviceOf.partners],
  'customerMasters.list': [serviceOf.partners],
  'customerMasters.partners': [serviceOf.partners],
  'serviceOrders.get': [serviceOf.serviceOrders],
  'prices.listForMaterial': [serviceOf.prices],
  'invoiceDetails.get': [serviceOf.billing],
  'invoiceDetails.changedSince': [serviceOf.billing],
  'materialChanges.changedSince': [serviceOf.products],
  'priceChanges.changedSince': [serviceOf.prices],
  'customerPrices.listForCustomer': [serviceOf.prices],
  'customerPriceChanges.changedSince': [serviceOf.prices],
  'customerPriceDays.changedSince': [serviceOf.prices],
  'invoiceDetails.listForOrder': [serviceOf.billing],
  'invoiceDetails.listIssued': [serviceOf.billing],
  'billingPlans.ofCustomer': [serviceOf.orders],
  'billsOfMaterial.ofMaterials': [serviceOf.billsOfMaterial],
  'receivables.ofInvoice': [serviceOf.accounting],
  'receivables.listOpen': [serviceOf.accounting],
  'generalLedger.totals': [serviceOf.accounting],
};
