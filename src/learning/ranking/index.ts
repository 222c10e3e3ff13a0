export { rankBottlenecks, type Bottleneck, type Bottlenecks } from './bottlenecks.ts';
export { CauseModel, fitCauses, type CauseOptions } from './causes.ts';
export { columnOf, Derived } from './derived.ts';
export { compareAtEqualOrders, type EqualOrders, type EqualOrdersInput } from './equal-orders.ts';
export { loadCauses, rankCauses, type RankedCause, type RankOptions } from './rank-causes.ts';
export { orderTasks, type DurationQuantile, type Task } from './task-graph.ts';
