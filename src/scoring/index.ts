export { createModelService, type ServiceParts } from './service/create-service.ts';
export { workJobs } from './service/bulk.ts';
export { createPredictor, type PredictorParts } from './service/predictor.ts';
export { trainingRows } from './training/rows.ts';
export { train, type Trained, type TrainOptions } from './training/train.ts';
