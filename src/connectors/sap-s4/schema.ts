import { z } from 'zod';
import { trimDecimal } from '../../contracts/money.ts';

/** What we read from SAP, leniently: unknown members are dropped, '' and null mean nothing, every row may miss a field. */

export const text = () =>
  z
    .union([z.string(), z.null()])
    .optional()
    .transform((value) => value?.trim() || undefined);
/** Status codes: '' is a code of its own (not relevant), so it stays. */
export const status = () =>
  z
    .union([z.string(), z.null()])
    .optional()
    .transform((value) => value ?? undefined);

// Decimals are text in OData V2, but some services answer JSON numbers.
export const decimal = () =>
  z
    .union([z.string().regex(/^\s*-?\d{1,18}(\.\d{1,9})?\s*$/), z.number(), z.null(), z.literal('')])
    .optional()
    .transform((value) => {
      if (value === null || value === undefined || value === '') return undefined;
      return trimDecimal(typeof value === 'number' ? value.toFixed(3) : value.trim());
    });

const sapDate = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/;

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** `/Date(ms)/`, `/Date(ms+0000)/` (the offset is for display only) or an ISO text; null, '' and `00000000` mean no date. */
export function toInstant(value: string | null | undefined): string | undefined {
  if (!value) return undefined;
  const stamp = sapDate.exec(value);
  const iso = isoDate.exec(value);
  if (!stamp && !iso) return undefined;
  // Without a zone SAP means UTC.
  const ms = stamp ? Number(stamp[1]) : Date.parse(iso?.[1] !== undefined && iso[2] === undefined ? `${value}Z` : value);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : undefined;
}

export const day = () =>
  z
    .union([z.string(), z.null()])
    .optional()
    .transform((value) => toInstant(value)?.slice(0, 10));
export const instant = () => z.union([z.string(), z.null()]).optional().transform(toInstant);
/** Booleans, and the 'X' of ABAP that the manufacturing services hand through. */
export const flag = () =>
  z
    .union([z.boolean(), z.string(), z.null()])
    .optional()
    .transform((value) => value === true || value === 'X' || value === 'true');

/** Expanded many: `{ results: [] }`; a deferred link or nothing is an empty list. */
export const many = <T extends z.ZodType>(row: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'object' || value === null) return [];
    return Array.isArray(value) ? value : (Reflect.get(value, 'results') ?? []);
  }, z.array(row));
export const one = <T extends z.ZodType>(row: T) =>
  z.preprocess((value) => (typeof value === 'object' && value !== null && !('__deferred' in value) ? value : undefined), row.optional());

export const metadata = z.object({ etag: z.string().optional() }).optional();

const ScheduleLine = z.object({
  ScheduleLine: text(),
  RequestedDeliveryDate: day(),
  ConfirmedDeliveryDate: day(),
  ConfdOrderQtyByMatlAvailCheck: decimal(),
  DeliveredQtyInOrderQtyUnit: decimal(),
});

const OrderItem = z.object({
  SalesOrderItem: z.string().min(1),
  SalesOrderItemText: text(),
  Material: text(),
  RequestedQuantity: decimal(),
  RequestedQuantityUnit: text(),
  NetAmount: decimal(),
  ProductionPlant: text(),
  SalesDocumentRjcnReason: text(),
  DeliveryStatus: status(),
  OrderRelatedBillingStatus: status(),
  to_ScheduleLine: many(ScheduleLine),
});
export type OrderItem = z.infer<typeof OrderItem>;

/** Extension fields are read beside the schema: their names are configuration. */
export const OrderRow = z.looseObject({
  __metadata: metadata,
  SalesOrder: z.string().min(1),
  SalesOrderType: text(),
  SoldToParty: text(),
  PurchaseOrderByCustomer: text(),
  TotalNetAmount: decimal(),
  TransactionCurrency: text(),
  CreationDate: day(),
  RequestedDeliveryDate: day(),
  LastChangeDateTime: instant(),
  DeliveryBlockReason: text(),
  HeaderBillingBlockReason: text(),
  OverallSDProcessStatus: status(),
  OverallTotalDeliveryStatus: status(),
  OverallSDDocumentRejectionSts: status(),
  TotalCreditCheckStatus: status(),
  to_Item: many(OrderItem),
});
export type OrderRow = z.infer<typeof OrderRow>;

export const ChangeRow = z.object({ __metadata: metadata, SalesOrder: z.string().min(1), LastChangeDateTime: instant() });

const DeliveryItem = z.object({
  DeliveryDocumentItem: z.string().min(1),
  ReferenceSDDocument: text(),
  ReferenceSDDocumentItem: text(),
  Material: text(),
  ActualDeliveryQuantity: decimal(),
  DeliveryQuantityUnit: text(),
});

export const DeliveryRow = z.object({
  __metadata: metadata,
  DeliveryDocument: z.string().min(1),
  BillOfLading: text(),
  PlannedGoodsIssueDate: day(),
  ActualGoodsMovementDate: day(),
  DeliveryDate: day(),
  ProofOfDeliveryDate: day(),
  OverallPickingStatus: status(),
  OverallGoodsMovementStatus: status(),
  OverallProofOfDeliveryStatus: status(),
  LastChangeDate: day(),
  to_DeliveryDocumentItem: many(DeliveryItem),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

export const DeliveryLink = z.object({ DeliveryDocument: z.string().min(1) });
export const InvoiceLink = z.object({ BillingDocument: z.string().min(1) });

export const InvoiceRow = z.object({
  __metadata: metadata,
  BillingDocument: z.string().min(1),
  BillingDocumentDate: day(),
  CreationDate: day(),
  TotalNetAmount: decimal(),
  TaxAmount: decimal(),
  TotalGrossAmount: decimal(),
  TransactionCurrency: text(),
  PayerParty: text(),
  CustomerPaymentTerms: text(),
  InvoiceClearingStatus: status(),
  BillingDocumentIsCancelled: flag(),
  LastChangeDateTime: instant(),
});
export type InvoiceRow = z.infer<typeof InvoiceRow>;

export const ProductionRow = z.object({
  __metadata: metadata,
  ManufacturingOrder: z.string().min(1),
  SalesOrder: text(),
  SalesOrderItem: text(),
  Material: text(),
  OrderIsReleased: flag(),
  OrderIsConfirmed: flag(),
  OrderIsTechnicallyCompleted: flag(),
  LastChangeDateTime: instant(),
});
export type ProductionRow = z.infer<typeof ProductionRow>;

const Address = z.object({
  StreetName: text(),
  HouseNumber: text(),
  PostalCode: text(),
  CityName: text(),
  Region: text(),
  Country: text(),
  to_EmailAddress: many(z.object({ EmailAddress: text(), IsDefaultEmailAddress: flag() })),
  to_PhoneNumber: many(z.object({ PhoneNumber: text(), IsDefaultPhoneNumber: flag() })),
});

export const PartnerRow = z.object({
  __metadata: metadata,
  BusinessPartner: z.string().min(1),
  BusinessPartnerFullName: text(),
  CorrespondenceLanguage: text(),
  to_Customer: one(
    z.object({
      CustomerName: text(),
      OrderIsBlockedForCustomer: text(),
      DeliveryIsBlocked: text(),
      to_CustomerSalesArea: many(z.object({ SalesOrganization: text(), CustomerPaymentTerms: text() })),
    }),
  ),
  to_BusinessPartnerAddress: many(Address),
});
export type PartnerRow = z.infer<typeof PartnerRow>;

export const CreditAccountRow = z.looseObject({
  __metadata: metadata,
  BusinessPartner: z.string().min(1),
  CreditSegment: z.string(),
  CreditLimitAmount: decimal(),
  CreditSegmentCurrency: text(),
  CreditAccountIsBlocked: flag(),
  CreditAccountBlockReason: text(),
});
export type CreditAccountRow = z.infer<typeof CreditAccountRow>;

export const CreditPartnerRow = z.object({ CreditRiskClass: text(), CreditWorthinessScoreValue: decimal() });
export type CreditPartnerRow = z.infer<typeof CreditPartnerRow>;

/** An entry of the list of customers. */
export const DirectoryRow = z.object({
  Customer: z.string().min(1),
  BusinessPartnerFullName: text(),
  to_BusinessPartnerAddress: many(z.object({ CityName: text(), Country: text() })),
});
export type DirectoryRow = z.infer<typeof DirectoryRow>;

export const CustomerLink = z.object({ Customer: z.string().min(1) });
export const CreditLink = z.object({ BusinessPartner: z.string().min(1) });
export const OrderLink = z.object({ SalesOrder: z.string().min(1) });
export const ProductLink = z.object({ Product: z.string().min(1) });

export const ProductRow = z.object({
  __metadata: metadata,
  Product: z.string().min(1),
  BaseUnit: text(),
  ProductGroup: text(),
  CrossPlantStatus: text(),
  IsMarkedForDeletion: flag(),
  LastChangeDateTime: instant(),
  to_Description: many(z.object({ Language: text(), ProductDescription: text() })),
  to_Plant: many(
    z.object({
      Plant: z.string().min(1),
      IsMarkedForDeletion: flag(),
      to_ProductSupplyPlanning: one(z.object({ PlannedDeliveryDurationInDays: decimal() })),
    }),
  ),
});
export type ProductRow = z.infer<typeof ProductRow>;

export const StockRow = z.object({ Plant: text(), MaterialBaseUnit: text(), MatlWrhsStkQtyInMatlBaseUnit: decimal() });
export type StockRow = z.infer<typeof StockRow>;

export const AvailabilityRow = z.object({ AvailableQuantityInBaseUnit: decimal(), BaseUnit: text(), PeriodStartUTCDateTime: instant() });

export const SimulationRow = z.object({
  TransactionCurrency: text(),
  to_Credit: one(z.object({ TotalCreditCheckStatus: status() })),
  to_Pricing: one(z.object({ TotalNetAmount: decimal(), TransactionCurrency: text() })),
  to_Item: many(
    z.object({
      Material: text(),
      RequestedQuantity: decimal(),
      RequestedQuantityUnit: text(),
      NetAmount: decimal(),
      to_ScheduleLine: many(z.object({ ConfirmedDeliveryDate: day(), ConfdOrderQtyByMatlAvailCheck: decimal() })),
    }),
  ),
});
export type SimulationRow = z.infer<typeof SimulationRow>;

export const MaintenanceRow = z.object({
  __metadata: metadata,
  MaintenanceOrder: z.string().min(1),
  MaintenanceOrderType: text(),
  MaintenanceOrderDesc: text(),
  Equipment: text(),
  MaintPriority: text(),
  MaintOrdBasicStartDateTime: instant(),
  MaintOrdBasicEndDateTime: instant(),
  MaintOrdProcessPhaseCode: text(),
  LastChangeDateTime: instant(),
});
export type MaintenanceRow = z.infer<typeof MaintenanceRow>;

export const ReturnRow = z.object({
  __metadata: metadata,
  CustomerReturn: z.string().min(1),
  CustomerReturnType: text(),
  SoldToParty: text(),
  PurchaseOrderByCustomer: text(),
  LastChangeDateTime: instant(),
  to_Item: many(
    z.object({
      CustomerReturnItem: z.string().min(1),
      Material: text(),
      RequestedQuantity: decimal(),
      RequestedQuantityUnit: text(),
      ReturnReason: text(),
      ReferenceSDDocument: text(),
    }),
  ),
});
export type ReturnRow = z.infer<typeof ReturnRow>;
