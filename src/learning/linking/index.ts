export { assignPairs, type Assignment, type AssignOptions, type Link, type ScoredPair } from './assign.ts';
export { comparePair, pairFeatures, pairTable, type Linkable, type PairOptions } from './pair-features.ts';
export { digitRunOverlap, jaroWinkler, trigramSimilarity } from './text-similarity.ts';
