import { addDays } from './days.ts';
import type { SeedCustomer, SeedOpportunity, SeedOrder } from './seed.ts';

/** The outside name of the opportunity behind SO-78910. */
const storyAlias = '0064x00000A1b2cC';

/** One opportunity an order, except where `broken` leaves the link out or names the order twice. */
export function makeOpportunities(
  orders: readonly SeedOrder[],
  customers: readonly SeedCustomer[],
  broken: { missing: readonly number[]; double: readonly number[] },
): SeedOpportunity[] {
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  return orders.flatMap((order, index) => {
    const customer = byId.get(order.customer);
    if (!customer) return [];
    const opportunity = makeOpportunity(order, customer);
    if (broken.missing.includes(index)) return [withoutOrder(opportunity)];
    return broken.double.includes(index)
      ? [opportunity, { ...opportunity, key: `${opportunity.key}-copy`, name: `${opportunity.name} (copy)` }]
      : [opportunity];
  });
}

function makeOpportunity(order: SeedOrder, customer: SeedCustomer): SeedOpportunity {
  const isStory = order.id === 'SO-78910';
  const isDone = order.invoices.length > 0 || order.deliveries.some((delivery) => delivery.proofOfDeliveryOn !== undefined);
  return {
    key: `opp-${order.id}`,
    customer: customer.id,
    name: `${customer.name} – ${order.items[0]?.description ?? order.id}`,
    stage: isStory ? 'Proposal/Price Quote' : isDone ? 'Closed Won' : 'Negotiation/Review',
    amount: order.net,
    currency: order.currency,
    closeOn: addDays(order.createdOn, 30),
    ownerKey: customer.ownerKey,
    order: order.id,
    ...(isStory ? { alias: storyAlias } : {}),
    contactRoles: customer.contacts.map((contact, index) => ({
      contactKey: contact.key,
      role: ['Procurement', 'Decision Maker', 'Logistics'][index] ?? 'Other',
      isPrimary: index === 0,
    })),
  };
}

/** A deal the CRM does not know an order for. */
function withoutOrder({ order: _order, ...rest }: SeedOpportunity): SeedOpportunity {
  return rest;
}
