import { defineModel } from 'countersign';
import { binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** What sales managers multiply by today. */
const byStage: Readonly<Record<string, number>> = { qualification: 0.2, proposal: 0.4, negotiation: 0.65 };

/** Whether an opportunity is won, and whether it is decided later than its close date. */
export const deal = defineModel({
  id: 'deal',
  version: '1.0.0',
  title: 'Deal win and slip',
  entity: 'opportunity',
  ids: ['opportunity_id'],
  features,
  heads: { won: binaryHead({ target: 'won' }), slipped: binaryHead({ target: 'slipped' }) },
  rule: ({ stage, close_date_pushes: pushes }) => ({
    output: {
      win_probability: (typeof stage === 'string' && Object.hasOwn(byStage, stage) ? byStage[stage] : undefined) ?? 0.3,
      slip_probability: typeof pushes === 'number' && pushes > 0 ? 0.5 : 0.25,
    },
  }),
  answer: ({ won, slipped }) => ({ output: { win_probability: won?.value ?? null, slip_probability: slipped?.value ?? null } }),
  leading: 'won',
  judgedBy: { output: 'win_probability', target: 'won', kind: 'binary' },
  card: {
    purpose: 'Says for each open opportunity how probable it is that it is won, and that it is decided later than its close date',
    decides: 'Nothing: it weighs open opportunities; it changes no stage, amount or date',
    limits: [
      'Until a version is approved the rule answers: a fixed probability a stage, and slipping where the date was pushed before',
      'Features are taken as they were at the moment asked about; what is entered afterwards has no say',
      "An owner's win rate is a share of the last year; it is not for judging people",
    ],
    owner: 'Sales operations',
  },
  output,
});
