import { z } from 'zod';
import { Progress, RecordRef } from './business.ts';
import {
  address,
  amount,
  businessId,
  code,
  count,
  day,
  decimal,
  email,
  flag,
  freeText,
  instant,
  organisation,
  phone,
  quantity,
  taxId,
} from './classes.ts';

/** What a partner is set up as, with its roles, sales areas, company codes and purchasing organisations. */
export const PartnerSetup = z.object({
  isCustomer: flag(),
  isSupplier: flag(),
  roles: z.array(code()),
  salesAreas: z.array(code()),
  companyCodes: z.array(code()),
  purchasingOrganizations: z.array(code()),
});
export type PartnerSetup = z.infer<typeof PartnerSetup>;

/** A partner of the ERP, customer or supplier or both, with all that its master record is made of. */
export const CustomerMaster = z.object({
  ref: RecordRef,
  id: businessId(),
  name: organisation(),
  street: address().optional(),
  city: address().optional(),
  postalCode: address().optional(),
  region: code().optional(),
  country: code().optional(),
  phone: phone().optional(),
  email: email().optional(),
  taxId: taxId().optional(),
  language: code().optional(),
  currency: code().optional(),
  paymentTerms: code().optional(),
  /** The number another system knows it by: the CRM's account. */
  crmAccountId: businessId().optional(),
  isBlocked: flag(),
  /** Left out by an ERP that has customers alone. */
  setup: PartnerSetup.optional(),
});
export type CustomerMaster = z.infer<typeof CustomerMaster>;

export const ServiceOrder = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  description: freeText(),
  soldTo: businessId(),
  priority: code().optional(),
  /** The number another system knows it by. */
  reference: businessId().optional(),
  isReleased: flag(),
  isCompleted: flag(),
  createdAt: instant().optional(),
  items: z.array(z.object({ id: businessId(), material: businessId(), description: code(), quantity: quantity(), isCompleted: flag() })),
});
export type ServiceOrder = z.infer<typeof ServiceOrder>;

/** A list price of a material: what `per` units cost from a day on. */
export const PriceRecord = z.object({
  ref: RecordRef,
  id: businessId(),
  material: businessId(),
  type: code(),
  price: amount(),
  per: quantity(),
  validFrom: day(),
  validUntil: day(),
});
export type PriceRecord = z.infer<typeof PriceRecord>;

/** A price agreed with one customer. */
export const CustomerPrice = PriceRecord.extend({ customer: businessId() });
export type CustomerPrice = z.infer<typeof CustomerPrice>;

/** An invoice with its lines and the orders they bill. */
export const InvoiceDetail = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  issuedOn: day().optional(),
  payer: businessId(),
  soldTo: businessId(),
  net: amount(),
  gross: amount(),
  isCancelled: flag(),
  isCreditNote: flag(),
  cleared: Progress(),
  lines: z.array(
    z.object({
      id: businessId(),
      order: businessId(),
      orderItem: businessId().optional(),
      material: businessId().optional(),
      net: amount(),
    }),
  ),
});
export type InvoiceDetail = z.infer<typeof InvoiceDetail>;

/** A customer's line in the journal: what an invoice, or a part of one, is still owed or was cleared by. Credit notes are below zero. */
export const Receivable = z.object({
  ref: RecordRef,
  /** The journal entry. */
  document: businessId(),
  customer: businessId(),
  invoice: businessId().optional(),
  amount: amount(),
  dueOn: day().optional(),
  clearedOn: day().optional(),
});
export type Receivable = z.infer<typeof Receivable>;

/** What moved on one account of the general ledger; debit is positive, credit negative. */
export const LedgerTotal = z.object({ account: businessId(), amount: amount(), lines: count() });
export type LedgerTotal = z.infer<typeof LedgerTotal>;
/** What a plant is yet to make by an order of production, in the order's unit. */
export const PlannedReceipt = z.object({
  ref: RecordRef,
  id: businessId(),
  material: businessId(),
  plant: code(),
  quantity: decimal(),
  unit: code(),
  /** The day it is planned to be done. */
  on: day().optional(),
  /** The sales order it is made for; nobody else can have of it. */
  order: businessId().optional(),
});
export type PlannedReceipt = z.infer<typeof PlannedReceipt>;

/** What a material is made of in a plant: so much of each component for so much of it. */
export const BillOfMaterial = z.object({
  material: businessId(),
  plant: code(),
  quantity: decimal(),
  components: z.array(z.object({ material: businessId(), quantity: decimal(), unit: code(), scrapPercent: decimal().optional() })),
});
export type BillOfMaterial = z.infer<typeof BillOfMaterial>;

/** What a customer agreed to over a span of days; the net value is that of the whole span. */
export const SalesContract = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  soldTo: businessId(),
  reference: businessId().optional(),
  datedOn: day().optional(),
  startOn: day().optional(),
  /** Left out where it runs until somebody ends it. */
  endOn: day().optional(),
  net: amount(),
  paymentTerms: code().optional(),
  /** Every line of it was rejected: nothing is delivered under it any more. */
  isRejected: flag(),
});
export type SalesContract = z.infer<typeof SalesContract>;

/** A date on which a billing plan of an order bills so much. */
export const BillingDate = z.object({ order: businessId(), on: day(), amount: amount(), isBilled: flag(), isBlocked: flag() });
export type BillingDate = z.infer<typeof BillingDate>;
