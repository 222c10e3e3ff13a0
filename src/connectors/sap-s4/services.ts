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
} as const;

export const entities: Readonly<Record<string, { readonly service: string; readonly keys: readonly string[] }>> = {
  A_SalesOrder: { service: serviceOf.orders, keys: ['SalesOrder'] },
  A_SalesOrderItem: { service: serviceOf.orders, keys: ['SalesOrder', 'SalesOrderItem'] },
  A_BusinessPartner: { service: serviceOf.partners, keys: ['BusinessPartner'] },
  A_Customer: { service: serviceOf.partners, keys: ['Customer'] },
  CreditManagementAccount: { service: serviceOf.credit, keys: ['BusinessPartner', 'CreditSegment'] },
  A_OutbDeliveryHeader: { service: serviceOf.deliveries, keys: ['DeliveryDocument'] },
  A_BillingDocument: { service: serviceOf.billing, keys: ['BillingDocument'] },
  MaintenanceOrder: { service: serviceOf.maintenance, keys: ['MaintenanceOrder'] },
  A_CustomerReturn: { service: serviceOf.returns, keys: ['CustomerReturn'] },
  A_ProductionOrder_2: { service: serviceOf.production, keys: ['ManufacturingOrder'] },
};

/** What this connection can do, and the service each operation needs. */
export const operations: Readonly<Record<string, string>> = {
  'orders.get': serviceOf.orders,
  'orders.findByExternalKey': serviceOf.orders,
  'orders.changedSince': serviceOf.orders,
  'deliveries.listForOrder': serviceOf.deliveries,
  'invoices.listForOrder': serviceOf.billing,
  'invoices.listOpen': serviceOf.billing,
  'production.listForOrder': serviceOf.production,
  'customers.get': serviceOf.partners,
  'credit.status': serviceOf.credit,
  'inventory.availability': serviceOf.availability,
  'simulations.simulate': serviceOf.simulation,
  'maintenance.get': serviceOf.maintenance,
  'returns.get': serviceOf.returns,
  'write.A_SalesOrder.create': serviceOf.orders,
  'write.A_SalesOrder.update': serviceOf.orders,
  'write.A_CustomerReturn.create': serviceOf.returns,
};
