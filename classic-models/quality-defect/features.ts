import type { ModelFeature } from 'countersign';
import { category, items, number, own } from '../feature.ts';

const lots = 'mes.lots';

export const features: readonly ModelFeature[] = [
  items(
    'readings',
    'readings of the last four hours: metric (temperature, pressure, torque), minutes_before, value',
    'mes.readings',
    own('readings'),
    { required: true },
  ),
  number('batch_age', 'age of the batch of material', lots, own('batch_age'), { unit: 'days', range: { min: 0, max: 3650 } }),
  category('shift', 'the shift', lots, own('shift')),
  category('line', 'the line', lots, own('line')),
  category('recipe', 'the recipe', lots, own('recipe')),
  number(
    'humidity',
    'humidity of the air outside',
    'signal.weather',
    { of: 'weather', observation: 'humidity', take: 'latest' },
    {
      unit: '%',
      maxAgeDays: 14,
      range: { min: 0, max: 100 },
    },
  ),
];
