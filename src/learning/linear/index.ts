export { compileLinear, LinearModel, loadLinear, trainLogistic, trainRidge } from './linear-model.ts';
export type { CompiledLinear, LinearExplanation, TrainLinearOptions } from './linear-model.ts';
export { fitLogistic, type LinearFit, type LogisticOptions } from './logistic.ts';
export { fitRidge } from './ridge.ts';
export { sigmoid } from './sigmoid.ts';
