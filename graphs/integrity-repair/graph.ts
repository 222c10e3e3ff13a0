import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { updateOpportunity } from '../../tools/crm/update-opportunity.ts';
import { carryDeal } from '../../tools/erp/carry-deal.ts';
import { differences, explained, keyOf, type Difference } from '../integrity/decide.ts';
import { gather } from '../integrity/gather.ts';
import { Mapping } from '../integrity/mapping.ts';

type Repairable = Difference & { readonly repair: string };

/** Compares again and proposes what the ERP is master of. A difference that is gone by now is none any more. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const mapping = flow.mapping(Mapping);
  const found = differences(await gather(flow, mapping), mapping);
  const all = found.filter((each): each is Repairable => each.repair !== undefined);
  const repairs = all.slice(0, mapping.most.repaired);
  const records = byRecord(repairs);
  flow.audit('decision.made', { differences: found.length, repairable: all.length, proposed: repairs.length });
  if (repairs.length === 0) return { kind: 'done', outcome: 'nothing to repair' };
  return {
    kind: 'propose',
    // What somebody changed again after it was repaired is proposed again, in the same night too.
    repeats: true,
    identity: { look: input.record.id, repairs: repairs.map((each) => `${keyOf(each)} ${each.repair}`) },
    facts: repairs.map((each) => `${keyOf(each)} ${explained(each)}`),
    title: `Repair ${repairs.length} ${repairs.length === 1 ? 'difference' : 'differences'} ${repairs.some(({ field }) => field === 'link') ? 'between CRM and ERP' : 'from the ERP'}`,
    reasons: [
      ...repairs.slice(0, 18).map(explained),
      ...(all.length > repairs.length ? [`${all.length - repairs.length} more are proposed after these`] : []),
    ],
    evidence: [],
    traits: { tags: ['repair'] },
    requestedBy: [],
    slots: records.map(({ tool }, at) => ({ slot: slotOf(at), tool })),
    write: async (draft) => {
      for (const [at, record] of records.entries()) await record.propose(draft, slotOf(at));
    },
  };
}

type Draft = Parameters<ProposalPlan['write']>[0];
type Repaired = {
  readonly tool: ProposalPlan['slots'][number]['tool'];
  propose(draft: Draft, slot: string): Promise<unknown>;
};

/** One write a record, however many of its fields are repaired; the link of a deal is written on its order. */
function byRecord(repairs: readonly Repairable[]): Repaired[] {
  const links = repairs.filter(({ field }) => field === 'link');
  const fields = new Map<string, Repairable[]>();
  for (const each of repairs) if (each.field !== 'link') fields.set(each.record, [...(fields.get(each.record) ?? []), each]);
  return [
    ...[...fields].map(([record, each]): Repaired => {
      const isDeal = each.some(({ kind }) => kind === 'deal');
      const wanted = Object.fromEntries(each.map(({ field, repair }) => [field === 'status' ? 'erpStatus' : field, repair]));
      return isDeal
        ? { tool: updateOpportunity, propose: (draft, slot) => draft.propose(slot, updateOpportunity, { opportunity: record, ...wanted }) }
        : { tool: updateAccountMaster, propose: (draft, slot) => draft.propose(slot, updateAccountMaster, { account: record, ...wanted }) };
    }),
    ...links.map(({ erpRecord: order, repair: opportunity }): Repaired => ({
      tool: carryDeal,
      propose: (draft, slot) => draft.propose(slot, carryDeal, { order, opportunity }),
    })),
  ];
}

const slotOf = (at: number): string => `repair-${at + 1}`;
