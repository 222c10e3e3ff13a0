import type { Contact } from '../../contracts/business.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { CallOptions } from '../../contracts/ports.ts';
import type { Client } from './client.ts';
import { fieldsOf, type MapContext, toContact } from './map.ts';
import { RoleRow } from './schema.ts';
import { id as idLiteral, isRecordId, names, soql } from './soql.ts';

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
    return contact ? [toContact(contact, { role: Role, isPrimary: IsPrimary }, context)] : [];
  });
}
