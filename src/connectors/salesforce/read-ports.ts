import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions, LiveValue, ReadPorts, RecordReader } from '../../contracts/ports.ts';
import { bridgePorts } from './bridge-ports.ts';
import { listForAccount, listForOpportunity } from './contacts.ts';
import type { Client } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { opportunityFeed } from './feeds.ts';
import { listAccounts, listOpportunities } from './lists.ts';
import { fieldsOf, type MapContext, type Row, toAccount, toCase, toOpportunity, toUser } from './map.ts';
import { id as idLiteral, isRecordId, name, names, soql, text } from './soql.ts';

type SalesforcePorts = ReadPorts & Required<Pick<ReadPorts, 'opportunities' | 'accounts' | 'contacts' | 'cases' | 'users' | 'feeds'>>;

export function createReadPorts(client: Client, config: SalesforceConfig): SalesforcePorts {
  const context: MapContext = { connection: client.connection, config };
  const fields = fieldsOf(config);
  const one = async <T>(
    object: string,
    id: string,
    wanted: readonly string[],
    map: (row: Row) => T,
    options?: CallOptions,
  ): Promise<T | undefined> => {
    const row = await readRecord(client, object, id, wanted, options);
    return row && map(row);
  };
  const accountsBy = async (field: string, number: string, options?: CallOptions) => {
    const rows = await client.query(
      soql`SELECT ${names(fields.account)} FROM Account WHERE ${name(field)} = ${text(number)} ORDER BY Id`,
      options?.signal,
    );
    return rows.map((row) => toAccount(row, context));
  };
  return {
    ...bridgePorts(client, context),
    opportunities: {
      get: (id, options) => one('Opportunity', id, fields.opportunity, (row) => toOpportunity(row, context), options),
      async findByErpOrder(orderId, options) {
        const rows = await client.query(
          soql`SELECT ${names(fields.opportunity)} FROM Opportunity WHERE ${name(config.fields.erpOrder)} = ${text(orderId)} ORDER BY Id`,
          options?.signal,
        );
        return rows.map((row) => toOpportunity(row, context));
      },
      list: (query, options) => listOpportunities(client, context, query, options),
    },
    accounts: {
      get: (id, options) => one('Account', id, fields.account, (row) => toAccount(row, context), options),
      findByErpCustomer: (number, options) => accountsBy(config.fields.erpCustomer, number, options),
      findByErpVendor: (number, options) => accountsBy(config.fields.erpVendor, number, options),
      directory: (position, options) => listAccounts(client, context, position, options),
    },
    contacts: {
      listForOpportunity: (opportunityId, accountId, options) => listForOpportunity(client, context, { opportunityId, accountId }, options),
      listForAccount: (accountId, options) => listForAccount(client, context, accountId, options),
    },
    cases: {
      get: (id, options) => one('Case', id, fields.case, (row) => toCase(row, context), options),
      async listOpenForAccount(accountId, options) {
        if (!isRecordId(accountId)) return [];
        const rows = await client.query(
          soql`SELECT ${names(fields.case)} FROM Case WHERE AccountId = ${idLiteral(accountId)} AND IsClosed = false ORDER BY CreatedDate DESC LIMIT 200`,
          options?.signal,
        );
        return rows.map((row) => toCase(row, context));
      },
    },
    feeds: { opportunities: opportunityFeed(client, context) },
    users: { get: (id, options) => one('User', id, fields.user, (row) => toUser(row, context), options) },
  };
}

/** Live fields of any record, for before-values and conflict checks. Its version is SystemModstamp. */
export function createReader(client: Client): RecordReader {
  return {
    async read(target, fields, options) {
      const row = await readRecord(client, name(target.type).soql, target.id, [...new Set([...fields, 'Id', 'SystemModstamp'])], options);
      if (!row) return undefined;
      const { Id: id, SystemModstamp: version } = row;
      if (typeof id !== 'string')
        throw new CountersignError('connector.invalid_reply', `${client.connection} answered with a record without an id`);
      const values = Object.fromEntries(fields.map((field) => [field, liveValue(row[field])]));
      return { id, fields: values, ...(typeof version === 'string' ? { version } : {}) };
    },
  };
}

/** Compound fields such as an address come as objects; as text they still compare. */
function liveValue(value: unknown): LiveValue {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}

/** One record by id. An id that does not have the form of one belongs to no record, so nothing is asked. */
async function readRecord(
  client: Client,
  object: string,
  id: string,
  fields: readonly string[],
  options?: CallOptions,
): Promise<Row | undefined> {
  if (!isRecordId(id)) return undefined;
  const found = await client.read({
    path: `/sobjects/${object}/${id}`,
    query: { fields: names(fields).soql.replaceAll(' ', '') },
    signal: options?.signal,
  });
  return asRow(found);
}

function asRow(found: unknown): Row | undefined {
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? Object.fromEntries(Object.entries(found)) : undefined;
}
