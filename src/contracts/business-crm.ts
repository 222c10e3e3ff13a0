import { z } from 'zod';
import { RecordRef } from './business.ts';
import {
  address,
  amount,
  businessId,
  code,
  count,
  day,
  decimal,
  email,
  financialDecimal,
  flag,
  freeText,
  instant,
  organisation,
  person,
  phone,
  readableText,
  taxId,
} from './classes.ts';

/** A line of a deal, a quote or an order of the CRM. `material` is the product code, which the ERP knows as its material. */
export const CrmLine = z.object({
  id: businessId(),
  product: businessId().optional(),
  material: businessId().optional(),
  description: code(),
  quantity: decimal(),
  unitPrice: amount().optional(),
  /** Percent off the list price, 0 to 100. */
  discountPercent: decimal().optional(),
  total: amount().optional(),
  wantedOn: day().optional(),
});
export type CrmLine = z.infer<typeof CrmLine>;

export const Quote = z.object({
  ref: RecordRef,
  id: businessId(),
  number: businessId(),
  name: organisation(),
  opportunityId: businessId().optional(),
  accountId: businessId().optional(),
  ownerId: businessId().optional(),
  status: code(),
  expiresOn: day().optional(),
  total: amount().optional(),
  lines: z.array(CrmLine),
});
export type Quote = z.infer<typeof Quote>;

export const CrmOrder = z.object({
  ref: RecordRef,
  id: businessId(),
  number: businessId(),
  accountId: businessId().optional(),
  opportunityId: businessId().optional(),
  erpOrderId: businessId().optional(),
  status: code(),
  total: amount().optional(),
  effectiveOn: day().optional(),
});
export type CrmOrder = z.infer<typeof CrmOrder>;

export const Lead = z.object({
  ref: RecordRef,
  id: businessId(),
  name: person(),
  company: organisation(),
  email: email().optional(),
  phone: phone().optional(),
  country: code().optional(),
  status: code(),
  source: code().optional(),
  isConverted: flag(),
});
export type Lead = z.infer<typeof Lead>;

/** What the CRM's own forecast says for an owner, a period and a category. */
export const ForecastItem = z.object({
  ref: RecordRef,
  ownerId: businessId().optional(),
  periodStart: day(),
  periodEnd: day(),
  category: code(),
  amount: amount(),
});
export type ForecastItem = z.infer<typeof ForecastItem>;

/** An installed product at a customer's, known by its serial number. */
export const Asset = z.object({
  ref: RecordRef,
  id: businessId(),
  name: code(),
  serialNumber: businessId().optional(),
  accountId: businessId().optional(),
  material: businessId().optional(),
  status: code().optional(),
  installedOn: day().optional(),
  warrantyUntil: day().optional(),
});
export type Asset = z.infer<typeof Asset>;

/** A running agreement with its end; `erpContractId` is what the ERP knows it by. */
export const CrmContract = z.object({
  ref: RecordRef,
  id: businessId(),
  number: businessId(),
  accountId: businessId().optional(),
  ownerId: businessId().optional(),
  status: code(),
  startOn: day().optional(),
  endOn: day().optional(),
  termMonths: count().optional(),
  annual: amount().optional(),
  paymentTerms: code().optional(),
  erpContractId: businessId().optional(),
});
export type CrmContract = z.infer<typeof CrmContract>;

/** What was used of a contract between two days, inclusive, and how much of it was included. */
export const UsageRecord = z.object({
  contractId: businessId(),
  from: day(),
  to: day(),
  used: decimal(),
  included: decimal().optional(),
  unit: code().optional(),
});
export type UsageRecord = z.infer<typeof UsageRecord>;

export const CrmProduct = z.object({
  ref: RecordRef,
  id: businessId(),
  material: businessId().optional(),
  name: code(),
  unit: code().optional(),
  isActive: flag(),
  /** The entry of the standard price book. */
  priceEntryId: businessId().optional(),
  price: amount().optional(),
  /** That entry where somebody switched it off, and what it says. */
  resting: z.object({ entry: businessId(), price: amount() }).optional(),
});
export type CrmProduct = z.infer<typeof CrmProduct>;

/** A product that stands for a material, and in which currencies it has a list price today. */
export const ListedProduct = z.object({ id: businessId(), material: businessId(), isActive: flag(), currencies: z.array(code()) });
export type ListedProduct = z.infer<typeof ListedProduct>;

/** A price book of one customer. */
export const CustomerBook = z.object({
  id: businessId(),
  isActive: flag(),
  entries: z.array(
    z.object({ id: businessId(), product: businessId(), material: businessId().optional(), price: amount(), isActive: flag() }),
  ),
});
export type CustomerBook = z.infer<typeof CustomerBook>;

/** An account with all that a customer master is made of. */
export const AccountMaster = z.object({
  ref: RecordRef,
  id: businessId(),
  name: organisation(),
  ownerId: businessId().optional(),
  parentId: businessId().optional(),
  /** What the company is to us: a customer, a supplier, in the words of the CRM. */
  type: code().optional(),
  street: address().optional(),
  city: address().optional(),
  postalCode: address().optional(),
  region: code().optional(),
  country: code().optional(),
  phone: phone().optional(),
  website: code().optional(),
  email: email().optional(),
  taxId: taxId().optional(),
  language: code().optional(),
  currency: code().optional(),
  paymentTerms: code().optional(),
  erpCustomerId: businessId().optional(),
  erpVendorId: businessId().optional(),
  syncStatus: code().optional(),
  /** The account that stands for this one since they were merged. */
  mergedIntoId: businessId().optional(),
  lastOrderOn: day().optional(),
  createdAt: instant().optional(),
});
export type AccountMaster = z.infer<typeof AccountMaster>;

/** A record that belongs to an account: a contact, a deal, a case, a contract, an installed product. */
export const ChildRecord = z.object({ type: code(), id: businessId() });
export type ChildRecord = z.infer<typeof ChildRecord>;

/** A case with what a return, a repair or a service order is made of. Text stays readable; what is personal in it becomes tokens. */
export const ServiceCase = z.object({
  ref: RecordRef,
  id: businessId(),
  number: businessId(),
  subject: readableText(),
  text: readableText().optional(),
  status: code(),
  priority: code().optional(),
  type: code().optional(),
  accountId: businessId().optional(),
  contactId: businessId().optional(),
  ownerId: businessId().optional(),
  assetId: businessId().optional(),
  isClosed: flag(),
  closedAt: instant().optional(),
  resolution: freeText().optional(),
  /** Materials and quantities, `MAT-1001 x 2; MAT-1004 x 1`; somebody may write anything into it. */
  partsUsed: readableText().optional(),
  erpDocumentId: businessId().optional(),
  erpStatus: code().optional(),
});
export type ServiceCase = z.infer<typeof ServiceCase>;

/** A record the CRM keeps as a copy of the ERP's, found by the ERP's own number. */
export const MirrorRecord = z.object({ ref: RecordRef, id: businessId(), key: businessId() });
export type MirrorRecord = z.infer<typeof MirrorRecord>;

/** What stands in fields of a copy: numbers as amounts, everything else as text; an empty field is left out. */
export const MirrorValues = z.object({
  id: businessId(),
  key: businessId(),
  texts: z.record(z.string(), code()),
  amounts: z.record(z.string(), financialDecimal()),
});
export type MirrorValues = z.infer<typeof MirrorValues>;
