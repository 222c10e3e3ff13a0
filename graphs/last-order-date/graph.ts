import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { financeDesk } from '../../agents/finance-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { setLastOrderDate } from '../../tools/crm/set-last-order-date.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { oneAccount } from '../_shared/one-account.ts';
import { decide } from './decide.ts';

export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const invoice = await flow.read(financeDesk, getInvoiceDetail, { invoice: input.record.id });
  const early = decide(invoice, undefined);
  if (early.kind === 'nothing') return { kind: 'done', outcome: early.reason };
  const found = oneAccount(invoice.soldTo, await flow.read(financeDesk, findAccountByCustomer, { customer: invoice.soldTo }));
  const account = await flow.read(financeDesk, getAccountMaster, { account: found.id });
  const decision = decide(invoice, account.lastOrderOn);
  flow.audit('decision.made', { invoice: invoice.id, account: account.id, decision: decision.kind });
  if (decision.kind === 'nothing') return { kind: 'done', outcome: decision.reason };
  return {
    kind: 'propose',
    // What somebody changed by hand is put right again, also where the ERP says what it said before.
    repeats: true,
    identity: { account: account.id, on: decision.on },
    facts: { account: account.id, on: decision.on },
    title: `Last order of the account: ${decision.on}`,
    reasons: [`invoice ${invoice.id} is the newest of this customer`],
    evidence: [{ label: `Invoice ${invoice.id}`, connection: flow.connectionName('erp'), type: 'A_BillingDocument', id: invoice.id }],
    traits: { tags: ['date'] },
    requestedBy: [],
    slots: [{ slot: 'account', tool: setLastOrderDate }],
    write: (draft) => draft.propose('account', setLastOrderDate, { account: account.id, on: decision.on }),
  };
}
