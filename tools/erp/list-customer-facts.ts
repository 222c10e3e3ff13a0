import { businessId, code, count, CountersignError, defined, defineTool, flag, instant } from 'countersign';
import { z } from 'zod';

/** Customers in codes alone, for comparing many of them; no name and no address of anybody. */
export const listCustomerFacts = defineTool({
  id: 'erp.list-customer-facts',
  kind: 'read',
  description: 'Lists customers of the ERP with currency, country, payment terms and blocks.',
  system: 'erp',
  needs: ['customerMasters.list'],
  input: z.object({ after: businessId().optional(), limit: count().min(1).max(200).default(200) }),
  output: z.object({
    items: z.array(
      z.object({
        id: businessId(),
        hasName: flag(),
        country: code().optional(),
        currency: code().optional(),
        paymentTerms: code().optional(),
        isBlocked: flag(),
        changedAt: instant().optional(),
        changedBy: businessId().optional(),
      }),
    ),
    next: businessId().optional(),
  }),
  async run({ ports, signal }, query) {
    if (!ports.customerMasters)
      throw new CountersignError('capability.missing', 'The ERP connection lists no customers', { field: 'customerMasters' });
    const { items, more } = await ports.customerMasters.list(defined(query), { signal });
    return {
      items: items.map(({ ref, id, name, country, currency, paymentTerms, isBlocked }) =>
        // A partner without a name is told by its number.
        defined({
          id,
          hasName: name.trim() !== '' && name !== id,
          country,
          currency,
          paymentTerms,
          isBlocked,
          changedAt: ref.changedAt,
          changedBy: ref.changedBy,
        }),
      ),
      ...defined({ next: more ? items.at(-1)?.id : undefined }),
    };
  },
});
