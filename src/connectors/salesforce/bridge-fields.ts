import type { MapContext } from './map.ts';

const systemFields = ['Id', 'SystemModstamp', 'LastModifiedDate', 'LastModifiedById'];

/** The fields each of these mappings reads. */
export function bridgeFieldsOf(context: Pick<MapContext, 'config'>) {
  return { ...sellingFields(context), ...servingFields(context) } as const satisfies Readonly<Record<string, readonly string[]>>;
}

function sellingFields({ config }: Pick<MapContext, 'config'>) {
  const { fields, multiCurrency } = config;
  const currency = multiCurrency ? ['CurrencyIsoCode'] : [];
  const line = ['Id', 'Product2Id', 'Quantity', 'UnitPrice', 'Discount', 'TotalPrice', 'ServiceDate', 'Description'];
  return {
    opportunityLine: [...line, 'Product2.ProductCode', 'Product2.Name', ...currency],
    quoteLine: [...line, 'Product2.ProductCode', 'Product2.Name'],
    quote: [
      ...systemFields,
      'QuoteNumber',
      'Name',
      'OpportunityId',
      'AccountId',
      'OwnerId',
      'Status',
      'ExpirationDate',
      'GrandTotal',
      ...currency,
    ],
    order: [...systemFields, 'OrderNumber', 'AccountId', 'OpportunityId', 'Status', 'TotalAmount', 'EffectiveDate', fields.erpOrder],
    lead: [...systemFields, 'Name', 'Company', 'Email', 'Phone', 'Country', 'Status', 'LeadSource', 'IsConverted'],
    forecast: [...systemFields, 'OwnerId', 'ForecastCategoryName', 'ForecastAmount', 'Period.StartDate', 'Period.EndDate', ...currency],
    product: [...systemFields, 'Name', 'ProductCode', 'IsActive', 'QuantityUnitOfMeasure'],
    priceEntry: ['Id', 'Product2Id', 'UnitPrice', 'IsActive', 'Pricebook2.IsStandard', ...currency],
    customerBook: ['Id', 'IsActive', fields.erpCustomer],
    customerEntry: ['Id', 'Pricebook2Id', 'Product2Id', 'Product2.ProductCode', 'UnitPrice', 'IsActive', ...currency],
  };
}

function servingFields({ config }: Pick<MapContext, 'config'>) {
  const { fields, multiCurrency } = config;
  const currency = multiCurrency ? ['CurrencyIsoCode'] : [];
  return {
    asset: [...systemFields, 'Name', 'SerialNumber', 'AccountId', 'Status', 'InstallDate', 'Product2.ProductCode', fields.warrantyUntil],
    contract: [
      ...systemFields,
      'ContractNumber',
      'AccountId',
      'OwnerId',
      'Status',
      'StartDate',
      'EndDate',
      'ContractTerm',
      fields.annualAmount,
      fields.contractTerms,
      fields.erpContract,
      ...currency,
    ],
    accountMaster: accountMasterFields({ config }),
    serviceCase: [
      ...systemFields,
      'CaseNumber',
      'Subject',
      'Description',
      'Status',
      'Priority',
      'Type',
      'AccountId',
      'ContactId',
      'OwnerId',
      'AssetId',
      'IsClosed',
      'ClosedDate',
      fields.resolution,
      fields.partsUsed,
      fields.erpDocument,
      fields.erpDocumentStatus,
    ],
  };
}

function accountMasterFields({ config }: Pick<MapContext, 'config'>): readonly string[] {
  const { fields, multiCurrency } = config;
  return [
    ...systemFields,
    'CreatedDate',
    'Name',
    'OwnerId',
    'ParentId',
    'Type',
    'Phone',
    'Website',
    'BillingStreet',
    'BillingCity',
    'BillingState',
    'BillingPostalCode',
    'BillingCountry',
    fields.erpCustomer,
    fields.erpVendor,
    fields.language,
    fields.accountEmail,
    fields.taxId,
    fields.paymentTerms,
    fields.lastOrder,
    fields.syncStatus,
    fields.mergedInto,
    ...(multiCurrency ? ['CurrencyIsoCode'] : []),
  ];
}
