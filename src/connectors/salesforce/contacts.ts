import type { ContactMasters } from '../../contracts/bridge-ports.ts';
import type { Contact } from '../../contracts/business.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions } from '../../contracts/ports.ts';
import type { Client } from './client.ts';
import { fieldsOf, type MapContext, toContact } from './map.ts';
import { RoleRow } from './schema.ts';
import { id as idLiteral, isRecordId, most, names, soql } from './soql.ts';

/** Roles on the opportunity first, the primary one on top, then the account's other contacts by name. */
export async function listForOpportunity(
  client: Client,
  context: MapContext,
  about: { opportunityId: string; accountId: string | undefined },
  options?: CallOptions,
): Promise<readonly Contact[]> {
  const found = new Map<string, Contact>();
  // One person can hold two roles; the first, primary one counts.
  const add = (contact: Contact) => found.has(contact.id) || found.set(contact.id, contact);
  (await listRoles(client, context, about.opportunityId, options)).forEach(add);
  if (about.accountId !== undefined) (await listForAccount(client, context, about.accountId, options)).forEach(add);
  return [...found.values()];
}

/** The account's contacts by name. */
export async function listForAccount(
  client: Client,
  context: MapContext,
  accountId: string,
  options?: CallOptions,
): Promise<readonly Contact[]> {
  if (!isRecordId(accountId)) return [];
  const fields = names(fieldsOf(context.config).contact);
  const query = soql`SELECT ${fields} FROM Contact WHERE AccountId = ${idLiteral(accountId)} ORDER BY LastName, FirstName, Id LIMIT 200`;
  const rows = await client.query(query, options?.signal);
  return rows.map((row) => toContact(row, { role: undefined, isPrimary: false }, context));
}

async function listRoles(client: Client, context: MapContext, opportunityId: string, options?: CallOptions): Promise<readonly Contact[]> {
  if (!isRecordId(opportunityId)) return [];
  const nested = names(fieldsOf(context.config).contact.map((field) => `Contact.${field}`));
  const query = soql`SELECT Role, IsPrimary, ${nested} FROM OpportunityContactRole WHERE OpportunityId = ${idLiteral(opportunityId)} ORDER BY IsPrimary DESC, Id LIMIT 200`;
  return (await client.query(query, options?.signal)).flatMap((row) => {
    const role = RoleRow.safeParse(row);
    if (!role.success)
      throw new CountersignError('connector.invalid_reply', `${client.connection} answered with a contact role in an unknown form`);
    const { Contact: contact, Role, IsPrimary } = role.data;
    const held = contact && toContact(contact, { role: Role, isPrimary: IsPrimary }, context);
    // Another contact stands for it; that one is among the account's.
    return held && held.mergedIntoId === undefined ? [held] : [];
  });
}

export function contactMasters(client: Client, context: MapContext): ContactMasters {
  const fields = names(fieldsOf(context.config).contact);
  return {
    async get(id, options) {
      if (!isRecordId(id)) return undefined;
      const [row] = await client.query(
        soql`SELECT ${fields} FROM Contact WHERE Id = ${idLiteral(id)} LIMIT ${most(1)}`,
        options?.signal,
        1,
      );
      return row && toContact(row, { role: undefined, isPrimary: false }, context);
    },
    async casesOf(contact, limit, options) {
      if (!isRecordId(contact)) return { items: [], more: false };
      const query = soql`SELECT Id FROM Case WHERE ContactId = ${idLiteral(contact)} ORDER BY Id LIMIT ${most(limit + 1)}`;
      const rows = await client.query(query, options?.signal, limit + 1);
      const items = rows.slice(0, limit).flatMap(({ Id }) => (typeof Id === 'string' ? [{ type: 'Case', id: Id }] : []));
      return { items, more: rows.length > limit };
    },
  };
}
