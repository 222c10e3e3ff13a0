import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getAccountMaster } from '../../tools/crm/get-account-master.ts';
import { mergeAccount } from '../../tools/crm/merge-account.ts';
import { moveToAccount } from '../../tools/crm/move-to-account.ts';
import { setPartnerBlock } from '../../tools/erp/set-partner-block.ts';
import { asException } from '../_shared/problem.ts';
import { evidenceOf, slotOfChild } from '../customer-merge/plan.ts';
import { undo, type Undoing } from './decide.ts';

/** A merged account stands for itself again: what the merge wrote is taken back, as far as it is still there. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const account = await flow.read(masterDesk, getAccountMaster, { account: input.record.id });
  if (account.mergedIntoId === undefined) return { kind: 'done', outcome: 'this account is not merged' };
  // The newest alone is what stands in the records now.
  const merge = (await flow.earlier('customer-merge')).find(({ tags }) => tags.includes('merge'));
  if (!merge?.writes.some(({ slot }) => slot === 'merged'))
    return asException(
      {
        code: 'data.missing',
        field: 'Merged_Into__c',
        message:
          'What this merge changed is not on record here; empty "Merged into" and the state of the account, and move back what belongs to it by hand',
      },
      { account: account.id },
    );
  const kept = await flow.read(masterDesk, getAccountMaster, { account: account.mergedIntoId });
  const undoing = undo(account, kept, merge);
  flow.audit('decision.made', {
    account: account.id,
    kept: kept.id,
    merge: merge.id,
    fields: { account: Object.keys(undoing.account), kept: Object.keys(undoing.kept) },
    records: undoing.children.length,
  });
  return plan(flow, { account, kept, merge: merge.id, undoing });
}

type Given = {
  readonly account: Parameters<typeof undo>[0];
  readonly kept: Parameters<typeof undo>[1];
  readonly merge: string;
  readonly undoing: Undoing;
};

/** The kept account first, so that a number of the ERP is free before the other one gets it back. */
function plan(flow: FlowContext, { account, kept, merge, undoing }: Given): ProposalPlan {
  const { children, unblock } = undoing;
  const hasKept = Object.keys(undoing.kept).length > 0;
  const { name, ...emptied } = undoing.kept;
  return {
    kind: 'propose',
    // Each merge is taken back once.
    identity: { unmerge: account.id, from: kept.id, merge },
    facts: JSON.parse(JSON.stringify({ account: undoing.account, kept: undoing.kept, children, unblock: unblock ?? null })),
    title: `Take account ${account.id} out of account ${kept.id} again`,
    reasons: undoing.reasons.slice(0, 20),
    evidence: [evidenceOf(flow, account, 'Account that was merged'), evidenceOf(flow, kept, 'Account that stayed')],
    traits: { tags: ['unmerge'] },
    requestedBy: [],
    slots: [
      ...(hasKept ? [{ slot: 'kept', tool: mergeAccount }] : []),
      { slot: 'merged', tool: mergeAccount },
      ...children.map((child) => ({ slot: slotOfChild(child), tool: moveToAccount })),
      ...(unblock === undefined ? [] : [{ slot: 'block', tool: setPartnerBlock }]),
    ],
    write: async (draft) => {
      if (hasKept) await draft.propose('kept', mergeAccount, { account: kept.id, ...emptied, ...named(name) });
      const { name: _own, ...rest } = undoing.account;
      await draft.propose('merged', mergeAccount, { account: account.id, into: null, ...rest });
      for (const { type, id } of children)
        await draft.propose(slotOfChild({ type, id }), moveToAccount, { type, record: id, account: account.id, from: kept.id });
      if (unblock !== undefined) await draft.propose('block', setPartnerBlock, { partner: unblock, isBlocked: false });
    },
  };
}

/** A name is never emptied. */
const named = (name: string | null | undefined) => (typeof name === 'string' ? { name } : {});
