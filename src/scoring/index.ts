export { renderCard, type RenderedCard } from './card/index.ts';
export { importVersion, OutsideColumn, type HeadImport, type OutsideRuntime } from './import/index.ts';
export { createModelService, type ServiceParts } from './service/create-service.ts';
export { createRetrainer, type Retrainer, type TrainApart, type TrainedApart, type TrainingOrder } from './service/retraining.ts';
export { workJobs } from './service/bulk.ts';
export { createPredictor, type PredictorParts } from './service/predictor.ts';
export { keyedObservation } from './features/keyed.ts';
export {
  fillFromSystems,
  keyedMoment,
  systemObservations,
  type Filled,
  type FillFrom,
  type Gap,
  type System,
  type Systems,
} from './history/index.ts';
export { openCrew, type WorkerCrew } from './pool/index.ts';
export type { Columns } from './training/table-columns.ts';
export { planTable, type TablePlan } from './training/table-plan.ts';
export { trainTable, type TableReport } from './training/train-table.ts';
export { retrainOne } from './training/retrain.ts';
export { trainingRows } from './training/rows.ts';
export { train, type Trained, type TrainOptions } from './training/train.ts';
export { createGatherer, type StreamCounts } from './streams/gather.ts';
export { readMessage } from './streams/message.ts';
export { readTopicMap } from './streams/topic-map.ts';
