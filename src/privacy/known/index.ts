export { createKnownValues } from './known-values.ts';
export { isOrdinary } from './everyday-words.ts';
