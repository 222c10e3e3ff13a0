import { CountersignError, defined } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { integrityDesk } from '../../agents/integrity-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { getOpportunity } from '../../tools/crm/get-opportunity.ts';
import { getServiceCase } from '../../tools/crm/get-service-case.ts';
import { listMirrors } from '../../tools/crm/list-mirrors.ts';
import { readMirrors } from '../../tools/crm/read-mirrors.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { differences, explained, keyOf, summary, type Difference, type Snapshot } from './decide.ts';
import { gather } from './gather.ts';
import { gone, unseen, type OnRecord } from './gone.ts';
import { Mapping } from './mapping.ts';

const object = 'ERP_Variance__c';
const open = 'Open';
const settled = 'Settled';

/** Compares everything that is linked and reports what differs. What can be repaired is proposed by integrity-repair. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const snapshot = await gather(flow, mapping);
  const found = differences(snapshot, mapping);
  const compared = { accounts: snapshot.accounts.length, deals: snapshot.deals.length, cases: snapshot.cases.length };
  const isClean = found.length === 0 && snapshot.isComplete;
  flow.audit(
    isClean ? 'integrity.clean' : 'integrity.compared',
    isClean ? compared : { ...compared, differences: found.length, complete: snapshot.isComplete },
  );
  const settling = await goneOf(flow, snapshot, found, mapping);
  if (found.length > 0) return report(flow, input, { snapshot, found, settling, mapping });
  if (!snapshot.isComplete)
    return {
      kind: 'exception',
      code: 'state.refused',
      message: 'A bound was reached before everything was compared; raise most in the mapping of integrity',
      details: compared,
    };
  return settling.length === 0 ? { kind: 'done', outcome: 'both systems agree' } : settle(flow, input, settling);
}

/** What stands open on record and is gone. Records that moved out of sight are looked at one by one. */
async function goneOf(flow: FlowContext, snapshot: Snapshot, found: readonly Difference[], mapping: Mapping): Promise<readonly OnRecord[]> {
  const onRecord: OnRecord[] = [];
  let after: string | undefined;
  do {
    const page = await flow.read(integrityDesk, listMirrors, {
      object,
      field: 'Status__c',
      value: open,
      fields: [],
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    onRecord.push(...page.items);
    after = page.next;
  } while (after !== undefined && onRecord.length < mapping.most.deals);
  const unlinked = new Set<string>();
  for (const { kind, record } of unseen(onRecord, snapshot).slice(0, mapping.most.reported))
    if (!(await isLinked(flow, kind, record))) unlinked.add(`${kind}/${record}`);
  return gone(onRecord, { snapshot, found, unlinked }).slice(0, mapping.most.reported);
}

async function isLinked(flow: FlowContext, kind: Difference['kind'], record: string): Promise<boolean> {
  try {
    if (kind === 'deal') return (await flow.read(integrityDesk, getOpportunity, { opportunity: record })).erpOrderId !== undefined;
    return (await flow.read(integrityDesk, getServiceCase, { case: record })).erpDocumentId !== undefined;
  } catch (error) {
    if (error instanceof CountersignError && error.code === 'resource.not_found') return false;
    throw error;
  }
}

const settlingSlots = (settling: readonly OnRecord[]): ProposalPlan['slots'] =>
  settling.map((_, at) => ({ slot: `gone-${at + 1}`, tool: recordVariance }));

async function proposeSettled(draft: Parameters<ProposalPlan['write']>[0], settling: readonly OnRecord[], asOf: string): Promise<void> {
  for (const [at, { id, key }] of settling.entries()) {
    const [kind = '', , field = ''] = key.split('/');
    await draft.propose(`gone-${at + 1}`, recordVariance, { record: id, key, kind: `${kind} ${field}`, status: settled, asOf });
  }
}

function settle(flow: FlowContext, input: RunInput, settling: readonly OnRecord[]): ProposalPlan {
  const count = `${settling.length} ${settling.length === 1 ? 'difference that is' : 'differences that are'}`;
  return {
    kind: 'propose',
    identity: { look: input.record.id, gone: settling.map(({ key }) => key) },
    facts: { gone: settling.map(({ key }) => key) },
    title: `Settle ${count} gone between CRM and ERP`,
    reasons: ['both systems agree now'],
    evidence: [],
    traits: { tags: ['report'] },
    requestedBy: [],
    slots: settlingSlots(settling),
    write: (draft) => proposeSettled(draft, settling, flow.clock.now().toISOString()),
  };
}

async function report(
  flow: FlowContext,
  input: RunInput,
  given: { snapshot: Snapshot; found: readonly Difference[]; settling: readonly OnRecord[]; mapping: Mapping },
): Promise<ProposalPlan> {
  const { found, settling, mapping } = given;
  const reported = found.slice(0, mapping.most.reported);
  const keys = reported.map(keyOf);
  const held = await flow.read(integrityDesk, readMirrors, { object, keys, fields: ['Status__c'] });
  const copies = new Map(held.map((copy) => [copy.key, { id: copy.id, status: copy.texts['Status__c'] }]));
  const now = flow.clock.now().toISOString();
  return {
    kind: 'propose',
    identity: { look: input.record.id },
    facts: {
      found: found.length,
      keys: reported.map((each) => `${keyOf(each)} ${explained(each)}`),
      ...(settling.length === 0 ? {} : { gone: settling.map(({ key }) => key) }),
    },
    title: `Report ${found.length} ${found.length === 1 ? 'difference' : 'differences'} between CRM and ERP`,
    reasons: ['every difference is reported, with its age and last editor'],
    evidence: [],
    traits: { tags: ['report'] },
    requestedBy: [],
    slots: [
      ...reported.map((_, at) => ({ slot: `difference-${at + 1}`, tool: recordVariance })),
      ...settlingSlots(settling),
      { slot: 'summary', tool: createTask },
    ],
    write: async (draft) => {
      for (const [at, one] of reported.entries())
        await draft.propose(`difference-${at + 1}`, recordVariance, variance(one, copies.get(keyOf(one)), now));
      await proposeSettled(draft, settling, now);
      await draft.propose('summary', createTask, task(given, { reported: reported.length, today: now.slice(0, 10) }));
    },
  };
}

function task(
  { snapshot, found, settling, mapping }: Parameters<typeof report>[2],
  { reported, today }: { reported: number; today: string },
) {
  const [first] = found;
  const owner = mapping.owner === '' ? found.find(({ ownerId }) => ownerId !== undefined)?.ownerId : mapping.owner;
  return {
    about: first?.opportunity ?? first?.account ?? first?.record ?? '',
    subject: `${found.length} ${found.length === 1 ? 'difference' : 'differences'} between CRM and ERP`,
    text: summary(found, {
      reported,
      gone: settling.length,
      isComplete: snapshot.isComplete,
      isOwned: owner !== undefined,
      today,
    }),
    priority: 'Normal' as const,
    dueOn: today,
    ...defined({ owner }),
  };
}

function variance(one: Difference, copy: { readonly id: string; readonly status: string | undefined } | undefined, asOf: string) {
  // One that came back is open again; what a person made of one that stayed is theirs.
  const status = copy === undefined || copy.status === settled ? open : (copy.status ?? open);
  return {
    key: keyOf(one),
    kind: `${one.kind} ${one.field}`,
    erpRecord: one.erpRecord,
    explanation: explained(one),
    status,
    asOf,
    ...defined({
      record: copy?.id,
      account: one.account,
      opportunity: one.opportunity,
      crmAmount: one.crmAmount?.amount,
      erpAmount: one.erpAmount?.amount,
      currency: one.erpAmount?.currency,
    }),
  };
}
