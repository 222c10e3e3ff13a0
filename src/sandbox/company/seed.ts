/**
 * A whole company as plain data, before either face stores it. Made by the generator or by an import; each face loads
 * the part it owns into its own tables. Dates are ISO days, moments ISO instants with zone, amounts decimal text.
 */
export type SeedUser = {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly title: string;
};

export type SeedContact = {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
  readonly language: string;
  readonly optedOut: boolean;
};

export type SeedCustomer = {
  /** The ERP customer number; the CRM account carries it in ERP_Customer_Id__c. */
  readonly id: string;
  readonly name: string;
  readonly street: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly phone: string;
  readonly email: string;
  readonly language: string;
  readonly currency: string;
  readonly paymentTerms: string;
  readonly creditLimit: string;
  readonly creditExposure: string;
  readonly creditBlocked: boolean;
  /** A block of new orders for all sales areas. */
  readonly orderBlock?: string;
  readonly riskClass: string;
  readonly ownerKey: string;
  readonly contacts: readonly SeedContact[];
};

export type SeedMaterial = {
  readonly id: string;
  readonly description: string;
  readonly unit: string;
  readonly price: string;
  readonly currency: string;
  readonly plant: string;
  readonly stock: string;
  readonly leadTimeDays: number;
  /** Further plants that keep it. */
  readonly elsewhere?: readonly { readonly plant: string; readonly stock: string }[];
  readonly group?: string;
  readonly isDiscontinued?: boolean;
};

export type SeedOrderItem = {
  /** '10', '20', … */
  readonly id: string;
  readonly material: string;
  readonly description: string;
  readonly unit: string;
  readonly quantity: string;
  readonly confirmed: string;
  readonly confirmedOn?: string;
  readonly delivered: string;
  readonly net: string;
  readonly rejectionReason?: string;
  readonly inProduction: boolean;
};

export type SeedDelivery = {
  readonly id: string;
  readonly tracking: string;
  readonly plannedGoodsIssueOn: string;
  readonly goodsIssuedOn?: string;
  readonly deliveryOn: string;
  readonly proofOfDeliveryOn?: string;
  readonly picked: boolean;
  readonly items: readonly { readonly orderItem: string; readonly material: string; readonly quantity: string; readonly unit: string }[];
};

export type SeedInvoice = {
  readonly id: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly net: string;
  readonly tax: string;
  readonly gross: string;
  readonly cleared: boolean;
  /** The day it was paid; the day of the order's last change unless given. */
  readonly clearedOn?: string;
};

export type SeedOrder = {
  readonly id: string;
  readonly customer: string;
  readonly customerReference: string;
  readonly currency: string;
  readonly createdOn: string;
  readonly requestedOn: string;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly net: string;
  readonly items: readonly SeedOrderItem[];
  readonly deliveries: readonly SeedDelivery[];
  readonly invoices: readonly SeedInvoice[];
  readonly creditBlocked: boolean;
  readonly deliveryBlock: string;
};

export type SeedOpportunity = {
  readonly key: string;
  readonly customer: string;
  readonly name: string;
  readonly stage: string;
  readonly amount: string;
  readonly currency: string;
  readonly closeOn: string;
  readonly ownerKey: string;
  /** What it was before, oldest first; the values above stand since the company's now unless the last of these holds them. */
  readonly steps?: readonly { readonly at: string; readonly stage: string; readonly amount: string; readonly closeOn: string }[];
  /** Set where the CRM knows its ERP order (ERP_Order_Id__c). */
  readonly order?: string;
  /** An outside name for this opportunity that is no real id; goes to the link table as an alias. */
  readonly alias?: string;
  readonly contactRoles: readonly { readonly contactKey: string; readonly role: string; readonly isPrimary: boolean }[];
};

export type SeedCase = {
  readonly customer: string;
  readonly subject: string;
  readonly text: string;
  readonly priority: 'High' | 'Medium' | 'Low';
  readonly status: 'New' | 'Working' | 'Escalated' | 'Closed';
  readonly openedAt: string;
};

export type CompanySeed = {
  readonly name: string;
  /** The company's now: newest moment in the data. */
  readonly asOf: string;
  readonly users: readonly SeedUser[];
  readonly customers: readonly SeedCustomer[];
  readonly materials: readonly SeedMaterial[];
  readonly orders: readonly SeedOrder[];
  readonly opportunities: readonly SeedOpportunity[];
  /** The CRM's service cases; the first contact of the customer reported them. */
  readonly cases?: readonly SeedCase[];
};
