export { createRandom, type Random } from './core/random.ts';
export { rowOf, takeRows, takeValues, type CategoryFeature, type Feature, type NumberFeature, type Table } from './core/table.ts';
export * from './heads/index.ts';
