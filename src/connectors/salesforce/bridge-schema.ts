import { z } from 'zod';
import { nullable, system, textOf } from './schema.ts';

/** Rows of the objects the workflows between CRM and ERP read; custom fields are read beside the schema, their names are configuration. */

const numberOf = () => nullable(z.number());
const product = nullable(z.object({ ProductCode: textOf(), Name: textOf() }));

export const LineRow = z.object({
  Id: z.string(),
  Product2Id: textOf(),
  Product2: product,
  Quantity: numberOf(),
  UnitPrice: numberOf(),
  Discount: numberOf(),
  TotalPrice: numberOf(),
  ServiceDate: textOf(),
  Description: textOf(),
  CurrencyIsoCode: textOf(),
});
export const QuoteRow = z.object({
  ...system,
  QuoteNumber: textOf(),
  Name: z.string(),
  OpportunityId: textOf(),
  AccountId: textOf(),
  OwnerId: textOf(),
  Status: textOf(),
  ExpirationDate: textOf(),
  GrandTotal: numberOf(),
  CurrencyIsoCode: textOf(),
});
export const OrderRow = z.object({
  ...system,
  OrderNumber: textOf(),
  AccountId: textOf(),
  OpportunityId: textOf(),
  Status: textOf(),
  TotalAmount: numberOf(),
  EffectiveDate: textOf(),
});
export const LeadRow = z.object({
  ...system,
  Name: z.string(),
  Company: z.string(),
  Email: textOf(),
  Phone: textOf(),
  Country: textOf(),
  Status: textOf(),
  LeadSource: textOf(),
  IsConverted: z.boolean(),
});
export const ForecastRow = z.object({
  ...system,
  OwnerId: textOf(),
  ForecastCategoryName: textOf(),
  ForecastAmount: numberOf(),
  CurrencyIsoCode: textOf(),
  Period: nullable(z.object({ StartDate: z.string(), EndDate: z.string() })),
});
export const AssetRow = z.object({
  ...system,
  Name: z.string(),
  SerialNumber: textOf(),
  AccountId: textOf(),
  Status: textOf(),
  InstallDate: textOf(),
  Product2: product,
});
export const ContractRow = z.object({
  ...system,
  ContractNumber: textOf(),
  AccountId: textOf(),
  OwnerId: textOf(),
  Status: textOf(),
  StartDate: textOf(),
  EndDate: textOf(),
  ContractTerm: numberOf(),
  CurrencyIsoCode: textOf(),
});
export const ProductRow = z.object({
  ...system,
  Name: z.string(),
  ProductCode: textOf(),
  IsActive: z.boolean(),
  QuantityUnitOfMeasure: textOf(),
});
export const PriceEntryRow = z.object({
  Id: z.string(),
  Product2Id: z.string(),
  UnitPrice: numberOf(),
  IsActive: z.boolean(),
  CurrencyIsoCode: textOf(),
  Pricebook2: nullable(z.object({ IsStandard: z.boolean() })),
});
export const CustomerBookRow = z.object({ Id: z.string(), IsActive: z.boolean() });
export const CustomerEntryRow = z.object({
  Id: z.string(),
  Product2Id: z.string(),
  Product2: nullable(z.object({ ProductCode: textOf() })),
  UnitPrice: numberOf(),
  IsActive: z.boolean(),
  CurrencyIsoCode: textOf(),
});
export const AccountMasterRow = z.object({
  ...system,
  CreatedDate: textOf(),
  Name: z.string(),
  OwnerId: textOf(),
  ParentId: textOf(),
  Type: textOf(),
  Phone: textOf(),
  Website: textOf(),
  BillingStreet: textOf(),
  BillingCity: textOf(),
  BillingState: textOf(),
  BillingPostalCode: textOf(),
  BillingCountry: textOf(),
  CurrencyIsoCode: textOf(),
});
export const ServiceCaseRow = z.object({
  ...system,
  CaseNumber: z.string(),
  Subject: textOf(),
  Description: textOf(),
  Status: z.string(),
  Priority: textOf(),
  Type: textOf(),
  AccountId: textOf(),
  ContactId: textOf(),
  OwnerId: textOf(),
  AssetId: textOf(),
  IsClosed: z.boolean(),
  ClosedDate: textOf(),
});
export const MirrorRow = z.object({ ...system });
export const StampRow = z.object({ Id: z.string(), SystemModstamp: z.string() });
