import type { Delivery, SalesOrder } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { listOpenCasesOfOrder } from '../../tools/crm/list-open-cases-of-order.ts';
import { mirrorOrderToCase } from '../../tools/crm/mirror-order-to-case.ts';
import { mirrorOrder } from '../../tools/crm/mirror-order.ts';
import { mirrorShipment } from '../../tools/crm/mirror-shipment.ts';
import { getSalesOrder } from '../../tools/erp/get-sales-order.ts';
import { listDeliveries } from '../../tools/erp/list-deliveries.ts';
import { listInvoices } from '../../tools/erp/list-invoices.ts';
import { listProduction } from '../../tools/erp/list-production.ts';
import { oneAccount } from '../_shared/one-account.ts';
import { readOrder } from '../order-status/status.ts';

/** The order with its deliveries as the ERP has them now, and the copies the CRM holds of them. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const id = input.record.id;
  const [order, deliveries, invoices, production] = await Promise.all([
    flow.read(mirrorDesk, getSalesOrder, { order: id }),
    flow.read(mirrorDesk, listDeliveries, { order: id }),
    flow.read(mirrorDesk, listInvoices, { order: id }),
    flow.read(mirrorDesk, listProduction, { order: id }),
  ]);
  const account = oneAccount(order.soldTo, await flow.read(mirrorDesk, findAccountByCustomer, { customer: order.soldTo }));
  const [deals, cases, copies, shipments] = await Promise.all([
    flow.read(mirrorDesk, findOpportunitiesByOrder, { order: id }),
    flow.read(mirrorDesk, listOpenCasesOfOrder, { order: id }),
    flow.read(mirrorDesk, findMirror, { object: 'Order', key: id }),
    Promise.all(deliveries.map((each) => flow.read(mirrorDesk, findMirror, { object: 'ERP_Shipment__c', key: each.id }))),
  ]);
  if (copies.length > 1)
    return {
      kind: 'exception',
      code: 'link.ambiguous',
      message: `The CRM holds ${copies.length} copies of order ${id}; merge them`,
      details: { order: id },
    };
  const { status } = readOrder({ order, deliveries, invoices, production });
  const deal = deals.length === 1 ? deals[0] : undefined;
  const owner = { account: account.id, ...(deal === undefined ? {} : { opportunity: deal.id }) };
  const shipped = deliveries.map((each, at) => ({ each, state: stateOf(each), copy: shipments[at]?.[0]?.id }));
  // More than that are a campaign, and nobody reads them one by one.
  return plan(flow, { order, status, owner, copy: copies[0]?.id, shipped, cases: cases.slice(0, mostCases).map((one) => one.id) });
}

const mostCases = 20;

type Known = {
  readonly order: SalesOrder;
  readonly status: string;
  readonly owner: { readonly account: string; readonly opportunity?: string };
  readonly copy: string | undefined;
  /** Open ones that name the order. */
  readonly cases: readonly string[];
  readonly shipped: readonly { readonly each: Delivery; readonly state: string; readonly copy: string | undefined }[];
};

function plan(flow: FlowContext, { order, status, owner, copy, shipped, cases }: Known): ProposalPlan {
  const state = {
    order: order.id,
    status,
    net: order.net,
    ...(cases.length === 0 ? {} : { cases }),
    shipments: shipped.map(({ each, state: now }) => [each.id, now, each.tracking ?? '']),
  };
  return {
    kind: 'propose',
    // What somebody changed in the copy by hand is put right again, also where the ERP says what it said before.
    repeats: true,
    identity: JSON.parse(JSON.stringify(state)),
    facts: JSON.parse(JSON.stringify(state)),
    title: `Copy ERP order ${order.id} to the CRM`,
    reasons: [`the ERP says ${status}`],
    evidence: [{ label: `Sales order ${order.id}`, connection: flow.connectionName('erp'), type: 'A_SalesOrder', id: order.id }],
    traits: { tags: ['copy'], amount: order.net },
    requestedBy: [],
    slots: [
      { slot: 'order', tool: mirrorOrder },
      ...shipped.map(({ each }) => ({ slot: `delivery-${each.id}`, tool: mirrorShipment })),
      ...cases.map((id) => ({ slot: `case-${id}`, tool: mirrorOrderToCase })),
    ],
    write: async (draft) => {
      const common = { ...owner, asOf: flow.clock.now().toISOString() };
      await draft.propose('order', mirrorOrder, {
        ...common,
        ...(copy === undefined ? {} : { copy }),
        order: order.id,
        status,
        net: order.net.amount,
        currency: order.net.currency,
        createdOn: order.createdOn ?? flow.receivedAt.slice(0, 10),
      });
      for (const { each, state: now, copy: known } of shipped)
        await draft.propose(`delivery-${each.id}`, mirrorShipment, {
          ...common,
          ...(known === undefined ? {} : { copy: known }),
          delivery: each.id,
          order: order.id,
          status: now,
          ...(each.tracking === undefined ? {} : { tracking: each.tracking }),
          ...(each.goodsIssuedOn === undefined ? {} : { shippedOn: each.goodsIssuedOn }),
          ...(each.deliveryOn === undefined ? {} : { expectedOn: each.deliveryOn }),
        });
      for (const id of cases) await draft.propose(`case-${id}`, mirrorOrderToCase, { case: id, status, asOf: common.asOf });
    },
  };
}

function stateOf(delivery: Delivery): string {
  if (delivery.proofOfDelivery === 'complete') return 'delivered';
  if (delivery.goodsMovement === 'complete') return 'shipped';
  return delivery.picking === 'complete' ? 'picked' : 'planned';
}
