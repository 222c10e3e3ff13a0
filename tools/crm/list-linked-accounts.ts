import { businessId, code, count, CountersignError, defined, defineTool, flag, instant } from 'countersign';
import { z } from 'zod';

/** Accounts with their ERP customer and what both systems hold of it in codes; no name and no address of anybody. */
export const listLinkedAccounts = defineTool({
  id: 'crm.list-linked-accounts',
  kind: 'read',
  description: 'Lists accounts that stand for an ERP customer, with currency, country and payment terms.',
  system: 'crm',
  needs: ['accountMasters.list'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(200).default(200) }),
  output: z.object({
    items: z.array(
      z.object({
        id: businessId(),
        customer: businessId(),
        hasName: flag(),
        country: code().optional(),
        currency: code().optional(),
        paymentTerms: code().optional(),
        ownerId: businessId().optional(),
        changedAt: instant().optional(),
        changedBy: businessId().optional(),
      }),
    ),
    /** Where the next page begins; undefined behind the last one. */
    next: businessId().optional(),
  }),
  async run({ ports, signal }, query) {
    if (!ports.accountMasters)
      throw new CountersignError('capability.missing', 'The connection serves no accounts', { field: 'accountMasters' });
    const { items, more } = await ports.accountMasters.list(defined(query), { signal });
    return {
      items: items.flatMap(({ erpCustomerId, mergedIntoId, name, ref, id, country, currency, paymentTerms, ownerId }) =>
        // A merged account keeps its number so that what is still booked there finds it; it is compared with nothing.
        erpCustomerId === undefined || mergedIntoId !== undefined
          ? []
          : [
              defined({
                id,
                customer: erpCustomerId,
                hasName: name.trim() !== '',
                country,
                currency,
                paymentTerms,
                ownerId,
                changedAt: ref.changedAt,
                changedBy: ref.changedBy,
              }),
            ],
      ),
      ...defined({ next: more ? items.at(-1)?.id : undefined }),
    };
  },
});
