export { benjaminiHochberg, bonferroni } from './correct.ts';
export { kolmogorovSmirnov, stabilityIndex } from './distance.ts';
export { detectDrift, minWindowRows, type DriftOptions, type DriftReport, type FeatureDrift } from './drift.ts';
export { DriftReference, learnReference, loadReference, minBinRows, type FeatureReference } from './reference.ts';
