import { CountersignError, type AccountMaster } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findAccountByVendor } from '../../tools/crm/find-account-by-vendor.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { listAccountChildren } from '../../tools/crm/list-account-children.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { listOpenInvoices } from '../../tools/erp/list-open-invoices.ts';
import { listOrders } from '../../tools/erp/list-orders.ts';
import { ifServed } from '../_shared/if-served.ts';
import { asException } from '../_shared/problem.ts';
import { decide, type Standing } from './decide.ts';
import { Mapping } from './mapping.ts';
import { mergePlan } from './plan.ts';

/** An account is said to be another one, by who found it or by what the ERP says it is like: both become one, once somebody agreed. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const account = await flow.read(masterDesk, getAccountMaster, { account: input.record.id });
  const into = input.hint['into'] ?? (await likeOf(flow, account));
  if (into === undefined) return { kind: 'done', outcome: 'no other account is like it' };
  const [other, { items: children, more }, before] = await Promise.all([
    standingFor(flow, into),
    flow.read(masterDesk, listAccountChildren, { account: account.id, limit: mapping.most.children }),
    flow.earlier('customer-unmerge'),
  ]);
  const standing = await standingOf(flow, account, other);
  const agreements = (await flow.ports.linkage?.compareAccounts(account.id, other.id, flow)) ?? [];
  const equal = new Set(agreements.filter(({ level }) => level === 'exact').map(({ field }) => field));
  const same = new Set([...equal, ...(equal.has('street') && equal.has('place') ? ['address'] : [])]);
  const decision = decide({ account, other, children, more, standing, same }, mapping);
  flow.audit('decision.made', { account: account.id, other: other.id, decision: decision.kind });
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'problem':
      return asException(decision.problem, { account: account.id, other: other.id });
    case 'other-way-round':
      await flow.raise('account.merge', { type: 'Account', id: other.id }, { into: account.id });
      return { kind: 'done', outcome: 'this account stays; that the other one is merged into it is proposed there' };
    case 'merge':
      return mergePlan(flow, { account, kept: other, children, turn: before.length, mapping }, decision);
  }
}

/** Where an account was merged itself, the one that stands for it now; a circle of them is left to a person. */
async function standingFor(flow: FlowContext, id: string): Promise<AccountMaster> {
  let found = await flow.read(masterDesk, getAccountMaster, { account: id });
  for (let hops = 0; found.mergedIntoId !== undefined && hops < mostHops; hops += 1)
    found = await flow.read(masterDesk, getAccountMaster, { account: found.mergedIntoId });
  return found;
}

const mostHops = 5;

/** The account that stands for the partner of the ERP this one is most like. */
async function likeOf(flow: FlowContext, account: AccountMaster): Promise<string | undefined> {
  const port = flow.ports.linkage;
  if (!port) throw new CountersignError('capability.missing', 'This installation compares no customers', { field: 'linkage' });
  const search = await port.customersLike(account.id, flow);
  for (const { customer } of search?.candidates ?? []) {
    const [sold, bought] = await Promise.all([
      flow.read(masterDesk, findAccountByCustomer, { customer }),
      ifServed(flow.read(masterDesk, findAccountByVendor, { vendor: customer }), []),
    ]);
    const other = [...sold, ...bought].find(({ id }) => id !== account.id);
    if (other) return other.id;
  }
  return undefined;
}

/** What is open of the account's own customer: only where the other account has one as well. */
async function standingOf(
  flow: FlowContext,
  { erpCustomerId: customer }: AccountMaster,
  other: AccountMaster,
): Promise<Standing | undefined> {
  if (customer === undefined || other.erpCustomerId === undefined || customer === other.erpCustomerId) return undefined;
  const [{ items: orders }, invoices, { isBlocked }] = await Promise.all([
    flow.read(masterDesk, listOrders, { customer, isOpen: true, sort: 'requested', descending: false, limit: 200 }),
    flow.read(masterDesk, listOpenInvoices, { customer }),
    flow.read(masterDesk, getCustomerMaster, { customer }),
  ]);
  return { openOrders: orders.length, openInvoices: invoices.length, isBlocked };
}
