export { alertsAt, averagePrecision, confusionAt, weightedRecallAt, type Confusion } from './alerts.ts';
export { accuracy, brierScore, logLoss, macroF1, multiclassLogLoss } from './classification.ts';
export { bootstrapInterval, pairedFolds, pairedLogLoss, pairedMean, wilsonInterval, type BootstrapOptions } from './compare.ts';
export { normalQuantile } from './normal-quantile.ts';
export { normalCdf, studentCdf, studentQuantile } from './distribution.ts';
export {
  intervalCoverage,
  meanAbsoluteError,
  meanAbsoluteScaledError,
  pinballLoss,
  rootMeanSquaredError,
  symmetricPercentageError,
  weightedAbsolutePercentageError,
} from './regression.ts';
export { rocAuc, rocAucInterval, rocCurve, type Interval, type RocPoint } from './roc.ts';
