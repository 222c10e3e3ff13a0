export { compileForest, type AnomalyExplanation, type CompiledForest } from './compile-forest.ts';
export { EwmaChart, fitEwmaChart, nextEwma, startEwma, type EwmaReading, type EwmaState } from './ewma-chart.ts';
export { fitIsolationForest, type IsolationForest, type IsolationForestOptions } from './isolation-forest.ts';
export { loadIsolationForest } from './load-forest.ts';
export { fitRobustZ, RobustZ, robustZ, type RobustZOptions } from './robust-z.ts';
