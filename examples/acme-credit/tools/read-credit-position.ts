import { amount, businessId, code, CountersignError, defineTool, flag, organisation } from 'countersign';
import { z } from 'zod';

/** An order and how its customer stands with credit, at one moment. */
export const CreditPosition = z.object({
  order: businessId(),
  version: code().optional(),
  changedBy: businessId().optional(),
  net: amount(),
  orderBlocked: flag(),
  customer: businessId(),
  customerName: organisation(),
  limit: amount(),
  /** Left out where the ERP does not tell it. */
  exposure: amount().optional(),
  accountBlocked: flag(),
});
export type CreditPosition = z.infer<typeof CreditPosition>;

export const readCreditPosition = defineTool({
  id: 'acme.read-credit-position',
  kind: 'read',
  description: "Reads a sales order with its customer's credit limit, exposure and blocks.",
  system: 'erp',
  needs: ['orders.get', 'customers.get', 'credit.status'],
  input: z.object({ order: businessId() }),
  output: CreditPosition,
  async run({ ports, signal }, { order }) {
    const found = await ports.orders?.get(order, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The ERP has no sales order ${order}`, { field: 'order' });
    const [customer, credit] = await Promise.all([
      ports.customers?.get(found.soldTo, { signal }),
      ports.credit?.status(found.soldTo, { signal }),
    ]);
    if (!customer || !credit)
      throw new CountersignError('resource.not_found', `The ERP has no credit account for customer ${found.soldTo}`, { field: 'customer' });
    return {
      order: found.id,
      ...(found.ref.version === undefined ? {} : { version: found.ref.version }),
      ...(found.changedBy === undefined ? {} : { changedBy: found.changedBy }),
      net: found.net,
      orderBlocked: found.creditStatus === 'blocked',
      customer: customer.id,
      customerName: customer.name,
      limit: credit.limit,
      ...(credit.exposure === undefined ? {} : { exposure: credit.exposure }),
      accountBlocked: credit.blocked,
    };
  },
});
