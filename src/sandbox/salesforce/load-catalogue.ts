import { contractsOf } from '../company/contracts.ts';
import { addDays } from '../company/days.ts';
import type { CompanySeed, SeedOrder } from '../company/seed.ts';
import { stages } from './objects/index.ts';
import type { Row } from './records.ts';

export type CatalogueGround = {
  readonly plant: (name: string, values: Row, at?: string) => string;
  readonly owner: string;
  readonly accounts: ReadonlyMap<string, string>;
  /** By the key of the seed's opportunity. */
  readonly opportunities: ReadonlyMap<string, string>;
};

/** What the CRM sells and has sold: products with prices, lines of deals, installed products, running contracts, its forecast. */
export function loadCatalogue(seed: CompanySeed, ground: CatalogueGround): void {
  const { plant } = ground;
  const book = plant('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  const entries = new Map<string, string>();
  const products = new Map<string, string>();
  for (const material of seed.materials) {
    const product = plant('Product2', {
      Name: material.description,
      ProductCode: material.id,
      IsActive: material.isDiscontinued !== true,
      Family: material.group ?? null,
      QuantityUnitOfMeasure: material.unit,
      ERP_Material_Id__c: material.id,
    });
    products.set(material.id, product);
    // The vendor's JSON carries prices as numbers; two decimals fit a double exactly enough to print back.
    const values = { Pricebook2Id: book, Product2Id: product, UnitPrice: Number(material.price), CurrencyIsoCode: material.currency };
    entries.set(material.id, plant('PricebookEntry', { ...values, IsActive: true }));
  }
  const orders = new Map(seed.orders.map((order) => [order.id, order]));
  for (const opportunity of seed.opportunities) {
    const id = ground.opportunities.get(opportunity.key);
    const order = opportunity.order === undefined ? undefined : orders.get(opportunity.order);
    if (id !== undefined && order) loadLines(order, id, entries, plant);
  }
  seed.orders.forEach((order) => loadAssets(order, products, ground));
  loadContracts(seed, ground);
  loadForecast(seed, ground);
}

function loadLines(order: SeedOrder, opportunity: string, entries: ReadonlyMap<string, string>, plant: CatalogueGround['plant']): void {
  for (const item of order.items) {
    const entry = entries.get(item.material);
    const quantity = Number(item.quantity);
    if (entry === undefined || !(quantity > 0)) continue;
    plant('OpportunityLineItem', {
      OpportunityId: opportunity,
      PricebookEntryId: entry,
      Quantity: quantity,
      UnitPrice: Math.round((Number(item.net) / quantity) * 100) / 100,
      ServiceDate: order.requestedOn,
      Description: item.description.slice(0, 255),
    });
  }
}

const warrantyDays = 730;

/** What was delivered and signed for stands at the customer's, two years under warranty. */
function loadAssets(order: SeedOrder, products: ReadonlyMap<string, string>, { plant, accounts }: CatalogueGround): void {
  const account = accounts.get(order.customer);
  const delivered = order.deliveries.find((delivery) => delivery.proofOfDeliveryOn !== undefined);
  if (account === undefined || delivered?.proofOfDeliveryOn === undefined) return;
  for (const item of order.items) {
    if (!products.has(item.material)) continue;
    plant('Asset', {
      Name: item.description.slice(0, 255),
      SerialNumber: `SN-${order.id.replace(/\D/g, '')}-${item.id}`,
      AccountId: account,
      Product2Id: products.get(item.material) ?? null,
      InstallDate: delivered.proofOfDeliveryOn,
      Status: 'Installed',
      Warranty_Until__c: addDays(delivered.proofOfDeliveryOn, warrantyDays),
    });
  }
}

function loadContracts(seed: CompanySeed, { plant, accounts, owner }: CatalogueGround): void {
  for (const { number, customer, startOn, months, annual } of contractsOf(seed)) {
    const account = accounts.get(customer.id);
    if (account === undefined) continue;
    plant('Contract', {
      AccountId: account,
      OwnerId: owner,
      Status: 'Activated',
      StartDate: startOn,
      ContractTerm: months,
      Annual_Amount__c: annual,
      CurrencyIsoCode: customer.currency,
      Payment_Terms__c: customer.paymentTerms,
      ERP_Contract_Id__c: number,
    });
  }
}

/** Months from half a year ago to a year ahead with what the CRM itself expects of them. */
function loadForecast(seed: CompanySeed, { plant, owner }: CatalogueGround): void {
  const first = new Date(`${seed.asOf.slice(0, 7)}-01T00:00:00Z`);
  for (let month = -6; month <= 12; month += 1) {
    const start = isoDay(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1));
    const end = isoDay(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month + 1, 0));
    const id = plant('Period', { Type: 'Month', StartDate: start, EndDate: end, FullyQualifiedLabel: start.slice(0, 7) });
    const sums = new Map<string, number>();
    for (const deal of seed.opportunities) {
      const category = stages[deal.stage]?.forecast ?? 'Omitted';
      if (category === 'Omitted' || deal.closeOn < start || deal.closeOn > end) continue;
      const key = `${category}|${deal.currency}`;
      sums.set(key, (sums.get(key) ?? 0) + Math.round(Number(deal.amount) * 100));
    }
    for (const [key, cents] of sums) {
      const [category = '', currency = ''] = key.split('|');
      plant('ForecastingItem', {
        OwnerId: owner,
        PeriodId: id,
        ForecastCategoryName: category,
        ForecastAmount: cents / 100,
        CurrencyIsoCode: currency,
      });
    }
  }
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
