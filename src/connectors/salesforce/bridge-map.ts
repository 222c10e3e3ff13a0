import {
  AccountMaster,
  Asset,
  CrmContract,
  CrmLine,
  CrmOrder,
  CrmProduct,
  ForecastItem,
  Lead,
  Quote,
  ServiceCase,
} from '../../contracts/business-crm.ts';
import { isoInstant, type MapContext, checked, custom, moneyOf, parsed, ref, type Row } from './map.ts';
import {
  AccountMasterRow,
  AssetRow,
  ContractRow,
  ForecastRow,
  LeadRow,
  LineRow,
  OrderRow,
  PriceEntryRow,
  ProductRow,
  QuoteRow,
  ServiceCaseRow,
} from './bridge-schema.ts';

export const moneyIn = (value: number | undefined, code: string | undefined, { config }: MapContext) =>
  value === undefined ? undefined : moneyOf(value, code ?? config.currency);

export function toLine(row: Row, currency: string | undefined, context: MapContext): CrmLine {
  const { connection } = context;
  const seen = parsed(LineRow, row, connection);
  const code = seen.CurrencyIsoCode ?? currency;
  return checked(CrmLine, connection, {
    id: seen.Id,
    product: seen.Product2Id,
    material: seen.Product2?.ProductCode,
    description: seen.Description ?? seen.Product2?.Name ?? '',
    quantity: decimalOf(seen.Quantity),
    unitPrice: moneyIn(seen.UnitPrice, code, context),
    discountPercent: seen.Discount === undefined ? undefined : decimalOf(seen.Discount),
    total: moneyIn(seen.TotalPrice, code, context),
    wantedOn: seen.ServiceDate,
  });
}

/** Numbers come as JSON numbers; the shortest text of a double is what the vendor printed. */
export const decimalOf = (value: number | undefined): string => {
  const text = String(value ?? 0);
  return /^-?\d+(\.\d+)?$/.test(text) ? text : '0';
};

export function toQuote(row: Row, lines: readonly Row[], context: MapContext): Quote {
  const { connection } = context;
  const seen = parsed(QuoteRow, row, connection);
  return checked(Quote, connection, {
    ref: ref('Quote', seen, connection),
    id: seen.Id,
    number: seen.QuoteNumber ?? seen.Id,
    name: seen.Name,
    opportunityId: seen.OpportunityId,
    accountId: seen.AccountId,
    ownerId: seen.OwnerId,
    status: seen.Status ?? '',
    expiresOn: seen.ExpirationDate,
    total: moneyIn(seen.GrandTotal, seen.CurrencyIsoCode, context),
    lines: lines.map((line) => toLine(line, seen.CurrencyIsoCode, context)),
  });
}

export function toCrmOrder(row: Row, context: MapContext): CrmOrder {
  const { connection, config } = context;
  const seen = parsed(OrderRow, row, connection);
  return checked(CrmOrder, connection, {
    ref: ref('Order', seen, connection),
    id: seen.Id,
    number: seen.OrderNumber ?? seen.Id,
    accountId: seen.AccountId,
    opportunityId: seen.OpportunityId,
    erpOrderId: custom(row, config.fields.erpOrder),
    status: seen.Status ?? '',
    total: moneyIn(seen.TotalAmount, undefined, context),
    effectiveOn: seen.EffectiveDate,
  });
}

export function toLead(row: Row, { connection }: MapContext): Lead {
  const seen = parsed(LeadRow, row, connection);
  return checked(Lead, connection, {
    ref: ref('Lead', seen, connection),
    id: seen.Id,
    name: seen.Name,
    company: seen.Company,
    email: seen.Email,
    phone: seen.Phone,
    country: seen.Country,
    status: seen.Status ?? '',
    source: seen.LeadSource,
    isConverted: seen.IsConverted,
  });
}

export function toForecastItem(row: Row, context: MapContext): ForecastItem | undefined {
  const { connection } = context;
  const seen = parsed(ForecastRow, row, connection);
  const amount = moneyIn(seen.ForecastAmount, seen.CurrencyIsoCode, context);
  if (!amount || !seen.Period) return undefined;
  return checked(ForecastItem, connection, {
    ref: ref('ForecastingItem', seen, connection),
    ownerId: seen.OwnerId,
    periodStart: seen.Period.StartDate,
    periodEnd: seen.Period.EndDate,
    category: seen.ForecastCategoryName ?? '',
    amount,
  });
}

export function toAsset(row: Row, { connection, config }: MapContext): Asset {
  const seen = parsed(AssetRow, row, connection);
  return checked(Asset, connection, {
    ref: ref('Asset', seen, connection),
    id: seen.Id,
    name: seen.Name,
    serialNumber: seen.SerialNumber,
    accountId: seen.AccountId,
    material: seen.Product2?.ProductCode,
    status: seen.Status,
    installedOn: seen.InstallDate,
    warrantyUntil: custom(row, config.fields.warrantyUntil),
  });
}

export function toContract(row: Row, context: MapContext): CrmContract {
  const { connection, config } = context;
  const seen = parsed(ContractRow, row, connection);
  const annual = row[config.fields.annualAmount];
  return checked(CrmContract, connection, {
    ref: ref('Contract', seen, connection),
    id: seen.Id,
    number: seen.ContractNumber ?? seen.Id,
    accountId: seen.AccountId,
    ownerId: seen.OwnerId,
    status: seen.Status ?? '',
    startOn: seen.StartDate,
    endOn: seen.EndDate,
    termMonths: seen.ContractTerm,
    annual: typeof annual === 'number' ? moneyIn(annual, seen.CurrencyIsoCode, context) : undefined,
    paymentTerms: custom(row, config.fields.contractTerms),
    erpContractId: custom(row, config.fields.erpContract),
  });
}

/** With the entry of the standard price book, in the first currency there is one. */
export function toProduct(row: Row, entries: readonly Row[], context: MapContext): CrmProduct {
  const { connection } = context;
  const seen = parsed(ProductRow, row, connection);
  const prices = entries.map((entry) => parsed(PriceEntryRow, entry, connection)).filter((entry) => entry.Product2Id === seen.Id);
  const standard = prices.filter((entry) => entry.Pricebook2?.IsStandard === true);
  const price = standard.find((entry) => entry.IsActive);
  const [resting] = price ? [] : standard;
  const restingPrice = resting && moneyIn(resting.UnitPrice, resting.CurrencyIsoCode, context);
  return checked(CrmProduct, connection, {
    ref: ref('Product2', seen, connection),
    id: seen.Id,
    material: seen.ProductCode,
    name: seen.Name,
    unit: seen.QuantityUnitOfMeasure,
    isActive: seen.IsActive,
    priceEntryId: price?.Id,
    price: price && moneyIn(price.UnitPrice, price.CurrencyIsoCode, context),
    resting: resting && restingPrice && { entry: resting.Id, price: restingPrice },
  });
}

export function toAccountMaster(row: Row, { connection, config }: MapContext): AccountMaster {
  const seen = parsed(AccountMasterRow, row, connection);
  const { fields } = config;
  return checked(AccountMaster, connection, {
    ref: ref('Account', seen, connection),
    id: seen.Id,
    name: seen.Name,
    ownerId: seen.OwnerId,
    parentId: seen.ParentId,
    type: seen.Type,
    street: seen.BillingStreet,
    city: seen.BillingCity,
    postalCode: seen.BillingPostalCode,
    region: seen.BillingState,
    country: seen.BillingCountry,
    phone: seen.Phone,
    website: seen.Website,
    email: custom(row, fields.accountEmail),
    taxId: custom(row, fields.taxId),
    language: custom(row, fields.language),
    currency: seen.CurrencyIsoCode,
    paymentTerms: custom(row, fields.paymentTerms),
    erpCustomerId: custom(row, fields.erpCustomer),
    erpVendorId: custom(row, fields.erpVendor),
    syncStatus: custom(row, fields.syncStatus),
    mergedIntoId: custom(row, fields.mergedInto),
    lastOrderOn: custom(row, fields.lastOrder),
    createdAt: seen.CreatedDate === undefined ? undefined : isoInstant(seen.CreatedDate),
  });
}

export function toServiceCase(row: Row, { connection, config }: MapContext): ServiceCase {
  const seen = parsed(ServiceCaseRow, row, connection);
  const { fields } = config;
  return checked(ServiceCase, connection, {
    ref: ref('Case', seen, connection),
    id: seen.Id,
    number: seen.CaseNumber,
    subject: seen.Subject ?? '',
    text: seen.Description,
    status: seen.Status,
    priority: seen.Priority,
    type: seen.Type,
    accountId: seen.AccountId,
    contactId: seen.ContactId,
    ownerId: seen.OwnerId,
    assetId: seen.AssetId,
    isClosed: seen.IsClosed,
    closedAt: seen.ClosedDate === undefined ? undefined : isoInstant(seen.ClosedDate),
    resolution: custom(row, fields.resolution),
    partsUsed: custom(row, fields.partsUsed),
    erpDocumentId: custom(row, fields.erpDocument),
    erpStatus: custom(row, fields.erpDocumentStatus),
  });
}
