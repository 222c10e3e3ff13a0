import type { AccountMaster } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { updateCustomer } from '../../tools/erp/update-customer.ts';
import { inLine, type InLine } from './compare.ts';
import { sourceOf } from './decide.ts';
import { Mapping } from './mapping.ts';
import { newcomer } from './newcomer.ts';
import { evidenceOf, linkage, linksOf, ownerOf, placeOf } from './pieces.ts';
import { peopleOf, type PeoplePart } from './propose-people.ts';
import { rolesOf, type RolesPart } from './propose-roles.ts';
import { kindsOf, kindsOfPartner, missingParts, numbersFor, partnerOf } from './roles.ts';

/** An account without a customer becomes one or is linked to the one it is; one that has its customer is compared with it. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const account = await flow.read(masterDesk, getAccountMaster, { account: input.record.id });
  flow.audit('records.read', { account: account.id, version: account.ref.version ?? '', customer: partnerOf(account) ?? null });
  if (account.mergedIntoId !== undefined) return { kind: 'done', outcome: 'another account stands for this one since they were merged' };
  if (account.syncStatus !== undefined && mapping.leaveAlone.includes(account.syncStatus))
    return { kind: 'done', outcome: 'nobody is to touch this account' };
  const partner = partnerOf(account);
  return partner === undefined ? newcomer(flow, account, mapping) : keepInLine(flow, account, partner, mapping);
}

async function keepInLine(flow: FlowContext, account: AccountMaster, customerId: string, mapping: Mapping): Promise<Prepared> {
  const [customer, agreements] = await Promise.all([
    flow.read(masterDesk, getCustomerMaster, { customer: customerId }),
    linkage(flow).compare(account.id, customerId, flow),
  ]);
  if (!agreements) return { kind: 'done', outcome: 'one of the two is gone' };
  const found = inLine({ account, customer, agreements }, mapping);
  const people = await peopleOf(flow, { is: customerId }, placeOf(account, mapping));
  const kinds = kindsOfPartner(kindsOf(account, mapping), account, customerId);
  const numbers = numbersFor(kinds, account, customerId);
  const roles = rolesOf(missingParts(kinds, customer.setup, mapping), { account, partner: customerId, kinds, mapping });
  const fields = {
    crm: [...Object.keys(found.toCrm), ...Object.keys(numbers)],
    erp: [...Object.keys(found.toErp), ...roles.slots.map(({ slot }) => slot)],
    open: [...found.open],
    people: people.about.map(({ who, what }) => `${what} ${who}`),
  };
  flow.audit('decision.made', { account: account.id, customer: customerId, fields });
  if (fields.crm.length + fields.erp.length + fields.open.length + fields.people.length === 0)
    return { kind: 'done', outcome: 'both systems agree' };
  return bringInLine(flow, { account, customer: customerId, held: sourceOf('erp', customer).fields, people, roles, numbers }, found);
}

type Pair = {
  readonly account: AccountMaster;
  readonly customer: string;
  readonly held: Readonly<Record<string, unknown>>;
  readonly people: PeoplePart;
  readonly roles: RolesPart;
  /** Numbers of the partner that the account does not say yet. */
  readonly numbers: { readonly customer?: string; readonly vendor?: string };
};

function bringInLine(flow: FlowContext, pair: Pair, { toCrm, toErp, open }: InLine): ProposalPlan {
  const { account, customer, held, people, roles, numbers } = pair;
  const names = [...Object.keys(toCrm), ...Object.keys(toErp), ...Object.keys(numbers), ...people.about, ...roles.about];
  const isToErp = Object.keys(toErp).length > 0 || people.slots.length > 0;
  // What the values are belongs to it, as tokens: the same difference again later is another transition.
  const openValues = open.length === 0 ? {} : { open: [...open], account: sourceOf('crm', account).fields, customer: held };
  return {
    kind: 'propose',
    identity: JSON.parse(
      JSON.stringify({
        account: account.id,
        customer,
        toCrm,
        toErp,
        ...openValues,
        ...(people.about.length > 0 ? { people: people.about } : {}),
        ...(roles.about.length > 0 ? { roles: roles.about } : {}),
        ...(Object.keys(numbers).length > 0 ? { numbers } : {}),
      }),
    ),
    facts: JSON.parse(JSON.stringify({ toCrm, toErp, open, people: people.about, roles: roles.about })),
    title: names.length > 0 ? `Bring account and ERP customer ${customer} in line` : `Account and ERP customer ${customer} differ`,
    reasons: [
      ...(Object.keys(toCrm).length > 0 ? [`the ERP is master of ${Object.keys(toCrm).join(', ')}`] : []),
      ...(Object.keys(toErp).length > 0 ? [`the CRM is master of ${Object.keys(toErp).join(', ')}`] : []),
      ...(open.length > 0 ? [`nobody is master of ${open.join(', ')}: the owner of the account is asked`] : []),
      ...roles.reasons,
      ...people.reasons,
    ].slice(0, 20),
    evidence: evidenceOf(flow, account),
    traits: {
      tags: [
        'in-line',
        ...(isToErp ? ['to-erp'] : []),
        ...('name' in toErp || 'name' in toCrm ? ['name'] : []),
        ...people.tags,
        ...roles.tags,
      ],
    },
    requestedBy: ownerOf(account),
    slots: [
      { slot: 'account', tool: updateAccountMaster },
      { slot: 'customer', tool: updateCustomer },
      ...(open.length > 0 ? [{ slot: 'task', tool: createTask }] : []),
      ...roles.slots,
      ...people.slots,
    ],
    links: [...linksOf(flow, account.id, numbers), ...people.links],
    write: async (draft) => {
      if (Object.keys(toCrm).length + Object.keys(numbers).length > 0)
        await draft.propose('account', updateAccountMaster, { account: account.id, ...numbers, ...toCrm });
      if (Object.keys(toErp).length > 0) await draft.propose('customer', updateCustomer, { customer, ...toErp });
      if (open.length > 0) await draft.propose('task', createTask, taskOf(flow, account, customer, open));
      await roles.write(draft);
      await people.write(draft);
    },
  };
}

function taskOf(flow: FlowContext, account: AccountMaster, customer: string, open: readonly string[]) {
  return {
    about: account.id,
    subject: `Account and ERP customer ${customer} differ in ${open.join(', ')}`,
    text: `Account and ERP customer ${customer} do not say the same of: ${open.join(', ')}. Find out which is right and correct the other one; nothing was changed.`,
    priority: 'Normal' as const,
    dueOn: new Date(flow.clock.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10),
    ...(account.ownerId === undefined ? {} : { owner: account.ownerId }),
  };
}
