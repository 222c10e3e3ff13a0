export { fillFromSystems, keyedMoment, type Filled, type FillFrom } from './fill.ts';
export { systemObservations } from './system-source.ts';
export type { Gap } from './system-models.ts';
export type { System, Systems } from './said.ts';
