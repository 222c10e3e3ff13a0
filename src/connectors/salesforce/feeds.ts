import { CountersignError } from '../../contracts/errors.ts';
import { type FeedOptions, type FeedPosition, type Feeds, OpportunityHistory } from '../../contracts/feeds.ts';
import type { Client } from './client.ts';
import { fieldsOf, isoInstant, type MapContext, moneyOf, parsed, type Row, toOpportunity } from './map.ts';
import { DatedRow, OpportunityHistoryRow } from './schema.ts';
import { condition, id, ids, isRecordId, moment, most, names, soql, type SoqlPart, where } from './soql.ts';

/** Stages, amounts and dates of a page of opportunities; more than this many changes are no deal's. */
const stepsAtOnce = 100_000;

/** Opportunities by SystemModstamp, which moves with every change, by people or not; their earlier values come from OpportunityHistory. */
export function opportunityFeed(client: Client, context: MapContext): NonNullable<Feeds['opportunities']> {
  const { opportunity, dated, history } = fieldsOf(context.config);
  const fields = names([...opportunity, ...dated]);
  const withSteps = async (rows: readonly Row[], options?: FeedOptions): Promise<OpportunityHistory[]> => {
    if (rows.length === 0) return [];
    const whose = ids(rows.map((row) => parsed(DatedRow, row, client.connection).Id));
    const query = soql`SELECT ${names(history)} FROM OpportunityHistory WHERE OpportunityId IN ${whose} ORDER BY CreatedDate, Id`;
    const steps = new Map<string, OpportunityHistoryRow[]>();
    for (const row of await client.query(query, options?.signal, stepsAtOnce)) {
      const step = parsed(OpportunityHistoryRow, row, client.connection);
      const own = steps.get(step.OpportunityId);
      if (own) own.push(step);
      else steps.set(step.OpportunityId, [step]);
    }
    return rows.map((row) => toHistory(row, steps.get(String(row['Id'])) ?? [], context));
  };
  return {
    async get(key, options) {
      if (!isRecordId(key)) return undefined;
      const query = soql`SELECT ${fields} FROM Opportunity WHERE Id = ${id(key)} LIMIT ${most(1)}`;
      return (await withSteps(await client.query(query, options?.signal, 1), options))[0];
    },
    async changed(position, limit, options) {
      const query = soql`SELECT ${fields} FROM Opportunity${where([beyond(position)])} ORDER BY SystemModstamp, Id LIMIT ${most(limit + 1)}`;
      const rows = await client.query(query, options?.signal, limit + 1);
      const items = await withSteps(rows.slice(0, limit), options);
      const last = items.at(-1);
      const cursor = last ? JSON.stringify([last.changedAt, last.opportunity.id]) : started(position);
      return { items, cursor, more: rows.length > limit };
    },
  };
}

export const started = (position: FeedPosition): string => ('cursor' in position ? position.cursor : JSON.stringify([position.since, '']));

export function beyond(position: FeedPosition): SoqlPart {
  const { at, key } = 'cursor' in position ? placeOf(position.cursor) : { at: position.since, key: '' };
  if (key === '') return condition`SystemModstamp >= ${moment(at)}`;
  return condition`(SystemModstamp > ${moment(at)} OR (SystemModstamp = ${moment(at)} AND Id > ${id(key)}))`;
}

function placeOf(cursor: string): { at: string; key: string } {
  try {
    const read: unknown = JSON.parse(cursor);
    const [at, key]: unknown[] = Array.isArray(read) ? read : [];
    if (typeof at === 'string' && typeof key === 'string') return { at, key };
  } catch {
    // Falls through to the one sentence below: a cursor that cannot be read is not one of ours.
  }
  throw new CountersignError('input.invalid', 'The cursor was not made by this connection', { field: 'cursor' });
}

function toHistory(row: Row, steps: readonly OpportunityHistoryRow[], context: MapContext): OpportunityHistory {
  const { connection, config } = context;
  const seen = parsed(DatedRow, row, connection);
  const opportunity = toOpportunity(row, context);
  const instant = (text: string): string => {
    const at = isoInstant(text);
    if (at === undefined) throw new CountersignError('connector.invalid_reply', `${connection} answered with a stamp in an unknown form`);
    return at;
  };
  return OpportunityHistory.parse({
    opportunity,
    openedAt: instant(seen.CreatedDate),
    changedAt: instant(seen.SystemModstamp),
    steps: steps.map((step) => {
      const amount = step.Amount === undefined ? undefined : moneyOf(step.Amount, step.CurrencyIsoCode ?? config.currency);
      return {
        at: instant(step.CreatedDate),
        stage: step.StageName,
        ...(amount === undefined ? {} : { amount }),
        ...(step.CloseDate === undefined ? {} : { closeOn: step.CloseDate }),
      };
    }),
  });
}
