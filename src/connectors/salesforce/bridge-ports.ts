import type { BridgePorts } from '../../contracts/bridge-ports.ts';
import type { Listed } from '../../contracts/ports.ts';
import {
  toAccountMaster,
  toAsset,
  toContract,
  toCrmOrder,
  toForecastItem,
  toLead,
  toLine,
  toProduct,
  toQuote,
  toServiceCase,
} from './bridge-map.ts';
import { createReads, type Reads } from './bridge-reads.ts';
import { usagePort } from './usage.ts';
import { contactMasters } from './contacts.ts';
import { accountChildren } from './children.ts';
import type { Client } from './client.ts';
import { mirrorPort } from './mirrors.ts';
import { customerBooks } from './price-books.ts';
import type { MapContext, Row } from './map.ts';
import { condition, day, most, name, names, soql, text, where } from './soql.ts';

/** What the workflows between CRM and ERP read of Salesforce beside opportunities, contacts and open cases. */
export function bridgePorts(client: Client, context: MapContext): BridgePorts {
  const reads = createReads(client, context);
  return {
    ...dealPorts(reads),
    ...servicePorts(reads),
    ...masterPorts(reads),
    ...customerBooks(reads),
    mirrors: mirrorPort(client, context),
    accountChildren: accountChildren(client),
    contactMasters: contactMasters(client, context),
    ...(context.config.usage ? { usage: usagePort(client, context, context.config.usage) } : {}),
  };
}

/** Open cases of one order; with more of them nobody reads what stands on each. */
const mostCases = 50;

const mapped = <T>({ items, more }: Listed<Row>, map: (row: Row) => T): Listed<T> => ({ items: items.map(map), more });

function dealPorts({ context, fields, rows, changes, one, of, numbered }: Reads): BridgePorts {
  return {
    dealLines: {
      async ofOpportunity(opportunityId, options) {
        const found = await of('OpportunityLineItem', fields.opportunityLine, 'OpportunityId', opportunityId, options);
        return found.map((row) => toLine(row, undefined, context));
      },
    },
    dealChanges: changes('Opportunity'),
    quotes: {
      ...changes('Quote'),
      findByNumber: (number, options) => numbered('Quote', 'QuoteNumber', number, options),
      async get(key, options) {
        const row = await one('Quote', fields.quote, key, options);
        return row && toQuote(row, await of('QuoteLineItem', fields.quoteLine, 'QuoteId', key, options), context);
      },
    },
    crmOrders: {
      async findByErpOrder(orderId, options) {
        const field = name(context.config.fields.erpOrder);
        const found = await rows(soql`SELECT ${names(fields.order)} FROM Order WHERE ${field} = ${text(orderId)} ORDER BY Id`, options);
        return found.map((row) => toCrmOrder(row, context));
      },
      listForAccount: async (accountId, options) =>
        (await of('Order', fields.order, 'AccountId', accountId, options)).map((row) => toCrmOrder(row, context)),
    },
    leads: {
      ...changes('Lead'),
      async get(key, options) {
        const row = await one('Lead', fields.lead, key, options);
        return row && toLead(row, context);
      },
    },
    forecastItems: {
      async list({ from, to }, options) {
        const touching = where([condition`Period.EndDate >= ${day(from)}`, condition`Period.StartDate <= ${day(to)}`]);
        const found = await rows(soql`SELECT ${names(fields.forecast)} FROM ForecastingItem${touching} ORDER BY Id`, options);
        return found.flatMap((row) => toForecastItem(row, context) ?? []);
      },
    },
  };
}

function servicePorts({ context, fields, rows, changes, one, of, page, numbered }: Reads): BridgePorts {
  return {
    assets: {
      async get(key, options) {
        const row = await one('Asset', fields.asset, key, options);
        return row && toAsset(row, context);
      },
      async findBySerial(serialNumber, options) {
        const serial = where([condition`SerialNumber = ${text(serialNumber)}`]);
        const found = await rows(soql`SELECT ${names(fields.asset)} FROM Asset${serial} ORDER BY Id LIMIT ${most(20)}`, options);
        return found.map((row) => toAsset(row, context));
      },
      listForAccount: async (accountId, options) =>
        (await of('Asset', fields.asset, 'AccountId', accountId, options)).map((row) => toAsset(row, context)),
    },
    contracts: {
      async get(key, options) {
        const row = await one('Contract', fields.contract, key, options);
        return row && toContract(row, context);
      },
      async findByErpContract(contractId, options) {
        const named = where([condition`${name(context.config.fields.erpContract)} = ${text(contractId)}`]);
        const query = soql`SELECT ${names(fields.contract)} FROM Contract${named} ORDER BY Id LIMIT ${most(20)}`;
        return (await rows(query, options, 20)).map((row) => toContract(row, context));
      },
      listForAccount: async (accountId, options) =>
        (await of('Contract', fields.contract, 'AccountId', accountId, options)).map((row) => toContract(row, context)),
      async listEnding({ from, to }, position, options) {
        const ending = [condition`Status = 'Activated'`, condition`EndDate >= ${day(from)}`, condition`EndDate <= ${day(to)}`];
        return mapped(await page('Contract', fields.contract, position, ending, options), (row) => toContract(row, context));
      },
    },
    contractChanges: changes('Contract', context.config.fields.erpContract),
    serviceCases: {
      ...changes('Case'),
      findByNumber: (number, options) => numbered('Case', 'CaseNumber', number, options),
      async listOpenForOrder(orderId, options) {
        const named = condition`${name(context.config.fields.erpOrder)} = ${text(orderId)}`;
        const open = where([named, condition`IsClosed = false`]);
        const query = soql`SELECT ${names(fields.serviceCase)} FROM Case${open} ORDER BY Id LIMIT ${most(mostCases)}`;
        return (await rows(query, options, mostCases)).map((row) => toServiceCase(row, context));
      },
      async get(key, options) {
        const row = await one('Case', fields.serviceCase, key, options);
        return row && toServiceCase(row, context);
      },
    },
  };
}

function masterPorts({ context, fields, rows, changes, one, page, entriesOf }: Reads): BridgePorts {
  return {
    products: {
      ...changes('Product2'),
      async get(key, options) {
        const row = await one('Product2', fields.product, key, options);
        return row && toProduct(row, await entriesOf([row], options), context);
      },
      async findByMaterial(material, options) {
        const coded = where([condition`ProductCode = ${text(material)}`]);
        const found = await rows(soql`SELECT ${names(fields.product)} FROM Product2${coded} ORDER BY Id LIMIT ${most(20)}`, options);
        const entries = await entriesOf(found, options);
        return found.map((row) => toProduct(row, entries, context));
      },
      async list(position, options) {
        const found = await page('Product2', fields.product, position, [], options);
        const entries = await entriesOf(found.items, options);
        return mapped(found, (row) => toProduct(row, entries, context));
      },
      async standardBook(options) {
        const [book] = await rows(soql`SELECT Id FROM Pricebook2 WHERE IsStandard = true LIMIT ${most(1)}`, options, 1);
        return typeof book?.['Id'] === 'string' ? book['Id'] : undefined;
      },
    },
    contactChanges: changes('Contact', 'AccountId'),
    // Entries of other books say nothing of the catalogue.
    priceEntryChanges: changes('PricebookEntry', 'Product2Id', condition`Pricebook2.IsStandard = true`),
    accountMasters: {
      ...changes('Account'),
      async get(key, options) {
        const row = await one('Account', fields.accountMaster, key, options);
        return row && toAccountMaster(row, context);
      },
      list: async (position, options) =>
        mapped(await page('Account', fields.accountMaster, position, [], options), (row) => toAccountMaster(row, context)),
    },
  };
}
