import type { FlowContext, Prepared } from 'countersign/flow';

/** One tool, one record, the words of the asker: nothing to gather beyond what the tool itself reads for its diff. */
export async function prepare(flow: FlowContext): Promise<Prepared> {
  const { tool, input, title, reasons, amount } = await flow.requested();
  flow.audit('change.requested', { tool: tool.id, title });
  return {
    kind: 'propose',
    identity: { tool: tool.id, input },
    facts: { tool: tool.id, input, title, reasons: [...reasons] },
    title,
    reasons,
    evidence: [],
    traits: { tags: ['conversation', tool.id], ...(amount === undefined ? {} : { amount }) },
    requestedBy: [],
    slots: [{ slot: 'change', tool }],
    write: (draft) => draft.propose('change', tool, input),
  };
}
