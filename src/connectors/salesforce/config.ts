import { z } from 'zod';

const fieldName = z.string().regex(/^[A-Za-z]\w{0,79}$/, 'a field or object name of letters, digits and underscores');
const hostUrl = z.url({ protocol: /^https?$/ });

/** How the connection proves who it is. Secrets arrive as values; where they come from is the configuration's business. */
export const SalesforceAuth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('client-credentials'), clientId: z.string().min(1), clientSecret: z.string().min(1) }),
  z.object({
    kind: z.literal('jwt-bearer'),
    clientId: z.string().min(1),
    /** PKCS#8 PEM of the RSA key whose certificate the connected app carries. */
    privateKey: z.string().min(1),
    username: z.string().min(1),
    audience: z.string().default('https://login.salesforce.com'),
  }),
]);
export type SalesforceAuth = z.infer<typeof SalesforceAuth>;

export const SalesforceConfig = z.object({
  /** The organisation's own address (My Domain): `https://acme.my.salesforce.com`. */
  url: hostUrl,
  /** Where tokens are issued; the organisation's own address unless the JWT flow goes through login.salesforce.com. */
  loginUrl: hostUrl.optional(),
  apiVersion: z
    .string()
    .regex(/^\d{2}\.0$/)
    .default('60.0'),
  auth: SalesforceAuth,
  /**
   * - marker: every write carries a record of its own key in the same transaction; works for every object
   * - external-key: creates carry the key in a unique external id where the object has one, otherwise as `lookup`
   * - lookup: the key travels in a plain field that can be searched; nothing refuses a second write
   */
  idempotency: z.enum(['marker', 'external-key', 'lookup']).default('marker'),
  fields: z
    .object({
      erpOrder: fieldName.default('ERP_Order_Id__c'),
      erpStatus: fieldName.default('ERP_Order_Status__c'),
      tracking: fieldName.default('Tracking_Number__c'),
      erpCustomer: fieldName.default('ERP_Customer_Id__c'),
      erpVendor: fieldName.default('ERP_Vendor_Id__c'),
      language: fieldName.default('Language__c'),
      key: fieldName.default('Countersign_Key__c'),
      accountEmail: fieldName.default('Email__c'),
      taxId: fieldName.default('Tax_Id__c'),
      paymentTerms: fieldName.default('Payment_Terms__c'),
      lastOrder: fieldName.default('Last_Order_Date__c'),
      syncStatus: fieldName.default('Sync_Status__c'),
      mergedInto: fieldName.default('Merged_Into__c'),
      warrantyUntil: fieldName.default('Warranty_Until__c'),
      annualAmount: fieldName.default('Annual_Amount__c'),
      contractTerms: fieldName.default('Payment_Terms__c'),
      erpContract: fieldName.default('ERP_Contract_Id__c'),
      resolution: fieldName.default('Resolution__c'),
      partsUsed: fieldName.default('Parts_Used__c'),
      erpDocument: fieldName.default('ERP_Document_Id__c'),
      erpDocumentStatus: fieldName.default('ERP_Status__c'),
    })
    .prefault({}),
  /** Objects that are copies of the ERP's records, with the external id field that holds the ERP's number. */
  mirrors: z.record(fieldName, fieldName).default({
    ERP_Invoice__c: 'ERP_Invoice_Id__c',
    ERP_Shipment__c: 'ERP_Delivery_Id__c',
    ERP_Stock__c: 'ERP_Stock_Id__c',
    ERP_Forecast__c: 'Forecast_Key__c',
    ERP_Variance__c: 'Variance_Key__c',
    Order: 'ERP_Order_Id__c',
  }),
  /** The object that keeps what was used of contracts, filled by a meter or a billing system; left out where there is none. */
  usage: z
    .object({
      object: fieldName.default('Usage_Record__c'),
      contract: fieldName.default('Contract__c'),
      from: fieldName.default('Period_Start__c'),
      to: fieldName.default('Period_End__c'),
      used: fieldName.default('Used__c'),
      included: fieldName.default('Included__c'),
      unit: fieldName.default('Unit__c'),
    })
    .optional(),
  marker: z
    .object({
      object: fieldName.default('Countersign_Effect__c'),
      key: fieldName.default('Key__c'),
      record: fieldName.default('Record_Id__c'),
    })
    .prefault({}),
  /** Objects that have the key field; a write to one of them carries the key in it. */
  keyObjects: z
    .array(fieldName)
    .default([
      'Opportunity',
      'Account',
      'Contact',
      'Case',
      'Task',
      'Order',
      'Quote',
      'Product2',
      'Pricebook2',
      'PricebookEntry',
      'Contract',
      'ERP_Invoice__c',
      'ERP_Shipment__c',
      'ERP_Stock__c',
      'ERP_Forecast__c',
      'ERP_Variance__c',
    ]),
  /** Those of them where the key field is a unique external id. */
  uniqueKeyObjects: z.array(fieldName).default(['Case']),
  /** What may be written: `Opportunity.update`, `Task.create` … Anything else is refused before it is sent. */
  writes: z
    .array(z.string().regex(/^[A-Za-z]\w*\.(create|update)$/))
    .default([
      'Opportunity.update',
      'Account.update',
      'Contact.update',
      'Case.create',
      'Case.update',
      'Task.create',
      'Task.update',
      'FeedItem.create',
      'Account.create',
      'Contact.create',
      'Asset.update',
      'Order.create',
      'Order.update',
      'Quote.update',
      'Product2.create',
      'Product2.update',
      'Pricebook2.create',
      'PricebookEntry.create',
      'PricebookEntry.update',
      'Contract.create',
      'Contract.update',
      'EmailMessage.create',
      'ERP_Invoice__c.create',
      'ERP_Invoice__c.update',
      'ERP_Shipment__c.create',
      'ERP_Shipment__c.update',
      'ERP_Stock__c.create',
      'ERP_Stock__c.update',
      'ERP_Forecast__c.create',
      'ERP_Forecast__c.update',
      'ERP_Variance__c.create',
      'ERP_Variance__c.update',
    ]),
  /** ISO 4217 code of amounts in an organisation with one currency. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('USD'),
  /** The organisation uses several currencies and every amount has its CurrencyIsoCode. */
  multiCurrency: z.boolean().default(false),
  /** `host:port` list; by default the hosts of the two addresses above. */
  allowHosts: z.array(z.string()).optional(),
  concurrency: z.number().int().min(1).max(50).default(4),
  ratePerSecond: z.number().positive().optional(),
  deadlineMs: z.number().int().min(10).default(15_000),
  /** How long an unanswered write may still commit; twice the deadline unless set. */
  settleDelayMs: z.number().int().min(0).optional(),
  tls: z.object({ ca: z.string().optional(), cert: z.string().optional(), key: z.string().optional() }).optional(),
  proxy: z.string().optional(),
});
export type SalesforceConfig = z.infer<typeof SalesforceConfig>;
export type SalesforceConfigInput = z.input<typeof SalesforceConfig>;
