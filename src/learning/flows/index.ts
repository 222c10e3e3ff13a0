export { judgeFlows, type FlowAccuracy, type Judged } from './coverage.ts';
export { weekProbabilities, type LatenessQuantile, type Timing } from './timing.ts';
export { weeklyTotals, type FlowItem, type WeeklyTotals, type WeeklyTotalsOptions, type WeekTotal } from './weekly-totals.ts';
