import type { Usage } from '../../contracts/bridge-ports.ts';
import { UsageRecord } from '../../contracts/business-crm.ts';
import { CountersignError } from '../../contracts/errors.ts';
import { decimalOf } from './bridge-map.ts';
import type { Client } from './client.ts';
import type { SalesforceConfig } from './config.ts';
import { checked, custom, type MapContext, type Row } from './map.ts';
import { condition, day, ids, isRecordId, most, name, names, soql, where } from './soql.ts';

type Fields = NonNullable<SalesforceConfig['usage']>;

/** A year of daily records of a few contracts; beyond it a meter should be read by the month. */
const mostRecords = 5_000;
/** An address has a length; this many ids fit into one query. */
const perQuery = 100;

export const usageFields = ({ contract, from, to, used, included, unit }: Fields): readonly string[] => [
  'Id',
  contract,
  from,
  to,
  used,
  included,
  unit,
];

export function usagePort(client: Client, context: MapContext, fields: Fields): Usage {
  return {
    async ofContracts(contracts, days, options) {
      const wanted = contracts.filter(isRecordId);
      const found: UsageRecord[] = [];
      for (let at = 0; at < wanted.length; at += perQuery) {
        const of = where([
          condition`${name(fields.contract)} IN ${ids(wanted.slice(at, at + perQuery))}`,
          condition`${name(fields.to)} >= ${day(days.from)}`,
          condition`${name(fields.to)} <= ${day(days.to)}`,
        ]);
        const query = soql`SELECT ${names(usageFields(fields))} FROM ${name(fields.object)}${of} ORDER BY ${name(fields.to)}, Id LIMIT ${most(mostRecords + 1)}`;
        const rows = await client.query(query, options?.signal, mostRecords + 1);
        found.push(...rows.map((row) => toUsage(row, fields, context)));
        if (found.length > mostRecords)
          throw new CountersignError(
            'input.too_large',
            `${client.connection} has more than ${mostRecords} usage records of these contracts`,
            {
              field: 'contracts',
            },
          );
      }
      return found;
    },
  };
}

function toUsage(row: Row, fields: Fields, { connection }: MapContext): UsageRecord {
  const amount = (field: string): string | undefined => {
    const value = row[field];
    return typeof value === 'number' ? decimalOf(value) : undefined;
  };
  return checked(UsageRecord, connection, {
    contractId: custom(row, fields.contract),
    // A record without a beginning is of its last day.
    from: custom(row, fields.from) ?? custom(row, fields.to),
    to: custom(row, fields.to),
    used: amount(fields.used) ?? '0',
    included: amount(fields.included),
    unit: custom(row, fields.unit),
  });
}
