import type { Database } from 'better-sqlite3';
import type { CompanySeed, SeedContact, SeedCustomer, SeedOpportunity, SeedUser } from '../company/seed.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { findObject } from './organisation.ts';
import type { ObjectDef } from './objects/index.ts';
import { organisationId } from './record-id.ts';
import type { Records, Row } from './records.ts';
import type { Writes } from './writes.ts';

export const integrationUsername = 'countersign@sandbox.example';

type LoadDeps = {
  readonly db: Database;
  readonly records: Records;
  readonly writes: Writes;
  readonly modifyAllData: boolean;
  /** Called as soon as the API user exists, so that everything after it is created by that user. */
  readonly identify: (organisation: Organisation) => void;
};

export type Organisation = { readonly organisationId: string; readonly userId: string };

/** Stores the company's customer side: users, accounts, contacts, opportunities with their roles, one group. */
export function loadCompany(seed: CompanySeed, deps: LoadDeps): void {
  const { db, writes } = deps;
  deps.records.clear();
  db.exec('DELETE FROM salesforce_alias');
  const plant: Plant = (name, values, at) => writes.plant(objectNamed(name), values, at ?? seed.asOf);
  const userId = plantIntegrationUser(plant);
  deps.identify({ organisationId: organisationId(seed.name), userId });
  plantRights(plant, userId, deps.modifyAllData);
  const users = new Map(seed.users.map((user) => [user.key, plantUser(plant, user)]));
  const accounts = new Map<string, string>();
  const contacts = new Map<string, string>();
  for (const customer of seed.customers) {
    const owner = users.get(customer.ownerKey) ?? userId;
    const account = plantAccount(plant, customer, owner);
    accounts.set(customer.id, account);
    for (const contact of customer.contacts) contacts.set(contact.key, plantContact(plant, contact, account, owner));
  }
  const opportunities = new Map<string, string>();
  const alias = db.prepare('INSERT OR REPLACE INTO salesforce_alias (alias, id) VALUES (?, ?)');
  for (const opportunity of seed.opportunities) {
    const owner = users.get(opportunity.ownerKey) ?? userId;
    const id = plantOpportunity(opportunity, {
      plant,
      change: (changed, values, at) => writes.replant(objectNamed('Opportunity'), changed, values, at),
      account: accounts.get(opportunity.customer) ?? null,
      owner,
      contacts,
    });
    opportunities.set(opportunity.key, id);
    if (opportunity.alias !== undefined) alias.run(opportunity.alias, id);
  }
  plantCases(seed, { writes, accounts, contacts, owner: userId });
  plant('CollaborationGroup', { Name: 'Operations', CollaborationType: 'Public', OwnerId: userId });
  loadCatalogue(seed, { plant, owner: userId, accounts, opportunities });
}

type Plant = (name: string, values: Row, at?: string) => string;

function plantIntegrationUser(plant: Plant): string {
  return plant('User', {
    Username: integrationUsername,
    FirstName: 'Countersign',
    LastName: 'Integration',
    Email: integrationUsername,
    IsActive: true,
  });
}

function plantRights(plant: Plant, userId: string, modifyAllData: boolean): void {
  const system = { PermissionsApiEnabled: true, PermissionsModifyAllData: modifyAllData, PermissionsViewAllData: modifyAllData };
  const permissionSet = plant('PermissionSet', { Name: 'Countersign', Label: 'Countersign', IsOwnedByProfile: false, ...system });
  plant('PermissionSetAssignment', { PermissionSetId: permissionSet, AssigneeId: userId });
}

function plantUser(plant: Plant, user: SeedUser): string {
  const { key, firstName, lastName, email, title } = user;
  return plant('User', {
    Username: `${key}.${email}`.slice(0, 80),
    FirstName: firstName,
    LastName: lastName,
    Email: email,
    Title: title,
    IsActive: true,
  });
}

function plantAccount(plant: Plant, customer: SeedCustomer, owner: string): string {
  return plant('Account', {
    Name: customer.name,
    AccountNumber: customer.id,
    Type: 'Customer - Direct',
    Phone: customer.phone,
    BillingStreet: customer.street,
    BillingCity: customer.city,
    BillingState: customer.region,
    BillingPostalCode: customer.postalCode,
    BillingCountry: customer.country,
    OwnerId: owner,
    ERP_Customer_Id__c: customer.id,
    Language__c: customer.language,
  });
}

function plantContact(plant: Plant, contact: SeedContact, account: string, owner: string): string {
  const { firstName, lastName, title, email, phone, optedOut, language } = contact;
  const values = { FirstName: firstName, LastName: lastName, Title: title, Email: email, Phone: phone };
  return plant('Contact', { ...values, HasOptedOutOfEmail: optedOut, Language__c: language, AccountId: account, OwnerId: owner });
}

type Ground = {
  readonly plant: Plant;
  readonly change: (id: string, values: Row, at: string) => void;
  readonly account: string | null;
  readonly owner: string;
  readonly contacts: ReadonlyMap<string, string>;
};

function plantOpportunity(seed: SeedOpportunity, ground: Ground): string {
  // The vendor's JSON carries amounts as numbers; two decimals of any real deal fit a double exactly enough to print back.
  const valuesOf = ({ stage, amount, closeOn }: { stage: string; amount: string; closeOn: string }): Row => ({
    StageName: stage,
    Amount: Number(amount),
    CloseDate: closeOn,
  });
  const [first, ...later] = seed.steps ?? [];
  const id = ground.plant(
    'Opportunity',
    {
      Name: seed.name.slice(0, 120),
      AccountId: ground.account,
      ...valuesOf(first ?? seed),
      CurrencyIsoCode: seed.currency,
      OwnerId: ground.owner,
      ERP_Order_Id__c: seed.order ?? null,
    },
    first?.at,
  );
  for (const step of later) ground.change(id, valuesOf(step), step.at);
  for (const role of seed.contactRoles) {
    const contact = ground.contacts.get(role.contactKey);
    if (contact !== undefined)
      ground.plant('OpportunityContactRole', { OpportunityId: id, ContactId: contact, Role: role.role, IsPrimary: role.isPrimary });
  }
  return id;
}

function plantCases(
  seed: CompanySeed,
  ground: {
    readonly writes: Writes;
    readonly accounts: ReadonlyMap<string, string>;
    readonly contacts: ReadonlyMap<string, string>;
    readonly owner: string;
  },
): void {
  const reporters = new Map(seed.customers.map((customer) => [customer.id, customer.contacts[0]?.key ?? '']));
  for (const one of seed.cases ?? []) {
    const values = {
      Subject: one.subject,
      Description: one.text,
      Status: one.status,
      Priority: one.priority,
      Origin: 'Email',
      AccountId: ground.accounts.get(one.customer) ?? null,
      ContactId: ground.contacts.get(reporters.get(one.customer) ?? '') ?? null,
      OwnerId: ground.owner,
    };
    ground.writes.plant(objectNamed('Case'), values, one.openedAt);
  }
}

function objectNamed(name: string): ObjectDef {
  const object = findObject(name);
  if (!object) throw new Error(`the sandbox has no object ${name}`);
  return object;
}
