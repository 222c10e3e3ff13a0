export { calibrationPlot, type CalibrationInput } from './calibration.ts';
export { contributionsPlot, type ContributionsInput } from './contributions.ts';
export { distributionPlot, type DistributionInput } from './distribution.ts';
export { driftPlot, type DriftInput } from './drift.ts';
export { fanPlot, type FanInput } from './fan.ts';
export { rocPlot, type RocInput } from './roc.ts';
