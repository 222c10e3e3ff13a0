import { CountersignError, type Contact, type Opportunity } from 'countersign';
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

/** Reads what both systems know about the order. What the sender claimed is not among it. */
export async function gather(flow: FlowContext, input: RunInput): Promise<Gathered> {
  const order = input.record.id;
  const [salesOrder, deliveries, invoices, production, opportunity] = await Promise.all([
    flow.read(orderDesk, getSalesOrder, { order }),
    flow.read(orderDesk, listDeliveries, { order }),
    flow.read(orderDesk, listInvoices, { order }),
    flow.read(orderDesk, listProduction, { order }),
    findOpportunity(flow, input),
  ]);
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
async function findOpportunity(flow: FlowContext, input: RunInput): Promise<Opportunity> {
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
  if (!only)
    throw new CountersignError('link.missing', `No opportunity names order ${order}; name one with exceptions link, or discard the event`, {
      field: 'link',
    });
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
