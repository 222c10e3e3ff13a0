import type { AccountChildren } from '../../contracts/bridge-ports.ts';
import type { ChildRecord } from '../../contracts/business-crm.ts';
import type { Client } from './client.ts';
import { id as idLiteral, isRecordId, most, name, soql } from './soql.ts';

/** Objects whose records follow their account; an order keeps the account it was activated with. */
const objects = ['Contact', 'Opportunity', 'Case', 'Contract', 'Asset'];

export function accountChildren(client: Client): AccountChildren {
  return {
    async ofAccount(account, limit, options) {
      if (!isRecordId(account)) return { items: [], more: false };
      const found: ChildRecord[] = [];
      for (const object of objects) {
        const query = soql`SELECT Id FROM ${name(object)} WHERE AccountId = ${idLiteral(account)} ORDER BY Id LIMIT ${most(limit + 1)}`;
        const rows = await client.query(query, options?.signal, limit + 1);
        found.push(...rows.flatMap(({ Id }): ChildRecord[] => (typeof Id === 'string' ? [{ type: object, id: Id }] : [])));
        if (found.length > limit) return { items: found.slice(0, limit), more: true };
      }
      return { items: found, more: false };
    },
  };
}
