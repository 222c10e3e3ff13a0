import type { ModelFeature } from 'countersign';
import { number, own } from '../feature.ts';

const reading = (name: string, description: string, unit: string): ModelFeature =>
  number(name, description, 'mes.readings', own(name), { unit });

/** Means of the hour in which it happened. */
export const features: readonly ModelFeature[] = [
  reading('extruder_temperature', 'temperature of the extruder', '°C'),
  reading('pressure', 'pressure of the line', 'bar'),
  reading('humidity', 'humidity of the hall', '%'),
  reading('tool_wear', 'minutes the tool was in use', 'minutes'),
  reading('viscosity', 'viscosity of the material', 'Pa s'),
  reading('torque', 'torque of the drive', 'Nm'),
  reading('speed', 'speed of the drive', '1/s'),
  reading('feed_rate', 'feed rate', 'm/min'),
  reading('coolant_flow', 'flow of the coolant', 'l/min'),
];
