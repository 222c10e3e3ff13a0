import { z } from 'zod';
import {
  address,
  amount,
  businessId,
  code,
  count,
  day,
  email,
  financialDecimal,
  flag,
  freeText,
  instant,
  oneOf,
  organisation,
  person,
  phone,
  quantity,
  decimal,
} from './classes.ts';

/** Where a record lives and which version of it was seen. `version` is the vendor's lock token (ETag, SystemModstamp). */
export const RecordRef = z.object({
  connection: code(),
  type: code(),
  id: businessId(),
  version: code().optional(),
  changedAt: instant().optional(),
  changedBy: businessId().optional(), // the user, as the vendor numbers users
});
export type RecordRef = z.infer<typeof RecordRef>;
/** SAP-style three-step progress of one dimension of a document. */
export const progress = ['none', 'not_started', 'partial', 'complete'] as const;
export const Progress = () => oneOf(progress);
export type Progress = (typeof progress)[number];

export const SalesOrderItem = z.object({
  id: businessId(),
  material: businessId(),
  description: code(),
  ordered: quantity(),
  confirmed: decimal(),
  confirmedOn: day().optional(),
  /** The day its first part is wanted on. */
  requestedOn: day().optional(),
  /** The parts it is delivered in, by their number in the ERP; several are wanted on days of their own. */
  scheduleLines: z.array(businessId()).optional(),
  delivered: decimal(),
  net: amount(),
  rejectionReason: code().optional(),
  deliveryStatus: Progress(),
  plant: code().optional(),
});
export type SalesOrderItem = z.infer<typeof SalesOrderItem>;

export const SalesOrder = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  soldTo: businessId(),
  customerReference: businessId().optional(),
  externalKey: businessId().optional(),
  /** The CRM's id of its deal, where the connection has a field for it. */
  crmDealId: businessId().optional(),
  net: amount(),
  createdOn: day().optional(),
  requestedOn: day().optional(),
  changedBy: businessId().optional(),
  processStatus: Progress(),
  deliveryStatus: Progress(),
  billingStatus: Progress(),
  rejectionStatus: Progress(),
  creditStatus: oneOf(['not_checked', 'approved', 'blocked', 'released', 'unknown']),
  deliveryBlock: code().optional(),
  billingBlock: code().optional(),
  items: z.array(SalesOrderItem),
  /** Vendor status codes exactly as read, for the audit log. */
  native: z.record(z.string(), code()),
});
export type SalesOrder = z.infer<typeof SalesOrder>;

export const Delivery = z.object({
  ref: RecordRef,
  id: businessId(),
  tracking: businessId().optional(),
  plannedGoodsIssueOn: day().optional(),
  goodsIssuedOn: day().optional(),
  deliveryOn: day().optional(),
  proofOfDeliveryOn: day().optional(),
  picking: Progress(),
  goodsMovement: Progress(),
  proofOfDelivery: Progress(),
  items: z.array(
    z.object({ id: businessId(), order: businessId(), orderItem: businessId(), material: businessId(), quantity: quantity() }),
  ),
});
export type Delivery = z.infer<typeof Delivery>;

export const Invoice = z.object({
  ref: RecordRef,
  id: businessId(),
  issuedOn: day().optional(),
  createdOn: day().optional(), // the day it was entered; it may bear another
  dueOn: day().optional(),
  net: amount(),
  tax: amount(),
  gross: amount(),
  payer: businessId(),
  cleared: Progress(),
  cancelled: flag(),
});
export type Invoice = z.infer<typeof Invoice>;

export const ProductionOrder = z.object({
  ref: RecordRef,
  id: businessId(),
  order: businessId(),
  orderItem: businessId(),
  material: businessId(),
  released: flag(),
  confirmed: flag(),
  completed: flag(),
});
export type ProductionOrder = z.infer<typeof ProductionOrder>;

export const Customer = z.object({
  ref: RecordRef,
  id: businessId(),
  name: organisation(),
  address: address().optional(),
  email: email().optional(),
  phone: phone().optional(),
  language: code().optional(),
  country: code().optional(),
  orderBlock: code().optional(),
  deliveryBlock: code().optional(),
  /** Held by credit management. Known where a list asked for it; the credit status has the figures. */
  creditBlocked: flag().optional(),
  paymentTerms: code().optional(),
});
export type Customer = z.infer<typeof Customer>;

/** An entry of a list of customers or accounts, for finding one by name. `erpCustomer` is known to the CRM's list alone. */
export const CustomerEntry = z.object({
  id: businessId(),
  name: organisation(),
  town: code().optional(),
  country: code().optional(),
  erpCustomer: businessId().optional(),
});
export type CustomerEntry = z.infer<typeof CustomerEntry>;

export const Material = z.object({
  ref: RecordRef,
  id: businessId(),
  description: code(),
  unit: code(),
  group: code().optional(),
  /** Plants it can be delivered from. */
  plants: z.array(code()),
  leadTimeDays: count().optional(),
  blocked: flag(),
});
export type Material = z.infer<typeof Material>;

/** What lies in a plant, free to use today, in the material's base unit. */
export const Stock = z.object({ material: businessId(), plant: code(), onHand: decimal(), unit: code() });
export type Stock = z.infer<typeof Stock>;

export const CreditStatus = z.object({
  ref: RecordRef,
  customer: businessId(),
  segment: code(),
  limit: amount(),
  exposure: amount().optional(),
  blocked: flag(),
  blockReason: code().optional(),
  riskClass: code().optional(),
  score: financialDecimal().optional(),
});
export type CreditStatus = z.infer<typeof CreditStatus>;

export const Availability = z.object({
  material: businessId(),
  plant: code(),
  requestedOn: day(),
  requested: quantity(),
  available: decimal(),
  availableOn: day().optional(),
});
export type Availability = z.infer<typeof Availability>;

export const MaintenanceOrder = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  description: freeText(),
  equipment: businessId().optional(),
  priority: code().optional(),
  startOn: instant().optional(),
  endOn: instant().optional(),
  phase: code().optional(),
});
export type MaintenanceOrder = z.infer<typeof MaintenanceOrder>;

export const CustomerReturn = z.object({
  ref: RecordRef,
  id: businessId(),
  type: code(),
  soldTo: businessId(),
  customerReference: businessId().optional(),
  items: z.array(
    z.object({
      id: businessId(),
      material: businessId(),
      quantity: quantity(),
      reason: code().optional(),
      referenceDocument: businessId().optional(),
    }),
  ),
});
export type CustomerReturn = z.infer<typeof CustomerReturn>;

export const Opportunity = z.object({
  ref: RecordRef,
  id: businessId(),
  name: organisation(),
  accountId: businessId().optional(),
  ownerId: businessId().optional(),
  stage: code(),
  isClosed: flag(),
  isWon: flag(),
  amount: amount().optional(),
  closeOn: day().optional(),
  description: freeText().optional(),
  erpOrderId: businessId().optional(),
  erpStatus: code().optional(),
  tracking: businessId().optional(),
  lastEffectKey: businessId().optional(),
});
export type Opportunity = z.infer<typeof Opportunity>;

export const Account = z.object({
  ref: RecordRef,
  id: businessId(),
  name: organisation(),
  ownerId: businessId().optional(),
  phone: phone().optional(),
  billingAddress: address().optional(),
  erpCustomerId: businessId().optional(),
  language: code().optional(),
});
export type Account = z.infer<typeof Account>;

export const Contact = z.object({
  ref: RecordRef,
  id: businessId(),
  accountId: businessId().optional(),
  firstName: person().optional(),
  lastName: person(),
  name: person(),
  title: code().optional(),
  role: code().optional(),
  isPrimary: flag(),
  email: email().optional(),
  phone: phone().optional(),
  language: code().optional(),
  optedOut: flag(),
  /** The contact that stands for this one since they were merged. */
  mergedIntoId: businessId().optional(),
});
export type Contact = z.infer<typeof Contact>;

export const CaseRecord = z.object({
  ref: RecordRef,
  id: businessId(),
  number: businessId(),
  subject: freeText(),
  description: freeText().optional(),
  status: code(),
  priority: code().optional(),
  origin: code().optional(),
  accountId: businessId().optional(),
  contactId: businessId().optional(),
  isClosed: flag(),
});
export type CaseRecord = z.infer<typeof CaseRecord>;

export const CrmUser = z.object({ ref: RecordRef, id: businessId(), name: person(), email: email().optional(), isActive: flag() });
export type CrmUser = z.infer<typeof CrmUser>;

/** One page of changes: ids only, because a change is a hint and the record is read again. */
export const ChangePage = z.object({
  changes: z.array(z.object({ id: businessId(), changedAt: instant() })),
  cursor: code(),
  total: count().optional(),
  more: flag(),
});
export type ChangePage = z.infer<typeof ChangePage>;
