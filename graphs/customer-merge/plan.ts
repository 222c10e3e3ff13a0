import type { AccountMaster, ChildRecord } from 'countersign';
import type { FlowContext, ProposalPlan } from 'countersign/flow';
import { mergeAccount } from '../../tools/crm/merge-account.ts';
import { moveToAccount } from '../../tools/crm/move-to-account.ts';
import { setPartnerBlock } from '../../tools/erp/set-partner-block.ts';
import type { Decision } from './decide.ts';
import type { Mapping } from './mapping.ts';

type Merging = {
  readonly account: AccountMaster;
  readonly kept: AccountMaster;
  readonly children: readonly ChildRecord[];
  /** How often the two were taken apart again: merged once more they are another transition. */
  readonly turn: number;
  readonly mapping: Mapping;
};

/** Ids of 18 letters differ in more than case, so a slot in small letters is still one record's alone. */
export const slotOfChild = ({ type, id }: ChildRecord): string => `${type}-${id}`.toLowerCase();
const childTypes = ['Contact', 'Opportunity', 'Case', 'Contract', 'Asset'] as const;
/** What the tool can move; the port lists nothing else. */
export const childType = (type: string) => childTypes.find((known) => known === type);

export const evidenceOf = (flow: FlowContext, account: AccountMaster, label: string): ProposalPlan['evidence'][number] => ({
  label,
  connection: flow.connectionName('crm'),
  type: 'Account',
  id: account.id,
  ...(account.ref.version === undefined ? {} : { version: account.ref.version }),
});

/** The merged account first, so that a number of the ERP is free before the kept one takes it. */
export function mergePlan(flow: FlowContext, merging: Merging, decision: Extract<Decision, { kind: 'merge' }>): ProposalPlan {
  const { account, kept, children, turn, mapping } = merging;
  const { fields, numbers, block, tags, reasons } = decision;
  const moved = children.flatMap((child) => {
    const type = childType(child.type);
    return type === undefined ? [] : [{ ...child, type }];
  });
  const toKept = { ...fields, ...numbers };
  const freed = Object.fromEntries(Object.keys(numbers).map((number) => [number, null]));
  return {
    kind: 'propose',
    identity: { merge: account.id, into: kept.id, turn },
    facts: JSON.parse(
      JSON.stringify({ fields, numbers, block: block ?? null, children: moved.map(({ id }) => id), mapping: mapping.version }),
    ),
    title: `Merge account ${account.id} into account ${kept.id}`,
    reasons: reasons.slice(0, 20),
    evidence: [evidenceOf(flow, account, 'Account that is merged'), evidenceOf(flow, kept, 'Account that stays')],
    traits: { tags: [...tags] },
    requestedBy: account.ownerId === undefined ? [] : [{ system: 'crm', user: account.ownerId }],
    slots: [
      { slot: 'merged', tool: mergeAccount },
      ...(Object.keys(toKept).length > 0 ? [{ slot: 'kept', tool: mergeAccount }] : []),
      ...moved.map((child) => ({ slot: slotOfChild(child), tool: moveToAccount })),
      ...(block === undefined ? [] : [{ slot: 'block', tool: setPartnerBlock }]),
    ],
    write: async (draft) => {
      await draft.propose('merged', mergeAccount, { account: account.id, into: kept.id, status: mapping.mergedState, ...freed });
      if (Object.keys(toKept).length > 0) await draft.propose('kept', mergeAccount, { account: kept.id, ...toKept });
      for (const child of moved)
        await draft.propose(slotOfChild(child), moveToAccount, { type: child.type, record: child.id, account: kept.id, from: account.id });
      if (block !== undefined) await draft.propose('block', setPartnerBlock, { partner: block, isBlocked: true });
    },
  };
}
