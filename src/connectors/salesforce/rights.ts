import { bridgeFieldsOf } from './bridge-fields.ts';
import type { SalesforceConfig } from './config.ts';
import { fieldsOf } from './map.ts';
import { usageFields } from './usage.ts';

/** What one object needs: fields to read, and whether records are created or updated. */
export type ObjectNeed = {
  readonly object: string;
  readonly fields: readonly string[];
  readonly create: boolean;
  readonly update: boolean;
};

type Draft = { fields: Set<string>; create: boolean; update: boolean };

/** Every operation this connector serves: `opportunities.get`, `write.Task.create` … */
export function operationsOf(config: SalesforceConfig): readonly string[] {
  return [...Object.keys(reads), ...(config.usage ? [usageOperation] : []), ...config.writes.map((write) => `write.${write}`)];
}

const usageOperation = 'usage.ofContracts';

type Subject = keyof typeof objectNames;

const reads: Readonly<Record<string, readonly Subject[]>> = {
  'opportunities.get': ['opportunity'],
  'opportunities.findByErpOrder': ['opportunity'],
  'opportunities.list': ['opportunity'],
  'accounts.get': ['account'],
  'accounts.findByErpCustomer': ['account'],
  'accounts.findByErpVendor': ['account', 'accountMaster'],
  'accounts.directory': ['entry'],
  'contacts.listForOpportunity': ['contact', 'role'],
  'contacts.listForAccount': ['contact'],
  'cases.get': ['case'],
  'cases.listOpenForAccount': ['case'],
  'users.get': ['user'],
  'feeds.opportunities': ['opportunity', 'dated', 'history'],
  'dealLines.ofOpportunity': ['opportunityLine'],
  'dealChanges.changedSince': ['opportunity'],
  'quotes.get': ['quote', 'quoteLine'],
  'quotes.findByNumber': ['quote'],
  'quotes.changedSince': ['quote'],
  'crmOrders.findByErpOrder': ['order'],
  'crmOrders.listForAccount': ['order'],
  'leads.get': ['lead'],
  'leads.changedSince': ['lead'],
  'forecastItems.list': ['forecast'],
  'assets.get': ['asset'],
  'assets.findBySerial': ['asset'],
  'assets.listForAccount': ['asset'],
  'contracts.get': ['contract'],
  'contracts.findByErpContract': ['contract'],
  'contractChanges.changedSince': ['contract'],
  'contracts.listForAccount': ['contract'],
  'contracts.listEnding': ['contract'],
  'products.get': ['product', 'priceEntry'],
  'products.findByMaterial': ['product', 'priceEntry'],
  'products.list': ['product', 'priceEntry'],
  'products.changedSince': ['product'],
  'products.standardBook': ['priceBook'],
  'accountMasters.get': ['accountMaster'],
  'accountMasters.list': ['accountMaster'],
  'contactMasters.get': ['contact'],
  'contactMasters.casesOf': ['serviceCase'],
  'accountChildren.ofAccount': ['contact', 'opportunity', 'serviceCase', 'contract', 'asset'],
  'contactChanges.changedSince': ['contact'],
  'priceEntryChanges.changedSince': ['priceEntry', 'priceBook'],
  'priceBooks.ofCustomer': ['customerBook', 'customerEntry'],
  'priceBooks.list': ['customerBook'],
  'priceBooks.productsOf': ['product', 'priceEntry'],
  'customerPriceEntryChanges.changedSince': ['customerBook', 'customerEntry'],
  'accountMasters.changedSince': ['accountMaster'],
  'serviceCases.get': ['serviceCase'],
  'serviceCases.findByNumber': ['serviceCase'],
  'serviceCases.listOpenForOrder': ['serviceCase'],
  'serviceCases.changedSince': ['serviceCase'],
  'mirrors.find': [],
  'mirrors.values': [],
  'mirrors.holding': [],
};

const objectNames = {
  opportunity: 'Opportunity',
  account: 'Account',
  entry: 'Account',
  contact: 'Contact',
  case: 'Case',
  user: 'User',
  role: 'OpportunityContactRole',
  dated: 'Opportunity',
  history: 'OpportunityHistory',
  opportunityLine: 'OpportunityLineItem',
  quote: 'Quote',
  quoteLine: 'QuoteLineItem',
  order: 'Order',
  lead: 'Lead',
  forecast: 'ForecastingItem',
  asset: 'Asset',
  contract: 'Contract',
  product: 'Product2',
  priceEntry: 'PricebookEntry',
  accountMaster: 'Account',
  serviceCase: 'Case',
  priceBook: 'Pricebook2',
  customerBook: 'Pricebook2',
  customerEntry: 'PricebookEntry',
} as const;

/** The objects and fields these operations touch, the key's carriers included. Unknown operations are left out. */
export function needsOf(operations: readonly string[], config: SalesforceConfig): readonly ObjectNeed[] {
  const drafts = new Map<string, Draft>();
  const draft = (object: string): Draft => {
    const made = drafts.get(object) ?? { fields: new Set<string>(), create: false, update: false };
    drafts.set(object, made);
    return made;
  };
  const fields: Readonly<Record<Subject, readonly string[]>> = {
    ...fieldsOf(config),
    ...bridgeFieldsOf({ config }),
    priceBook: ['Id', 'IsStandard'],
    role: ['OpportunityId', 'ContactId', 'Role', 'IsPrimary'],
  };
  let writes = false;
  for (const operation of operations) {
    for (const subject of reads[operation] ?? [])
      for (const field of fields[subject]) if (!field.includes('.')) draft(objectNames[subject]).fields.add(field);
    if (operation === usageOperation && config.usage)
      for (const field of usageFields(config.usage)) draft(config.usage.object).fields.add(field);
    const write = /^write\.(\w+)\.(create|update)$/.exec(operation);
    if (!write) continue;
    const [, object = '', kind] = write;
    writes = true;
    draft(object)[kind === 'create' ? 'create' : 'update'] = true;
    if (config.keyObjects.includes(object)) draft(object).fields.add(config.fields.key);
  }
  if (writes && config.idempotency === 'marker') {
    const marker = draft(config.marker.object);
    marker.create = true;
    // A mail that was not sent empties its marker.
    marker.update = operations.includes('write.EmailMessage.create');
    for (const field of [config.marker.key, config.marker.record]) marker.fields.add(field);
  }
  return [...drafts].map(([object, need]) => ({ object, fields: [...need.fields], create: need.create, update: need.update }));
}

/** Nobody is given these: they come with the record they belong to. */
const withoutRights = [
  'User',
  'FeedItem',
  'OpportunityContactRole',
  'OpportunityHistory',
  'OpportunityLineItem',
  'QuoteLineItem',
  'ForecastingItem',
  'EmailMessage',
];

/** The permission set an administrator creates, as metadata; it grants what is needed and nothing else. */
export function permissionSetXml(needs: readonly ObjectNeed[], config: SalesforceConfig): string {
  const objects = needs
    .filter(({ object }) => !withoutRights.includes(object))
    .map(
      ({ object, create, update }) =>
        `  <objectPermissions><object>${object}</object><allowRead>true</allowRead><allowCreate>${create}</allowCreate><allowEdit>${update}</allowEdit><allowDelete>false</allowDelete><modifyAllRecords>false</modifyAllRecords><viewAllRecords>false</viewAllRecords></objectPermissions>`,
    );
  // Standard fields of an object come with it or are granted in its layout; custom ones have to be named.
  const fields = needs.flatMap(({ object, fields, create, update }) =>
    fields
      .filter((field) => field.endsWith('__c'))
      .map(
        (field) =>
          `  <fieldPermissions><field>${object}.${field}</field><readable>true</readable><editable>${create || update}</editable></fieldPermissions>`,
      ),
  );
  const body = [
    `  <label>Countersign (${config.idempotency})</label>`,
    ...fields,
    ...objects,
    '  <userPermissions><name>ApiEnabled</name><enabled>true</enabled></userPermissions>',
  ];
  return ['<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata">', ...body, '</PermissionSet>'].join('\n');
}
