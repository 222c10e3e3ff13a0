import { CountersignError, type Contact, type Opportunity, type SalesOrder } from 'countersign';
import type { FlowContext, RunInput } from 'countersign/flow';
import { customerDesk } from '../../agents/customer-desk.ts';
import { orderDesk } from '../../agents/order-desk.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { getAccount } from '../../tools/crm/get-account.ts';
import { getOpportunity } from '../../tools/crm/get-opportunity.ts';
import { getUser } from '../../tools/crm/get-user.ts';
import { listContacts } from '../../tools/crm/list-contacts.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listDeliveries } from '../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../tools/erp/list-invoices.ts';
import { listProduction } from '../../tools/erp/list-production.ts';
import type { OrderPicture } from './status.ts';

export type Gathered = {
  readonly picture: OrderPicture;
  readonly opportunity: Opportunity;
  readonly contacts: readonly Contact[];
  /** Tokens, not names. */
  readonly customer: string;
  readonly owner: { readonly id: string; readonly name: string } | undefined;
};

/** The order was made of this deal, which does not bear its number yet: whoever made it is about to write that. */
export type Unlinked = { readonly madeOf: string };

/** Reads what both systems know about the order. What the sender claimed is not among it. */
export async function gather(flow: FlowContext, input: RunInput): Promise<Gathered | Unlinked> {
  const order = input.record.id;
  const [salesOrder, deliveries, invoices, production, opportunity] = await Promise.all([
    flow.read(orderDesk, getSalesOrder, { order }),
    flow.read(orderDesk, listDeliveries, { order }),
    flow.read(orderDesk, listInvoices, { order }),
    flow.read(orderDesk, listProduction, { order }),
    findOpportunity(flow, input),
  ]);
  if (!opportunity) return { madeOf: await dealOf(flow, salesOrder) };
  const [account, contacts, owner] = await Promise.all([
    opportunity.accountId === undefined ? undefined : flow.read(customerDesk, getAccount, { account: opportunity.accountId }),
    flow.read(customerDesk, listContacts, {
      opportunity: opportunity.id,
      ...(opportunity.accountId === undefined ? {} : { account: opportunity.accountId }),
    }),
    opportunity.ownerId === undefined ? undefined : flow.read(customerDesk, getUser, { user: opportunity.ownerId }),
  ]);
  flow.audit(
    'records.read',
    {
      order: {
        id: salesOrder.id,
        version: salesOrder.ref.version ?? '',
        changedAt: salesOrder.ref.changedAt ?? '',
        native: salesOrder.native,
      },
      deliveries: deliveries.map((each) => ({ id: each.id, version: each.ref.version ?? '' })),
      invoices: invoices.map((each) => each.id),
      opportunity: { id: opportunity.id, version: opportunity.ref.version ?? '' },
    },
    { type: 'SalesOrder', id: salesOrder.id },
  );
  return {
    picture: { order: salesOrder, deliveries, invoices, production },
    opportunity,
    contacts,
    customer: account?.name ?? opportunity.name,
    owner: owner && { id: owner.id, name: owner.name },
  };
}

/** By the link table, otherwise by the CRM's own external id, which then becomes a link. Never guessed. */
async function findOpportunity(flow: FlowContext, input: RunInput): Promise<Opportunity | undefined> {
  const order = input.record.id;
  const crm = flow.connectionName('crm');
  const left = { connection: input.record.connection, type: 'SalesOrder', id: order };
  const links = await flow.links.find(left, 'Opportunity');
  if (links.length > 1)
    throw new CountersignError('link.ambiguous', `Order ${order} is linked to ${links.length} opportunities; a person has to say which`, {
      field: 'link',
    });
  const linked = links[0];
  if (linked) {
    await refuseOtherHint(flow, input, linked.right.id);
    return flow.read(customerDesk, getOpportunity, { opportunity: linked.right.id });
  }
  const found = await flow.read(customerDesk, findOpportunitiesByOrder, { order });
  const [only] = found;
  if (!only) return undefined;
  if (found.length > 1)
    throw new CountersignError('link.ambiguous', `${found.length} opportunities name order ${order}; a person has to say which`, {
      field: 'link',
    });
  await refuseOtherHint(flow, input, only.id);
  const at = flow.clock.now().toISOString();
  await flow.links.add(
    { id: flow.ids.next('lnk'), left, right: { connection: crm, type: 'Opportunity', id: only.id }, source: 'external id', createdAt: at },
    [
      {
        at,
        actor: flow.principal.id,
        action: 'link.added',
        runId: input.runId,
        correlationId: input.threadId,
        subject: { type: 'SalesOrder', id: order },
        body: { opportunity: only.id, source: 'external id' },
      },
    ],
  );
  return only;
}

/** The deal an order names as its reference, where there is one that has no order yet; otherwise nobody knows, and a person has to say. */
async function dealOf(flow: FlowContext, order: SalesOrder): Promise<string> {
  const deal = order.customerReference === undefined ? undefined : await dealNamed(flow, order.customerReference);
  if (deal !== undefined && deal.erpOrderId === undefined) return deal.id;
  throw new CountersignError(
    'link.missing',
    `No opportunity names order ${order.id}; name one with exceptions link, or discard the event`,
    {
      field: 'link',
    },
  );
}

async function dealNamed(flow: FlowContext, reference: string): Promise<Opportunity | undefined> {
  try {
    return await flow.read(customerDesk, getOpportunity, { opportunity: reference });
  } catch (thrown) {
    // Most references are numbers of the customer's own.
    if (thrown instanceof CountersignError && thrown.code === 'link.broken') return undefined;
    throw thrown;
  }
}

/**
 * The sender may name an opportunity. A name we know as an alias or a well-formed id has to be the linked one; anything
 * else is noise (real payloads carry malformed ids) and is only noted.
 */
async function refuseOtherHint(flow: FlowContext, input: RunInput, linkedId: string): Promise<void> {
  const named = input.hint['opportunity'];
  if (named === undefined || named === linkedId) return;
  const known = await flow.links.alias(flow.connectionName('crm'), 'Opportunity', named);
  if (known === linkedId) return;
  const wellFormed = /^006[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(named);
  if (known !== undefined || (wellFormed && !linkedId.startsWith(named.slice(0, 15)))) {
    throw new CountersignError('link.ambiguous', `The sender names another opportunity than the one linked to order ${input.record.id}`, {
      field: 'link',
    });
  }
  flow.audit('hint.ignored', { field: 'opportunity', reason: 'not a well-formed id and not a known alias' });
}
