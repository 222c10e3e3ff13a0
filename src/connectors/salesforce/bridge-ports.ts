import type { BridgePorts, Changes } from '../../contracts/bridge-ports.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions, Listed } from '../../contracts/ports.ts';
import { bridgeFieldsOf } from './bridge-fields.ts';
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
import { StampRow } from './bridge-schema.ts';
import type { Client } from './client.ts';
import { beyond, started } from './feeds.ts';
import { mirrorPort } from './mirrors.ts';
import { isoInstant, type MapContext, parsed, type Row } from './map.ts';
import { condition, day, id, ids, isRecordId, most, name, names, soql, type SoqlPart, text, where } from './soql.ts';

type Page = { readonly after?: string; readonly limit: number };

/** What the workflows between CRM and ERP read of Salesforce beside opportunities, contacts and open cases. */
export function bridgePorts(client: Client, context: MapContext): BridgePorts {
  const reads = createReads(client, context);
  return {
    ...dealPorts(reads),
    ...servicePorts(reads),
    ...masterPorts(reads),
    mirrors: mirrorPort(client, context),
  };
}

type Reads = ReturnType<typeof createReads>;

/** Open cases of one order; with more of them nobody reads what stands on each. */
const mostCases = 50;

/** The few ways in which all of them are read. */
function createReads(client: Client, context: MapContext) {
  const fields = bridgeFieldsOf(context);
  const rows = (query: string, options?: CallOptions, limit?: number): Promise<readonly Row[]> =>
    client.query(query, options?.signal, limit);
  return {
    context,
    fields,
    rows,
    changes: (object: string, of = 'Id'): Changes => changesOf(client, object, of),
    one: async (object: string, wanted: readonly string[], key: string, options?: CallOptions): Promise<Row | undefined> => {
      // An id that does not have the form of one belongs to no record, so nothing is asked.
      if (!isRecordId(key)) return undefined;
      return (await rows(soql`SELECT ${names(wanted)} FROM ${name(object)} WHERE Id = ${id(key)} LIMIT ${most(1)}`, options, 1))[0];
    },
    /** Ids by the number people read, which a record has beside its id. */
    numbered: async (object: string, field: string, number: string, options?: CallOptions): Promise<readonly string[]> => {
      const found = await rows(
        soql`SELECT Id FROM ${name(object)}${where([condition`${name(field)} = ${text(number)}`])} ORDER BY Id LIMIT ${most(2)}`,
        options,
        2,
      );
      return found.map((row) => String(row['Id']));
    },
    /** Records that refer to another one. */
    of: async (object: string, wanted: readonly string[], field: string, key: string, options?: CallOptions): Promise<readonly Row[]> => {
      if (!isRecordId(key)) return [];
      return rows(soql`SELECT ${names(wanted)} FROM ${name(object)} WHERE ${name(field)} = ${id(key)} ORDER BY Id`, options);
    },
    page: async (
      object: string,
      wanted: readonly string[],
      { after, limit }: Page,
      conditions: readonly SoqlPart[],
      options?: CallOptions,
    ): Promise<Listed<Row>> => {
      const all = [...conditions, ...(after === undefined ? [] : [condition`Id > ${id(after)}`])];
      const query = soql`SELECT ${names(wanted)} FROM ${name(object)}${where(all)} ORDER BY Id LIMIT ${most(limit + 1)}`;
      const found = await rows(query, options, limit + 1);
      return { items: found.slice(0, limit), more: found.length > limit };
    },
  };
}

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

function masterPorts({ context, fields, rows, changes, one, page }: Reads): BridgePorts {
  const entriesOf = async (products: readonly Row[], options?: CallOptions): Promise<readonly Row[]> => {
    const wanted = products.flatMap(({ Id }) => (typeof Id === 'string' ? [Id] : []));
    if (wanted.length === 0) return [];
    return rows(soql`SELECT ${names(fields.priceEntry)} FROM PricebookEntry WHERE Product2Id IN ${ids(wanted)} ORDER BY Id`, options);
  };
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
    priceEntryChanges: changes('PricebookEntry', 'Product2Id'),
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

/** Ids of what changed, or of what that belongs to, by SystemModstamp, which moves with every change, by people or not. */
function changesOf(client: Client, object: string, of: string): Changes {
  return {
    async changedSince(position, limit, options) {
      const from = where([beyond(position)]);
      const query = soql`SELECT ${names([...new Set(['Id', 'SystemModstamp', of])])} FROM ${name(object)}${from} ORDER BY SystemModstamp, Id LIMIT ${most(limit + 1)}`;
      const rows = await client.query(query, options?.signal, limit + 1);
      const page = rows.slice(0, limit).map((row) => {
        const { Id: seen, SystemModstamp: stamp } = parsed(StampRow, row, client.connection);
        const changedAt = isoInstant(stamp);
        if (changedAt === undefined)
          throw new CountersignError('connector.invalid_reply', `${client.connection} answered with a stamp in an unknown form`);
        return { seen, id: row[of], changedAt };
      });
      const last = page.at(-1);
      return {
        // What belongs to nothing changes nothing.
        changes: page.flatMap(({ id: changed, changedAt }) => (typeof changed === 'string' ? [{ id: changed, changedAt }] : [])),
        cursor: last ? JSON.stringify([last.changedAt, last.seen]) : started(position),
        more: rows.length > limit,
      };
    },
  };
}
