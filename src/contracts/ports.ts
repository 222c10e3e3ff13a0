import type {
  Account,
  Availability,
  CaseRecord,
  ChangePage,
  Contact,
  CreditStatus,
  CrmUser,
  Customer,
  CustomerEntry,
  CustomerReturn,
  Delivery,
  Invoice,
  MaintenanceOrder,
  Material,
  Opportunity,
  ProductionOrder,
  SalesOrder,
  Stock,
} from './business.ts';
import type { BridgePorts } from './bridge-ports.ts';
import type { CallOptions, Listed } from './call-options.ts';
import type { Feeds } from './feeds.ts';
import type { Json, JsonObject } from './json.ts';
import type { CustomerLinkage } from './linkage.ts';
import type { OrderSimulations } from './order-simulation.ts';
import type { Prediction } from './model-store.ts';
import type { Principal } from './principal.ts';

export type { CallOptions, Listed } from './call-options.ts';

export interface SalesOrders {
  get(id: string, options?: CallOptions): Promise<SalesOrder | undefined>;
  findByExternalKey(key: string, options?: CallOptions): Promise<SalesOrder | undefined>;
  /** Orders changed at or after the cursor, oldest first; the cursor is opaque, `since` an ISO instant for the first page. */
  changedSince(position: { since: string } | { cursor: string }, limit: number, options?: CallOptions): Promise<ChangePage>;
  /** Orders with their items that fit every member of the query; `more` says that there are others beyond the limit. */
  list(query: OrderQuery, options?: CallOptions): Promise<Listed<SalesOrder>>;
}

export type OrderQuery = {
  readonly customer?: string;
  /** Not completely processed and not rejected as a whole. */
  readonly isOpen?: boolean;
  /** Held by a delivery block or by the credit check. */
  readonly isBlocked?: boolean;
  readonly material?: string;
  /** Requested delivery date, days inclusive. */
  readonly requestedFrom?: string;
  readonly requestedTo?: string;
  readonly createdFrom?: string;
  readonly createdTo?: string;
  /** Currencies are not converted: `net` sorts the plain figures and the caller compares per currency. */
  readonly sort: 'net' | 'created' | 'requested';
  readonly descending: boolean;
  readonly limit: number;
};

export interface Deliveries {
  listForOrder(orderId: string, options?: CallOptions): Promise<readonly Delivery[]>;
}

export interface Invoices {
  listForOrder(orderId: string, options?: CallOptions): Promise<readonly Invoice[]>;
  listOpen(customerId: string, options?: CallOptions): Promise<readonly Invoice[]>;
}

export interface Production {
  listForOrder(orderId: string, options?: CallOptions): Promise<readonly ProductionOrder[]>;
}

export interface Customers {
  get(id: string, options?: CallOptions): Promise<Customer | undefined>;
  /** Every customer's id, name and town, for finding one by name; a page at a time, oldest number first. */
  directory(position: { after?: string; limit: number }, options?: CallOptions): Promise<Listed<CustomerEntry>>;
  /** Customers held by an order, delivery or credit block. */
  listBlocked(limit: number, options?: CallOptions): Promise<Listed<Customer>>;
}

export interface Materials {
  get(id: string, options?: CallOptions): Promise<Material | undefined>;
  /** All materials that can be sold, by id. */
  list(position: { after?: string; limit: number }, options?: CallOptions): Promise<Listed<Material>>;
  /** What lies in each plant and when more comes; plants without any are left out. */
  stock(material: string, options?: CallOptions): Promise<readonly Stock[]>;
}

export interface Credit {
  status(customerId: string, options?: CallOptions): Promise<CreditStatus | undefined>;
}

export interface Inventory {
  availability(
    query: { material: string; plant: string; on: string; quantity: string; unit: string },
    options?: CallOptions,
  ): Promise<Availability>;
}

export interface MaintenanceOrders {
  get(id: string, options?: CallOptions): Promise<MaintenanceOrder | undefined>;
}

export interface CustomerReturns {
  get(id: string, options?: CallOptions): Promise<CustomerReturn | undefined>;
}

export interface Opportunities {
  get(id: string, options?: CallOptions): Promise<Opportunity | undefined>;
  /** Every opportunity that names this ERP order; more than one is the caller's problem to report, never to guess. */
  findByErpOrder(orderId: string, options?: CallOptions): Promise<readonly Opportunity[]>;
  list(query: OpportunityQuery, options?: CallOptions): Promise<Listed<Opportunity>>;
}

export type OpportunityQuery = {
  readonly account?: string;
  readonly owner?: string;
  readonly isOpen?: boolean;
  readonly stage?: string;
  /** Days, inclusive. */
  readonly closeFrom?: string;
  readonly closeTo?: string;
  /** A part of the name, any case. */
  readonly name?: string;
  readonly sort: 'amount' | 'close' | 'changed';
  readonly descending: boolean;
  readonly limit: number;
};

export interface Accounts {
  get(id: string, options?: CallOptions): Promise<Account | undefined>;
  findByErpCustomer(customerId: string, options?: CallOptions): Promise<readonly Account[]>;
  /** Left out by a CRM whose accounts name no vendor. */
  findByErpVendor?(vendorId: string, options?: CallOptions): Promise<readonly Account[]>;
  /** Every account's id, name and town, for finding one by name. */
  directory(position: { after?: string; limit: number }, options?: CallOptions): Promise<Listed<CustomerEntry>>;
}

export interface Contacts {
  /** Contacts of the account, those with a role on the opportunity first, the primary one at the top. */
  listForOpportunity(opportunityId: string, accountId: string | undefined, options?: CallOptions): Promise<readonly Contact[]>;
  listForAccount(accountId: string, options?: CallOptions): Promise<readonly Contact[]>;
}

export interface Cases {
  get(id: string, options?: CallOptions): Promise<CaseRecord | undefined>;
  listOpenForAccount(accountId: string, options?: CallOptions): Promise<readonly CaseRecord[]>;
}

export interface CrmUsers {
  get(id: string, options?: CallOptions): Promise<CrmUser | undefined>;
}

export interface NumericModels {
  /** The installation's own models; answers and logs like `POST /v1/predict/:model`; whoever it is for has to hold `models.predict`. */
  predict(model: string, body: JsonObject, options: CallOptions & { readonly by: Principal }): Promise<Prediction>;
}

/** What numeric models answered, as it is logged: records keyed, no words. Served by the installation itself, not by a connection. */
export interface LoggedPredictions {
  /** The answers of a range that was handed over, oldest first; undefined where the log holds no such range. */
  range(number: string, options?: CallOptions): Promise<readonly Prediction[] | undefined>;
}

/** The read ports a tool may be given. Which are present depends on what the connections serve. */
export type ReadPorts = BridgePorts & {
  readonly orders?: SalesOrders;
  readonly deliveries?: Deliveries;
  readonly invoices?: Invoices;
  readonly production?: Production;
  readonly customers?: Customers;
  readonly materials?: Materials;
  readonly credit?: Credit;
  readonly inventory?: Inventory;
  readonly simulations?: OrderSimulations;
  readonly maintenance?: MaintenanceOrders;
  readonly returns?: CustomerReturns;
  readonly opportunities?: Opportunities;
  readonly accounts?: Accounts;
  readonly contacts?: Contacts;
  readonly cases?: Cases;
  readonly users?: CrmUsers;
  readonly models?: NumericModels;
  readonly predictions?: LoggedPredictions;
  readonly linkage?: CustomerLinkage;
  readonly feeds?: Feeds;
};
export type PortName = keyof ReadPorts;

// --- Writing -------------------------------------------------------------------------------------------------------

/** A record a write is aimed at. Without an id the write creates one. Types and field names are the vendor's. */
export type WriteTarget = { readonly type: string; readonly id?: string };

export type FieldValue = Json;
/** A field as read: vendors answer scalars for fields; null where there is nothing. */
export type LiveValue = string | number | boolean | null;

/** One request that changes one record. `key` is the effect's key and travels in the field the connection configures. */
export type WriteRequest = {
  readonly operation: 'create' | 'update';
  readonly target: WriteTarget;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly key: string;
  /** Lock token the record had when the write was decided; sent as If-Match or its like on updates. */
  readonly expectedVersion?: string;
};

export type WriteReceipt = {
  readonly id: string;
  readonly version?: string;
  readonly status: number;
  /** SHA-256 of the answer's raw bytes; the bytes themselves are not kept. */
  readonly responseHash: string;
};

/**
 * What became of a write.
 * - applied: the target said yes (and its body agreed; a 200 that carries a failure is not a yes)
 * - refused: the target said no for good, nothing changed
 * - conflict: the record moved since it was read, nothing changed
 * - duplicate: the target refused it because a write with this key is already there
 * - deferred: the target asked to wait, nothing changed
 * - uncertain: nobody knows (time-out, reset, 5xx after send)
 */
export type WriteOutcome =
  | { readonly kind: 'applied'; readonly receipt: WriteReceipt }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly reason: string; readonly field?: string }
  | { readonly kind: 'conflict'; readonly status: number; readonly reason: string }
  | { readonly kind: 'duplicate'; readonly status: number; readonly reason: string }
  | { readonly kind: 'deferred'; readonly retryAfterMs: number }
  | { readonly kind: 'uncertain'; readonly reason: string };

export type LookupOutcome =
  | { readonly kind: 'found'; readonly id: string; readonly version?: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous'; readonly count: number }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** A live record's fields as the vendor holds them, for before-values and conflict checks. */
export type LiveRecord = { readonly id: string; readonly version?: string; readonly fields: Readonly<Record<string, LiveValue>> };

/** The only way to write to a connection. Handed to the commit node alone. */
export interface RecordWriter {
  /** Sends once; never retries by itself. Every failure is an outcome, not an exception. */
  send(request: WriteRequest, options?: CallOptions): Promise<WriteOutcome>;
  /** Was a write with this key committed? Asks the target by the field that carries the key. */
  lookup(request: WriteRequest, options?: CallOptions): Promise<LookupOutcome>;
  /** Whether the target itself refuses a second write with the same key (unique external id, marker record, If-Match). */
  refusesSecond(request: WriteRequest): boolean;
  /** How long after an uncertain answer the first request may still commit; look-ups wait for it. */
  readonly settleDelayMs: number;
}

/** Reads a record's live fields, for diffs. Given to propose and to the approval card; cannot write. */
export interface RecordReader {
  read(target: { type: string; id: string }, fields: readonly string[], options?: CallOptions): Promise<LiveRecord | undefined>;
}

// --- Connections ---------------------------------------------------------------------------------------------------

/** What a connection can do, per port. A tool whose `needs` are not covered is not offered to anyone. */
export type Capabilities = {
  /** `orders.get`, `opportunities.findByErpOrder`, `write.Opportunity.update` … */
  readonly operations: readonly string[];
  readonly idempotency: 'marker' | 'external-key' | 'lookup' | 'none';
  readonly concurrency: 'etag' | 'timestamp' | 'none';
  readonly changes: 'cursor' | 'events' | 'none';
  readonly maxKeyLength: number;
};

export type DoctorFinding = {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly check: string;
  readonly message: string;
  readonly fix?: string;
};

export interface Connection {
  readonly name: string;
  /** `sap-s4`, `salesforce`. */
  readonly vendor: string;
  readonly capabilities: Capabilities;
  readonly ports: ReadPorts;
  readonly reader: RecordReader;
  readonly writer: RecordWriter;
  /** Reachability, rights granted against rights needed, key field present and filterable. Never changes anything. */
  doctor(neededOperations: readonly string[]): Promise<readonly DoctorFinding[]>;
  close(): Promise<void>;
}
