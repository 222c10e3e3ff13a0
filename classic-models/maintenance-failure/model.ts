import { defineModel, type HeadScore } from 'countersign';
import { binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** Whether a machine fails within seven days. */
export const maintenanceFailure = defineModel({
  id: 'maintenance-failure',
  version: '1.0.0',
  title: 'Machine failure',
  entity: 'machine',
  ids: ['machine_id'],
  features,
  heads: { failed: binaryHead({ target: 'failed' }) },
  // The calendar that planners use today: a service every 120 days.
  rule: ({ days_since_service: since }) => ({
    output: { failure_probability: typeof since === 'number' && since > 120 ? 0.15 : 0.04, horizon_days: 7, top_factors: [] },
  }),
  answer: ({ failed }) => ({
    output: { failure_probability: failed?.value ?? null, horizon_days: 7, top_factors: raising(failed) },
  }),
  leading: 'failed',
  judgedBy: { output: 'failure_probability', target: 'failed', kind: 'binary' },
  card: {
    purpose: 'Says how probable it is that a machine fails within seven days, and what speaks for it',
    decides: 'Nothing: it says which machines to look at first, a planner decides on the work order',
    limits: [
      'Until a version is approved the rule answers: the calendar, one service every 120 days',
      'Without readings of the last week there is no answer',
      'A new kind of machine needs history of its own before it may be trusted',
    ],
    owner: 'Maintenance',
  },
  output,
});

/** The three features that raise the risk most; an order to service says why. */
function raising(score: HeadScore | undefined): { feature: string; contribution: number }[] {
  return (score?.factors ?? [])
    .filter(({ contribution }) => contribution > 0)
    .slice(0, 3)
    .map(({ feature, contribution }) => ({ feature, contribution }));
}
