import type { CrmContract, JsonObject, SalesContract } from 'countersign';
import { created, type FlowContext, type Prepared, type ProposalPlan, type RunInput } from 'countersign/flow';
import { contractDesk } from '../../agents/contract-desk.ts';
import { createContract } from '../../tools/crm/create-contract.ts';
import { findAccountByCustomer } from '../../tools/crm/find-account-by-customer.ts';
import { findContracts } from '../../tools/crm/find-contracts.ts';
import { listContracts } from '../../tools/crm/list-contracts.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { updateContract } from '../../tools/crm/update-contract.ts';
import { listSalesContracts } from '../../tools/erp/list-sales-contracts.ts';
import { asException } from '../_shared/problem.ts';
import { decide, lost, type Decision } from './decide.ts';
import { Mapping } from './mapping.ts';
import { keyOf, keysOf, slotsOf, tell, toldOf, variances, type Told } from './plan.ts';

/** A contract changed in the ERP or in the CRM, or it is night: whatever it was, both sides are read again. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  if (input.record.connection === 'schedule') return nightly(flow, input.record.id, mapping);
  const number = input.record.id;
  const [contracts, [erp]] = await Promise.all([
    flow.read(contractDesk, findContracts, { erpContract: number }),
    flow.read(contractDesk, listSalesContracts, { contracts: [number] }),
  ]);
  const accounts = erp ? await flow.read(contractDesk, findAccountByCustomer, { customer: erp.soldTo }) : [];
  const decision = decide({ number, erp, contracts, accounts: accounts.map(({ id }) => id), today: today(flow) }, mapping);
  flow.audit('decision.made', { contract: number, decision: decision.kind, ...('tags' in decision ? { tags: [...decision.tags] } : {}) });
  switch (decision.kind) {
    case 'nothing':
      return { kind: 'done', outcome: decision.reason };
    case 'problem':
      return asException(decision.problem, { contract: number });
    case 'create':
      return creation(flow, number, decision, erp);
    case 'compared':
      return change(flow, number, decision, { erp, mapping });
  }
}

const today = (flow: FlowContext): string => flow.clock.now().toISOString().slice(0, 10);

type Given = Pick<ProposalPlan, 'title' | 'slots' | 'write'> & {
  readonly identity: JsonObject;
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
  readonly evidence?: ProposalPlan['evidence'];
  readonly links?: NonNullable<ProposalPlan['links']>;
};

/** What somebody changes again is put right again; who was told of what, the records in the CRM say. */
const plan = ({ identity, tags, reasons, evidence = [], links = [], ...rest }: Given): ProposalPlan => ({
  kind: 'propose',
  repeats: true,
  identity,
  facts: identity,
  reasons,
  evidence,
  links,
  traits: { tags: [...tags] },
  requestedBy: [],
  ...rest,
});

const erpName = (flow: FlowContext, number: string) => ({ connection: flow.connectionName('erp'), type: 'SalesContract', id: number });

/** Noted so that a contract which was there and is not found any more is known to have been deleted. */
function linksOf(flow: FlowContext, number: string, contract: string): NonNullable<ProposalPlan['links']> {
  const left = { connection: flow.connectionName('crm'), type: 'Contract', id: contract };
  const right = erpName(flow, number);
  return [
    { left, right, source: 'contract-sync' },
    { left: right, right: left, source: 'contract-sync' },
  ];
}

const inErp = (flow: FlowContext, number: string, erp: SalesContract | undefined): ProposalPlan['evidence'] =>
  erp
    ? [
        {
          label: `ERP contract ${number}`,
          connection: flow.connectionName('erp'),
          type: 'A_SalesContract',
          id: number,
          ...(erp.ref.version === undefined ? {} : { version: erp.ref.version }),
        },
      ]
    : [];

async function creation(
  flow: FlowContext,
  number: string,
  draft: Extract<Decision, { kind: 'create' }>,
  erp: SalesContract | undefined,
): Promise<Prepared> {
  const { account, startOn, months, annual, paymentTerms } = draft;
  const before = await flow.links.find(erpName(flow, number), 'Contract');
  const wasThere = before.length > 0;
  return plan({
    identity: { contract: number, becomes: 'contract', startOn, months, annual: annual.amount, currency: annual.currency },
    tags: [wasThere ? 'deleted' : 'new-contract'],
    reasons: [
      wasThere
        ? `the CRM had a contract ${number} that was deleted, and the ERP still has it`
        : `the ERP has a contract ${number} that the CRM does not`,
    ],
    evidence: inErp(flow, number, erp),
    title: wasThere ? `Put contract ${number} back as a draft` : `Enter contract ${number} as a draft`,
    links: linksOf(flow, number, created('contract')),
    slots: [{ slot: 'contract', tool: createContract }],
    write: (write) =>
      write.propose('contract', createContract, {
        erpContract: number,
        account,
        startOn,
        months,
        annual: annual.amount,
        currency: annual.currency,
        ...(paymentTerms === undefined ? {} : { paymentTerms }),
      }),
  });
}

async function change(
  flow: FlowContext,
  number: string,
  { contract, terms, open, tags, reasons, otherwise }: Extract<Decision, { kind: 'compared' }>,
  { erp, mapping }: { erp: SalesContract | undefined; mapping: Mapping },
): Promise<Prepared> {
  const known = await flow.read(contractDesk, readMirrors, { object: variances, keys: keysOf(number), fields: ['Status__c'] });
  const told = toldOf(number, open, known);
  const hasTerms = Object.keys(terms).length > 0;
  if (!hasTerms && told.news.length + told.over.length === 0) return { kind: 'done', outcome: otherwise };
  return plan({
    identity: { contract: number, record: contract.id, terms, news: newsOf(number, told), settled: told.over.map(({ key }) => key) },
    tags,
    reasons: [...reasons, ...(told.over.length > 0 ? ['a difference that stood open is gone'] : [])],
    evidence: inErp(flow, number, erp),
    title: titleOf(number, { hasTerms, told }),
    links: linksOf(flow, number, contract.id),
    slots: [...(hasTerms ? [{ slot: 'contract', tool: updateContract }] : []), ...slotsOf(number, told)],
    write: async (draft) => {
      if (hasTerms) await draft.propose('contract', updateContract, { contract: contract.id, ...terms });
      await tell(draft, { number, contract, told }, { asOf: flow.clock.now().toISOString(), mapping });
    },
  });
}

const newsOf = (number: string, { news }: Told): [string, string][] => news.map(({ point }) => [keyOf(number, point.point), point.reason]);

function titleOf(number: string, { hasTerms, told }: { hasTerms: boolean; told: Told }): string {
  if (hasTerms) return `Bring contract ${number} in line with the ERP`;
  return told.news.length > 0 ? `Contract ${number}: somebody has to look` : `Contract ${number} agrees again`;
}

const perQuestion = 10;

/** A contract that was deleted in the ERP tells nobody, so every night those that run on in the CRM are looked up. */
async function nightly(flow: FlowContext, night: string, mapping: Mapping): Promise<Prepared> {
  const { contracts, isComplete } = await running(flow, mapping);
  const numbers = [...new Set(contracts.flatMap(({ erpContractId }) => (erpContractId === undefined ? [] : [erpContractId])))];
  const erp: SalesContract[] = [];
  for (let at = 0; at < numbers.length; at += perQuestion)
    erp.push(...(await flow.read(contractDesk, listSalesContracts, { contracts: numbers.slice(at, at + perQuestion) })));
  const found = lost(contracts, erp);
  const known = await flow.read(contractDesk, readMirrors, {
    object: variances,
    keys: found.map(({ number }) => keyOf(number, 'ended')).slice(0, 2000),
    fields: ['Status__c'],
  });
  // Two contracts with one number are told of once, as everything that is on record by the number.
  const once = found.filter(({ number }, at) => found.findIndex((one) => one.number === number) === at);
  const news = once
    .map((one) => ({
      ...one,
      told: toldOf(
        one.number,
        [one.point],
        known.filter(({ key }) => key === keyOf(one.number, 'ended')),
      ),
    }))
    .filter(({ told }) => told.news.length > 0)
    .slice(0, mapping.most.told);
  flow.audit('contracts.looked', { contracts: contracts.length, ended: found.length, news: news.length, complete: isComplete });
  if (news.length === 0)
    return { kind: 'done', outcome: found.length > 0 ? 'somebody was told of it before' : 'every contract has its own in the ERP' };
  return plan({
    identity: { night, contracts: news.map(({ number }) => number) },
    tags: ['in-line', 'ended'],
    reasons: news.map(({ point }) => point.reason).slice(0, 15),
    title: `${news.length} ${news.length === 1 ? 'contract has' : 'contracts have'} ended in the ERP`,
    slots: news.flatMap(({ number, told }) => slotsOf(number, told)),
    write: async (draft) => {
      for (const one of news) await tell(draft, one, { asOf: flow.clock.now().toISOString(), mapping });
    },
  });
}

/** Active contracts of the CRM that have not ended. */
async function running(flow: FlowContext, mapping: Mapping): Promise<{ contracts: readonly CrmContract[]; isComplete: boolean }> {
  const contracts: CrmContract[] = [];
  for (;;) {
    const after = contracts.at(-1)?.id;
    const page = await flow.read(contractDesk, listContracts, {
      from: today(flow),
      to: '9999-12-31',
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    contracts.push(...page.items);
    if (!page.more) return { contracts, isComplete: true };
    if (contracts.length >= mapping.most.contracts) return { contracts, isComplete: false };
  }
}
