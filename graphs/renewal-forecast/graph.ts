import type { AccountMaster, CrmContract, UsageRecord } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { renewalDesk } from '../../agents/renewal-desk.ts';
import { predictRenewal } from '../../classic-models/renewal/tool.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listUsage } from '../../tools/crm/list-usage.ts';
import { listContracts } from '../../tools/crm/list-contracts.ts';
import { setRenewal } from '../../tools/crm/set-renewal.ts';
import { getInvoiceDetail } from '../../tools/erp/get-invoice-detail.ts';
import { listBillingDates } from '../../tools/erp/list-billing-dates.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { allBills } from '../_shared/all-orders.ts';
import { askedModel } from '../_shared/asked-model.ts';
import { addTo } from '../_shared/figures.ts';
import { ifServed } from '../_shared/if-served.ts';
import { inTurn } from '../_shared/in-turn.ts';
import { oneAccount } from '../_shared/one-account.ts';
import { asException } from '../_shared/problem.ts';
import { decide, type Decision } from './decide.ts';
import { Mapping } from './mapping.ts';

/** A bill refreshes its customer's account; the weekly look refreshes every account whose contract ends soon. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const today = flow.clock.now().toISOString().slice(0, 10);
  const isLook = input.record.connection === 'schedule' || input.record.id === 'week';
  const accounts = isLook ? await endingSoon(flow, today, mapping) : [await accountOf(flow, input.record.id)];
  const looked = await inTurn(accounts, 2, async (account) => ({ account, decision: await expect(flow, account, mapping, today) }));
  for (const { account, decision } of looked) if (decision.kind === 'problem' && !isLook) return asException(decision.problem, { account });
  return plan(flow, looked);
}

async function accountOf(flow: FlowContext, bill: string): Promise<string> {
  const { soldTo } = await flow.read(renewalDesk, getInvoiceDetail, { invoice: bill });
  return oneAccount(soldTo, await flow.read(renewalDesk, findAccountByCustomer, { customer: soldTo })).id;
}

async function endingSoon(flow: FlowContext, today: string, mapping: Mapping): Promise<readonly string[]> {
  const found: CrmContract[] = [];
  for (let more = true; more;) {
    const after = found.at(-1)?.id;
    const days = { from: today, to: addTo(today, mapping.endingWithinDays) };
    const page = await flow.read(renewalDesk, listContracts, { ...days, ...(after === undefined ? {} : { after }), limit: 200 });
    found.push(...page.items);
    more = page.more && page.items.length > 0;
  }
  const first = found.toSorted((a, b) => ((a.endOn ?? '') < (b.endOn ?? '') ? -1 : 1));
  return [...new Set(first.flatMap(({ accountId }) => accountId ?? []))].slice(0, mapping.accountsAtOnce);
}

async function expect(flow: FlowContext, account: string, mapping: Mapping, today: string): Promise<Decision> {
  const [{ items: contracts }, master] = await Promise.all([
    flow.read(renewalDesk, listContracts, { account }),
    flow.read(renewalDesk, getAccountMaster, { account }),
  ]);
  if (contracts.length === 0) return { kind: 'nothing', reason: 'the account has no contract' };
  const [bills, open, schedule, usage] = await Promise.all([
    billsOf(flow, master, today),
    openOf(flow, master),
    scheduleOf(flow, master, today),
    usageOf(flow, contracts, today),
  ]);
  const ids = contracts.flatMap((contract) => contract.erpContractId ?? []);
  const said = await askedModel(flow, 'renewal', ids, (id) => flow.read(renewalDesk, predictRenewal, { subscription_id: id }));
  const model = new Map(
    contracts.flatMap((contract) => {
      const answer = said.get(contract.erpContractId ?? '');
      return answer ? [[contract.id, { churn: answer.churn_probability, ratio: answer.renewal_ratio }] as const] : [];
    }),
  );
  return decide({ contracts, bills, open, schedule, usage, model }, mapping, today);
}

/** An account without a customer was never billed. */
const billsOf = async (flow: FlowContext, { erpCustomerId: payer }: AccountMaster, today: string) =>
  payer === undefined ? [] : allBills(flow, renewalDesk, { from: addTo(today, -365), to: today, payer });
const scheduleOf = async (flow: FlowContext, { erpCustomerId: customer }: AccountMaster, today: string) =>
  customer === undefined ? [] : flow.read(renewalDesk, listBillingDates, { customer, from: addTo(today, -365), to: addTo(today, 365) });
/** Not every CRM keeps what was used; then the rest has to say. */
async function usageOf(flow: FlowContext, contracts: readonly CrmContract[], today: string): Promise<readonly UsageRecord[]> {
  const running = contracts.filter(({ status }) => status === 'Activated').map(({ id }) => id);
  if (running.length === 0) return [];
  return ifServed(flow.read(renewalDesk, listUsage, { contracts: running.slice(0, 200), from: addTo(today, -365), to: today }), []);
}
const openOf = async (flow: FlowContext, { erpCustomerId: customer }: AccountMaster) =>
  customer === undefined ? [] : flow.read(renewalDesk, listOpenInvoices, { customer });

function plan(flow: FlowContext, looked: readonly { readonly account: string; readonly decision: Decision }[]): Prepared {
  const expected = looked.flatMap(({ account, decision }) => (decision.kind === 'expected' ? [{ account, ...decision }] : []));
  const left = looked.flatMap(({ account, decision }) => (decision.kind === 'problem' ? [`${account}: ${decision.problem.message}`] : []));
  flow.audit('decision.made', {
    renewals: expected.map(({ account, risk, churnPercent, reasons }) => ({ account, risk, churnPercent, reasons: [...reasons] })),
    leftOut: left,
  });
  const [only] = looked;
  if (expected.length === 0)
    return { kind: 'done', outcome: only?.decision.kind === 'nothing' ? only.decision.reason : 'no contract ends soon' };
  const state = expected.map(({ account, amount, risk }) => [account, amount.amount, risk]);
  return {
    kind: 'propose',
    // What somebody wrote over it is put right by the next bill.
    repeats: true,
    identity: { state },
    facts: { state },
    title:
      expected.length === 1
        ? 'Renewal amount and churn risk of an account'
        : `Renewal amounts and churn risks of ${expected.length} accounts`,
    reasons: expected.slice(0, 50).flatMap(({ reasons, churnPercent, risk }) => [`${risk}, ${churnPercent} % that it ends`, ...reasons]),
    evidence: [],
    traits: { tags: ['renewal'] },
    requestedBy: [],
    slots: expected.map(({ account }) => ({ slot: account, tool: setRenewal })),
    async write(draft) {
      for (const { account, amount, risk } of expected) await draft.propose(account, setRenewal, { account, amount: amount.amount, risk });
    },
  };
}
