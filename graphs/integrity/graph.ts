import { defined } from 'countersign';
import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { integrityDesk } from '../../agents/integrity-desk.ts';
import { createTask } from '../../tools/crm/create-task.ts';
import { findMirror } from '../../tools/crm/find-mirror.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { differences, explained, keyOf, summary, type Difference } from './decide.ts';
import { gather } from './gather.ts';
import { Mapping } from './mapping.ts';

/** Compares everything that is linked and reports what differs. What can be repaired is proposed by integrity-repair. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const snapshot = await gather(flow, mapping);
  const found = differences(snapshot, mapping);
  const compared = { accounts: snapshot.accounts.length, deals: snapshot.deals.length, cases: snapshot.cases.length };
  const [first] = found;
  if (!first && snapshot.isComplete) {
    flow.audit('integrity.clean', compared);
    return { kind: 'done', outcome: 'both systems agree' };
  }
  flow.audit('integrity.compared', { ...compared, differences: found.length, complete: snapshot.isComplete });
  if (!first)
    return {
      kind: 'exception',
      code: 'state.refused',
      message: 'A bound was reached before everything was compared; raise most in the mapping of integrity',
      details: compared,
    };
  const reported = found.slice(0, mapping.most.reported);
  const copies = await copiesOf(flow, reported);
  const now = flow.clock.now().toISOString();
  return {
    kind: 'propose',
    identity: { look: input.record.id },
    facts: { found: found.length, keys: reported.map((each) => `${keyOf(each)} ${explained(each)}`) },
    title: `Report ${found.length} ${found.length === 1 ? 'difference' : 'differences'} between CRM and ERP`,
    reasons: ['every difference is reported, with its age and last editor'],
    evidence: [],
    traits: { tags: ['report'] },
    requestedBy: [],
    slots: [...reported.map((_, at) => ({ slot: `difference-${at + 1}`, tool: recordVariance })), { slot: 'summary', tool: createTask }],
    write: async (draft) => {
      for (const [at, one] of reported.entries())
        await draft.propose(`difference-${at + 1}`, recordVariance, variance(one, copies.get(keyOf(one)), now));
      const owner = mapping.owner === '' ? found.find(({ ownerId }) => ownerId !== undefined)?.ownerId : mapping.owner;
      await draft.propose('summary', createTask, {
        about: first.opportunity ?? first.account ?? first.record,
        subject: `${found.length} ${found.length === 1 ? 'difference' : 'differences'} between CRM and ERP`,
        text: summary(found, {
          reported: reported.length,
          isComplete: snapshot.isComplete,
          isOwned: owner !== undefined,
          today: now.slice(0, 10),
        }),
        priority: 'Normal',
        dueOn: now.slice(0, 10),
        ...defined({ owner }),
      });
    },
  };
}

async function copiesOf(flow: FlowContext, reported: readonly Difference[]): Promise<ReadonlyMap<string, string>> {
  const copies = new Map<string, string>();
  for (const one of reported) {
    const [copy] = await flow.read(integrityDesk, findMirror, { object: 'ERP_Variance__c', key: keyOf(one) });
    if (copy) copies.set(keyOf(one), copy.id);
  }
  return copies;
}

function variance(one: Difference, copy: string | undefined, asOf: string) {
  return {
    key: keyOf(one),
    kind: `${one.kind} ${one.field}`,
    erpRecord: one.erpRecord,
    explanation: explained(one),
    status: 'Open',
    asOf,
    ...defined({
      record: copy,
      account: one.account,
      opportunity: one.opportunity,
      crmAmount: one.crmAmount?.amount,
      erpAmount: one.erpAmount?.amount,
      currency: one.erpAmount?.currency,
    }),
  };
}
