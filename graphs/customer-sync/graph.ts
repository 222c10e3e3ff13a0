import { CountersignError, type AccountMaster } from 'countersign';
import { created, type FlowContext, type Prepared, type ProposalPlan, type RunInput } from 'countersign/flow';
import { countryCode } from 'countersign/matching';
import { masterDesk } from '../../agents/master-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { createCustomer } from '../../tools/erp/create-customer.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { updateCustomer } from '../../tools/erp/update-customer.ts';
import { asException } from '../_shared/problem.ts';
import { inLine, type InLine } from './compare.ts';
import { askProvider } from './ask-provider.ts';
import { fill, nothingFilled, sourceOfProvider, type Filled } from './enrich.ts';
import { peopleOf, type PeoplePart } from './propose-people.ts';
import { badData, choose, goldenOf, languageOf, newCustomer, sourceOf, type Choice, type Newcomer } from './decide.ts';
import { Mapping } from './mapping.ts';

/** An account without a customer becomes one or is linked to the one it is; one that has its customer is compared with it. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const account = await flow.read(masterDesk, getAccountMaster, { account: input.record.id });
  flow.audit('records.read', { account: account.id, version: account.ref.version ?? '', customer: account.erpCustomerId ?? null });
  if (account.syncStatus !== undefined && mapping.leaveAlone.includes(account.syncStatus))
    return { kind: 'done', outcome: 'nobody is to touch this account' };
  return account.erpCustomerId === undefined ? newcomer(flow, account, mapping) : keepInLine(flow, account, account.erpCustomerId, mapping);
}

async function newcomer(flow: FlowContext, account: AccountMaster, mapping: Mapping): Promise<Prepared> {
  const [parents, asked] = await Promise.all([parentsOf(flow, account, mapping), askProvider(flow, account, mapping)]);
  // Only what is taken anyway may help to find the customer: a doubtful company would bring doubtful candidates.
  const known = asked.standing.kind === 'take' && asked.profile ? { duns: asked.standing.duns } : {};
  const search = await linkage(flow).customersLike(account.id, { signal: flow.signal, ...known });
  if (!search) return { kind: 'done', outcome: 'the account is gone' };
  const facts: Newcomer = { account, parents, search };
  const bad = badData(facts, mapping);
  if (bad) return asException(bad, { account: account.id });
  const choice = choose(facts, mapping);
  flow.audit('decision.made', { account: account.id, choice: choice.kind, tags: [...choice.tags], reasons: [...choice.reasons] });
  if (choice.kind === 'link') return link(flow, account, choice);
  const { standing, profile } = asked;
  const filled = profile
    ? fill(account, profile, standing, { mapping, isTaxIdSound: search.foundTaxId === 'sound' })
    : nothingFilled(standing);
  const people = await peopleOf(flow, undefined, placeOf(account, mapping));
  return creation(flow, account, choice, { filled, mapping, people });
}

function linkage(flow: FlowContext) {
  const port = flow.ports.linkage;
  if (!port) throw new CountersignError('capability.missing', 'This installation compares no customers', { field: 'linkage' });
  return port;
}

/** Ids of the accounts above, until there are no more, too many, or one that was seen before. */
async function parentsOf(flow: FlowContext, account: AccountMaster, { maxParents }: Mapping): Promise<readonly string[]> {
  const found: string[] = [];
  let next = account.parentId;
  while (next !== undefined) {
    found.push(next);
    if (next === account.id || found.indexOf(next) < found.length - 1 || found.length > maxParents) break;
    next = (await flow.read(masterDesk, getAccountMaster, { account: next })).parentId;
  }
  return found;
}

const linksOf = (flow: FlowContext, account: string, customer: string): NonNullable<ProposalPlan['links']> => {
  const left = { connection: flow.connectionName('crm'), type: 'Account', id: account };
  const right = { connection: flow.connectionName('erp'), type: 'Customer', id: customer };
  return [
    { left, right, source: 'customer-sync' },
    { left: right, right: left, source: 'customer-sync' },
  ];
};

const evidenceOf = (flow: FlowContext, account: AccountMaster): ProposalPlan['evidence'] => [
  {
    label: 'Account',
    connection: flow.connectionName('crm'),
    type: 'Account',
    id: account.id,
    ...(account.ref.version === undefined ? {} : { version: account.ref.version }),
  },
];

const ownerOf = ({ ownerId }: AccountMaster): ProposalPlan['requestedBy'] =>
  ownerId === undefined ? [] : [{ system: 'crm', user: ownerId }];

const placeOf = (account: AccountMaster, mapping: Mapping) => ({
  account: account.id,
  country: countryCode(account.country ?? '') ?? '',
  language: languageOf(account.language) ?? mapping.defaultLanguage,
  mapping,
});

type Making = { readonly filled: Filled; readonly mapping: Mapping; readonly people: PeoplePart };

function creation(flow: FlowContext, account: AccountMaster, choice: Choice, { filled, mapping, people }: Making): Prepared {
  const golden = goldenOf([sourceOf('crm', account), ...sourceOfProvider(filled)]);
  const tags = [...choice.tags, ...(filled.standing.kind === 'ask' ? ['company-data'] : []), ...people.tags];
  const added = filled.standing.kind === 'leave' ? {} : filled.fields;
  const customer = newCustomer(account, golden, mapping);
  return {
    kind: 'propose',
    // One customer per account, whatever the account says by then.
    identity: { account: account.id, becomes: 'customer' },
    facts: JSON.parse(JSON.stringify({ customer, tags, people: people.about, mapping: mapping.version })),
    title: 'Create the ERP customer of a new account',
    reasons: [...choice.reasons, ...filled.standing.reasons, ...people.reasons].slice(0, 20),
    evidence: evidenceOf(flow, account),
    traits: { tags },
    requestedBy: ownerOf(account),
    slots: [{ slot: 'customer', tool: createCustomer }, { slot: 'account', tool: updateAccountMaster }, ...people.slots],
    links: [...linksOf(flow, account.id, created('customer')), ...people.links],
    write: async (draft) => {
      await draft.propose('customer', createCustomer, customer);
      await draft.propose('account', updateAccountMaster, {
        account: account.id,
        customer: created('customer'),
        status: 'Created in ERP',
        ...added,
      });
      await people.write(draft);
    },
  };
}

/** Two accounts cannot be one customer: the second is a duplicate in the CRM, and only a person merges accounts. */
async function link(flow: FlowContext, account: AccountMaster, choice: Choice): Promise<Prepared> {
  const { customer } = choice;
  const [holders, master] = await Promise.all([
    flow.read(masterDesk, findAccountByCustomer, { customer }),
    flow.read(masterDesk, getCustomerMaster, { customer }),
  ]);
  const other = holders.find(({ id }) => id !== account.id);
  if (other)
    return asException(
      {
        code: 'link.ambiguous',
        field: 'ERP_Customer_Id__c',
        message: `ERP customer ${customer}, which this account is like, already stands for another account; merge the two accounts, or say in Sync_Status__c that this one is a new customer`,
      },
      { account: account.id, other: other.id, reasons: [...choice.reasons] },
    );
  const isOthers = master.crmAccountId !== undefined && master.crmAccountId !== account.id;
  const tags = [...choice.tags, ...(master.isBlocked || isOthers ? ['possible-duplicate'] : [])];
  return {
    kind: 'propose',
    identity: { account: account.id, customer },
    facts: JSON.parse(JSON.stringify({ choice, blocked: master.isBlocked })),
    title: `Link the account to ERP customer ${customer}`,
    reasons: [
      ...choice.reasons,
      ...(master.isBlocked ? [`customer ${customer} is blocked in the ERP`] : []),
      ...(isOthers ? [`customer ${customer} bears the id of another account`] : []),
    ],
    evidence: [
      ...evidenceOf(flow, account),
      { label: `Customer ${customer}`, connection: flow.connectionName('erp'), type: 'A_BusinessPartner', id: customer },
    ],
    traits: { tags },
    requestedBy: ownerOf(account),
    slots: [
      { slot: 'account', tool: updateAccountMaster },
      { slot: 'customer', tool: updateCustomer },
    ],
    links: linksOf(flow, account.id, customer),
    write: async (draft) => {
      await draft.propose('account', updateAccountMaster, { account: account.id, customer, status: 'Linked to ERP' });
      await draft.propose('customer', updateCustomer, { customer, account: account.id });
    },
  };
}

async function keepInLine(flow: FlowContext, account: AccountMaster, customerId: string, mapping: Mapping): Promise<Prepared> {
  const [customer, agreements] = await Promise.all([
    flow.read(masterDesk, getCustomerMaster, { customer: customerId }),
    linkage(flow).compare(account.id, customerId, flow),
  ]);
  if (!agreements) return { kind: 'done', outcome: 'one of the two is gone' };
  const found = inLine({ account, customer, agreements }, mapping);
  const people = await peopleOf(flow, customerId, placeOf(account, mapping));
  const fields = {
    crm: Object.keys(found.toCrm),
    erp: Object.keys(found.toErp),
    open: [...found.open],
    people: people.about.map(({ who, what }) => `${what} ${who}`),
  };
  flow.audit('decision.made', { account: account.id, customer: customerId, fields });
  if (fields.crm.length + fields.erp.length + fields.open.length + fields.people.length === 0)
    return { kind: 'done', outcome: 'both systems agree' };
  return bringInLine(flow, { account, customer: customerId, held: sourceOf('erp', customer).fields, people }, found);
}

type Pair = {
  readonly account: AccountMaster;
  readonly customer: string;
  readonly held: Readonly<Record<string, unknown>>;
  readonly people: PeoplePart;
};

function bringInLine(flow: FlowContext, { account, customer, held, people }: Pair, { toCrm, toErp, open }: InLine): ProposalPlan {
  const names = [...Object.keys(toCrm), ...Object.keys(toErp), ...people.about];
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
      }),
    ),
    facts: JSON.parse(JSON.stringify({ toCrm, toErp, open, people: people.about })),
    title: names.length > 0 ? `Bring account and ERP customer ${customer} in line` : `Account and ERP customer ${customer} differ`,
    reasons: [
      ...(Object.keys(toCrm).length > 0 ? [`the ERP is master of ${Object.keys(toCrm).join(', ')}`] : []),
      ...(Object.keys(toErp).length > 0 ? [`the CRM is master of ${Object.keys(toErp).join(', ')}`] : []),
      ...(open.length > 0 ? [`nobody is master of ${open.join(', ')}: the owner of the account is asked`] : []),
      ...people.reasons,
    ].slice(0, 20),
    evidence: evidenceOf(flow, account),
    traits: { tags: ['in-line', ...(isToErp ? ['to-erp'] : []), ...('name' in toErp || 'name' in toCrm ? ['name'] : []), ...people.tags] },
    requestedBy: ownerOf(account),
    slots: [
      { slot: 'account', tool: updateAccountMaster },
      { slot: 'customer', tool: updateCustomer },
      ...(open.length > 0 ? [{ slot: 'task', tool: createTask }] : []),
      ...people.slots,
    ],
    links: people.links,
    write: async (draft) => {
      if (Object.keys(toCrm).length > 0) await draft.propose('account', updateAccountMaster, { account: account.id, ...toCrm });
      if (Object.keys(toErp).length > 0) await draft.propose('customer', updateCustomer, { customer, ...toErp });
      if (open.length > 0) await draft.propose('task', createTask, taskOf(flow, account, customer, open));
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
