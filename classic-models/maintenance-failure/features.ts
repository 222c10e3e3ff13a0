import type { ModelFeature } from 'countersign';
import { category, number, own } from '../feature.ts';

const readings = 'mes.readings';
const within = (observation: string, take: 'mean' | 'max' | 'slope' | 'count', withinDays: number) =>
  ({ of: 'self', observation, take, withinDays }) as const;

export const features: readonly ModelFeature[] = [
  number('vibration_mean', 'mean vibration of a week', readings, within('vibration', 'mean', 7), {
    unit: 'mm/s',
    required: true,
    maxAgeDays: 3,
    range: { min: 0, max: 200 },
  }),
  number('vibration_max', 'highest vibration of a week', readings, within('vibration', 'max', 7), {
    unit: 'mm/s',
    range: { min: 0, max: 200 },
  }),
  number('vibration_slope', 'change of vibration a day over eight weeks', readings, within('vibration', 'slope', 56), {
    unit: 'mm/s a day',
    range: { min: -50, max: 50 },
  }),
  number('bearing_temperature_mean', 'mean temperature of the bearing of a week', readings, within('bearing_temperature', 'mean', 7), {
    unit: '°C',
    maxAgeDays: 3,
    range: { min: -50, max: 400 },
  }),
  number('load', 'load of the latest week, as a share', readings, own('load'), { maxAgeDays: 14, range: { min: 0, max: 1.5 } }),
  number('alarms_14d', 'alarms of a fortnight', 'mes.alarms', within('alarm', 'count', 14), { range: { min: 0, max: 10_000 } }),
  number(
    'days_since_service',
    'days since the latest service or repair',
    'erp.work-orders',
    { of: 'self', observation: 'serviced', take: 'days-since' },
    { unit: 'days', range: { min: 0, max: 20_000 } },
  ),
  number('failures_365d', 'failures of a year', 'erp.work-orders', within('failed', 'count', 365), { range: { min: 0, max: 1000 } }),
  category('controller', 'the type of the controller', 'erp.assets', own('controller')),
  number(
    'outside_temperature',
    "the day's highest temperature outside",
    'signal.weather',
    { of: 'weather', observation: 'outside_temperature', take: 'latest' },
    { unit: '°C', maxAgeDays: 14, range: { min: -60, max: 60 } },
  ),
];
