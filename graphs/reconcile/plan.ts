import type { FlowContext, Prepared, ProposalPlan } from 'countersign/flow';
import { createTask } from '../../tools/crm/create-task.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { addTo } from '../_shared/figures.ts';
import { keyOf, type Finding, type Kind } from './decide.ts';
import type { Examined } from './examine.ts';
import type { Mapping } from './mapping.ts';

const titles: Readonly<Record<Kind, string>> = {
  'partial-payment': 'is paid in part',
  'price-difference': 'is billed at another amount than agreed',
  'missing-invoice': 'has no invoice',
  'credit-note': 'was reduced by credit notes',
  currency: 'is billed in another currency',
};

/** What is still to be written: a new difference with its task, a known one with its new figures, and one that is gone. */
type Entry =
  | {
      readonly kind: 'new' | 'moved';
      readonly key: string;
      readonly record: string | undefined;
      readonly examined: Examined;
      readonly finding: Finding;
    }
  | { readonly kind: 'gone'; readonly key: string; readonly record: string };

export const open = 'open';
const settled = 'settled';

function entriesOf(examined: Examined): Entry[] {
  const current = new Map(examined.findings.map((finding) => [keyOf(examined.order.id, finding), finding]));
  const known = new Map(examined.known.map((one) => [one.key, one]));
  const found = [...current].map(([key, finding]): Entry => {
    const record = known.get(key);
    // One that came back after it was settled is news to its owner.
    return { kind: record?.texts['Status__c'] === open ? 'moved' : 'new', key, record: record?.id, examined, finding };
  });
  const gone = examined.known
    .filter((one) => one.texts['Status__c'] === open && !current.has(one.key))
    .map((one): Entry => ({ kind: 'gone', key: one.key, record: one.id }));
  return [...found, ...gone];
}

/** One variance and one task for every difference; nothing where deal and books agree and always did. */
export function planFor(flow: FlowContext, all: readonly Examined[], mapping: Mapping): Prepared {
  const entries = all.flatMap(entriesOf);
  flow.audit('decision.made', { orders: all.map(({ order }) => order.id), findings: entries.map(({ key, kind }) => `${key}: ${kind}`) });
  if (entries.length === 0) return { kind: 'done', outcome: 'deal, order and bills agree' };
  const state = entries.map((entry) =>
    entry.kind === 'gone' ? [entry.key, 'gone'] : [entry.key, entry.kind, entry.finding.crm.amount, entry.finding.erp.amount],
  );
  const reasons = entries.map((entry) => (entry.kind === 'gone' ? `${entry.key}: settled` : entry.finding.reason));
  return {
    kind: 'propose',
    identity: { state },
    facts: { state },
    title: titleOf(entries),
    reasons,
    evidence: all.slice(0, 20).flatMap(({ deal, order }) => [
      { label: `Sales order ${order.id}`, connection: flow.connectionName('erp'), type: 'A_SalesOrder', id: order.id },
      { label: 'Won deal', connection: flow.connectionName('crm'), type: 'Opportunity', id: deal.id },
    ]),
    traits: { tags: ['variance'] },
    requestedBy: [],
    // The variance comes first: its key is unique, so of two runs that see the same difference one is refused before its task.
    slots: entries.flatMap((entry) => [
      { slot: `variance ${entry.key}`, tool: recordVariance },
      ...(entry.kind === 'new' ? [{ slot: `task ${entry.key}`, tool: createTask }] : []),
    ]),
    write: writer(entries, flow.clock.now().toISOString(), mapping),
  };
}

const titleOf = (entries: readonly Entry[]): string =>
  entries.length === 1 && entries[0] ? `Difference ${entries[0].key}` : `${entries.length} differences between deals and bills`;

function writer(entries: readonly Entry[], asOf: string, mapping: Mapping): ProposalPlan['write'] {
  return async (draft) => {
    for (const entry of entries) {
      const slot = `variance ${entry.key}`;
      if (entry.kind === 'gone') {
        await draft.propose(slot, recordVariance, { record: entry.record, key: entry.key, kind: kindOf(entry.key), status: settled, asOf });
        continue;
      }
      const { finding, examined } = entry;
      const { deal, order } = examined;
      await draft.propose(slot, recordVariance, {
        ...(entry.record === undefined ? {} : { record: entry.record }),
        key: entry.key,
        kind: finding.kind,
        ...(deal.accountId === undefined ? {} : { account: deal.accountId }),
        opportunity: deal.id,
        erpRecord: finding.documents.at(-1) ?? order.id,
        crmAmount: finding.crm.amount,
        erpAmount: finding.erp.amount,
        ...(finding.share === undefined ? {} : { share: finding.share }),
        currency: finding.crm.currency,
        explanation: finding.reason,
        status: open,
        asOf,
      });
      if (entry.kind === 'new') await draft.propose(`task ${entry.key}`, createTask, taskFor(entry.examined, finding, asOf, mapping));
    }
  };
}

const kindOf = (key: string): string => key.split('/')[1] ?? '';

function taskFor({ deal, order }: Examined, finding: Finding, asOf: string, mapping: Mapping) {
  return {
    about: deal.id,
    subject: `Order ${order.id} ${titles[finding.kind]}`,
    // Without an owner the task is nobody's, and whoever comes across it is told so.
    text: `${finding.reason}\nDocuments: ${finding.documents.join(', ')}.${deal.ownerId === undefined ? '\nThe deal has no owner; give it one and hand this task over.' : ''}`,
    priority: finding.kind === 'missing-invoice' ? ('High' as const) : ('Normal' as const),
    dueOn: addTo(asOf.slice(0, 10), mapping.dueDays),
    ...(deal.ownerId === undefined ? {} : { owner: deal.ownerId }),
  };
}
