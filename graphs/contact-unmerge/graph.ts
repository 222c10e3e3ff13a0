import type { Contact } from 'countersign';
import type { FlowContext, Prepared, ProposalPlan, RunInput } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getContact } from '../../tools/crm/get-contact.ts';
import { mergeContact } from '../../tools/crm/merge-contact.ts';
import { moveToContact } from '../../tools/crm/move-to-contact.ts';
import { contactEvidence } from '../contact-merge/graph.ts';
import { slotOfChild } from '../customer-merge/plan.ts';
import { asException } from '../_shared/problem.ts';
import { undo, type Undoing } from './decide.ts';

/** A merged contact stands for itself again: what the merge wrote is taken back, as far as it is still there. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const contact = await flow.read(masterDesk, getContact, { contact: input.record.id });
  if (contact.mergedIntoId === undefined) return { kind: 'done', outcome: 'this contact is not merged' };
  // The newest alone is what stands in the records now.
  const merge = (await flow.earlier('contact-merge')).find(({ tags }) => tags.includes('merge'));
  if (!merge?.writes.some(({ slot }) => slot === 'merged'))
    return asException(
      {
        code: 'data.missing',
        field: 'Merged_Into__c',
        message: 'What this merge changed is not on record here; empty "Merged into" of the contact and give it its account back by hand',
      },
      { contact: contact.id },
    );
  const kept = await flow.read(masterDesk, getContact, { contact: contact.mergedIntoId });
  const undoing = undo(contact, kept, merge);
  flow.audit('decision.made', {
    contact: contact.id,
    kept: kept.id,
    merge: merge.id,
    fields: { contact: Object.keys(undoing.contact), kept: Object.keys(undoing.kept) },
    cases: undoing.cases.length,
  });
  return plan(flow, { contact, kept, merge: merge.id, undoing });
}

type Given = { readonly contact: Contact; readonly kept: Contact; readonly merge: string; readonly undoing: Undoing };

function plan(flow: FlowContext, { contact, kept, merge, undoing }: Given): ProposalPlan {
  const { cases } = undoing;
  const hasKept = Object.keys(undoing.kept).length > 0;
  return {
    kind: 'propose',
    // Each merge is taken back once.
    identity: { unmerge: contact.id, from: kept.id, merge },
    facts: JSON.parse(JSON.stringify({ contact: undoing.contact, kept: undoing.kept, cases })),
    title: `Take contact ${contact.id} out of contact ${kept.id} again`,
    reasons: undoing.reasons.slice(0, 20),
    evidence: [contactEvidence(flow, contact, 'Contact that was merged'), contactEvidence(flow, kept, 'Contact that stayed')],
    traits: { tags: ['unmerge'] },
    requestedBy: [],
    slots: [
      ...(hasKept ? [{ slot: 'kept', tool: mergeContact }] : []),
      { slot: 'merged', tool: mergeContact },
      ...cases.map((one) => ({ slot: slotOfChild(one), tool: moveToContact })),
    ],
    write: async (draft) => {
      if (hasKept) await draft.propose('kept', mergeContact, { contact: kept.id, ...inputOf(undoing.kept) });
      await draft.propose('merged', mergeContact, { contact: contact.id, into: null, ...inputOf(undoing.contact) });
      for (const one of cases) await draft.propose(slotOfChild(one), moveToContact, { case: one.id, contact: contact.id, from: kept.id });
    },
  };
}

/** Fields as the tool takes them: a last name is never emptied, a flag is set or not. */
function inputOf({ lastName, optedOut, ...rest }: Undoing['kept']) {
  return {
    ...Object.fromEntries(
      Object.entries(rest).flatMap(([key, value]): [string, string | null][] => (typeof value === 'boolean' ? [] : [[key, value]])),
    ),
    ...(typeof lastName === 'string' ? { lastName } : {}),
    ...(typeof optedOut === 'boolean' ? { optedOut } : {}),
  };
}
