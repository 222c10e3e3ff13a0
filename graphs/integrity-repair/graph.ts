import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { updateAccountMaster } from '../../tools/crm/update-account-master.ts';
import { updateOpportunity } from '../../tools/crm/update-opportunity.ts';
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
  flow.audit('decision.made', { differences: found.length, repairable: all.length, proposed: repairs.length });
  if (repairs.length === 0) return { kind: 'done', outcome: 'nothing to repair' };
  return {
    kind: 'propose',
    identity: { look: input.record.id, repairs: repairs.map((each) => `${keyOf(each)} ${each.repair}`) },
    facts: repairs.map((each) => `${keyOf(each)} ${explained(each)}`),
    title: `Repair ${repairs.length} ${repairs.length === 1 ? 'difference' : 'differences'} from the ERP`,
    reasons: [
      ...repairs.slice(0, 18).map(explained),
      ...(all.length > repairs.length ? [`${all.length - repairs.length} more are proposed after these`] : []),
    ],
    evidence: [],
    traits: { tags: ['repair'] },
    requestedBy: [],
    slots: repairs.map((each, at) => ({ slot: slotOf(at), tool: each.kind === 'deal' ? updateOpportunity : updateAccountMaster })),
    write: async (draft) => {
      for (const [at, { kind, record, field, repair }] of repairs.entries())
        await (kind === 'deal'
          ? draft.propose(slotOf(at), updateOpportunity, { opportunity: record, erpStatus: repair })
          : draft.propose(slotOf(at), updateAccountMaster, { account: record, [field]: repair }));
    },
  };
}

const slotOf = (at: number): string => `repair-${at + 1}`;
