import type { Changes } from '../../contracts/bridge-ports.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions, Listed } from '../../contracts/ports.ts';
import { bridgeFieldsOf } from './bridge-fields.ts';
import { StampRow } from './bridge-schema.ts';
import type { Client } from './client.ts';
import { beyond, started } from './feeds.ts';
import { isoInstant, type MapContext, parsed, type Row } from './map.ts';
import { condition, id, ids, isRecordId, most, name, names, soql, type SoqlPart, text, where } from './soql.ts';

type Page = { readonly after?: string; readonly limit: number };

export type Reads = ReturnType<typeof createReads>;

/** The few ways in which all of them are read. */
export function createReads(client: Client, context: MapContext) {
  const fields = bridgeFieldsOf(context);
  const rows = (query: string, options?: CallOptions, limit?: number): Promise<readonly Row[]> =>
    client.query(query, options?.signal, limit);
  return {
    context,
    fields,
    rows,
    changes: (object: string, of = 'Id', only?: SoqlPart): Changes => changesOf(client, object, of, only),
    one: async (object: string, wanted: readonly string[], key: string, options?: CallOptions): Promise<Row | undefined> => {
      // An id that does not have the form of one belongs to no record, so nothing is asked.
      if (!isRecordId(key)) return undefined;
      return (await rows(soql`SELECT ${names(wanted)} FROM ${name(object)} WHERE Id = ${id(key)} LIMIT ${most(1)}`, options, 1))[0];
    },
    /** Entries of price books for these products. */
    entriesOf: async (products: readonly Row[], options?: CallOptions): Promise<readonly Row[]> => {
      const wanted = products.flatMap(({ Id }) => (typeof Id === 'string' ? [Id] : []));
      if (wanted.length === 0) return [];
      return rows(soql`SELECT ${names(fields.priceEntry)} FROM PricebookEntry WHERE Product2Id IN ${ids(wanted)} ORDER BY Id`, options);
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

/** Ids of what changed, or of what that belongs to, by SystemModstamp, which moves with every change, by people or not. */
function changesOf(client: Client, object: string, of: string, only?: SoqlPart): Changes {
  return {
    async changedSince(position, limit, options) {
      const from = where([...(only ? [only] : []), beyond(position)]);
      const query = soql`SELECT ${names([...new Set(['Id', 'SystemModstamp', of])])} FROM ${name(object)}${from} ORDER BY SystemModstamp, Id LIMIT ${most(limit + 1)}`;
      const rows = await client.query(query, options?.signal, limit + 1);
      const page = rows.slice(0, limit).map((row) => {
        const { Id: seen, SystemModstamp: stamp } = parsed(StampRow, row, client.connection);
        const changedAt = isoInstant(stamp);
        if (changedAt === undefined)
          throw new CountersignError('connector.invalid_reply', `${client.connection} answered with a stamp in an unknown form`);
        return { seen, id: valueAt(row, of), changedAt };
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

/** What stands in a field, of a record it refers to as well: `Account.Name`. */
const valueAt = (row: Row, field: string): unknown =>
  field.split('.').reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined), row);
