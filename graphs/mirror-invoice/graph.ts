import type { InvoiceDetail } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { mirrorDesk } from '../../agents/mirror-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { findOpportunitiesByOrder } from '../../tools/crm/find-opportunities-by-order.ts';
import { mirrorInvoice } from '../../tools/crm/mirror-invoice.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { oneAccount } from '../_shared/one-account.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const invoice = await flow.read(mirrorDesk, getInvoiceDetail, { invoice: input.record.id });
  const orders = [...new Set(invoice.lines.map((line) => line.order))].filter((order) => order !== '-');
  const account = oneAccount(invoice.soldTo, await flow.read(mirrorDesk, findAccountByCustomer, { customer: invoice.soldTo }));
  const order = orders.length === 1 ? orders[0] : undefined;
  const deals = order === undefined ? [] : await flow.read(mirrorDesk, findOpportunitiesByOrder, { order });
  const copies = await flow.read(mirrorDesk, findMirror, { object: 'ERP_Invoice__c', key: invoice.id });
  const deal = deals.length === 1 ? deals[0] : undefined;
  const state = { invoice: invoice.id, status: stateOf(invoice), net: invoice.net, gross: invoice.gross };
  return {
    kind: 'propose',
    // What somebody changed in the copy by hand is put right again, also where the ERP says what it said before.
    repeats: true,
    identity: state,
    facts: state,
    title: `Copy ERP invoice ${invoice.id} to the CRM`,
    reasons: [`the ERP says ${state.status}`],
    evidence: [{ label: `Invoice ${invoice.id}`, connection: flow.connectionName('erp'), type: 'A_BillingDocument', id: invoice.id }],
    traits: { tags: ['copy'], amount: invoice.net },
    requestedBy: [],
    slots: [{ slot: 'invoice', tool: mirrorInvoice }],
    write: (draft) =>
      draft.propose('invoice', mirrorInvoice, {
        ...(copies[0] === undefined ? {} : { copy: copies[0].id }),
        invoice: invoice.id,
        ...(order === undefined ? {} : { order }),
        account: account.id,
        ...(deal === undefined ? {} : { opportunity: deal.id }),
        status: state.status,
        ...(invoice.issuedOn === undefined ? {} : { issuedOn: invoice.issuedOn }),
        net: invoice.net.amount,
        gross: invoice.gross.amount,
        currency: invoice.net.currency,
        asOf: flow.clock.now().toISOString(),
      }),
  };
}

function stateOf(invoice: InvoiceDetail): string {
  if (invoice.isCancelled) return 'cancelled';
  if (invoice.cleared === 'complete') return 'paid';
  return invoice.cleared === 'partial' ? 'partly paid' : 'open';
}
