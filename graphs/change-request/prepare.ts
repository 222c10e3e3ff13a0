import type { FlowContext, Prepared } from 'countersign/flow';

/** One tool, one record, the words of the asker: nothing to gather beyond what the tool itself reads for its diff. */
export async function prepare(flow: FlowContext): Promise<Prepared> {
  const { tool, input, title, reasons, amount } = await flow.requested();
  flow.audit('change.requested', { tool: tool.id, title });
  return {
    kind: 'propose',
    identity: { tool: tool.id, input },
    // What the record holds already is no change; but a hold that somebody released in the ERP may be asked for again.
    repeats: true,
    // Asked again after a no it is asked anew; asked again while it waits it joins the question that is open.
    facts: { tool: tool.id, input, title, reasons: [...reasons], askedAt: flow.receivedAt },
    title,
    reasons,
    evidence: [],
    traits: { tags: ['conversation', tool.id], ...(amount === undefined ? {} : { amount }) },
    requestedBy: [],
    slots: [{ slot: 'change', tool }],
    write: (draft) => draft.propose('change', tool, input),
  };
}
