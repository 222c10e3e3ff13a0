import { z } from 'zod';

const name = z.string().regex(/^[A-Za-z]\w*$/);

/** How to reach one S/4HANA system and where our key lives in it. Secrets arrive resolved. */
export const SapS4Config = z.object({
  /** Origin, and path prefix if a gateway adds one: `https://s4.example.com`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  user: z.string().min(1),
  password: z.string().min(1),
  /** `sap-client`; without it the system's default client. */
  client: z
    .string()
    .regex(/^\d{3}$/)
    .exactOptional(),
  /**
   * The field that carries an effect's key, per entity. An extension field (Custom Fields app) is best. Without one, created
   * orders and returns carry it in PurchaseOrderByCustomer when the order has no customer reference of its own.
   */
  keyFields: z
    .object({
      A_SalesOrder: name.exactOptional(),
      A_CustomerReturn: name.exactOptional(),
      A_BusinessPartner: name.exactOptional(),
      A_ServiceOrder: name.exactOptional(),
    })
    .default({}),
  /**
   * Extension field of 18 characters in which an order carries the CRM's id of its deal. Orders made from a deal carry it as the
   * customer's reference; with this field those that the ERP entered itself carry it too.
   */
  linkFields: z.strictObject({ A_SalesOrder: name.exactOptional() }).default({}),
  /**
   * The decision-audit table: a custom business object of the customer's own that takes a row for each prediction. Without it no
   * prediction is copied. Its fields are those of docs/workflows/decision-audit.md.
   */
  decisionAudit: z
    .strictObject({
      service: z
        .string()
        .regex(/^\w+(;v=\d{4})?$/)
        .default('YY1_DECISIONAUDIT_CDS'),
      entitySet: name.default('YY1_DECISIONAUDIT'),
      /** Field of 35 characters that carries the effect's key. */
      keyField: name.default('CountersignKey'),
      /** PredictionId is marked as key field of the object, so that SAP itself refuses a second row of a prediction. */
      refusesSecond: z.boolean().default(false),
    })
    .exactOptional(),
  /** Whether API_SALES_CONTRACT_SRV is activated; without it contracts are not kept in line. */
  salesContracts: z.boolean().default(true),
  /** Extension field with the user who changed an order last; the API itself has none. */
  changedByField: name.exactOptional(),
  /** Extension field with the credit exposure; the API itself has none. */
  creditExposureField: name.exactOptional(),
  creditSegment: z.string().default('1000'),
  salesArea: z
    .object({ salesOrganization: z.string(), distributionChannel: z.string(), division: z.string() })
    .default({ salesOrganization: '1010', distributionChannel: '10', division: '00' }),
  /** SAP language of the texts of materials; where there is none in it, the English one, then any. */
  language: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('EN'),
  /** The price condition that is the list price of a material. */
  priceCondition: z.string().default('PPR0'),
  /** ATP checking rule. */
  checkingRule: z.string().default('A'),
  /** Days until an invoice is due, by payment terms; `NT30` and its like are understood without an entry. */
  paymentTermDays: z.record(z.string(), z.number().int().min(0)).default({}),
  deadlineMs: z.number().int().positive().default(30_000),
  /** Wait before an uncertain write is looked up. Default twice the deadline. */
  settleMs: z.number().int().positive().exactOptional(),
  concurrency: z.number().int().positive().default(4),
  ratePerSecond: z.number().positive().exactOptional(),
  /** `host:port` this connection may reach beside the base URL's own. */
  allowHosts: z.array(z.string()).default([]),
});
export type SapS4Config = z.infer<typeof SapS4Config>;

/** OData keys never get longer than this: PurchaseOrderByCustomer and the usual extension field hold 35 characters. */
export const maxKeyLength = 35;

const fallbackKeyField = 'PurchaseOrderByCustomer';

/** A row of the decision-audit table, whatever its entity set is called where it is connected. */
export const decisionType = 'DecisionAudit';

/** The credit check's hold on an order; its number is the order's. */
export const creditBlockType = 'CreditBlock';

/** What can be created. */
export type Keyed =
  | 'A_SalesOrder'
  | 'A_SalesOrderItem'
  | 'A_CustomerReturn'
  | 'A_ServiceOrder'
  | 'A_ServiceOrderText'
  | 'A_BusinessPartner'
  | 'A_BusinessPartnerContact'
  | 'A_BusinessPartnerRole'
  | 'A_CustomerSalesArea'
  | 'A_SupplierCompany'
  | 'A_SupplierPurchasingOrg'
  | 'A_AddressEmailAddress'
  | 'A_AddressPhoneNumber'
  | typeof decisionType;
export const keyedTypes: readonly string[] = [
  'A_SalesOrder',
  'A_SalesOrderItem',
  'A_CustomerReturn',
  'A_ServiceOrder',
  'A_ServiceOrderText',
  'A_BusinessPartner',
  'A_BusinessPartnerContact',
  'A_BusinessPartnerRole',
  'A_CustomerSalesArea',
  'A_SupplierCompany',
  'A_SupplierPurchasingOrg',
  'A_AddressEmailAddress',
  'A_AddressPhoneNumber',
];
/** Records whose own key says which they are: SAP refuses a second one, and they are looked up by it. */
export const naturallyKeyed: readonly string[] = [
  'A_ServiceOrderText',
  'A_BusinessPartnerContact',
  'A_BusinessPartnerRole',
  'A_CustomerSalesArea',
  'A_SupplierCompany',
  'A_SupplierPurchasingOrg',
  'A_AddressEmailAddress',
  'A_AddressPhoneNumber',
];
/** What can be changed. */
export const changedTypes: readonly string[] = [
  'A_SalesOrder',
  'A_SalesOrderItem',
  'A_SalesOrderScheduleLine',
  'A_CustomerReturn',
  'A_ServiceOrder',
  'A_BusinessPartner',
  'A_AddressEmailAddress',
  'A_AddressPhoneNumber',
  creditBlockType,
];

/** Where the key of a newly created record goes; undefined where there is no field for it. */
export function createKeyField(config: SapS4Config, type: Keyed): string | undefined {
  if (type === decisionType) return config.decisionAudit?.keyField;
  // A partner has no reference of the customer's own that would hold a key.
  if (naturallyKeyed.includes(type)) return undefined;
  // An item has a customer's reference of its own, and no extension field of ours.
  if (type === 'A_SalesOrderItem') return fallbackKeyField;
  const own = Object.entries(config.keyFields).find(([name]) => name === type)?.[1];
  return own ?? (type === 'A_BusinessPartner' ? undefined : fallbackKeyField);
}

/** Where the key of a change goes: an extension field only, because the customer's reference is not ours to overwrite. */
export function updateKeyField(config: SapS4Config, type: string): string | undefined {
  const field = Object.entries(config.keyFields).find(([name]) => name === type)?.[1];
  return field === fallbackKeyField ? undefined : field;
}

/** What tools call the field of `linkFields`, whatever it is named here. */
const dealField = 'CrmDeal';

/** The name under which SAP knows a field that tools ask for. */
export function wireField({ linkFields }: SapS4Config, type: string, field: string): string {
  return type === 'A_SalesOrder' && field === dealField ? (linkFields.A_SalesOrder ?? field) : field;
}
