export { createRandom, type Random } from './core/random.ts';
export { rowOf, takeRows, takeValues, type CategoryFeature, type Feature, type NumberFeature, type Table } from './core/table.ts';
export * from './heads/index.ts';
export { comparePair, pairFeatures, type Linkable, type PairOptions } from './linking/index.ts';
export { recommendPrice, type PriceRecommendation, type PriceRequest } from './pricing/index.ts';
export { rankBottlenecks, type Bottleneck, type Task } from './ranking/index.ts';
export { empiricalSafetyStock, safetyStock, type StockLevel } from './stock/index.ts';
export { windowFeatures, type Reading, type WindowOptions } from './windows/index.ts';
