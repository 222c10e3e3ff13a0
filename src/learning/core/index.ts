export { createRandom, type Random } from './random.ts';
export { rowOf, takeRows, takeValues, type CategoryFeature, type Feature, type NumberFeature, type Table } from './table.ts';
