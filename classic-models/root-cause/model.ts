import { defineModel, type ModelValues } from 'countersign';
import { causesHead, CausesValue } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

/** The limits on the wall beside the machine. */
const limits: readonly (readonly [feature: string, low: number, high: number])[] = [
  ['extruder_temperature', 200, 220],
  ['pressure', 5.3, 6.7],
  ['humidity', 0, 70],
  ['tool_wear', 0, 150],
  ['viscosity', 265, 335],
];

/** Where to look first after an incident. */
export const rootCause = defineModel({
  id: 'root-cause',
  version: '1.0.0',
  title: 'Probable causes of an incident',
  entity: 'incident',
  ids: ['incident_id'],
  features,
  heads: {
    causes: causesHead({
      target: 'incident',
      cause: 'cause',
      // What the motor gives: neither torque nor speed alone says much.
      derived: [{ name: 'power', of: ['torque', 'speed'], by: 'product' }],
    }),
  },
  rule: (values) => {
    const broken = limits.filter(([name, low, high]) => outside(values, name, low, high));
    return { output: { causes: broken.map(([feature]) => ({ feature, value: Number(values[feature]), share: 1 / broken.length })) } };
  },
  answer: ({ causes }) => ({
    output: { causes: CausesValue.parse(causes?.value).causes.map(({ feature, value, share }) => ({ feature, value, share })) },
  }),
  leading: 'causes',
  card: {
    purpose: 'Ranks the probable causes of a quality incident by how much more frequent incidents are where its readings lie',
    decides: 'Nothing: it says where to look first; an engineer finds the cause',
    limits: [
      'Until a version is approved the rule answers: every reading beyond its limit, all alike',
      'What goes together with incidents is not always what causes them',
      'A cause that is not measured cannot be named',
    ],
    owner: 'Quality',
  },
  output,
});

function outside(values: ModelValues, name: string, low: number, high: number): boolean {
  const value = values[name];
  return typeof value === 'number' && (value < low || value > high);
}
