import type { CrmContract, MirrorValues } from 'countersign';
import type { Draft, ProposalPlan } from 'countersign/flow';
import { createTask } from '../../tools/crm/create-task.ts';
import { recordVariance } from '../../tools/crm/record-variance.ts';
import { fields, type OpenPoint } from './compare.ts';
import type { Mapping } from './mapping.ts';

/** Differences stand on record in the CRM, so that whoever looks next, from whatever side, knows that somebody was told. */
export const variances = 'ERP_Variance__c';
const open = 'open';
const settled = 'settled';

const points = [...fields, 'ended'] as const;
export const keyOf = (number: string, point: OpenPoint['point']): string => `${number}/contract-${point}`;
export const keysOf = (number: string): string[] => points.map((point) => keyOf(number, point));

export type Told = {
  /** Nobody was told of these yet, or they came back after they were settled. */
  readonly news: readonly { readonly point: OpenPoint; readonly record: string | undefined }[];
  /** These stood open and are gone. */
  readonly over: readonly { readonly key: string; readonly record: string }[];
};

export function toldOf(number: string, current: readonly OpenPoint[], known: readonly MirrorValues[]): Told {
  const held = new Map(known.map((one) => [one.key, one]));
  const isOpen = (one: MirrorValues | undefined): boolean => one?.texts['Status__c'] === open;
  const now = new Set(current.map(({ point }) => keyOf(number, point)));
  return {
    news: current.flatMap((point) => {
      const record = held.get(keyOf(number, point.point));
      return isOpen(record) ? [] : [{ point, record: record?.id }];
    }),
    over: known.flatMap((one) => (isOpen(one) && !now.has(one.key) ? [{ key: one.key, record: one.id }] : [])),
  };
}

/** The record comes first: its key is unique, so of two runs that see the same difference one is refused before its task. */
export const slotsOf = (number: string, { news, over }: Told): ProposalPlan['slots'] => [
  ...news.map(({ point }) => ({ slot: `variance ${keyOf(number, point.point)}`, tool: recordVariance })),
  ...over.map(({ key }) => ({ slot: `variance ${key}`, tool: recordVariance })),
  ...(news.length > 0 ? [{ slot: `task ${number}`, tool: createTask }] : []),
];

export async function tell(
  draft: Draft,
  about: { number: string; contract: CrmContract; told: Told },
  { asOf, mapping }: { asOf: string; mapping: Mapping },
): Promise<void> {
  const { number, contract, told } = about;
  for (const { point, record } of told.news) {
    const key = keyOf(number, point.point);
    await draft.propose(`variance ${key}`, recordVariance, {
      ...(record === undefined ? {} : { record }),
      key,
      kind: `contract-${point.point}`,
      ...(contract.accountId === undefined ? {} : { account: contract.accountId }),
      erpRecord: number,
      ...(point.amounts === undefined
        ? {}
        : { crmAmount: point.amounts.crm.amount, erpAmount: point.amounts.erp.amount, currency: point.amounts.erp.currency }),
      explanation: point.reason,
      status: open,
      asOf,
    });
  }
  for (const { key, record } of told.over)
    await draft.propose(`variance ${key}`, recordVariance, { record, key, kind: key.split('/')[1] ?? '', status: settled, asOf });
  if (told.news.length > 0) await draft.propose(`task ${number}`, createTask, taskFor(about, mapping));
}

function taskFor({ number, contract, told: { news } }: { number: string; contract: CrmContract; told: Told }, mapping: Mapping) {
  const hasEnded = news.some(({ point }) => point.point === 'ended');
  const owner = contract.ownerId ?? mapping.owner;
  return {
    about: contract.id,
    subject: hasEnded
      ? `Contract ${number} has ended in the ERP`
      : `Contract ${number} differs in ${news.map(({ point }) => wordOf(point.point)).join(', ')}`,
    text: [
      ...news.map(({ point: { reason } }) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`),
      hasEnded
        ? 'The contract in the CRM was left as it is. End it there, or have it entered again in the ERP.'
        : 'Enter what is right in the CRM or in the ERP; nothing of this was changed.',
    ].join('\n'),
    priority: hasEnded ? ('High' as const) : ('Normal' as const),
    ...(owner === '' ? {} : { owner }),
  };
}

const wordOf = (point: OpenPoint['point']): string => (point === 'paymentTerms' ? 'payment terms' : point);
