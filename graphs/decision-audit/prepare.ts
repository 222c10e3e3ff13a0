import type { FlowContext, Prepared, RunInput } from 'countersign/flow';
import { recordDecision } from '../../tools/erp/record-decision.ts';
import { Mapping } from './mapping.ts';
import { rowOf } from './row.ts';

/** A log that was restored from a copy a moment older than the event may come to hold the range again; later a person looks. */
const patienceMs = 600_000;

/** The answers of one range of the log, a row each. Nothing is decided here: an answer that was given is recorded. */
export async function prepare(flow: FlowContext, input: RunInput): Promise<Prepared> {
  const answers = await flow.ports.predictions?.range(input.record.id, { signal: flow.signal });
  if (answers === undefined) return lacking(flow);
  const { lengths } = flow.mapping(Mapping);
  const ids = answers.map(({ id }) => id);
  return {
    kind: 'propose',
    identity: { predictions: ids },
    facts: { range: input.record.id, predictions: ids },
    title:
      ids.length === 1 ? 'Record an answer of a numeric model in the ERP' : `Record ${ids.length} answers of numeric models in the ERP`,
    reasons: ['each answer of a numeric model is kept in the decision-audit table too'],
    evidence: [],
    traits: { tags: ['decision-audit'] },
    requestedBy: [],
    slots: ids.map((id) => ({ slot: id, tool: recordDecision })),
    write: async (draft) => {
      for (const answer of answers) await draft.propose(answer.id, recordDecision, rowOf(answer, lengths));
    },
  };
}

function lacking(flow: FlowContext): Prepared {
  const waited = flow.clock.now().getTime() - Date.parse(flow.receivedAt);
  if (waited < patienceMs) return { kind: 'look-again', inMs: 60_000, reason: 'the log does not hold this range of answers yet' };
  return { kind: 'exception', code: 'resource.not_found', message: 'The log does not hold this range of answers', details: {} };
}
