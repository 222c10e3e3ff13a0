import { defineWorkflow } from 'countersign';
import { gated } from 'countersign/flow';
import { recordDecision } from '../../tools/erp/record-decision.ts';
import { Mapping } from './mapping.ts';
import { prepare } from './prepare.ts';

/** Answers of numeric models, copied into the ERP's own decision-audit table: a range of the log a run, each answer once. */
export const decisionAudit = defineWorkflow({
  id: 'decision-audit',
  version: '1.0.0',
  description: 'Copies what numeric models answered into the decision-audit table of the ERP, each answer once.',
  recordType: 'PredictionRange',
  triggers: [{ on: 'event', types: ['predictions.logged'] }],
  phase: 'automatic',
  policy: {
    version: '1.0.0',
    rules: [
      {
        name: 'answers-are-recorded',
        reason: 'a row about an answer that was given changes nothing but the record of it',
        when: { tools: [recordDecision.id] },
        verdict: { effect: 'allow' },
      },
    ],
    otherwise: { effect: 'deny' },
  },
  agents: [],
  tools: [recordDecision],
  mapping: Mapping,
  graph: gated({ prepare }),
});
