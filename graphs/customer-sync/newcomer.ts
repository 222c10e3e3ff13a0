import type { AccountMaster } from 'countersign';
import { created, type FlowContext, type Prepared } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findAccountByVendor } from '../../tools/crm/find-account-by-vendor.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { createCustomer } from '../../tools/erp/create-customer.ts';
import { createVendor } from '../../tools/erp/create-vendor.ts';
import { getCustomerMaster } from '../../tools/erp/get-customer-master.ts';
import { updateCustomer } from '../../tools/erp/update-customer.ts';
import { ifServed } from '../_shared/if-served.ts';
import { asException } from '../_shared/problem.ts';
import { askProvider } from './ask-provider.ts';
import { badData, choose, goldenOf, newCustomer, newVendor, sourceOf, type Choice, type Newcomer } from './decide.ts';
import { fill, nothingFilled, sourceOfProvider, type Filled } from './enrich.ts';
import type { Mapping } from './mapping.ts';
import { evidenceOf, linkage, linksOf, ownerOf, placeOf } from './pieces.ts';
import { peopleOf, type PeoplePart } from './propose-people.ts';
import { rolesOf } from './propose-roles.ts';
import { holdsOther, kindsOf, missingParts, numbersFor, vendorTerms, type Kinds } from './roles.ts';

/** An account the ERP does not know by number becomes a partner of it, or is linked to the one it already is. */
export async function newcomer(flow: FlowContext, account: AccountMaster, mapping: Mapping): Promise<Prepared> {
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
  if (choice.kind === 'link') return link(flow, account, choice, mapping);
  const { standing, profile } = asked;
  const filled = profile
    ? fill(account, profile, standing, { mapping, isTaxIdSound: search.foundTaxId === 'sound' })
    : nothingFilled(standing);
  const people = await peopleOf(flow, { becomes: newSlot(kindsOf(account, mapping)) }, placeOf(account, mapping));
  return creation(flow, account, choice, { filled, mapping, people });
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

type Making = { readonly filled: Filled; readonly mapping: Mapping; readonly people: PeoplePart };

/** The slot in which the partner is created. */
const newSlot = ({ customer }: Kinds): 'customer' | 'vendor' => (customer ? 'customer' : 'vendor');

/** A company new to the ERP has no role yet; as a customer or a vendor it is created, as both it gets the vendor's after that. */
const bare = { isCustomer: true, isSupplier: false, roles: [], salesAreas: ['new'], companyCodes: [], purchasingOrganizations: [] };

function creation(flow: FlowContext, account: AccountMaster, choice: Choice, { filled, mapping, people }: Making): Prepared {
  const golden = goldenOf([sourceOf('crm', account), ...sourceOfProvider(filled)]);
  const kinds = kindsOf(account, mapping);
  const slot = newSlot(kinds);
  const partner = created(slot);
  const roles = rolesOf(kinds.customer ? missingParts(kinds, bare, mapping) : [], { account, partner, kinds, mapping });
  const tags = [
    ...choice.tags,
    ...(filled.standing.kind === 'ask' ? ['company-data'] : []),
    ...people.tags,
    ...(kinds.vendor ? ['vendor'] : []),
  ];
  const added = filled.standing.kind === 'leave' ? {} : filled.fields;
  const customer = newCustomer(account, golden, mapping);
  const numbers = numbersFor(kinds, account, partner);
  return {
    kind: 'propose',
    // One customer per account, whatever the account says by then.
    identity: { account: account.id, becomes: slot },
    facts: JSON.parse(JSON.stringify({ customer, tags, people: people.about, mapping: mapping.version, roles: roles.about })),
    title: kinds.customer ? 'Create the ERP customer of a new account' : 'Create the ERP vendor of a new account',
    reasons: [
      ...choice.reasons,
      ...(kinds.vendor ? ['it can be paid as a vendor; its bank account is entered in the ERP by somebody who checked it'] : []),
      ...filled.standing.reasons,
      ...people.reasons,
    ].slice(0, 20),
    evidence: evidenceOf(flow, account),
    traits: { tags },
    requestedBy: ownerOf(account),
    slots: [
      kinds.customer ? { slot, tool: createCustomer } : { slot, tool: createVendor },
      { slot: 'account', tool: updateAccountMaster },
      ...roles.slots,
      ...people.slots,
    ],
    links: [...linksOf(flow, account.id, numbers), ...people.links],
    write: async (draft) => {
      if (kinds.customer) await draft.propose(slot, createCustomer, customer);
      else await draft.propose(slot, createVendor, newVendor(customer, vendorTerms(account, kinds, mapping), mapping));
      await draft.propose('account', updateAccountMaster, { account: account.id, ...numbers, status: 'Created in ERP', ...added });
      await roles.write(draft);
      await people.write(draft);
    },
  };
}

/** Two accounts cannot be one customer: the second is a duplicate in the CRM. A merge is proposed, or asked for where nothing here merges. */
async function link(flow: FlowContext, account: AccountMaster, choice: Choice, mapping: Mapping): Promise<Prepared> {
  const { customer } = choice;
  const [sold, bought, master] = await Promise.all([
    flow.read(masterDesk, findAccountByCustomer, { customer }),
    ifServed(flow.read(masterDesk, findAccountByVendor, { vendor: customer }), []),
    flow.read(masterDesk, getCustomerMaster, { customer }),
  ]);
  const other = [...sold, ...bought].find(({ id }) => id !== account.id);
  if (other && (await flow.raise('account.merge', { type: 'Account', id: account.id }, { into: other.id })))
    return {
      kind: 'done',
      outcome: 'the ERP knows this company through another account: a merge of the two is proposed',
    };
  if (other)
    return asException(
      {
        code: 'link.ambiguous',
        field: 'ERP_Customer_Id__c',
        message: `ERP customer ${customer}, which this account is like, already stands for another account; merge the two accounts, or say in Sync_Status__c that this one is a new customer`,
      },
      { account: account.id, other: other.id, reasons: [...choice.reasons] },
    );
  const isOthers = holdsOther(master, account.id);
  const kinds = kindsOf(account, mapping);
  const numbers = numbersFor(kinds, account, customer);
  const roles = rolesOf(missingParts(kinds, master.setup, mapping), { account, partner: customer, kinds, mapping });
  const tags = [...choice.tags, ...(master.isBlocked || isOthers ? ['possible-duplicate'] : []), ...roles.tags];
  return {
    kind: 'propose',
    identity: { account: account.id, customer },
    facts: JSON.parse(JSON.stringify({ choice, blocked: master.isBlocked, roles: roles.about })),
    title: `Link the account to ERP customer ${customer}`,
    reasons: [
      ...choice.reasons,
      ...(master.isBlocked ? [`customer ${customer} is blocked in the ERP`] : []),
      ...(isOthers ? [`customer ${customer} bears the id of another account`] : []),
      ...roles.reasons,
    ],
    evidence: [
      ...evidenceOf(flow, account),
      { label: `Customer ${customer}`, connection: flow.connectionName('erp'), type: 'A_BusinessPartner', id: customer },
    ],
    traits: { tags },
    requestedBy: ownerOf(account),
    slots: [{ slot: 'account', tool: updateAccountMaster }, { slot: 'customer', tool: updateCustomer }, ...roles.slots],
    links: linksOf(flow, account.id, numbers),
    write: async (draft) => {
      await draft.propose('account', updateAccountMaster, { account: account.id, ...numbers, status: 'Linked to ERP' });
      await draft.propose('customer', updateCustomer, { customer, account: account.id });
      await roles.write(draft);
    },
  };
}
