import { defineModel } from 'countersign';
import { binaryHead, derivingHead } from 'countersign/learning';
import { window } from './derive.ts';
import { features } from './features.ts';
import { output } from './output.ts';

/** What the line stops at today. */
const highest = 190;

/** Whether a lot will be found defective. */
export const qualityDefect = defineModel({
  id: 'quality-defect',
  version: '1.0.0',
  title: 'Defect of a lot',
  entity: 'lot',
  ids: ['lot_id'],
  features,
  heads: { defect: derivingHead(binaryHead({ target: 'defect' }), window) },
  rule: (values) => {
    const temperature = window.derive(values)['temperature_max'];
    return { output: { defect_probability: typeof temperature === 'number' && temperature > highest ? 0.4 : 0.08, top_factors: [] } };
  },
  answer: ({ defect }) => ({
    output: {
      defect_probability: defect?.value ?? null,
      top_factors: (defect?.factors ?? [])
        .filter(({ contribution }) => contribution > 0)
        .slice(0, 3)
        .map(({ feature, contribution }) => ({ feature, contribution })),
    },
  }),
  leading: 'defect',
  judgedBy: { output: 'defect_probability', target: 'defect', kind: 'binary' },
  card: {
    purpose: 'Says how probable a defect of a lot is, from the readings of the four hours before it was finished',
    decides: 'Nothing: a supervisor decides on a hold or a report',
    limits: [
      'Until a version is approved the rule answers: the limit of the temperature at which the line stops',
      'Without readings there is no answer; a metric that is silent is told and counts as missing',
      'Made for three metrics of these lines; another line needs history of its own',
    ],
    owner: 'Quality',
  },
  output,
});
