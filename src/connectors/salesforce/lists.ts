import type { CustomerEntry, Opportunity } from '../../contracts/business.ts';
import type { CallOptions, Listed, OpportunityQuery } from '../../contracts/ports.ts';
import type { Client } from './client.ts';
import { fieldsOf, type MapContext, toEntry, toOpportunity } from './map.ts';
import { condition, containing, day, id, isRecordId, most, name, names, soql, type SoqlPart, text, where } from './soql.ts';

const nobody = { items: [], more: false };
const sortField = { amount: 'Amount', close: 'CloseDate', changed: 'LastModifiedDate' } as const;

/** Opportunities that fit a query, sorted by the vendor; those without an amount come last either way. */
export async function listOpportunities(
  client: Client,
  context: MapContext,
  query: OpportunityQuery,
  options?: CallOptions,
): Promise<Listed<Opportunity>> {
  // An id that does not have the form of one belongs to no record, so nothing is asked.
  if ([query.account, query.owner].some((one) => one !== undefined && !isRecordId(one))) return nobody;
  const fields = names(fieldsOf(context.config).opportunity);
  const direction: SoqlPart = query.descending ? condition`DESC` : condition`ASC`;
  const order = condition`${name(sortField[query.sort])} ${direction} NULLS LAST, Id`;
  const statement = soql`SELECT ${fields} FROM Opportunity${where(conditionsOf(query))} ORDER BY ${order} LIMIT ${most(query.limit + 1)}`;
  const rows = await client.query(statement, options?.signal, query.limit + 1);
  return { items: rows.slice(0, query.limit).map((row) => toOpportunity(row, context)), more: rows.length > query.limit };
}

function conditionsOf(query: OpportunityQuery): SoqlPart[] {
  const when = <T>(value: T | undefined, make: (given: T) => SoqlPart): SoqlPart[] => (value === undefined ? [] : [make(value)]);
  return [
    ...when(query.account, (account) => condition`AccountId = ${id(account)}`),
    ...when(query.owner, (owner) => condition`OwnerId = ${id(owner)}`),
    ...when(query.isOpen, (isOpen) => (isOpen ? condition`IsClosed = false` : condition`IsClosed = true`)),
    ...when(query.stage, (stage) => condition`StageName = ${text(stage)}`),
    ...when(query.closeFrom, (from) => condition`CloseDate >= ${day(from)}`),
    ...when(query.closeTo, (to) => condition`CloseDate <= ${day(to)}`),
    ...when(query.name, (part) => condition`Name LIKE ${containing(part)}`),
  ];
}

/** Every account in the order of ids, a page at a time. */
export async function listAccounts(
  client: Client,
  context: MapContext,
  { after, limit }: { after?: string; limit: number },
  options?: CallOptions,
): Promise<Listed<CustomerEntry>> {
  const beyond = where(after === undefined ? [] : [condition`Id > ${id(after)}`]);
  const fields = names(fieldsOf(context.config).entry);
  const query = soql`SELECT ${fields} FROM Account${beyond} ORDER BY Id LIMIT ${most(limit + 1)}`;
  const rows = await client.query(query, options?.signal, limit + 1);
  return { items: rows.slice(0, limit).map((row) => toEntry(row, context)), more: rows.length > limit };
}
