export { groupFolds, stratifiedGroupFolds } from './group.ts';
export { stratifiedFolds, stratifiedSplits, type Fold } from './stratified.ts';
export { rollingOrigin, timeSplit } from './time.ts';
