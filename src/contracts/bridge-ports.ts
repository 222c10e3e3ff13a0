import type {
  AccountMaster,
  Asset,
  ChildRecord,
  CrmContract,
  CrmLine,
  CrmOrder,
  CrmProduct,
  CustomerBook,
  ForecastItem,
  Lead,
  ListedProduct,
  MirrorRecord,
  MirrorValues,
  Quote,
  ServiceCase,
  UsageRecord,
} from './business-crm.ts';
import type {
  BillingDate,
  BillOfMaterial,
  CustomerMaster,
  CustomerPrice,
  InvoiceDetail,
  LedgerTotal,
  PlannedReceipt,
  PriceRecord,
  Receivable,
  SalesContract,
  ServiceOrder,
} from './business-erp.ts';
import type { ChangePage, Contact } from './business.ts';
import type { ContactLinkage, ContactPersons } from './contact-persons.ts';
import type { CompanyData, CompanyLookup } from './company-data.ts';
import type { CallOptions, Listed } from './call-options.ts';

/** Records changed at or after the cursor, oldest first; the cursor is opaque, `since` an ISO instant for the first page. */
export interface Changes {
  changedSince(position: { since: string } | { cursor: string }, limit: number, options?: CallOptions): Promise<ChangePage>;
}

type Page = { readonly after?: string; readonly limit: number };

export interface DealLines {
  /** Lines of an opportunity in their order. */
  ofOpportunity(opportunityId: string, options?: CallOptions): Promise<readonly CrmLine[]>;
}

/** Records people know by another number than the one the system refers to them by. */
export interface Numbered {
  /** Ids of the records with this number; more than one is the caller's problem to report. */
  findByNumber(number: string, options?: CallOptions): Promise<readonly string[]>;
}

export interface Quotes extends Changes, Numbered {
  get(id: string, options?: CallOptions): Promise<Quote | undefined>;
}

export interface CrmOrders {
  findByErpOrder(orderId: string, options?: CallOptions): Promise<readonly CrmOrder[]>;
  listForAccount(accountId: string, options?: CallOptions): Promise<readonly CrmOrder[]>;
}

export interface Leads extends Changes {
  get(id: string, options?: CallOptions): Promise<Lead | undefined>;
}

export interface ForecastItems {
  /** The CRM's own forecast for periods that touch these days, inclusive. */
  list(period: { from: string; to: string }, options?: CallOptions): Promise<readonly ForecastItem[]>;
}

export interface Assets {
  get(id: string, options?: CallOptions): Promise<Asset | undefined>;
  /** Every asset with this serial number; more than one is the caller's problem to report. */
  findBySerial(serialNumber: string, options?: CallOptions): Promise<readonly Asset[]>;
  listForAccount(accountId: string, options?: CallOptions): Promise<readonly Asset[]>;
}

export interface CrmContracts {
  get(id: string, options?: CallOptions): Promise<CrmContract | undefined>;
  /** Those that name this contract of the ERP; more than one is the caller's problem to report. */
  findByErpContract(contractId: string, options?: CallOptions): Promise<readonly CrmContract[]>;
  listForAccount(accountId: string, options?: CallOptions): Promise<readonly CrmContract[]>;
  /** Active ones that end on these days, inclusive. */
  listEnding(period: { from: string; to: string }, page: Page, options?: CallOptions): Promise<Listed<CrmContract>>;
}

export interface Usage {
  /** Records of these contracts that end on these days, inclusive, by day; as many as a connection reads at most, or an error. */
  ofContracts(contracts: readonly string[], days: { from: string; to: string }, options?: CallOptions): Promise<readonly UsageRecord[]>;
}

export interface CrmProducts extends Changes {
  get(id: string, options?: CallOptions): Promise<CrmProduct | undefined>;
  findByMaterial(material: string, options?: CallOptions): Promise<readonly CrmProduct[]>;
  list(page: Page, options?: CallOptions): Promise<Listed<CrmProduct>>;
  /** The price book every price has to stand in first; undefined where there is none. */
  standardBook(options?: CallOptions): Promise<string | undefined>;
}

export interface AccountMasters extends Changes {
  get(id: string, options?: CallOptions): Promise<AccountMaster | undefined>;
  list(page: Page, options?: CallOptions): Promise<Listed<AccountMaster>>;
}

export interface AccountChildren {
  /** Every record that belongs to an account and can be moved to another one, by type and id; orders stay with the account they were made for. */
  ofAccount(account: string, limit: number, options?: CallOptions): Promise<Listed<ChildRecord>>;
}

export interface ContactMasters {
  get(id: string, options?: CallOptions): Promise<Contact | undefined>;
  /** Cases a contact opened, open and closed, by id. */
  casesOf(contact: string, limit: number, options?: CallOptions): Promise<Listed<ChildRecord>>;
}

export interface ServiceCases extends Changes, Numbered {
  /** Open ones that name this order of the ERP, by id; a connection may stop after fifty. */
  listOpenForOrder(orderId: string, options?: CallOptions): Promise<readonly ServiceCase[]>;
  get(id: string, options?: CallOptions): Promise<ServiceCase | undefined>;
}

/** Opportunities as a stream of changes; they are read through the port that has them. */
export type OpportunityChanges = Changes;

export interface Mirrors {
  /** The copy the CRM holds of an ERP record, by object and the ERP's number. */
  find(object: string, key: string, options?: CallOptions): Promise<readonly MirrorRecord[]>;
  /** What stands in some fields of the copies with these keys; a key without a copy is left out. */
  values(object: string, keys: readonly string[], fields: readonly string[], options?: CallOptions): Promise<readonly MirrorValues[]>;
  /** Those that hold this text in this field, by id. */
  holding(
    object: string,
    wanted: { field: string; value: string; fields: readonly string[] },
    page: Page,
    options?: CallOptions,
  ): Promise<Listed<MirrorValues>>;
}

export interface CustomerMasters {
  get(id: string, options?: CallOptions): Promise<CustomerMaster | undefined>;
  list(page: Page, options?: CallOptions): Promise<Listed<CustomerMaster>>;
  /** Customers and suppliers alike, by number; left out by an ERP that has customers alone. */
  partners?(page: Page, options?: CallOptions): Promise<Listed<CustomerMaster>>;
}

export interface ServiceOrders {
  get(id: string, options?: CallOptions): Promise<ServiceOrder | undefined>;
}

export interface Prices {
  /** List prices in force on a day; those agreed with a customer are none. */
  listForMaterial(material: string, on: string, options?: CallOptions): Promise<readonly PriceRecord[]>;
}

export interface CustomerPrices {
  /** Prices agreed with a customer and in force on a day. Throws input.too_large for more than anybody agrees on. */
  listForCustomer(customer: string, on: string, options?: CallOptions): Promise<readonly CustomerPrice[]>;
}

export interface PriceBooks {
  /** The books that hold what is agreed with a customer; more than one is the caller's problem to report. */
  ofCustomer(customer: string, options?: CallOptions): Promise<readonly CustomerBook[]>;
  /** Books of customers, by id; without their entries. */
  list(page: Page, options?: CallOptions): Promise<Listed<{ readonly id: string; readonly customer: string }>>;
  /** Products that stand for these materials: without a list price in a currency they stand in no other book in it. */
  productsOf(materials: readonly string[], options?: CallOptions): Promise<readonly ListedProduct[]>;
}

/** Materials as a stream of changes, by themselves and by their list prices; ids are those of materials. */
export type MaterialChanges = Changes;

export interface InvoiceDetails extends Changes {
  get(id: string, options?: CallOptions): Promise<InvoiceDetail | undefined>;
  /** Every billing document with a line of this order, credit notes and cancelled ones included. */
  listForOrder(orderId: string, options?: CallOptions): Promise<readonly InvoiceDetail[]>;
  /** Issued on these days, inclusive, by number; their lines are left out. */
  listIssued(period: { from: string; to: string; payer?: string }, page: Page, options?: CallOptions): Promise<Listed<InvoiceDetail>>;
}

export interface Receivables {
  /** The customer's lines in the journal of an invoice, open and cleared: an invoice paid in part has one of each. */
  ofInvoice(invoiceId: string, options?: CallOptions): Promise<readonly Receivable[]>;
  /** Every open line of every customer, by document; lines of one document stay on one page. */
  listOpen(page: Page, options?: CallOptions): Promise<Listed<Receivable>>;
}

export interface GeneralLedger {
  /** Sums of what was posted on these days, inclusive, on these accounts, by account and currency. */
  totals(query: { from: string; to: string; accounts: readonly string[] }, options?: CallOptions): Promise<readonly LedgerTotal[]>;
}

export interface SalesContracts extends Changes {
  get(id: string, options?: CallOptions): Promise<SalesContract | undefined>;
  /** Every one the customer ever had, by number. */
  listForCustomer(customer: string, options?: CallOptions): Promise<readonly SalesContract[]>;
}

export interface BillingPlans {
  /** Dates of the billing plans of a customer's orders on these days, inclusive, of headers and items alike. */
  ofCustomer(customer: string, days: { from: string; to: string }, options?: CallOptions): Promise<readonly BillingDate[]>;
}

export interface BillsOfMaterial {
  /** Of each of these materials that has one, the one in force on a day; components that are not valid then are left out. */
  ofMaterials(materials: readonly string[], on: string, options?: CallOptions): Promise<readonly BillOfMaterial[]>;
}

export interface ProductionSchedule {
  /** Everything that is yet to be made of these materials. */
  ofMaterials(materials: readonly string[], options?: CallOptions): Promise<readonly PlannedReceipt[]>;
  /** Everything these plants are yet to make. */
  ofPlants(plants: readonly string[], options?: CallOptions): Promise<readonly PlannedReceipt[]>;
}

/** Read ports of the workflows between CRM and ERP; which are present depends on the system. */
export type BridgePorts = {
  readonly dealLines?: DealLines;
  readonly dealChanges?: OpportunityChanges;
  readonly quotes?: Quotes;
  readonly crmOrders?: CrmOrders;
  readonly leads?: Leads;
  readonly forecastItems?: ForecastItems;
  readonly assets?: Assets;
  readonly contracts?: CrmContracts;
  readonly usage?: Usage;
  readonly products?: CrmProducts;
  readonly accountMasters?: AccountMasters;
  readonly accountChildren?: AccountChildren;
  readonly contactMasters?: ContactMasters;
  readonly serviceCases?: ServiceCases;
  readonly mirrors?: Mirrors;
  readonly customerMasters?: CustomerMasters;
  readonly serviceOrders?: ServiceOrders;
  readonly prices?: Prices;
  readonly invoiceDetails?: InvoiceDetails;
  readonly materialChanges?: MaterialChanges;
  readonly priceChanges?: MaterialChanges;
  readonly customerPrices?: CustomerPrices;
  /** Changes of prices agreed with customers, as changes of these customers. */
  readonly customerPriceChanges?: Changes;
  /** The days on which such prices begin, or have ended the day before: nothing else changes then. Ids are those of customers. */
  readonly customerPriceDays?: Changes;
  readonly receivables?: Receivables;
  readonly generalLedger?: GeneralLedger;
  readonly schedule?: ProductionSchedule;
  readonly billsOfMaterial?: BillsOfMaterial;
  readonly billingPlans?: BillingPlans;
  readonly salesContracts?: SalesContracts;
  readonly companyData?: CompanyData;
  /** Served by the installation itself. */
  readonly companies?: CompanyLookup;
  readonly contactPersons?: ContactPersons;
  /** Changes of contacts, as changes of the accounts they belong to. */
  readonly contactChanges?: Changes;
  /** Changes of entries of the standard price book, as changes of the products they are of. */
  readonly priceEntryChanges?: Changes;
  readonly priceBooks?: PriceBooks;
  /** Changes of entries of the books of customers, as changes of these customers. */
  readonly customerPriceEntryChanges?: Changes;
  /** Changes of the CRM's contracts, as changes of the ERP's contracts they stand for. */
  readonly contractChanges?: Changes;
  /** Served by the installation itself. */
  readonly people?: ContactLinkage;
};

/** Ports a poll may follow. */
export const pollPorts = [
  'orders',
  'dealChanges',
  'quotes',
  'leads',
  'products',
  'accountMasters',
  'contactChanges',
  'priceEntryChanges',
  'serviceCases',
  'invoiceDetails',
  'materialChanges',
  'priceChanges',
  'customerPriceChanges',
  'customerPriceDays',
  'customerPriceEntryChanges',
  'salesContracts',
  'contractChanges',
] as const;
export type PollPort = (typeof pollPorts)[number];
